package dev.crosspoint.media.rtp;

/** Comparing counters that wrap (RFC 1982): RTP sequence numbers and timestamps. */
public final class SerialNumber {
    private SerialNumber() {}

    /**
     * How far {@code newer} is ahead of {@code older}, -32768 to 32767; negative when it is behind.
     * Only the low 16 bits of the arguments count.
     */
    public static int distance16(int newer, int older) {
        return (short) (newer - older);
    }

    /** How far {@code newer} is ahead of {@code older} on a 32-bit counter, signed. */
    public static int distance32(int newer, int older) {
        return newer - older;
    }
}
