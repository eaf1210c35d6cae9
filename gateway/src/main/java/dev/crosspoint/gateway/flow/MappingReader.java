package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Hours.Interval;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a mapping file, of which every value is text. */
final class MappingReader {
    private final Map<String, Hours> hours = new LinkedHashMap<>();
    private final Map<String, String> queueHours = new HashMap<>();

    FlowMapping read(Parameters p) {
        readHours(p.object("hours"));
        var flows = p.object("flows").allTexts();
        var modules = p.object("modules").allTexts();
        modules.forEach((id, name) -> {
            if (flows.containsValue(name)) {
                p.fault("modules and flows both have " + name);
            }
        });
        var mapping =
                new FlowMapping(
                        p.object("queues").allTexts(),
                        p.object("agents").allTexts(),
                        p.object("prompts").allTexts(),
                        flows,
                        modules,
                        p.object("skills").allTexts(),
                        hours,
                        queueHours,
                        functions(p.object("functions")));
        p.nothingElse();
        return mapping;
    }

    private static Map<String, FunctionUrl> functions(Parameters p) {
        var functions = new LinkedHashMap<String, FunctionUrl>();
        p.allTexts()
                .forEach((arn, text) -> {
                    var url = FunctionUrl.parse(text);
                    if (url.isEmpty()) {
                        // Not quoted: its path or query may hold a secret.
                        p.fault("has no https URL with a host for " + arn);
                    }
                    url.ifPresent(known -> functions.put(arn, known));
                });
        return functions;
    }

    private void readHours(Parameters all) {
        all.allObjects()
                .forEach((id, p) -> {
                    var zone = zone(p);
                    var week = week(p);
                    var exceptions = exceptions(p);
                    for (var queue : p.texts("queues")) {
                        if (queueHours.put(queue, id) != null) {
                            p.fault("is for queue " + queue + ", which has hours already");
                        }
                    }
                    p.nothingElse();
                    hours.put(id, new Hours(zone, week, exceptions));
                });
    }

    private static ZoneId zone(Parameters p) {
        var text = p.requiredText("zone");
        try {
            if (!text.isEmpty()) {
                return ZoneId.of(text);
            }
        } catch (DateTimeException e) {
            p.fault("has a zone that is not known: " + text + "; write one such as Europe/Berlin");
        }
        return ZoneId.of("UTC");
    }

    private static Map<DayOfWeek, List<Interval>> week(Parameters p) {
        var week = new EnumMap<DayOfWeek, List<Interval>>(DayOfWeek.class);
        for (var entry : p.objects("open")) {
            var intervals = intervals(entry);
            for (var word : entry.texts("days")) {
                var day = day(word);
                if (day.isEmpty()) {
                    entry.fault(
                            "has a day that is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun: " + word);
                }
                day.ifPresent(known ->
                        week.computeIfAbsent(known, _ -> new ArrayList<>()).addAll(intervals));
            }
            entry.nothingElse();
        }
        return week;
    }

    private static Map<LocalDate, List<Interval>> exceptions(Parameters p) {
        var exceptions = new HashMap<LocalDate, List<Interval>>();
        for (var entry : p.objects("exceptions")) {
            var text = entry.requiredText("date");
            var intervals = intervals(entry);
            entry.nothingElse();
            try {
                if (exceptions.put(LocalDate.parse(text), intervals) != null) {
                    entry.fault("is there twice: " + text);
                }
            } catch (DateTimeParseException e) {
                entry.fault("has a date that is not like 2027-12-24: " + text);
            }
        }
        return exceptions;
    }

    private static List<Interval> intervals(Parameters entry) {
        var intervals = new ArrayList<Interval>();
        for (var text : entry.texts("hours")) {
            var interval = Interval.parse(text);
            if (interval.isEmpty()) {
                entry.fault(
                        "has hours that are not like 09:00-17:30 within one day, 24:00 at the most: "
                                + text);
            }
            interval.ifPresent(intervals::add);
        }
        return intervals;
    }

    private static Optional<DayOfWeek> day(String word) {
        for (var day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }
}
