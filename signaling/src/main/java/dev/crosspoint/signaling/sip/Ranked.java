package dev.crosspoint.signaling.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One of several that can stand in for each other, with its rank (RFC 2782).
 *
 * @param priority 0 to 65535; lower goes first
 * @param weight 0 to 65535: its share among those of the same priority; 0 goes first hardly ever
 */
public record Ranked<T>(T what, int priority, int weight) {

    public Ranked {
        if (priority < 0 || priority > 65535 || weight < 0 || weight > 65535) {
            throw new IllegalArgumentException("priority and weight: 0 to 65535");
        }
    }

    /** The order to try them in. */
    public static <T> List<T> order(List<Ranked<T>> all, RandomGenerator random) {
        var byPriority = new TreeMap<Integer, List<Ranked<T>>>();
        for (var one : all) {
            byPriority.computeIfAbsent(one.priority(), _ -> new ArrayList<>()).add(one);
        }
        var ordered = new ArrayList<T>(all.size());
        byPriority.values().forEach(equals -> draw(equals, random, ordered));
        return ordered;
    }

    /** RFC 2782, "Weight": each place is drawn among those that are left. */
    private static <T> void draw(List<Ranked<T>> left, RandomGenerator random, List<T> ordered) {
        // Those without weight stand first, where only a draw of 0 finds them.
        left.sort((a, b) -> Boolean.compare(a.weight() > 0, b.weight() > 0));
        while (!left.isEmpty()) {
            int drawn = random.nextInt(left.stream().mapToInt(Ranked::weight).sum() + 1);
            int at = 0;
            for (int sum = left.getFirst().weight(); sum < drawn; sum += left.get(at).weight()) {
                at++;
            }
            ordered.add(left.remove(at).what());
        }
    }
}
