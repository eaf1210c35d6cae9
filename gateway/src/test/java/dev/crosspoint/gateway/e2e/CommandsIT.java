package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators ask of recordings beside a gateway that has a PostgreSQL of its own, and instead
 * of it: each command is a process of its own on the same home.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // Set before all tests.
class CommandsIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String TENANT = "acme/test";
    private static final String OLD_KEY = "local:acme/test/1";
    private static final String NEW_KEY = "local:acme/test/2";

    private final Vertx vertx = Vertx.vertx();
    private Rig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = Rig.start(folder, "quality");
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
        var _ = vertx.close().await();
    }

    @Test
    void answersWithJsonAloneAlsoWhereALibraryWarns() throws Exception {
        var warned = Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.eventLoopThreads=many");

        var told =
                OperatorCommand.run(
                        requireNonNull(rig.home().getParent()), warned, "network", "--json");

        assertThat(told.errors()).containsPattern("WARN .*io\\.netty\\.eventLoopThreads");
        assertThat(told.output()).startsWith("{");
        assertThat(new JsonObject(told.output()).getJsonArray("rules")).isNotEmpty();
    }

    @Test
    void looksAtRecordingsThatRunAndThatAreDeliveredByTheDatabaseOfTheGateway() throws Exception {
        var row =
                recordedCall(() -> {
                    var during = rig.command("verify");
                    assertThat(during.output()).containsPattern("running +spool/acme/test/");
                    assertThat(during.exitCode()).as("%s", during).isZero();
                });
        assertGoodBesideTheGateway();

        var audio = rig.home().resolve("delivered").resolve(row.getString("location"));
        byte[] whole = Files.readAllBytes(audio);
        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(audio, changed);
        assertThat(rig.command("verify"))
                .satisfies(told -> {
                    assertThat(told.output())
                            .containsPattern("tampered +.*\\.wav")
                            .contains("1 wrong");
                    assertThat(told.exitCode()).isEqualTo(1);
                });
        Files.delete(audio);
        assertThat(rig.command("verify"))
                .satisfies(told -> {
                    assertThat(told.output()).containsPattern("missing +.*\\.wav");
                    assertThat(told.exitCode()).isEqualTo(1);
                });
        Files.write(audio, whole);
        assertGoodBesideTheGateway();
    }

    @Test
    void exportsBesideTheGateway() throws Exception {
        var row = recordedCall(() -> {});
        var id = row.getString("recordingId");
        assertThat(rig.command("export", "--list").output()).contains(id);

        var to = rig.home().resolveSibling("plain-" + id);
        var told = rig.command("export", "--recording", id, "--to", to.toString());
        assertThat(told.exitCode()).as("%s", told).isZero();
        var manifest = Delivered.open(rig.home(), row).manifest();
        try (var files = Files.list(to)) {
            var wav = files.filter(file -> file.toString().endsWith(".wav")).toList();
            assertThat(wav).hasSize(1);
            assertThat(sha256(wav.getFirst()))
                    .isEqualTo(manifest.getJsonObject("audio").getString("sha256"));
        }
        assertThat(rig.home().resolve("audit/commands")).isNotEmptyDirectory();
        var trail = rig.command("audit", "verify");
        assertThat(trail.exitCode()).as("%s", trail).isZero();
        assertGoodBesideTheGateway();
    }

    /** {@code kill -9}: its database ends with it, and is started for whoever looks. */
    @Test
    void tellsWhatACrashCutOffUntilTheNextStartHasSealedIt() throws Exception {
        var contact = talk(rig::kill);
        var cutOff = rig.command("verify");
        assertThat(cutOff.output())
                .containsPattern("unsealed +spool/acme/test/")
                .contains("1 wrong, 0 not checked")
                .doesNotContain("running ");
        assertThat(cutOff.exitCode()).isEqualTo(1);

        rig.startAgain();
        var row = Program.signIn(rig, Rig.CAROL).awaitErased(contact);
        assertThat(row.getBoolean("recovered")).isTrue();
        assertGoodBesideTheGateway();
    }

    /** And then without it: the database is started for the command, and stopped again. */
    @Test
    void rotatesKeysOnlyWithoutTheGatewayWhichWrapsTheOthersAnew() throws Exception {
        var before = recordedCall(() -> {});
        var refused = rig.command("rotate-keys", "--tenant", TENANT);
        assertThat(refused.errors()).contains("A gateway runs with these keys. Stop it");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(keyId(before)).isEqualTo(OLD_KEY);

        rig.stop();
        assertThat(postgresPid()).doesNotExist();
        var good = rig.command("verify");
        assertThat(good.exitCode()).as("%s", good).isZero();
        assertThat(good.output()).contains("0 wrong, 0 not checked");
        assertThat(postgresPid()).doesNotExist();
        var rotated = rig.command("rotate-keys", "--tenant", TENANT);
        assertThat(rotated.output()).contains(NEW_KEY);
        assertThat(rotated.exitCode()).isZero();

        rig.startAgain();
        awaitKey(before, NEW_KEY);
        var after = recordedCall(() -> {});
        assertThat(keyId(after)).isEqualTo(NEW_KEY);
        assertGoodBesideTheGateway();
        assertThat(rig.command("export", "--list").output())
                .contains(before.getString("recordingId"), after.getString("recordingId"));
    }

    /** All is good, and the gateway and its database have noticed nothing. */
    private void assertGoodBesideTheGateway() throws Exception {
        var server = Files.readAllLines(postgresPid());
        var told = rig.command("verify");
        assertThat(told.output()).contains("good ", "0 wrong, 0 not checked");
        assertThat(told.exitCode()).as("%s", told).isZero();
        assertThat(Files.readAllLines(postgresPid())).isEqualTo(server);
        assertThat(ProcessHandle.of(Long.parseLong(server.getFirst()))).isPresent();
        assertThat(rig.gateway().log()).doesNotContain("database does not answer");
    }

    private Path postgresPid() {
        return rig.home().resolve("postgres/data/postmaster.pid");
    }

    // ---- a recorded call

    private interface Deed {
        void run() throws Exception;
    }

    /** A second of conversation, and what the gateway says of its recording in the end. */
    private JsonObject recordedCall(Deed during) throws Exception {
        return Program.signIn(rig, Rig.CAROL).awaitErased(talk(during));
    }

    /** A second of conversation, and its contact; when the gateway is still there, it ends. */
    private String talk(Deed during) throws Exception {
        try (var desk = BareDesk.open(vertx, rig.httpsPort());
                var customer = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp =
                        rig.callFromSipp(
                                "u1", Rig.BOTH_RECORDED, customer, Sipp.Ending.WAITS_FOR_BYE);
                var agent = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ)) {
            var contact = desk.take();
            var socket =
                    DirectPhone.open(
                            vertx, rig.httpsPort(), contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(socket, contact, agent);
            var _ = socket.request("accept", new JsonObject());
            customer.awaitTone(Rig.AGENT_HZ);
            customer.awaitHeard(customer.heardMs() + 1000, 10_000);
            during.run();
            if (rig.gateway().isAlive()) {
                var _ =
                        socket.request(
                                "bye",
                                new JsonObject().put("callContextToken", contact.contactToken()));
                sipp.awaitSuccess(LIMIT);
                socket.close();
            }
            return contact.contactId();
        }
    }

    // ---- keys

    private void awaitKey(JsonObject row, String keyId) throws Exception {
        Soon.until("a new wrapping", () -> keyId(row).equals(keyId));
    }

    /** What wraps the data key of a delivered recording. */
    private String keyId(JsonObject row) throws Exception {
        var name = row.getString("location").replaceAll("sealed$", "key");
        var file = rig.home().resolve("delivered").resolve(name);
        return new JsonObject(Files.readString(file)).getString("keyId");
    }

    private static String sha256(Path file) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
