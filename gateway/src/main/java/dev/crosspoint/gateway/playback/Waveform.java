package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.media.record.Peaks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A recording for the eye: of each channel the least and the greatest sample of each column, and
 * what was going on when. What it is made of may come from a customer's bucket, and is not trusted.
 */
final class Waveform {
    /** Columns without a wish: what a page has room for. */
    static final int USUAL_COLUMNS = 1_600;

    static final int MOST_COLUMNS = 4_000;

    /** More marks than that nobody can see. */
    private static final int MOST_MARKS = 2_000;

    private static final byte[] MAGIC = {'X', 'P', 'P', 'E', 'A', 'K', 1, 2};
    private static final String CUSTOMER = "customer";

    private Waveform() {}

    /**
     * Draws one.
     *
     * @param peaks the file of {@link Peaks}
     * @param manifest without its signature
     * @param columns 1 to {@link #MOST_COLUMNS}; fewer where there are fewer windows
     * @return empty when that is no wave form
     */
    static Optional<ObjectNode> of(
            byte[] peaks, JsonObject manifest, long durationMs, int columns) {
        if (peaks.length < Peaks.HEADER_BYTES) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(peaks);
        for (byte expected : MAGIC) {
            if (in.get() != expected) {
                return Optional.empty();
            }
        }
        int windowMs = in.getShort() & 0xFFFF;
        int windows = in.getInt();
        if (windowMs == 0
                || windows < 0
                || (long) windows * Peaks.WINDOW_BYTES != peaks.length - Peaks.HEADER_BYTES) {
            return Optional.empty();
        }
        var json = JsonNodeFactory.instance.objectNode();
        int count = Math.min(columns, windows);
        json.put("durationMs", durationMs).put("columns", count);
        var left = json.putArray("left");
        var right = json.putArray("right");
        for (int column = 0; column < count; column++) {
            int from = (int) ((long) column * windows / count);
            int to = (int) ((column + 1L) * windows / count);
            add(left, in, from, to, 0);
            add(right, in, from, to, 4);
        }
        marks(json.putArray("marks"), manifest);
        return Optional.of(json);
    }

    /** In 8 bits, rounded away from zero, so that what is heard is seen. */
    private static void add(ArrayNode to, ByteBuffer in, int from, int until, int channelAt) {
        int least = Short.MAX_VALUE;
        int greatest = Short.MIN_VALUE;
        for (int window = from; window < until; window++) {
            int at = Peaks.HEADER_BYTES + window * Peaks.WINDOW_BYTES + channelAt;
            least = Math.min(least, in.getShort(at));
            greatest = Math.max(greatest, in.getShort(at + 2));
        }
        to.add(Math.floorDiv(least, 256)).add(Math.min(127, Math.ceilDiv(greatest, 256)));
    }

    private static void marks(ArrayNode to, JsonObject manifest) {
        var marks = new ArrayList<ObjectNode>();
        for (var pause : objects(manifest, "pauses")) {
            marks.add(mark("pause", time(pause, "fromMs"), time(pause, "toMs")));
        }
        for (var gap : objects(manifest, "gaps")) {
            long at = time(gap, "atMs");
            marks.add(mark("gap", at, at).put("lost", time(gap, "lost")));
        }
        var customers = new Spans();
        for (var talker : objects(manifest, "participants")) {
            long from = time(talker, "fromMs");
            long until = Math.max(from, time(talker, "toMs"));
            var who = word(talker, "who");
            marks.add(
                    mark("talker", from, until)
                            .put("who", who)
                            .put("channel", word(talker, "channel")));
            if (who.equals(CUSTOMER)) {
                customers.add(new Span(from, until));
            }
        }
        holds(customers.all()).forEach(hold -> marks.add(mark("hold", hold.fromMs(), hold.toMs())));
        marks.stream()
                .sorted(Comparator.comparingLong(mark -> mark.path("fromMs").longValue()))
                .limit(MOST_MARKS)
                .forEach(to::add);
    }

    /** Between two stretches in which the agent heard the customer. */
    private static List<Span> holds(List<Span> heard) {
        var holds = new ArrayList<Span>();
        for (int i = 1; i < heard.size(); i++) {
            long begins = heard.get(i - 1).toMs();
            long ends = heard.get(i).fromMs();
            holds.add(new Span(begins, ends));
        }
        return holds;
    }

    private static ObjectNode mark(String kind, long fromMs, long toMs) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind)
                .put("fromMs", fromMs)
                .put("toMs", toMs);
    }

    private static List<JsonObject> objects(JsonObject in, String name) {
        return in.getValue(name) instanceof JsonArray array
                ? array.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    private static long time(JsonObject in, String name) {
        return in.getValue(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    private static String word(JsonObject in, String name) {
        return in.getValue(name) instanceof String text ? text : "";
    }
}
