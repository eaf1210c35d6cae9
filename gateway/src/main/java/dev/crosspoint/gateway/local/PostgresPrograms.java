package dev.crosspoint.gateway.local;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, out of the archive on our class path. */
final class PostgresPrograms {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPrograms.class);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(1);
    private static final String PREFIX = "programs-";

    private final Path folder;

    private PostgresPrograms(Path folder) {
        this.folder = folder;
    }

    Path initdb() {
        return folder.resolve("bin/initdb");
    }

    Path pgCtl() {
        return folder.resolve("bin/pg_ctl");
    }

    /**
     * Unpacks them into a folder of their own below this one, unless they are there: a second or
     * two. Those of an earlier version go. Blocks, also while another process does the same.
     */
    static synchronized PostgresPrograms in(Path parent) throws IOException {
        var archive = archive();
        var name = PREFIX + checksum(archive);
        var folder = parent.resolve(name);
        if (!Files.isDirectory(folder)) {
            try (var lock = FileChannel.open(parent.resolve("unpacking.lock"), CREATE, WRITE)) {
                var _ = lock.lock(); // until it is closed
                unpackOnce(archive, folder);
            }
        }
        return new PostgresPrograms(folder);
    }

    private static void unpackOnce(String archive, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            var parent = requireNonNull(folder.getParent());
            removeOthers(parent);
            var fresh = Files.createTempDirectory(parent, "unpacking-");
            unpack(archive, fresh);
            Files.move(fresh, folder);
        }
    }

    private static String archive() throws IOException {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var architecture =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> "unknown";
                };
        var name =
                "/postgres-%s-%s.txz"
                        .formatted(system.startsWith("mac") ? "darwin" : system, architecture);
        if (PostgresPrograms.class.getResource(name) == null) {
            throw new IOException(
                    "no PostgreSQL comes with the gateway for "
                            + System.getProperty("os.name")
                            + " on "
                            + System.getProperty("os.arch")
                            + ": set database.url");
        }
        return name;
    }

    private static String checksum(String archive) throws IOException {
        try (var bytes = new CheckedInputStream(open(archive), new CRC32())) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return "%08x".formatted(bytes.getChecksum().getValue());
        }
    }

    private static InputStream open(String archive) throws IOException {
        var bytes = PostgresPrograms.class.getResourceAsStream(archive);
        if (bytes == null) {
            throw new IOException(archive + " is gone");
        }
        return new BufferedInputStream(bytes);
    }

    /** By the system's own tar: there are links in it. Then to the disk, before a name says so. */
    private static void unpack(String archive, Path target) throws IOException {
        var tar =
                new ProcessBuilder("tar", "-xf", "-", "-C", target.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var compressed = new XZInputStream(open(archive));
                var into = tar.getOutputStream()) {
            compressed.transferTo(into);
        } catch (IOException e) {
            tar.destroyForcibly();
            throw new IOException("PostgreSQL could not be unpacked to " + target, e);
        }
        try {
            if (!tar.waitFor(UNPACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    || tar.exitValue() != 0) {
                tar.destroyForcibly();
                throw new IOException("PostgreSQL could not be unpacked to " + target);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking PostgreSQL", e);
        }
        try {
            Tool.run(List.of("sync", "-f", target.toString()), UNPACK_LIMIT);
        } catch (IOException e) {
            LOG.info("a power cut now might harm the programs of PostgreSQL: {}", e.getMessage());
        }
    }

    private static void removeOthers(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            for (var entry : entries.toList()) {
                var name = entry.getFileName().toString();
                if (name.startsWith(PREFIX) || name.startsWith("unpacking-")) {
                    delete(entry);
                }
            }
        }
    }

    /** Deletes a folder and all in it. */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
