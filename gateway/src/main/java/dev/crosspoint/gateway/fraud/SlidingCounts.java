package dev.crosspoint.gateway.fraud;

import dev.crosspoint.gateway.fraud.KeyedHash.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each of many was there lately. The window moves in {@value #SLOTS} steps, so something
 * is forgotten after between 59 sixtieths of it and all of it.
 */
final class SlidingCounts {
    private static final int SLOTS = 60;

    private final long slotMs;
    private final int mostKeys;

    /** Whoever was there longest ago first. */
    private final Map<Digest, Counts> byKey = new LinkedHashMap<>();

    private long forgotten;

    private static final class Counts {
        private final short[] slots = new short[SLOTS];
        private long newest;

        private Counts(long slot) {
            newest = slot;
        }

        private void advance(long slot) {
            for (long passed = Math.max(newest + 1, slot - SLOTS + 1); passed <= slot; passed++) {
                slots[index(passed)] = 0;
            }
            newest = Math.max(newest, slot);
        }

        private void add() {
            int at = index(newest);
            if (slots[at] < Short.MAX_VALUE) {
                slots[at]++;
            }
        }

        private int sum(long slot) {
            int sum = 0;
            for (long past = slot - SLOTS + 1; past <= newest; past++) {
                sum += past > newest - SLOTS ? slots[index(past)] : 0;
            }
            return sum;
        }

        private static int index(long slot) {
            return Math.floorMod(slot, SLOTS);
        }
    }

    /**
     * @param mostKeys how many are remembered
     */
    SlidingCounts(int windowSeconds, int mostKeys) {
        this.slotMs = windowSeconds * 1_000L / SLOTS;
        this.mostKeys = mostKeys;
    }

    /** There it is once more; answers how often lately. A clock that goes back stands still. */
    int add(Digest key, long nowMs) {
        long slot = Math.floorDiv(nowMs, slotMs);
        var counts = byKey.remove(key);
        if (counts == null) {
            makeRoom(slot);
            counts = new Counts(slot);
        }
        byKey.put(key, counts);
        counts.advance(slot);
        counts.add();
        return counts.sum(slot);
    }

    /** How often it was there lately. */
    int count(Digest key, long nowMs) {
        var counts = byKey.get(key);
        return counts == null ? 0 : counts.sum(Math.floorDiv(nowMs, slotMs));
    }

    /** How many were forgotten before their time, because there were too many. */
    long forgotten() {
        return forgotten;
    }

    private void makeRoom(long slot) {
        var oldest = byKey.values().iterator();
        while (oldest.hasNext()) {
            boolean isOver = oldest.next().newest <= slot - SLOTS;
            if (!isOver && byKey.size() < mostKeys) {
                return;
            }
            forgotten += isOver ? 0 : 1;
            oldest.remove();
        }
    }
}
