package dev.crosspoint.gateway.config;

import java.util.List;

/** A configuration that cannot be used. The message lists every problem, one a line. */
public final class ConfigError extends RuntimeException {
    private final transient List<String> problems;

    /** One line for each problem: key, value, what was expected. */
    public ConfigError(List<String> problems) {
        super(
                "The configuration has "
                        + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                        + ":\n  "
                        + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem. */
    public List<String> problems() {
        return problems;
    }
}
