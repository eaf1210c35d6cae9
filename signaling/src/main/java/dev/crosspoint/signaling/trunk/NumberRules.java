package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.Prefix;
import java.util.List;

/** Numbers as a trunk writes them, and as we do. */
final class NumberRules {

    private NumberRules() {}

    /** The number by the first of the rules that fits it; as it is when none does. */
    static Private apply(List<Prefix> rules, Private number) {
        String text = number.value();
        if (text.isEmpty()) {
            return number; // nobody's
        }
        for (var rule : rules) {
            if (text.startsWith(rule.prefix())) {
                return new Private(rule.instead() + text.substring(rule.prefix().length()));
            }
        }
        return number;
    }
}
