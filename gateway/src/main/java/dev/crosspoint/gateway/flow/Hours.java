package dev.crosspoint.gateway.flow;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When it is open.
 *
 * @param zone where the clock hangs that all times are read from, summer time included
 * @param week intervals of each weekday; a day that is not there is closed
 * @param exceptions intervals of single dates, instead of those of their weekday; none is closed
 */
public record Hours(
        ZoneId zone,
        Map<DayOfWeek, List<Interval>> week,
        Map<LocalDate, List<Interval>> exceptions) {
    public Hours {
        week = Map.copyOf(week);
        exceptions = Map.copyOf(exceptions);
    }

    /** Whether it is open at that moment. */
    public boolean isOpen(Instant at) {
        var there = at.atZone(zone);
        var intervals =
                exceptions.getOrDefault(
                        there.toLocalDate(), week.getOrDefault(there.getDayOfWeek(), List.of()));
        int minute = there.getHour() * 60 + there.getMinute();
        return intervals.stream()
                .anyMatch(open -> minute >= open.fromMinute() && minute < open.toMinute());
    }

    /**
     * A part of one day.
     *
     * @param fromMinute first minute of the day in it, 0 to 1439
     * @param toMinute first minute of the day behind it, to 1440
     */
    public record Interval(int fromMinute, int toMinute) {
        private static final Pattern TEXT =
                Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-4]):([0-5]\\d)");

        public Interval {
            if (fromMinute < 0 || toMinute <= fromMinute || toMinute > 1_440) {
                throw new IllegalArgumentException("an interval lies within a day");
            }
        }

        /** Reads {@code 09:00-17:30}, to {@code 24:00} at the most; empty for anything else. */
        static Optional<Interval> parse(String text) {
            var matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int from = minute(matcher.group(1), matcher.group(2));
            int to = minute(matcher.group(3), matcher.group(4));
            return to > from && to <= 1_440
                    ? Optional.of(new Interval(from, to))
                    : Optional.empty();
        }

        private static int minute(String hours, String minutes) {
            return Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        }
    }
}
