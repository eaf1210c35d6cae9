package dev.crosspoint.media.call;

/** What a leg waits for. */
enum LegTimer {
    /** ICE and DTLS to finish, or the leg ends. */
    CONNECT,
    /** The next audio packet, or the leg ends. */
    MEDIA,
    /** The next quality report to call control. */
    QUALITY,
    /** The next account of its traffic to call control. */
    TRAFFIC;

    /** One deadline per timer; a timer that is not set never comes due. */
    @SuppressWarnings("EnumOrdinal") // an array index that never leaves this object
    static final class Deadlines {
        private final long[] atNanos = new long[values().length];
        private final boolean[] set = new boolean[values().length];

        void set(LegTimer timer, long deadlineNanos) {
            atNanos[timer.ordinal()] = deadlineNanos;
            set[timer.ordinal()] = true;
        }

        /**
         * Sets one that was due for once more, so long after that: whoever looks late does not make
         * the next one later, unless by more than half of it.
         */
        void again(LegTimer timer, long afterNanos, long nowNanos) {
            long next = atNanos[timer.ordinal()] + afterNanos;
            set(timer, next - nowNanos >= afterNanos / 2 ? next : nowNanos + afterNanos);
        }

        void clear(LegTimer timer) {
            set[timer.ordinal()] = false;
        }

        boolean isDue(LegTimer timer, long nowNanos) {
            return set[timer.ordinal()] && atNanos[timer.ordinal()] - nowNanos <= 0;
        }
    }
}
