package dev.crosspoint.gateway.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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

    /**
     * Lets a server that is to be in this folder find its programs unpacked, as from its second
     * start on. That a first start unpacks them {@code DatabaseTest} and {@code GatewayTest} prove.
     */
    public static void unpackFor(Path folder) throws IOException {
        var parent = Files.createDirectories(PROGRAMS.toAbsolutePath());
        var bin = requireNonNull(PostgresPrograms.in(parent).initdb().getParent());
        var unpacked = requireNonNull(bin.getParent());
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var to = Files.createDirectories(folder, ownerOnly).resolve(unpacked.getFileName());
        try (var files = Files.walk(unpacked)) {
            for (var file : files.toList()) {
                var place = to.resolve(unpacked.relativize(file));
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(place, ownerOnly);
                } else {
                    link(file, place);
                }
            }
        }
    }

    /** Another name of the same file, or a copy where there can be none. */
    private static void link(Path file, Path place) throws IOException {
        try {
            Files.createLink(place, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(
                    file,
                    place,
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
