package dev.crosspoint.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a whole configuration, which all its sections share: what overrides it, what was
 * wrong with it, and what was asked for.
 */
final class Reading {
    /** Shown in the place of a value that is nobody's business. */
    static final String HIDDEN = "(hidden)";

    private final Overrides overrides;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();
    private final Set<Path> files = new TreeSet<>();

    Reading(Overrides overrides) {
        this.overrides = overrides;
    }

    Overrides overrides() {
        return overrides;
    }

    /** Somebody asks for a key, which may be overridden. */
    Optional<String> override(String path) {
        asked(path);
        return overrides.of(path);
    }

    /** Somebody asks for a key. */
    void asked(String path) {
        keys.add(path.replaceAll("\\[\\d+]", "[]"));
    }

    /** Every key that was asked for, list positions left out: {@code trunks[].id}. */
    Set<String> keys() {
        return Set.copyOf(keys);
    }

    /** The lines of a file; empty when it cannot be read. */
    Optional<List<String>> lines(Path file) {
        files.add(file);
        try {
            return Optional.of(Files.readAllLines(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Files that were read, or should have been. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    /** Something is wrong with a value. */
    void problem(String path, @Nullable Object value, String expected) {
        var shown = value == null ? "is missing" : "is " + quoted(value);
        problems.add(path + " " + shown + ", expected " + expected);
    }

    /** Something is wrong with a section, or with all when its path is empty. */
    void problemIn(String path, @Nullable String what) {
        problems.add((path.isEmpty() ? "" : path + ": ") + what);
    }

    void unknown(String path, Set<String> known) {
        problems.add(path + " is unknown, expected one of " + String.join(", ", known));
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    /** Throws when anything was wrong, overrides of no key among it. */
    void finish() {
        for (var name : overrides.unknown()) {
            problems.add(name + " is set, but there is no such key");
        }
        if (!problems.isEmpty()) {
            throw new ConfigError(problems);
        }
    }

    private static String quoted(Object value) {
        return value instanceof String text && !text.equals(HIDDEN)
                ? '"' + text + '"'
                : value.toString();
    }
}
