package dev.crosspoint.gateway.local;

import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 in a folder of ours: on a free port of the loopback interface, for whoever knows
 * the password. It is a process of its own, which a guard stops in order as soon as we end, however
 * we end: the guard waits for its standard input to close.
 *
 * <p>Whoever calls holds the folder for itself ({@code HomeFolder}). Every method blocks.
 */
public final class OwnPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnPostgres.class);

    /** What we bring; a folder of another one cannot be opened. */
    private static final String MAJOR = "18";

    /** Who owns everything in it. */
    public static final String OWNER = "crosspoint_owner";

    /** The database that there always is. */
    public static final String DATABASE = "postgres";

    private static final String DATA = "data";

    private static final Duration INIT_LIMIT = Duration.ofMinutes(2);

    /** After a power cut it first reads its journal. */
    private static final int START_SECONDS = 60;

    private static final int STOP_SECONDS = 10;
    private static final long MOST_LOG_BYTES = 1 << 20;
    private static final int PASSWORD_BYTES = 24;

    /** Another process may take the free port that we have found. */
    private static final int PORT_TRIES = 3;

    /**
     * Little memory, few processes, no loss: durability is PostgreSQL's default. Terse, because the
     * detail of an error quotes rows. No socket file: nobody needs it.
     */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", "''"),
                    Map.entry("max_connections", "32"),
                    Map.entry("shared_buffers", "32MB"),
                    Map.entry("io_method", "sync"),
                    Map.entry("wal_level", "minimal"),
                    Map.entry("max_wal_senders", "0"),
                    Map.entry("max_wal_size", "256MB"),
                    Map.entry("max_parallel_workers", "0"),
                    // Otherwise plans are made as if there were some.
                    Map.entry("max_parallel_workers_per_gather", "0"),
                    Map.entry("max_logical_replication_workers", "0"),
                    Map.entry("autovacuum_max_workers", "1"),
                    Map.entry("log_checkpoints", "off"),
                    Map.entry("log_error_verbosity", "terse"));

    private final PostgresPrograms programs;
    private final Path data;
    private final Path log;
    private final Private password;
    private final Map<String, String> settings;
    private final Process guard;
    private final int port;

    private OwnPostgres(
            PostgresPrograms programs, Path folder, Private password, Map<String, String> more)
            throws IOException {
        this.programs = programs;
        this.data = folder.resolve(DATA);
        this.log = folder.resolve("server.log");
        this.password = password;
        this.settings = new TreeMap<>(SETTINGS);
        settings.putAll(more);
        settle();
        // Before the server: at no moment is there one without its guard.
        this.guard = guard();
        try {
            this.port = startSomewhere();
        } catch (IOException e) {
            guard.getOutputStream().close();
            throw e;
        }
    }

    /**
     * Starts it: a fifth of a second, three seconds for the first time. A server that another
     * process of ours has left behind is stopped first.
     *
     * @param folder made when it is not there
     * @throws IOException when it cannot be; the message says what to do
     */
    public static OwnPostgres start(Path folder, SecureRandom random) throws IOException {
        return start(folder, folder, random, Map.of());
    }

    /**
     * With the programs in another folder, and more settings.
     *
     * @param settings as on the command line, quoted as a shell needs it
     */
    static OwnPostgres start(
            Path folder, Path programsFolder, SecureRandom random, Map<String, String> settings)
            throws IOException {
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder.toAbsolutePath(), ownerOnly);
        Files.createDirectories(programsFolder.toAbsolutePath());
        var programs = PostgresPrograms.in(programsFolder.toAbsolutePath());
        var password = initialized(programs, folder.toAbsolutePath(), random);
        return new OwnPostgres(programs, folder.toAbsolutePath(), password, settings);
    }

    /** Whether a folder has the data of one. */
    public static boolean isIn(Path folder) {
        return Files.isDirectory(folder.resolve(DATA));
    }

    /**
     * The processes of the one of a folder, the first being the one whose children the others are;
     * empty when it does not run. They are looked up one after the other, as the stream is read.
     */
    public static Stream<ProcessHandle> processes(Path folder) {
        return running(folder.resolve(DATA)).stream()
                .flatMap(it ->
                        Stream.concat(
                                Stream.of(it), Stream.of(it).flatMap(ProcessHandle::descendants)));
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The owner's. */
    public Private password() {
        return password;
    }

    /** Whether its process runs. */
    public boolean isRunning() {
        return running(data).isPresent();
    }

    /** Starts it again on its port when its process has ended without us. */
    public void revive() throws IOException {
        if (!isRunning()) {
            settle();
            launch(port);
        }
    }

    /** Stops it; what is under way there is undone. */
    @Override
    public void close() throws IOException {
        guard.getOutputStream().close();
        try {
            if (!guard.waitFor(STOP_SECONDS + 2, TimeUnit.SECONDS)) {
                LOG.warn("PostgreSQL does not stop, it is made to");
                stop("immediate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The cluster of databases, and its password; made whole under another name first. */
    private static Private initialized(PostgresPrograms programs, Path folder, SecureRandom random)
            throws IOException {
        var data = folder.resolve(DATA);
        var passwordFile = folder.resolve("owner.password");
        if (!Files.exists(data)) {
            var fresh = folder.resolve("data.new");
            if (Files.exists(fresh)) {
                PostgresPrograms.delete(fresh);
            }
            writePassword(passwordFile, random);
            Tool.run(
                    Tool.postgres(
                            programs.initdb(),
                            "--pgdata=" + fresh,
                            "--username=" + OWNER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"),
                    INIT_LIMIT);
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        }
        var version = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR)) {
            throw new IOException(
                    "the database in %s is PostgreSQL %s's, this gateway brings %s: see docs/database.md"
                            .formatted(data, version, MAJOR));
        }
        if (!Files.isReadable(passwordFile)) {
            throw new IOException(
                    passwordFile
                            + " cannot be read: without it the database beside it is closed."
                            + " Bring it back from a backup");
        }
        return new Private(Files.readString(passwordFile).strip());
    }

    private static void writePassword(Path file, SecureRandom random) throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var text = HexFormat.of().formatHex(bytes) + "\n";
            channel.write(StandardCharsets.US_ASCII.encode(text));
            channel.force(true);
        }
    }

    private int startSomewhere() throws IOException {
        for (int tries = 1; ; tries++) {
            int free = freePort();
            try {
                launch(free);
                return free;
            } catch (IOException e) {
                if (tries == PORT_TRIES
                        || !String.valueOf(e.getMessage()).contains("could not bind")) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void launch(int onPort) throws IOException {
        if (Files.exists(log) && Files.size(log) > MOST_LOG_BYTES) {
            Files.move(
                    log, log.resolveSibling("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        long before = Files.exists(log) ? Files.size(log) : 0;
        var options = new StringBuilder("-p " + onPort);
        settings.forEach((key, value) -> options.append(" -c ").append(key + "=" + value));
        try {
            Tool.run(
                    pgCtl(
                            "start",
                            "--silent",
                            "--wait",
                            "--timeout=" + START_SECONDS,
                            "--log=" + log,
                            "--options=" + options),
                    Duration.ofSeconds(START_SECONDS + 5));
        } catch (IOException e) {
            var said = Files.exists(log) && Files.size(log) > before ? Tool.tailOf(log) : "";
            throw new IOException(
                    "PostgreSQL in " + data + " does not start: " + e.getMessage() + "\n" + said,
                    e);
        }
    }

    /** Ends the server of a process that was killed, if its guard has not done it yet. */
    private void settle() throws IOException {
        var pidFile = pidFile(data);
        if (!Files.exists(pidFile)) {
            return;
        }
        if (isRunning()) {
            LOG.info("stopping the PostgreSQL that an earlier gateway has left");
            stop("fast");
        } else if (named(data).isPresent()) {
            // After a reboot, or in a new container, its number is somebody else's, whom
            // PostgreSQL would take for itself.
            Files.deleteIfExists(pidFile);
        }
    }

    private void stop(String mode) throws IOException {
        try {
            Tool.run(
                    pgCtl(
                            "stop",
                            "--silent",
                            "--wait",
                            "--timeout=" + STOP_SECONDS,
                            "--mode=" + mode),
                    Duration.ofSeconds(STOP_SECONDS + 5));
        } catch (IOException e) {
            // Its guard may have been quicker.
            if (isRunning()) {
                throw e;
            }
        }
    }

    /**
     * A shell that waits for the end of its input, which is ours, and stops the server then. Ctrl-C
     * reaches it as it reaches us, and is none of its business.
     */
    private Process guard() throws IOException {
        var words = new ArrayList<String>();
        words.addAll(List.of("sh", "-c", "trap '' INT HUP TERM QUIT; read _; exec \"$@\"", "sh"));
        words.addAll(
                pgCtl("stop", "--silent", "--wait", "--timeout=" + STOP_SECONDS, "--mode=fast"));
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> pgCtl(String command, String... options) {
        var words = new ArrayList<>(Tool.postgres(programs.pgCtl(), command, "--pgdata=" + data));
        words.addAll(List.of(options));
        return words;
    }

    /** The server of a folder of data. */
    private static Optional<ProcessHandle> running(Path data) {
        return named(data).filter(process -> isServerOf(data, process));
    }

    /** The process that has the number in the server's file. */
    private static Optional<ProcessHandle> named(Path data) {
        try {
            var first = Files.readAllLines(pidFile(data)).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive);
        } catch (IOException | NoSuchElementException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a server, and ours: servers work in their folder. */
    private static boolean isServerOf(Path data, ProcessHandle process) {
        if (process.info().command().filter(c -> c.endsWith("/postgres")).isEmpty()) {
            return false;
        }
        var workplace = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return !Files.exists(workplace) || Files.isSameFile(workplace, data);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }
}
