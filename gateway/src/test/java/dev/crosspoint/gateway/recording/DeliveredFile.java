package dev.crosspoint.gateway.recording;

/** A recording as it lies at its target, opened again. */
public final class DeliveredFile {
    /** Of {@link #left} and {@link #right}. */
    public static final int RATE_HZ = 8000;

    private final RecordingDescription about;
    private final String location;
    private final long concealedMs;
    private final int strays;
    private final short[] left;
    private final short[] right;

    DeliveredFile(
            RecordingDescription about,
            String location,
            long concealedMs,
            int strays,
            short[] left,
            short[] right) {
        this.about = about;
        this.location = location;
        this.concealedMs = concealedMs;
        this.strays = strays;
        this.left = left;
        this.right = right;
    }

    /** What it says of itself. */
    public RecordingDescription about() {
        return about;
    }

    /** Below the target's folder. */
    public String location() {
        return location;
    }

    /** What its manifest says is invented, on both channels. */
    public long concealedMs() {
        return concealedMs;
    }

    /** Packets on its tape of whoever was not to be recorded then, or of a pause. */
    public int strays() {
        return strays;
    }

    /** Samples as they are in the file. */
    public short[] left() {
        return left;
    }

    /** Samples as they are in the file. */
    public short[] right() {
        return right;
    }
}
