package dev.crosspoint.gateway.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page of recordings or contacts ended: good however many come and go in the meantime.
 *
 * @param at when its last one began
 * @param id of that
 */
public record PageKey(Instant at, String id) {
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,17})~([\\x21-\\x7e]{1,200})");

    /** As a client sends it back. */
    public String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "~" + id;
    }

    /** Reads what a client sends; empty when it is none. */
    public static Optional<PageKey> parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            var when = Instant.EPOCH.plus(Long.parseLong(match.group(1)), ChronoUnit.MICROS);
            return Optional.of(new PageKey(when, match.group(2)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
