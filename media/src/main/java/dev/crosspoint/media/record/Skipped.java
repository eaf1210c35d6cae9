package dev.crosspoint.media.record;

import java.util.TreeSet;

/**
 * Which numbers of a track came with no speech: they are not missing. At most 65,536, as many as
 * RTP has.
 */
final class Skipped {
    private final TreeSet<Long> numbers = new TreeSet<>();

    void add(long number) {
        numbers.add(number);
    }

    /** How many are missing between two that were speech. */
    long missingBetween(long last, long next) {
        return next - last - 1 - numbers.subSet(last + 1, next).size();
    }

    /** How many of them are missing right behind the first. */
    long missingBehind(long last, long next) {
        Long first = numbers.higher(last);
        return (first == null ? next : Math.min(first, next)) - last - 1;
    }

    /** What comes next begins behind a number. */
    void forget(long last) {
        numbers.headSet(last, true).clear();
    }
}
