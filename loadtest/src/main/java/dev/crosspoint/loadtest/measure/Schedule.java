package dev.crosspoint.loadtest.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * When which of thousands speaks: every 20 ms each of them once. The 20 ms are divided into slots
 * of half a millisecond, and whoever joins takes the slot that has the fewest, so that packets
 * leave spread over time and yet in small batches. Who calls it when a slot is due owns the only
 * timer.
 *
 * @param <T> who speaks
 */
public final class Schedule<T> {
    /** Slots in the time of one frame. */
    public static final int SLOTS = 40;

    /** How long a slot is, ns. */
    public static final long SLOT_NANOS = 20_000_000L / SLOTS;

    /** Who is late by more than this does not make good for it: five frames, as browsers do. */
    private static final int MOST_LATE_SLOTS = 5 * SLOTS;

    private final List<List<T>> slots = new ArrayList<>();
    private final long beganNanos;
    private Latencies lateness = new Latencies();
    private long next;
    private long skipped;

    /** An empty one, whose first slot is due now. */
    public Schedule(long nowNanos) {
        beganNanos = nowNanos;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** From now on it speaks every 20 ms. */
    public void add(T speaker) {
        List<T> emptiest = slots.getFirst();
        for (List<T> slot : slots) {
            if (slot.size() < emptiest.size()) {
                emptiest = slot;
            }
        }
        emptiest.add(speaker);
    }

    /** It no longer does. */
    public void remove(T speaker) {
        for (List<T> slot : slots) {
            int at = slot.indexOf(speaker);
            if (at >= 0) {
                T last = slot.removeLast();
                if (at < slot.size()) {
                    slot.set(at, last);
                }
                return;
            }
        }
    }

    /**
     * Lets speak whoever is due, slot by slot.
     *
     * @param afterSlot called after each slot that had somebody in it, to send what was said
     * @return whether anybody was due
     */
    public boolean run(long nowNanos, Consumer<T> speak, Runnable afterSlot) {
        long late = (nowNanos - beganNanos) / SLOT_NANOS - next;
        if (late > MOST_LATE_SLOTS) {
            // Whole frames, so that everybody is as late as everybody else.
            long frames = late / SLOTS;
            skipped += frames;
            next += frames * SLOTS;
        }
        boolean any = false;
        while (nextNanos() - nowNanos <= 0) {
            List<T> slot = slots.get((int) (next % SLOTS));
            if (!slot.isEmpty()) {
                any = true;
                lateness.record(nowNanos - nextNanos());
                // By index: who speaks may end its call, and then the last one takes its place.
                for (int i = 0; i < slot.size(); i++) {
                    speak.accept(slot.get(i));
                }
                afterSlot.run();
            }
            next++;
        }
        return any;
    }

    /** All who speak, in no order. */
    public List<T> speakers() {
        return slots.stream().flatMap(List::stream).toList();
    }

    /** When the next slot is due. */
    public long nextNanos() {
        return beganNanos + next * SLOT_NANOS;
    }

    /**
     * How late slots were since this was last asked: the generator's own failing, to be told beside
     * what it measures.
     */
    public Latencies takeLateness() {
        Latencies taken = lateness;
        lateness = new Latencies();
        return taken;
    }

    /** Frames that nobody spoke because the generator was too late. */
    public long skippedFrames() {
        return skipped;
    }
}
