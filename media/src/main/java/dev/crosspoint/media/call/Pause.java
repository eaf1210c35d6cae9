package dev.crosspoint.media.call;

/**
 * When a change may be made that could be heard in talk, though hardly in a pause. Nobody waits for
 * ever: for the impatient, what is a little quieter is a pause too.
 */
final class Pause {
    /** What counts as a pause grows so much louder with every second of waiting. */
    private static final long DB_PER_SECOND = 10;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private Pause() {}

    /**
     * Whether now is the time.
     *
     * @param levelDbov of what would be disturbed
     */
    static boolean at(int levelDbov, long waitedNanos) {
        return levelDbov <= Talk.SPEECH_DBOV + DB_PER_SECOND * waitedNanos / SECOND_NANOS;
    }
}
