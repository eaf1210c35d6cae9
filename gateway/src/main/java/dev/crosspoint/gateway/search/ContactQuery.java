package dev.crosspoint.gateway.search;

import dev.crosspoint.gateway.audit.AuditEvent.Deed.Searched;
import dev.crosspoint.gateway.audit.ShownId;
import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.gateway.store.ContactFilter.Recorded;
import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for; a null lets any through.
 *
 * @param from began then or later
 * @param to began before
 * @param contact this one, or those of the chain that begins with it
 * @param number the customer's, as people write it
 * @param attribute name and value, exactly
 * @param duration from the beginning to the end, ms
 * @param mos of the leg that sounded worst
 * @param reason why it ended
 * @param limit 1 to {@link #MOST}
 */
public record ContactQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String contact,
        @Nullable String agent,
        @Nullable String queue,
        @Nullable Private number,
        @Nullable Attribute attribute,
        Range duration,
        Range mos,
        @Nullable String reason,
        @Nullable Recorded recording,
        @Nullable PageKey after,
        int limit) {

    /** Most contacts on a page. */
    public static final int MOST = 100;

    private static final int USUAL = 50;
    private static final int MAX_WORD = 128;
    private static final int MAX_NUMBER = 64;
    private static final int MAX_ATTRIBUTE = 1_024;
    private static final Duration USUAL_TIME = Duration.ofDays(1);

    /** As long as Amazon Connect lets one search. */
    private static final Duration LONGEST_TIME = Duration.ofDays(56);

    private static final long MOST_SECONDS = 999_999_999;
    private static final int BEST_MOS = 5;
    private static final long MS = 1_000;

    /** An attribute by name and value. */
    public record Attribute(String name, Private value) {
        /** Without either: names may tell of people too. */
        @Override
        public String toString() {
            return "Attribute[]";
        }
    }

    /**
     * Reads the members of the body.
     *
     * @param now the time of day
     * @throws BadParams says what is wrong, and never quotes
     */
    public static ContactQuery read(Params asked, Instant now) throws BadParams {
        var contact = word(asked, "contact");
        var to = asked.optionalMoment("to");
        var from = asked.optionalMoment("from");
        if (contact == null) {
            var until = to == null ? now : to;
            from = from == null ? until.minus(USUAL_TIME) : from;
            if (Duration.between(from, until).compareTo(LONGEST_TIME) > 0) {
                throw new BadParams("from and to must be at most 8 weeks apart");
            }
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new BadParams("from must be before to");
        }
        return new ContactQuery(
                from,
                to,
                contact,
                word(asked, "agent"),
                word(asked, "queue"),
                number(asked),
                attribute(asked),
                range(seconds(asked, "minSeconds"), seconds(asked, "maxSeconds"), "Seconds"),
                range(mos(asked, "minMos"), mos(asked, "maxMos"), "Mos"),
                word(asked, "reason"),
                recording(asked),
                after(asked),
                limit(asked));
    }

    /** For the audit trail: what was asked, and never a number, an attribute or what may be one. */
    SortedMap<String, String> criteria() {
        var by = new TreeMap<String, String>();
        put(by, "from", from);
        put(by, "to", to);
        put(by, "contact", contact == null ? null : ShownId.of(contact));
        put(by, "agent", agent == null ? null : ShownId.ofPerson(agent));
        put(by, "queue", queue == null ? null : ShownId.of(queue));
        put(by, "number", number == null ? null : Searched.HIDDEN);
        put(by, "attribute", attribute == null ? null : Searched.HIDDEN);
        put(by, "minSeconds", ofMs(duration.least()));
        put(by, "maxSeconds", ofMs(duration.most()));
        put(by, "minMos", mos.least());
        put(by, "maxMos", mos.most());
        put(by, "reason", reason == null ? null : ShownId.of(reason));
        put(by, "recording", recording == null ? null : word(recording));
        return by;
    }

    private static @Nullable Long ofMs(@Nullable Number ms) {
        return ms == null ? null : ms.longValue() / MS;
    }

    private static void put(SortedMap<String, String> by, String name, @Nullable Object value) {
        if (value != null) {
            by.put(name, value.toString());
        }
    }

    private static String word(Recorded recording) {
        return switch (recording) {
            case Recorded.No() -> "none";
            case Recorded.In(RecordingState state) -> state.name().toLowerCase(Locale.ROOT);
        };
    }

    // ---- one member each

    private static @Nullable String text(Params asked, String name, int most) throws BadParams {
        return asked.object().has(name) ? asked.text(name, most) : null;
    }

    private static @Nullable String word(Params asked, String name) throws BadParams {
        return text(asked, name, MAX_WORD);
    }

    private static @Nullable Private number(Params asked) throws BadParams {
        var text = text(asked, "number", MAX_NUMBER);
        return text == null ? null : new Private(text);
    }

    private static @Nullable Attribute attribute(Params asked) throws BadParams {
        var name = text(asked, "attribute", MAX_ATTRIBUTE);
        var value = text(asked, "value", MAX_ATTRIBUTE);
        if ((name == null) != (value == null)) {
            throw new BadParams("attribute and value must come together");
        }
        return name == null || value == null ? null : new Attribute(name, new Private(value));
    }

    private static @Nullable Long seconds(Params asked, String name) throws BadParams {
        long seconds = asked.countOrMissing(name);
        if (seconds > MOST_SECONDS) {
            throw new BadParams(name + " must be a whole number from 0 to " + MOST_SECONDS);
        }
        return seconds < 0 ? null : seconds * MS;
    }

    private static @Nullable Double mos(Params asked, String name) throws BadParams {
        if (!asked.object().has(name)) {
            return null;
        }
        var mos = asked.object().path(name);
        if (!mos.isNumber() || !(mos.doubleValue() >= 0 && mos.doubleValue() <= BEST_MOS)) {
            throw new BadParams(name + " must be a number from 0 to " + BEST_MOS);
        }
        return mos.doubleValue();
    }

    private static <N extends Number & Comparable<N>> Range range(
            @Nullable N least, @Nullable N most, String what) throws BadParams {
        if (least != null && most != null && least.compareTo(most) > 0) {
            throw new BadParams("min" + what + " must not be more than max" + what);
        }
        return new Range(least, most);
    }

    private static @Nullable Recorded recording(Params asked) throws BadParams {
        var text = word(asked, "recording");
        if (text == null) {
            return null;
        }
        if (text.equals("none")) {
            return new Recorded.No();
        }
        for (var state : RecordingState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return new Recorded.In(state);
            }
        }
        throw new BadParams("recording must be none, open, sealed, uploading, delivered or failed");
    }

    private static @Nullable PageKey after(Params asked) throws BadParams {
        var text = text(asked, "after", 2 * MAX_WORD);
        if (text == null) {
            return null;
        }
        return PageKey.parse(text)
                .orElseThrow(() -> new BadParams("after must be the next of another page"));
    }

    private static int limit(Params asked) throws BadParams {
        long limit = asked.countOrMissing("limit");
        if (limit == 0 || limit > MOST) {
            throw new BadParams("limit must be 1 to " + MOST);
        }
        return limit < 0 ? USUAL : (int) limit;
    }
}
