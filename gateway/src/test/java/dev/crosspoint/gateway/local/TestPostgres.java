package dev.crosspoint.gateway.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/** One server for all tests of this JVM, which ends with it. Unpacked once per build folder. */
public final class TestPostgres {
    /** Where the programs are, for tests that start servers of their own. */
    public static final Path PROGRAMS = Path.of("target", "postgres");

    private TestPostgres() {}

    private static final class Only {
        static final OwnPostgres SERVER = start();

        private static OwnPostgres start() {
            try {
                var folder = Files.createTempDirectory("crosspoint-postgres");
                // No power cut comes over it; those that tests kill are their own.
                var server = TestPostgres.start(folder, Map.of("fsync", "off"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void end(OwnPostgres server, Path folder) {
            try {
                server.close();
                PostgresPrograms.delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** That server. */
    public static OwnPostgres shared() {
        return Only.SERVER;
    }

    /** Another one. */
    public static OwnPostgres start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** Another one, with settings. */
    public static OwnPostgres start(Path folder, Map<String, String> settings) throws IOException {
        return OwnPostgres.start(folder, PROGRAMS, new SecureRandom(), settings);
    }
}
