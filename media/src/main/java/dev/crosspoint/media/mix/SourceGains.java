package dev.crosspoint.media.mix;

import java.util.Arrays;

/**
 * The slow half of the limiter: turns loud company down and slowly up again. A gain belongs to a
 * source, not to a mix. So mixes may be shared, and a listener may change from one mix to another,
 * without a step in level; and a crowd in one corner of the matrix does not duck the others. The
 * peak of a tick steers the next one; what is too loud until then is the {@link Knee}'s.
 */
final class SourceGains {
    /** About 9 dB a second, slow enough not to be heard as pumping. */
    private static final float RECOVERY = 1.02f;

    private final float[] before;
    private final float[] now;
    private final float[] next;

    SourceGains(int slots) {
        before = new float[slots];
        now = new float[slots];
        next = new float[slots];
        Arrays.fill(before, 1);
        Arrays.fill(now, 1);
        Arrays.fill(next, 1);
    }

    /** Goes on where another left off. */
    void continueFrom(SourceGains other) {
        System.arraycopy(other.before, 0, before, 0, before.length);
        System.arraycopy(other.now, 0, now, 0, now.length);
        System.arraycopy(other.next, 0, next, 0, next.length);
    }

    void begin() {
        for (int slot = 0; slot < now.length; slot++) {
            before[slot] = now[slot];
            now[slot] = next[slot];
            next[slot] = Math.min(1, now[slot] * RECOVERY);
        }
    }

    /** Scales a slot's samples, gliding from the last tick's gain to this one's. */
    void apply(int slot, float[] pcm) {
        float from = before[slot];
        float to = now[slot];
        if (from == 1 && to == 1) {
            return;
        }
        float step = (to - from) / pcm.length;
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] *= from + step * (i + 1);
        }
    }

    /** The peak of a mix of these sources, with the gains of this tick. */
    void heard(long sources, float peak) {
        if (peak * RECOVERY <= Knee.START) {
            return;
        }
        float change = Knee.START / peak;
        for (long rest = sources; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            // While a gain falls, the peak may stem from where it still was high.
            float gain = Math.max(before[slot], now[slot]);
            next[slot] = Math.min(next[slot], gain * change);
        }
    }
}
