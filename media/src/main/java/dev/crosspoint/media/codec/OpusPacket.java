package dev.crosspoint.media.codec;

/** What the first bytes of an Opus packet tell (RFC 6716 3), without decoding it. */
final class OpusPacket {
    private static final int MAX_DURATION_MICROS = 120_000;

    private OpusPacket() {}

    /** How long it plays, samples at {@code rateHz}, or -1 when its header is not Opus. */
    static int samples(byte[] packet, int offset, int length, int rateHz) {
        int frames = frames(packet, offset, length);
        if (frames < 0) {
            return -1;
        }
        int micros = frames * frameMicros(packet[offset]);
        return micros > MAX_DURATION_MICROS ? -1 : (int) ((long) micros * rateHz / 1_000_000);
    }

    /** Whether its first frame repeats the frame before (LBRR, RFC 6716 4.2.4 and 2.1.7). */
    static boolean carriesRecovery(byte[] packet, int offset, int length) {
        if (samples(packet, offset, length, 8000) < 0
                || config(packet[offset]) >= FIRST_CELT_CONFIG) {
            return false;
        }
        int first = firstFrame(packet, offset, length);
        if (first < 0) {
            return false;
        }
        // RFC 6716 4.2.3: one VAD bit per 20 ms, then the LBRR bit, for each channel.
        int silkFrames = Math.max(1, frameMicros(packet[offset]) / 20_000);
        int bits = packet[first] & 0xFF;
        boolean mono = (packet[offset] & 0x04) == 0;
        return (bits >> (7 - silkFrames) & 1) != 0
                || (!mono && (bits >> (6 - 2 * silkFrames) & 1) != 0);
    }

    private static final int FIRST_CELT_CONFIG = 16;

    private static int config(byte toc) {
        return (toc & 0xFF) >> 3;
    }

    /** RFC 6716 table 2. */
    private static int frameMicros(byte toc) {
        int config = config(toc);
        if (config >= FIRST_CELT_CONFIG) {
            return 2500 << (config & 3);
        }
        if (config >= 12) {
            return 10_000 << (config & 1);
        }
        return (config & 3) == 3 ? 60_000 : 10_000 << (config & 3);
    }

    private static int frames(byte[] packet, int offset, int length) {
        if (length < 1) {
            return -1;
        }
        return switch (packet[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> {
                int count = length < 2 ? 0 : packet[offset + 1] & 0x3F;
                yield count == 0 ? -1 : count;
            }
        };
    }

    /** Index of the first frame's first byte, or -1 when that frame is empty or not there. */
    private static int firstFrame(byte[] packet, int offset, int length) {
        int end = offset + length;
        int at = offset + 1;
        switch (packet[offset] & 3) {
            case 2 -> {
                if (at >= end || packet[at] == 0) {
                    return -1;
                }
                at += (packet[at] & 0xFF) < 252 ? 1 : 2;
            }
            case 3 -> {
                int count = packet[at] & 0x3F;
                boolean variable = (packet[at] & 0x80) != 0;
                boolean padded = (packet[at++] & 0x40) != 0;
                while (padded && at < end) {
                    padded = (packet[at++] & 0xFF) == 255;
                }
                if (variable && count > 1) {
                    if (at >= end || packet[at] == 0) {
                        return -1;
                    }
                    for (int i = 1; i < count && at < end; i++) {
                        at += (packet[at] & 0xFF) < 252 ? 1 : 2;
                    }
                }
            }
            default -> {}
        }
        return at < end ? at : -1;
    }
}
