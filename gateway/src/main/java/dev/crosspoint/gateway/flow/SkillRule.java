package dev.crosspoint.gateway.flow;

import java.util.List;
import java.util.stream.Stream;

/** What an agent must know to take a contact. */
public sealed interface SkillRule {

    /**
     * The agent has a skill at one of these levels, both included.
     *
     * @param skill local name
     * @param least 1.0 to 5.0
     * @param most {@code least} to 5.0
     */
    record Level(String skill, double least, double most) implements SkillRule {}

    /** Every one of them, at least one. */
    record All(List<SkillRule> rules) implements SkillRule {
        public All {
            rules = List.copyOf(rules);
        }
    }

    /** One of them or more, at least one. */
    record Any(List<SkillRule> rules) implements SkillRule {
        public Any {
            rules = List.copyOf(rules);
        }
    }

    /** Local names of all skills that are asked for. */
    default Stream<String> skills() {
        return switch (this) {
            case Level level -> Stream.of(level.skill());
            case All all -> all.rules().stream().flatMap(SkillRule::skills);
            case Any any -> any.rules().stream().flatMap(SkillRule::skills);
        };
    }
}
