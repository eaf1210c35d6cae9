package dev.crosspoint.gateway.switchboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file of one contact as it has to be: who is on which channel, and when. */
final class ExpectedFile {
    private static final Pattern FILE = Pattern.compile("(\\w+)\\(([^)]*)\\)");

    final String contact;
    final String agent;
    final long fromNanos;
    final List<Span> spans = new ArrayList<>();

    /**
     * What a stretch of it holds.
     *
     * @param anew whether somebody's stream begins anew, which may be heard as a short hole
     */
    record Span(long fromNanos, long toNanos, Sides sides, boolean anew) {}

    /**
     * Who is heard.
     *
     * @param vague who may be heard, or not
     */
    record Sides(Set<String> right, Set<String> left, Set<String> vague, boolean paused) {
        /** {@code ann|bob,customer?} or {@code paused}, of which only some sides are recorded. */
        static Sides of(String text, List<String> recorded) {
            if (text.equals("paused")) {
                return new Sides(Set.of(), Set.of(), Set.of(), true);
            }
            var parts = text.split("\\|", -1);
            var right = recorded.contains("Agent") ? names(parts[0]) : Set.<String>of();
            var left = recorded.contains("Customer") ? names(parts[1]) : Set.<String>of();
            if (!recorded.contains("Agent")) {
                left = kept(left, name -> name.startsWith("customer"));
            }
            var vague = kept(left, name -> name.endsWith("?"));
            return new Sides(
                    right,
                    kept(left, name -> !name.endsWith("?")),
                    vague.stream().map(name -> name.replace("?", "")).collect(Collectors.toSet()),
                    false);
        }

        private static Set<String> names(String list) {
            return Stream.of(list.split(",", -1))
                    .filter(name -> !name.isBlank())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static Set<String> kept(Set<String> names, Predicate<String> which) {
            return names.stream().filter(which).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    ExpectedFile(String contact, String agent, long fromNanos) {
        this.contact = contact;
        this.agent = agent;
        this.fromNanos = fromNanos;
    }

    /** What comes next. */
    void add(long spanNanos, long toNanos, Sides sides, boolean anew) {
        spans.add(new Span(spanNanos, toNanos, sides, anew));
    }

    long toNanos() {
        return spans.getLast().toNanos();
    }

    /** Who is on tape by the agent whose file it is, as a line of a {@link MatrixStory} has it. */
    static Map<String, Sides> tapes(@Nullable String text, List<String> recorded) {
        var tapes = new LinkedHashMap<String, Sides>();
        if (text != null && !recorded.isEmpty()) {
            var files = FILE.matcher(text);
            while (files.find()) {
                tapes.put(files.group(1), Sides.of(files.group(2), recorded));
            }
        }
        return tapes;
    }
}
