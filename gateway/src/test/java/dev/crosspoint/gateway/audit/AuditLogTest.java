package dev.crosspoint.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuditLogTest {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String HEAD = "{\"time\":\"2026-11-22T12:00:00Z\",\"who\":";
    private static final String WHOSE = "\"account\":\"acme\",\"instance\":\"main\",";

    @TempDir Path folder;

    record Row(Actor who, Deed what, String line) {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        new Actor.Gateway(),
                        new Deed.OpenedPrivateTrunk(
                                "pbx",
                                List.of(Transport.UDP, Transport.TCP),
                                MediaSecurity.PREFERRED),
                        "\"gateway\",\"what\":\"opened-private-trunk\","
                                + WHOSE
                                + "\"resource\":\"trunk:pbx\",\"transports\":[\"udp\",\"tcp\"],"
                                + "\"mediaSecurity\":\"preferred\"}"),
                new Row(
                        new Actor.Agent("alice"),
                        new Deed.SignedIn("alice"),
                        "\"agent:alice\",\"what\":\"signed-in\","
                                + WHOSE
                                + "\"resource\":\"agent:alice\"}"),
                new Row(
                        new Actor.Stranger(),
                        new Deed.FailedToSignIn(Optional.of("alice")),
                        "\"stranger\",\"what\":\"failed-to-sign-in\","
                                + WHOSE
                                + "\"resource\":\"agent:alice\"}"),
                new Row(
                        new Actor.Stranger(),
                        new Deed.FailedToSignIn(Optional.empty()),
                        "\"stranger\",\"what\":\"failed-to-sign-in\","
                                + WHOSE
                                + "\"resource\":\"agent\"}"),
                new Row(
                        new Actor.Agent("alice"),
                        new Deed.SignedOut("alice"),
                        "\"agent:alice\",\"what\":\"signed-out\","
                                + WHOSE
                                + "\"resource\":\"agent:alice\"}"),
                new Row(
                        new Actor.Agent("alice"),
                        new Deed.DeniedCaller("d7", Denial.Kind.NUMBER, Optional.of(NOON)),
                        "\"agent:alice\",\"what\":\"denied-caller\","
                                + WHOSE
                                + "\"resource\":\"denial:d7\",\"kind\":\"number\","
                                + "\"until\":\"2026-11-22T12:00:00Z\"}"),
                new Row(
                        new Actor.Agent("alice"),
                        new Deed.DeniedCaller("d8", Denial.Kind.NETWORK, Optional.empty()),
                        "\"agent:alice\",\"what\":\"denied-caller\","
                                + WHOSE
                                + "\"resource\":\"denial:d8\",\"kind\":\"network\"}"),
                new Row(
                        new Actor.Agent("alice"),
                        new Deed.LiftedDenial("d7"),
                        "\"agent:alice\",\"what\":\"lifted-denial\","
                                + WHOSE
                                + "\"resource\":\"denial:d7\"}"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writesOneLineForEachDeed(Row row) throws Exception {
        try (var log = AuditLog.in(folder)) {
            log.accept(new AuditEvent(NOON, row.who(), TENANT, row.what()));
        }

        assertThat(lines()).containsExactly(HEAD + row.line());
    }

    @Test
    void keepsTheOrderAndGoesOnWhereTheLastProcessStopped() throws Exception {
        for (int process = 0; process < 3; process++) {
            try (var log = AuditLog.in(folder)) {
                for (int i = 0; i < 100; i++) {
                    log.accept(signIn(100 * process + i));
                }
            }
        }

        assertThat(agents(lines())).isEqualTo(numbered(0, 300));
    }

    @Test
    void beginsALineOfItsOwnAfterOneThatWasCutShort() throws Exception {
        Files.writeString(file(), "{\"time\":\"20");

        try (var log = AuditLog.in(folder)) {
            log.accept(signIn(1));
        }

        assertThat(lines()).hasSize(2).last().asString().startsWith("{").endsWith("}");
    }

    @Test
    void putsFullFilesAsideAndKeepsTheNewest() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (var log = AuditLog.in(folder, 300, 2)) {
                log.accept(signIn(2 * i));
                log.accept(signIn(2 * i + 1));
                log.accept(signIn(1000));
            }
        }

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .hasSize(2)
                    .allMatch(name -> name.matches("audit-\\d{8}T\\d{6}\\.\\d{6}Z\\.jsonl"));
        }
        try (var files = Files.list(folder)) {
            var newest = files.sorted().toList().getLast();
            assertThat(agents(Files.readAllLines(newest))).startsWith("agent:a18", "agent:a19");
        }
    }

    @Test
    void countsWhatItCannotWriteAndTriesAgain() throws Exception {
        var blocked = folder.resolve("audit");
        Files.writeString(blocked, "a file where the folder should be");
        try (var log = AuditLog.in(blocked)) {
            log.accept(signIn(1));
            awaitUnwritten(log);
            Files.delete(blocked);
            log.accept(signIn(2));
        }

        assertThat(agents(Files.readAllLines(blocked.resolve("audit.jsonl"))))
                .containsExactly("agent:a2");
    }

    @Test
    void letsNobodyElseRead() throws Exception {
        try (var log = AuditLog.in(folder)) {
            log.accept(signIn(1));
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    /** Its writer has no other sign to give: the count is what an operator sees, too. */
    private static void awaitUnwritten(AuditLog log) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (log.unwritten() == 0) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    private static AuditEvent signIn(int number) {
        var id = "a" + number;
        return new AuditEvent(NOON, new Actor.Agent(id), TENANT, new Deed.SignedIn(id));
    }

    private Path file() {
        return folder.resolve("audit.jsonl");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private static List<String> agents(List<String> lines) {
        return lines.stream().map(line -> new JsonObject(line).getString("resource")).toList();
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "agent:a" + i).toList();
    }
}
