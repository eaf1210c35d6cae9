package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Whoever wishes us ill: datagrams that begin like STUN, DTLS, SRTP, RTCP or SIP and go wrong
 * somewhere, from addresses that nobody knows, as many a second as it is told. The same seed sends
 * the same.
 */
public final class Flood implements AutoCloseable {
    private static final int SOURCES = 8;
    private static final int MOST_BYTES = 1_400;

    /** Sent without a pause. */
    private static final int BURST = 50;

    private final Random random;
    private final List<DatagramSocket> sources = new ArrayList<>();

    private Flood(long seed) {
        random = new Random(seed);
    }

    /** One that has sent nothing yet. */
    public static Flood of(long seed) throws IOException {
        var flood = new Flood(seed);
        for (int i = 0; i < SOURCES; i++) {
            flood.sources.add(
                    new DatagramSocket(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral("127.0.0." + (11 + i)), 0)));
        }
        return flood;
    }

    /**
     * Sends, and returns when all is sent.
     *
     * @param media ports that take STUN, DTLS, RTP and RTCP
     * @param sip a port that takes SIP
     * @return how many it sent in a second: no more than asked for, fewer on a busy machine
     */
    public double send(
            int packets, int perSecond, List<InetSocketAddress> media, InetSocketAddress sip)
            throws IOException {
        long began = System.nanoTime();
        for (int sent = 0; sent < packets; sent++) {
            if (sent % BURST == 0) {
                long due = began + TimeUnit.SECONDS.toNanos(1) * sent / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
            }
            boolean isSip = random.nextInt(4) == 0;
            byte[] data = isSip ? sip() : media();
            var to = isSip ? sip : media.get(random.nextInt(media.size()));
            sources.get(random.nextInt(SOURCES)).send(new DatagramPacket(data, data.length, to));
        }
        return packets * 1e9 / (System.nanoTime() - began);
    }

    private byte[] media() {
        byte[] data = new byte[12 + random.nextInt(MOST_BYTES - 12)];
        random.nextBytes(data);
        switch (random.nextInt(6)) {
            case 0 -> stun(data, random.nextInt(600) / 4 * 4);
            case 1 -> stun(data, data.length);
            case 2 -> begin(data, 22, 0xFE, 0xFD); // a handshake record of DTLS 1.2
            case 3 -> begin(data, 0x80, 111); // RTP
            case 4 -> begin(data, 0x80, 200); // a sender report
            default -> {} // noise
        }
        return data;
    }

    /** A binding request (RFC 8489), with a length that may be a lie. */
    private static void stun(byte[] data, int length) {
        begin(data, 0, 1, length >> 8, length, 0x21, 0x12, 0xA4, 0x42);
    }

    private static void begin(byte[] data, int... first) {
        for (int i = 0; i < first.length; i++) {
            data[i] = (byte) first[i];
        }
    }

    private byte[] sip() {
        byte[] text =
                """
                INVITE sip:+4930555001@127.0.0.1 SIP/2.0\r
                Via: SIP/2.0/UDP 203.0.113.7:5060;branch=z9hG4bK%1$d;rport\r
                From: <sip:100@203.0.113.7>;tag=%1$d\r
                To: <sip:+4930555001@127.0.0.1>\r
                Call-ID: %1$d\r
                CSeq: 1 INVITE\r
                Contact: <sip:100@203.0.113.7:5060>\r
                User-Agent: friendly-scanner\r
                Max-Forwards: 70\r
                Content-Type: application/sdp\r
                Content-Length: 0\r
                \r
                """
                        .formatted(random.nextInt(1 << 30))
                        .getBytes(ISO_8859_1);
        if (random.nextBoolean()) {
            for (int i = 0; i < 8; i++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(text, random.nextInt(text.length) + 1) : text;
    }

    @Override
    public void close() {
        sources.forEach(DatagramSocket::close);
    }
}
