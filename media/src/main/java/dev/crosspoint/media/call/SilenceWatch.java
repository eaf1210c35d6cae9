package dev.crosspoint.media.call;

/**
 * When a leg that should be sending was heard last, and how long that may be: longer where it says
 * of its audio itself that there is none for now (RFC 3389).
 */
final class SilenceWatch {
    private final LegTimes times;
    private final LegTimer.Deadlines deadlines;
    private long heardNanos;
    private boolean stopped;
    private boolean pauses;
    private boolean hasPaused;

    SilenceWatch(LegTimes times, LegTimer.Deadlines deadlines, long nowNanos) {
        this.times = times;
        this.deadlines = deadlines;
        this.heardNanos = nowNanos;
    }

    /** A packet came, or the silence had a reason until now. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** The newest that it says of its audio is how the background sounds. */
    void pauses() {
        pauses = true;
        hasPaused = true;
    }

    /** Audio is the newest again, or pauses are no longer agreed. */
    void speaks(long nowNanos) {
        if (pauses) {
            pauses = false;
            expect(nowNanos);
        }
    }

    /** Whether it has ever described a pause, in place of sending it. */
    boolean hasPaused() {
        return hasPaused;
    }

    /** RTCP came. RFC 3389 4: how often whoever pauses repeats that is its own choice. */
    void reported(long nowNanos) {
        if (pauses) {
            heardNanos = nowNanos;
        }
    }

    /** From now on audio may be expected every moment. */
    void expect(long nowNanos) {
        if (stopped) {
            return;
        }
        deadlines.set(LegTimer.MEDIA, nowNanos + times.mediaNanos());
    }

    /** A trunk's first audio may take its time. */
    void expectFirst(long nowNanos) {
        deadlines.set(LegTimer.MEDIA, nowNanos + times.firstAudioNanos());
    }

    /** From now on no audio is expected, whatever happens. */
    void stop() {
        stopped = true;
        deadlines.clear(LegTimer.MEDIA);
    }

    /**
     * As it was before {@link #stop}.
     *
     * @param expected whether audio may come at once
     */
    void resume(boolean expected, long nowNanos) {
        if (stopped) {
            stopped = false;
            heardNanos = nowNanos;
            if (expected) {
                expect(nowNanos);
            }
        }
    }

    /**
     * Looks at the clock.
     *
     * @param allowed whether the peer may be silent
     * @param rings whether it is a telephone that may still be ringing
     * @return whether it has been silent for too long
     */
    boolean isOver(boolean allowed, boolean rings, long nowNanos) {
        if (!deadlines.isDue(LegTimer.MEDIA, nowNanos)) {
            return false;
        }
        if (allowed) {
            heardNanos = nowNanos;
        }
        long patienceNanos = rings || pauses ? times.firstAudioNanos() : times.mediaNanos();
        if (nowNanos - heardNanos >= patienceNanos) {
            deadlines.clear(LegTimer.MEDIA);
            return true;
        }
        deadlines.set(LegTimer.MEDIA, heardNanos + patienceNanos);
        return false;
    }
}
