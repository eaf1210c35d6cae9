package dev.crosspoint.loadtest.measure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has the word among those who talk to each other: one says a word, all others are silent, then
 * it is the next one's turn. So it can be told how long sound was on its way that arrives mixed or
 * in another codec: from the packet that brings the beginning of a word in to the packet that
 * brings it out, so that a frame's own 20 ms count neither way. Belongs to the pacing thread.
 */
public final class Conversation {
    /** From one word to the next, ns. */
    public static final long TURN_NANOS = 1_000_000_000L;

    /** How long a word is, ns; the rest of its turn is silence, and longer than any delay. */
    public static final long WORD_NANOS = 600_000_000L;

    /** What {@link Seat#hears} answers for a packet that no word begins with. */
    public static final long NONE = -1;

    /** What {@link Seat#speaks} answers for silence. */
    public static final int SILENT = -1;

    /** A word begins after so many frames of silence; there is none in music. */
    private static final int QUIET_FRAMES = 5;

    private final List<Seat> seats = new ArrayList<>();
    private long turn = -1;
    private @Nullable Seat speaker;
    private long beganNanos;
    private boolean begun;

    /** Somebody comes. */
    public Seat join() {
        var seat = new Seat();
        seats.add(seat);
        return seat;
    }

    private void goOn(long nowNanos) {
        long now = Math.floorDiv(nowNanos, TURN_NANOS);
        if (now != turn) {
            turn = now;
            begun = false;
            speaker = seats.isEmpty() ? null : seats.get(Math.floorMod(now, seats.size()));
        }
    }

    /** One of those who talk. */
    public final class Seat {
        private int frame;
        private int quietFrames;
        private long heardTurn = -1;

        private Seat() {}

        /**
         * It speaks a frame of 20 ms.
         *
         * @return which one of its word, from 0; {@link #SILENT} when others have it
         */
        public int speaks(long nowNanos) {
            goOn(nowNanos);
            if (speaker != this || Math.floorMod(nowNanos, TURN_NANOS) >= WORD_NANOS) {
                return SILENT;
            }
            if (!begun) {
                begun = true;
                beganNanos = nowNanos;
                frame = 0;
            }
            return frame++;
        }

        /**
         * It hears a packet.
         *
         * @param loud whether anything is in it
         * @return how long the word was on its way that begins with it, ns, or {@link #NONE}
         */
        public long hears(boolean loud, long nowNanos) {
            if (!loud) {
                quietFrames++;
                return NONE;
            }
            boolean begins = quietFrames >= QUIET_FRAMES;
            quietFrames = 0;
            goOn(nowNanos);
            if (!begins || !begun || speaker == this || heardTurn == turn) {
                return NONE;
            }
            heardTurn = turn;
            return nowNanos - beganNanos;
        }

        /** It goes; whoever speaks then has lost the rest of its word. */
        public void leave() {
            seats.remove(this);
            if (speaker == this) {
                speaker = null;
            }
        }
    }
}
