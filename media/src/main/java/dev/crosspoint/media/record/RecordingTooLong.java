package dev.crosspoint.media.record;

/** A recording that no file of ours can hold; see {@link Renderer#MAX_DURATION_HOURS}. */
public final class RecordingTooLong extends Exception {
    private static final long serialVersionUID = 1L;

    RecordingTooLong(long micros) {
        super(
                "a recording of "
                        + micros / 3_600_000_000L
                        + " hours; at most "
                        + Renderer.MAX_DURATION_HOURS
                        + " can be rendered");
    }
}
