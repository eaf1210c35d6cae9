package dev.crosspoint.gateway;

import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.CallerId;
import dev.crosspoint.signaling.api.TrunkService.Numbers;
import dev.crosspoint.signaling.api.TrunkService.Prefix;
import dev.crosspoint.signaling.api.TrunkService.Rules;
import dev.crosspoint.signaling.sip.Presentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads how a trunk writes numbers and header fields. */
final class TrunkRulesReader {
    /** The beginning of a number as people dial it; nothing at all fits every number. */
    private static final Expected PREFIX =
            new Expected("up to 20 of 0-9, +, *, #", text -> text.matches("[0-9+*#]{0,20}"));

    private static final Expected NAME =
            new Expected("the name of a header field", text -> text.matches("[\\w-]{1,64}"));

    private static final Expected ANYTHING = new Expected("a text", _ -> true);

    private TrunkRulesReader() {}

    static Rules read(Section rules) {
        return new Rules(
                rules.choice("callerId", List.of(CallerId.values()), CallerId.PLAIN),
                numbers(rules.section("outbound")),
                numbers(rules.section("inbound")),
                setHeaders(rules),
                removeHeaders(rules));
    }

    private static Numbers numbers(Section direction) {
        return new Numbers(
                direction.each("called", TrunkRulesReader::prefix),
                direction.each("caller", TrunkRulesReader::prefix));
    }

    private static Prefix prefix(Section rule) {
        return new Prefix(rule.text("prefix", PREFIX, ""), rule.text("instead", PREFIX, ""));
    }

    private static Map<String, Private> setHeaders(Section rules) {
        var set = new LinkedHashMap<String, Private>();
        rules.each(
                "setHeaders",
                header -> {
                    var name = header.text("name", NAME);
                    var value = header.requiredSecret("value", ANYTHING);
                    if (!Presentation.isSettable(name, value.value())) {
                        header.problem(
                                "name",
                                name,
                                "an X- or P- field, Diversion, Subject, Organization, Priority,"
                                        + " User-Agent, Call-Info or Accept-Contact, with a value"
                                        + " that it can have");
                    } else {
                        set.put(name, value);
                    }
                    return name;
                });
        return set;
    }

    private static Set<String> removeHeaders(Section rules) {
        var names = rules.texts("removeHeaders", NAME);
        for (var name : names) {
            if (!Presentation.isRemovable(name)) {
                rules.problem(
                        "removeHeaders",
                        name,
                        "User-Agent, Session-Expires, Min-SE, Allow or Supported");
            }
        }
        return Set.copyOf(names);
    }
}
