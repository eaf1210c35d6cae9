package dev.crosspoint.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the constants of an enum are called in a configuration: small letters and hyphens. */
record EnumWords<E extends Enum<E>>(List<E> options) {
    EnumWords {
        options = List.copyOf(options);
    }

    Optional<E> find(String word) {
        return options.stream().filter(option -> word(option).equals(word)).findFirst();
    }

    /** For a person to choose from. */
    String all() {
        return options.stream().map(EnumWords::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> option) {
        return option.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
