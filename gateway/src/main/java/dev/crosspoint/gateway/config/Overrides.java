package dev.crosspoint.gateway.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Values from outside the file. The key {@code trunks[0].inboundPassword} is the system property
 * {@code crosspoint.trunks.0.inboundPassword} and, when that is not set, the environment variable
 * {@code CROSSPOINT_TRUNKS_0_INBOUND_PASSWORD}.
 */
public final class Overrides {
    private static final String PROPERTY_PREFIX = "crosspoint.";
    private static final String VARIABLE_PREFIX = "CROSSPOINT_";

    /** Names that the command line itself reads. */
    private static final Set<String> OURS =
            Set.of("CROSSPOINT_CONFIG", "crosspoint.config", "CROSSPOINT_TOKEN");

    private final Map<String, String> environment;
    private final Map<String, String> properties;
    private final Set<String> asked = new HashSet<>();

    /** Overrides out of these; others than those with our prefixes are not looked at. */
    public Overrides(Map<String, String> environment, Map<String, String> properties) {
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
    }

    /** No overrides. */
    public static Overrides none() {
        return new Overrides(Map.of(), Map.of());
    }

    Optional<String> of(String path) {
        var property = property(path);
        var variable = variable(path);
        asked.add(property);
        asked.add(variable);
        return Optional.ofNullable(properties.getOrDefault(property, environment.get(variable)));
    }

    /** How many entries of a list are named, so that a list can be made of overrides alone. */
    int entriesOf(String path) {
        int entries = 0;
        while (hasBelow(path + "[" + entries + "]")) {
            entries++;
        }
        return entries;
    }

    private boolean hasBelow(String path) {
        var property = property(path) + ".";
        var variable = variable(path) + "_";
        return properties.keySet().stream().anyMatch(name -> name.startsWith(property))
                || environment.keySet().stream().anyMatch(name -> name.startsWith(variable));
    }

    /** Names with our prefix that no key asked for: misspelt, in all likelihood. */
    Set<String> unknown() {
        var unknown = new TreeSet<String>();
        properties.keySet().stream()
                .filter(name -> name.startsWith(PROPERTY_PREFIX))
                .forEach(unknown::add);
        environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX))
                .forEach(unknown::add);
        unknown.removeAll(asked);
        unknown.removeAll(OURS);
        return unknown;
    }

    private static String property(String path) {
        return PROPERTY_PREFIX + path.replace('[', '.').replace("]", "");
    }

    private static String variable(String path) {
        return VARIABLE_PREFIX
                + path.replaceAll("([a-z])([A-Z])", "$1_$2")
                        .replaceAll("[.\\[]", "_")
                        .replace("]", "")
                        .toUpperCase(Locale.ROOT);
    }
}
