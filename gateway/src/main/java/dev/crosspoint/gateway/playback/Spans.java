package dev.crosspoint.gateway.playback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stretches of a recording's time, merged: none touches another. Not for two threads at once. */
final class Spans {
    /** Ends by beginnings. */
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    /** Adds one. */
    void add(Span span) {
        if (span.isEmpty()) {
            return;
        }
        long from = span.fromMs();
        long to = span.toMs();
        for (var at = ends.floorEntry(to);
                at != null && at.getValue() >= from;
                at = ends.floorEntry(to)) {
            from = Math.min(from, at.getKey());
            to = Math.max(to, at.getValue());
            ends.remove(at.getKey());
        }
        ends.put(from, to);
    }

    /** What of a stretch is not in it, in order. */
    List<Span> missingOf(Span span) {
        var missing = new ArrayList<Span>();
        long at = span.fromMs();
        var before = ends.floorEntry(at);
        if (before != null) {
            at = Math.max(at, before.getValue());
        }
        for (Map.Entry<Long, Long> each :
                ends.subMap(span.fromMs(), false, span.toMs(), false).entrySet()) {
            if (each.getKey() > at) {
                missing.add(new Span(at, each.getKey()));
            }
            at = Math.max(at, each.getValue());
        }
        if (at < span.toMs()) {
            missing.add(new Span(at, span.toMs()));
        }
        return missing;
    }

    /** All of it, in order. */
    List<Span> all() {
        return ends.entrySet().stream()
                .map(each -> new Span(each.getKey(), each.getValue()))
                .toList();
    }
}
