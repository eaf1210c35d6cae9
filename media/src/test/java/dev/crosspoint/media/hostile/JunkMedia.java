package dev.crosspoint.media.hostile;

import java.util.random.RandomGenerator;

/**
 * Datagrams for a port that takes STUN, DTLS, RTP and RTCP (RFC 7983), each with a lie in it. None
 * is an RTP packet of a type that a trunk of the tests speaks: a plain one would be audio. Pure.
 */
final class JunkMedia {
    private static final int MOST_BYTES = 1_400;

    /** Of which all datagrams are cut: drawing each byte anew would cost more than sending it. */
    private static final int NOISE_BYTES = 1 << 18;

    /** Opus, as browsers number it; no trunk of the tests has it. */
    private static final int OPUS = 111;

    private final RandomGenerator random;
    private final byte[] noise = new byte[NOISE_BYTES];

    JunkMedia(RandomGenerator random) {
        this.random = random;
        random.nextBytes(noise);
    }

    /**
     * The next one.
     *
     * @param data room for {@link Flood#MOST_BYTES}
     * @return its length, bytes
     */
    int next(byte[] data) {
        int length = 24 + random.nextInt(MOST_BYTES - 24);
        System.arraycopy(noise, random.nextInt(NOISE_BYTES - length), data, 0, length);
        switch (random.nextInt(12)) {
            case 0 -> stun(data, 0x0001, random.nextInt(600) / 4 * 4);
            case 1 -> stun(data, 0x0001, length / 4 * 4 - 20);
            case 2 -> stun(data, 0x0101, length / 4 * 4 - 20);
            case 3 -> begin(data, 22, 0xFE, 0xFD); // a handshake record of noise
            case 4 -> begin(data, 23, 0xFE, 0xFD, 0, 1); // data of an epoch that we have keys of
            case 5 -> {
                return alert(data, 1, 0); // in clear: close_notify
            }
            case 6 -> {
                return alert(data, 2, 40); // in clear: handshake_failure
            }
            case 7 -> begin(data, 0x80, OPUS);
            case 8 -> begin(data, 0xBF, OPUS); // all that a header can claim to have behind it
            case 9 -> begin(data, 0x80, 200); // a sender report
            case 10 -> begin(data, 0x81, 203); // a goodbye, of noise
            default -> data[0] = (byte) (64 + random.nextInt(64)); // of no protocol
        }
        return length;
    }

    /** A message of RFC 8489, with a length that may be a lie. */
    private static void stun(byte[] data, int type, int length) {
        begin(data, type >> 8, type, length >> 8, length, 0x21, 0x12, 0xA4, 0x42);
    }

    /** RFC 6347 4.1, RFC 5246 7.2: whole and right, but for that nobody has signed it. */
    private int alert(byte[] data, int level, int description) {
        begin(data, 21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, random.nextInt(256), 0, 2);
        data[13] = (byte) level;
        data[14] = (byte) description;
        return 15;
    }

    private static void begin(byte[] data, int... first) {
        for (int i = 0; i < first.length; i++) {
            data[i] = (byte) first[i];
        }
    }
}
