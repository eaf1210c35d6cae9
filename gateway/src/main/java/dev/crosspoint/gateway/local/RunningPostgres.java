package dev.crosspoint.gateway.local;

import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@link OwnPostgres} of a gateway that runs, found by its files.
 *
 * @param port on 127.0.0.1
 * @param password of its owner
 */
public record RunningPostgres(int port, Private password) {
    /** Where PostgreSQL notes its port in {@code postmaster.pid}, from 0. */
    private static final int PORT_LINE = 3;

    /**
     * The one of a folder; empty when its files do not say where it is.
     *
     * @throws IOException when the password is not ours to read
     */
    public static Optional<RunningPostgres> find(Path folder) throws IOException {
        var pidFile = folder.resolve("data").resolve("postmaster.pid");
        var password = folder.resolve("owner.password");
        if (!Files.exists(pidFile) || !Files.exists(password)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.size() <= PORT_LINE || !lines.get(PORT_LINE).strip().matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(
                new RunningPostgres(
                        Integer.parseInt(lines.get(PORT_LINE).strip()),
                        new Private(Files.readString(password).strip())));
    }
}
