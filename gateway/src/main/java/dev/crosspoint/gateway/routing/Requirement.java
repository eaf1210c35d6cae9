package dev.crosspoint.gateway.routing;

import java.util.List;
import java.util.Map;

/**
 * What an agent must be able to do to be given a contact: the expression of a routing step in
 * Amazon Connect.
 */
public sealed interface Requirement {
    double LEAST_LEVEL = 1.0;
    double MOST_LEVEL = 5.0;

    /** Any agent will do. */
    Requirement NONE = new All(List.of());

    /** Whether somebody with these skills can take the contact. */
    boolean isMetBy(Map<String, Double> skills);

    /** How many words the expression has, itself among them. */
    int size();

    /**
     * Does something at least and at most that well. {@code NumberGreaterOrEqualTo} has no upper
     * bound, {@code Range} has both.
     *
     * @param skill its name in the agents' profiles
     */
    record Level(String skill, double least, double most) implements Requirement {
        public Level {
            checkLevel(skill, least);
            checkLevel(skill, most);
            if (least > most) {
                throw new IllegalArgumentException(
                        "skill " + skill + " is asked for from " + least + " to " + most);
            }
        }

        @Override
        public boolean isMetBy(Map<String, Double> skills) {
            var level = skills.get(skill);
            return level != null && level >= least && level <= most;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** Everything that is asked for ({@code AndExpression}); nothing asked for is met by all. */
    record All(List<Requirement> parts) implements Requirement {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean isMetBy(Map<String, Double> skills) {
            return parts.stream().allMatch(part -> part.isMetBy(skills));
        }

        @Override
        public int size() {
            return 1 + parts.stream().mapToInt(Requirement::size).sum();
        }
    }

    /** One of several ({@code OrExpression}). */
    record Any(List<Requirement> parts) implements Requirement {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean isMetBy(Map<String, Double> skills) {
            return parts.stream().anyMatch(part -> part.isMetBy(skills));
        }

        @Override
        public int size() {
            return 1 + parts.stream().mapToInt(Requirement::size).sum();
        }
    }

    /** Does something at least that well. */
    static Requirement atLeast(String skill, double level) {
        return new Level(skill, level, MOST_LEVEL);
    }

    /** Refuses a level that no agent can have. */
    static void checkLevel(String skill, double level) {
        if (!(level >= LEAST_LEVEL && level <= MOST_LEVEL)) {
            throw new IllegalArgumentException(
                    "the level of skill " + skill + " is 1.0 to 5.0: " + level);
        }
    }
}
