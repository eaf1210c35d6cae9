package dev.crosspoint.gateway.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * When a process was last known to run: the time of a file that it touches now and then. What a
 * killed process left open ended then, or a moment later.
 */
final class LastAlive {
    private final Path file;

    LastAlive(Path folder) {
        this.file = folder.resolve("alive");
    }

    /** When it was touched last; empty when never. */
    Optional<Instant> last() {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void touch(Instant now) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(now));
    }
}
