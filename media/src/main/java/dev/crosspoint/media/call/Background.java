package dev.crosspoint.media.call;

import dev.crosspoint.media.mix.Level;

/**
 * What a listener hears while nobody speaks, for one that takes comfort noise (RFC 3389): how loud
 * that is, and when to say so instead of sending it. Counted in ticks.
 */
final class Background {
    /** Shorter pauses of a source are losses, or fade. */
    private static final int FIRST_TICKS = 4;

    /** Between two packets, so that one may be lost, and nobody takes the leg for dead. */
    private static final int REPEAT_TICKS = 10;

    /** In so many frames it may have grown by one dB. */
    private static final int RISE_FRAMES = 25;

    /** So many frames at either end of a pause fade: they are quieter than what they are of. */
    private static final int EDGE_FRAMES = 8;

    private int floorDbov = Level.SILENCE_DBOV;
    private boolean known;
    private final int[] edge = new int[EDGE_FRAMES];
    private int frames;
    private int risenAt;
    private int paused;

    /** A frame, or a packet, was so loud. */
    void heard(int levelDbov) {
        int slot = frames % EDGE_FRAMES;
        int before = edge[slot];
        edge[slot] = levelDbov;
        frames++;
        if (frames <= 2 * EDGE_FRAMES) {
            risenAt = frames;
        } else if (!known || before < floorDbov) {
            known = true;
            risenAt = frames;
            floorDbov = before;
        } else if (frames - risenAt >= RISE_FRAMES) {
            risenAt = frames;
            floorDbov++;
        }
    }

    /** The quietest that was heard of late, dBov; -127 before anything was. */
    int levelDbov() {
        return floorDbov;
    }

    /**
     * Every tick.
     *
     * @param pausing whether those who are heard leave out their packets
     * @return whether this tick is for no audio
     */
    boolean replaces(boolean pausing) {
        return replaces(pausing ? 1 : 0);
    }

    /**
     * Likewise, of a tick that comes after some which nobody has looked at.
     *
     * @param pausedTicks for how many ticks they have left them out, this one too; 0 when they do
     *     not
     */
    boolean replaces(int pausedTicks) {
        paused = pausedTicks == 0 ? 0 : Math.max(paused + 1, Math.min(FIRST_TICKS, pausedTicks));
        if (paused == FIRST_TICKS) {
            frames = 0;
        }
        return paused >= FIRST_TICKS;
    }

    /** Whether it is to be said in this tick, which is for no audio. */
    boolean isDue() {
        return (paused - FIRST_TICKS) % REPEAT_TICKS == 0;
    }
}
