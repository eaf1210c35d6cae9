package dev.crosspoint.media.call;

/**
 * Whether a party talks, as people see it: a cough does not begin it, a breath does not end it. It
 * counts the sound that arrives, whether it comes in even frames, in packets or in samples of them;
 * the end of it is a matter of time, so that a peer which sends nothing ends too.
 */
final class Talk {
    /** Below this is background, dBov. */
    static final int SPEECH_DBOV = -50;

    /** So much sound begins it. */
    private static final int ENOUGH_MS = 100;

    /** So much time without sound ends it. */
    private static final long PATIENCE_NANOS = 600_000_000L;

    private boolean talks;

    /** There was enough sound since anybody looked, whatever came after it. */
    private boolean begins;

    private int soundMs;
    private long soundNanos;

    /**
     * Something was heard.
     *
     * @param levelDbov how loud, -127 to 0
     * @param ms how much of it
     */
    void heard(int levelDbov, int ms, long nowNanos) {
        if (levelDbov <= SPEECH_DBOV) {
            soundMs = Math.max(0, soundMs - ms);
            return;
        }
        boolean goesOn = nowNanos - soundNanos < PATIENCE_NANOS;
        soundMs = Math.min(ENOUGH_MS, (goesOn ? soundMs : 0) + ms);
        begins |= soundMs >= ENOUGH_MS;
        soundNanos = nowNanos;
    }

    /**
     * Looks at the clock.
     *
     * @param audible whether anybody can hear it; it does not talk to nobody
     * @return whether {@link #talks} has changed
     */
    boolean changes(boolean audible, long nowNanos) {
        boolean now = audible && (talks ? nowNanos - soundNanos < PATIENCE_NANOS : begins);
        begins = false;
        if (!audible || (talks && !now)) {
            soundMs = 0;
        }
        boolean changed = now != talks;
        talks = now;
        return changed;
    }

    boolean talks() {
        return talks;
    }
}
