package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.http.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a recording's time.
 *
 * @param fromMs from 0
 * @param toMs behind it; not before its beginning
 */
record Span(long fromMs, long toMs) {
    /** No time at all. */
    static final Span NONE = new Span(0, 0);

    /** In one report. */
    private static final int MOST_REPORTED = 500;

    Span {
        if (fromMs < 0 || toMs < fromMs) {
            throw new IllegalArgumentException("no stretch: " + fromMs + " to " + toMs);
        }
    }

    /**
     * Those that a page reports: {@code ranges}, each of two whole numbers, ms.
     *
     * @param durationMs of the recording; players round up
     */
    static List<Span> reported(ObjectNode members, long durationMs) throws CannotPlay {
        var ranges = members.path("ranges");
        var spans = new ArrayList<Span>();
        for (var range : ranges) {
            long from = range.path(0).asLong(-1);
            long to = range.path(1).asLong(-1);
            if (range.size() != 2 || from < 0 || to <= from || to > durationMs + 1000) {
                throw badRanges();
            }
            spans.add(new Span(from, to));
        }
        if (!ranges.isArray() || spans.isEmpty() || spans.size() > MOST_REPORTED) {
            throw badRanges();
        }
        return spans;
    }

    private static CannotPlay badRanges() {
        return new CannotPlay(
                Problem.BAD_REQUEST,
                "ranges must be 1 to " + MOST_REPORTED + " of [fromMs, toMs] within the recording");
    }

    boolean isEmpty() {
        return fromMs == toMs;
    }
}
