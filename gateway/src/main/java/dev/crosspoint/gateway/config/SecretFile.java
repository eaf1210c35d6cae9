package dev.crosspoint.gateway.config;

import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file that a secret may be in instead of the configuration, one in each line. Whoever writes
 * one empties it first: an empty file is no secret that was taken away, but a problem.
 */
final class SecretFile {
    private final Section section;
    private final Reading reading;
    private final String key;
    private final Expected expected;

    /**
     * @param section which has the key, or its name with {@code File} behind it
     */
    SecretFile(Section section, Reading reading, String key, Expected expected) {
        this.section = section;
        this.reading = reading;
        this.key = key;
        this.expected = expected;
    }

    /**
     * Those in the file; empty when none is named.
     *
     * @param given whether there is one in the configuration, too: both are one too many
     */
    Optional<List<Private>> read(Path folder, boolean given) {
        var named = section.optionalText(key + "File", Expected.TEXT).map(folder::resolve);
        if (named.isPresent() && given) {
            section.problem(key, Reading.HIDDEN, key + " or " + key + "File, not both");
        }
        return named.map(this::secrets);
    }

    private List<Private> secrets(Path file) {
        var lines = reading.lines(file);
        if (lines.isEmpty()) {
            section.problem(key + "File", file, "a file that can be read");
            return List.of();
        }
        var secrets = lines.get().stream().filter(line -> !line.isBlank()).toList();
        if (secrets.isEmpty() || !secrets.stream().allMatch(expected.met())) {
            section.problem(key + "File", Reading.HIDDEN, "a file with " + expected.words());
            return List.of();
        }
        return secrets.stream().map(Private::new).toList();
    }
}
