package dev.crosspoint.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnPostgresTest {
    private static final String KEPT =
            "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS answer";

    /** One for all: making a cluster of databases costs more than all else here. */
    @TempDir static Path folder;

    @Test
    void keepsItsDataFromOneStartToTheNext() throws Exception {
        try (var first = TestPostgres.start(folder)) {
            execute(first, KEPT);
        }
        try (var second = TestPostgres.start(folder)) {
            assertThat(answer(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void losesNothingOnPurposeAndListensOnLoopbackOnly() throws Exception {
        try (var server = TestPostgres.start(folder)) {
            assertThat(answer(server, "SHOW fsync")).isEqualTo("on");
            assertThat(answer(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(answer(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(answer(server, "SHOW data_checksums")).isEqualTo("on");
            assertThat(answer(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(answer(server, "SHOW unix_socket_directories")).isEmpty();
            assertThat(answer(server, "SHOW server_version")).startsWith("18.");
            assertThat(Files.getPosixFilePermissions(folder.resolve("owner.password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (var other = new Socket()) {
                var elsewhere = new InetSocketAddress("127.0.0.2", server.port());
                assertThatThrownBy(() -> other.connect(elsewhere, 1_000))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        var server = TestPostgres.shared();
        var url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        for (var guess : List.of("", "guess")) {
            assertThatThrownBy(() -> DriverManager.getConnection(url, OwnPostgres.OWNER, guess))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(server.password().toString()).doesNotContain(server.password().value());
        assertThat(
                        answer(
                                server,
                                "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method"
                                        + " <> 'scram-sha-256'"))
                .isEqualTo("0");
    }

    /** kill -9 of whoever started it: its guard stops it, and the next start finds everything. */
    @Test
    void endsWithItsGatewayHoweverThatEnds() throws Exception {
        var child = child();
        try {
            var server = ProcessHandle.of(readyServer(child)).orElseThrow();
            assertThat(server.isAlive()).isTrue();
            child.destroyForcibly().waitFor();
            server.onExit().get(30, TimeUnit.SECONDS);
        } finally {
            child.destroyForcibly();
        }
        try (var again = TestPostgres.start(folder)) {
            assertThat(answer(again, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    /** And when the guard was killed too, the next start stops what was left. */
    @Test
    void takesOverFromAServerThatWasLeftBehind() throws Exception {
        var child = child();
        try {
            var server = ProcessHandle.of(readyServer(child)).orElseThrow();
            child.children()
                    .filter(process -> process.info().command().orElse("").contains("sh"))
                    .forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly().waitFor();
            try (var again = TestPostgres.start(folder)) {
                assertThat(answer(again, "SELECT answer FROM kept")).isEqualTo("42");
                server.onExit().get(30, TimeUnit.SECONDS);
            }
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void isNotDeceivedByANumberThatIsSomebodyElsesNow() throws Exception {
        TestPostgres.start(folder).close();
        var file = folder.resolve("data/postmaster.pid");
        Files.writeString(
                file, ProcessHandle.current().pid() + "\n" + folder + "\n1\n5432\n\n\n\n");
        try (var server = TestPostgres.start(folder)) {
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void beginsAnewAfterAnInterruptedFirstStartAndNeedsItsPassword(@TempDir Path fresh)
            throws Exception {
        Files.createDirectories(fresh.resolve("data.new/base"));
        Files.writeString(fresh.resolve("owner.password"), "old\n");
        try (var server = TestPostgres.start(fresh)) {
            assertThat(answer(server, "SELECT 1")).isEqualTo("1");
        }
        Files.delete(fresh.resolve("owner.password"));
        assertThatThrownBy(() -> TestPostgres.start(fresh))
                .hasMessageContaining("owner.password cannot be read")
                .hasMessageContaining("backup");
    }

    @Test
    void comesBackOnItsPortWhenItHasEnded() throws Exception {
        try (var server = TestPostgres.start(folder)) {
            int port = server.port();
            killServer(folder);
            assertThat(server.isRunning()).isFalse();
            server.revive();
            assertThat(server.port()).isEqualTo(port);
            assertThat(answer(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void doesNotTouchTheFolderOfAnotherVersion(@TempDir Path old) throws Exception {
        Files.createDirectories(old.resolve("data"));
        Files.writeString(old.resolve("data/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> TestPostgres.start(old))
                .hasMessageContaining("is PostgreSQL 17's, this gateway brings 18");
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() throws Exception {
        var wrong = Map.of("shared_buffers", "plenty");
        assertThatThrownBy(() -> TestPostgres.start(folder, wrong))
                .hasMessageContaining("does not start")
                .hasMessageContaining("plenty");
    }

    static void killServer(Path folder) throws Exception {
        var pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
        var process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        // Those whom it leaves behind hold its memory, and it does not start before they are gone.
        var all = Stream.concat(Stream.of(process), process.descendants()).toList();
        process.destroyForcibly();
        for (var each : all) {
            each.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long readyServer(Process child) throws IOException {
        var said = child.inputReader();
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ready ")) {
                return Long.parseLong(line.substring(6));
            }
        }
        throw new AssertionError("the child has ended");
    }

    /** Starts it, writes, says so, and waits to be killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            var folder = Path.of(arguments[0]);
            var server = TestPostgres.start(folder);
            execute(server, KEPT);
            var pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
            System.out.println("ready " + pid);
            System.in.read();
        }
    }

    private static void execute(OwnPostgres server, String sql) throws SQLException {
        try (var connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String answer(OwnPostgres server, String sql) throws SQLException {
        try (var connection = connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static java.sql.Connection connect(OwnPostgres server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + OwnPostgres.DATABASE,
                OwnPostgres.OWNER,
                server.password().value());
    }
}
