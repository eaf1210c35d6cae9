package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditTrail;
import dev.crosspoint.gateway.audit.TrailReader;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.home.HomeFolder;
import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.gateway.journal.JournalSettings;
import dev.crosspoint.gateway.keys.FieldKeys;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.gateway.keys.FieldPlace;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.KeyChanges;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.recording.WaitingClock;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.OpenedKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask of recordings, with a gateway beside and without one. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class RecordingCommandsTest {
    private static final Tenant TENANT = new Tenant("acme", "main");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path home;

    private Vertx vertx;
    private Database database;
    private Archive archive;
    private GatewayConfig config;
    private RecordingCommands commands;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        var settings = TestDatabase.migrated();
        database =
                Database.open(vertx, settings, home, new SimpleMeterRegistry(), new SecureRandom());
        archive = new Archive(home, TENANT, database.recordings(), null);
        config = config(settings);
        commands = commands(config);
    }

    private RecordingCommands commands(GatewayConfig config) {
        return new RecordingCommands(
                new CommandPlace(
                        vertx,
                        config,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    @AfterEach
    void close() throws Exception {
        archive.close();
        database.close();
        Archive.await(vertx.close());
    }

    private GatewayConfig config(DatabaseSettings settings) {
        var server = settings.server();
        var values =
                new JsonObject()
                        .put("home", home.toString())
                        .put("database", server == null ? new JsonObject() : database(server))
                        .put(
                                "tenants",
                                new JsonArray()
                                        .add(
                                                new JsonObject()
                                                        .put("account", TENANT.account())
                                                        .put("instance", TENANT.instance())
                                                        .put("defaultCountry", "DE")
                                                        .put("flows", "flows")));
        return new GatewayConfigReader("192.0.2.7").read(values, Overrides.none(), home);
    }

    private static JsonObject database(DatabaseSettings.Server server) {
        return new JsonObject()
                .put(
                        "url",
                        "postgresql://127.0.0.1:%d/%s".formatted(server.port(), server.database()))
                .put("user", server.owner().user())
                .put("password", server.owner().password().value())
                .put("tls", "disable");
    }

    // --- verify ---

    @Test
    void saysThatAllIsGoodWhetherTheGatewayRunsOrNot() throws Exception {
        archive.delivered("delivered");

        assertThat(commands.verify(null)).as(said()).isZero();
        assertThat(said()).contains("3 good, 0 wrong, 0 not checked");
        out.reset();
        try (var _ = HomeFolder.take(home, Duration.ZERO, () -> {})) {
            assertThat(commands.verify(null)).as(said()).isZero();
        }
        assertThat(said()).contains("3 good, 0 wrong, 0 not checked");
    }

    @Test
    void tellsWhatRunsFromWhatWasCutOffByWhetherAGatewayRuns() throws Exception {
        archive.running("r");
        try (var _ = HomeFolder.take(home, Duration.ZERO, () -> {})) {
            assertThat(commands.verify(null)).as(said()).isZero();
        }
        assertThat(said()).contains("running ", "1 good, 0 wrong, 0 not checked");
        out.reset();
        assertThat(commands.verify(null)).isEqualTo(1);
        assertThat(said()).contains("unsealed ", "0 good, 1 wrong, 0 not checked");
    }

    @Test
    void tellsWhatIsWrongFromWhatItCannotSay() throws Exception {
        var recording = archive.delivered("r");
        Files.delete(archive.delivered(recording, "wav.key"));
        assertThat(commands.verify(null)).isEqualTo(1);
        assertThat(said()).contains("key-missing ", "2 good, 1 wrong, 0 not checked");
    }

    @Test
    void makesNoKeystoreByLooking() throws Exception {
        Files.delete(home.resolve("keys").resolve("keys.p12"));
        assertThat(commands.verify(null)).isEqualTo(2);
        assertThat(new String(err.toByteArray(), StandardCharsets.UTF_8)).contains("is not there");
        assertThat(home.resolve("keys").resolve("keys.p12")).doesNotExist();
    }

    @Test
    void makesNoDatabaseByLookingAndLooksWithoutOne() throws Exception {
        archive.sealed("r");
        assertThat(commands(config(DatabaseSettings.EMBEDDED)).verify(null)).isEqualTo(2);
        assertThat(failed()).contains("Without the database: there is none in");
        assertThat(said()).contains("good ", "1 good, 0 wrong, 1 not checked");
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    // --- export ---

    @Test
    void opensADeliveredRecordingForItsOwnerOnceThatIsOnRecord() throws Exception {
        archive.delivered("r");
        archive.prepared("held");
        var to = home.resolve("plain");

        assertThat(commands.list()).isZero();
        assertThat(said()).contains("r ", "acme/main", "held ", "spool");
        assertThat(commands.export(new Command.Export(demo(), "r", null, to)))
                .as(failed())
                .isZero();
        assertThat(Files.readAllBytes(to.resolve("c-r_20261127T0900_UTC.wav")))
                .startsWith("RIFF".getBytes(StandardCharsets.US_ASCII));
        var manifest = new JsonObject(Files.readString(to.resolve("c-r_20261127T0900_UTC.json")));
        assertThat(manifest.getString("recording")).isEqualTo("r");
        assertThat(recorded())
                .anySatisfy(event -> {
                    assertThat(event.getString("eventName")).isEqualTo("ExportRecording");
                    assertThat(event.getJsonObject("userIdentity").getString("type"))
                            .isEqualTo("Operator");
                    assertThat(event.getJsonArray("resources").encode()).contains("\"r\"");
                })
                .anySatisfy(event -> assertThat(event.getString("eventName")).isEqualTo("Decrypt"));
        assertThat(commands.export(new Command.Export(demo(), "held", TENANT, to))).isZero();
        assertThat(to.resolve("c-held_20261127T0900_UTC.wav")).exists();
    }

    private List<JsonObject> recorded() throws Exception {
        try (var plant = new RecordingPlant(config, _ -> {})) {
            return TrailReader.ofCommands(
                    home.resolve("audit"),
                    plant.keys(),
                    new dev.crosspoint.signaling.api.Tenant(TENANT.account(), TENANT.instance()));
        }
    }

    @Test
    void exportsNothingThatCannotBePutOnRecord() throws Exception {
        archive.delivered("r");
        Files.createDirectories(home.resolve("audit"));
        Files.createFile(home.resolve("audit/commands"));
        var to = home.resolve("plain");

        assertThat(commands.export(new Command.Export(demo(), "r", null, to))).isEqualTo(1);
        assertThat(failed()).contains("cannot be put on record", "writable");
        assertThat(to).doesNotExist();
    }

    @Test
    void saysWhatToDoWhenItCannotExport() throws Exception {
        var recording = archive.prepared("r");
        var to = home.resolve("plain");
        assertThat(commands.export(new Command.Export(demo(), "none", null, to))).isEqualTo(1);
        assertThat(failed()).contains("export --list");
        assertThat(commands.export(new Command.Export(demo(), "r", new Tenant("a", "b"), to)))
                .isEqualTo(1);

        assertThat(commands.export(new Command.Export(demo(), "r", null, to))).isZero();
        assertThat(commands.export(new Command.Export(demo(), "r", null, to))).isEqualTo(1);
        assertThat(failed()).contains("is there already");

        var audio = Files.readAllBytes(archive.file(recording, Artefact.AUDIO));
        audio[5_000] ^= 1;
        Files.write(archive.file(recording, Artefact.AUDIO), audio);
        var other = home.resolve("other");
        assertThat(commands.export(new Command.Export(demo(), "r", null, other))).isEqualTo(1);
        assertThat(failed()).contains("Run verify");
        assertThat(other).isEmptyDirectory();
    }

    // --- rotate-keys ---

    @Test
    void makesTheNextKeyOnlyWhileNoGatewayRuns() throws Exception {
        archive.sealed("r");
        try (var _ = HomeFolder.take(home, Duration.ZERO, () -> {})) {
            assertThat(commands.rotate(TENANT)).isEqualTo(2);
            assertThat(failed()).contains("Stop it");
        }
        assertThat(Archive.keystore(home).describe(TENANT).keyId()).isEqualTo("local:acme/main/1");

        assertThat(commands.rotate(TENANT)).isZero();
        assertThat(said()).contains("local:acme/main/2");
        assertThat(Archive.keystore(home).describe(TENANT).keyId()).isEqualTo("local:acme/main/2");
        assertThat(commands.rotate(new Tenant("no", "body"))).isEqualTo(1);
    }

    @Test
    void makesTheNextKeyOfWhatInstancesShareAndDestroysTheOldOneOnlyWhenNothingNeedsIt()
            throws Exception {
        var scope = new Tenant("acme", "account:acme");
        var whose = new dev.crosspoint.signaling.api.Tenant(scope.account(), scope.instance());
        var keystore = Archive.keystore(home);
        var old = keystore.describe(scope).keyId();
        var cabinet =
                new KeyCabinet(
                        keystore,
                        new OpenedKeys(keystore, System::nanoTime),
                        database.instanceKeys(),
                        InstantSource.system());
        var place = new FieldPlace(scope, "c-1", "references");
        new FieldKeys(cabinet, _ -> FieldPeriod.USUAL, new SecureRandom())
                .seal(place, new byte[] {1});

        assertThat(commands.rotate(scope)).as(failed()).isZero();
        assertThat(commands.retire(scope, old)).isEqualTo(1);
        assertThat(failed()).contains(old + " still wraps 1 data keys");
        wrapAnew(List.of(scope), whose);
        takeWhatCommandsLeft(whose);
        assertThat(commands.retire(scope, old)).as(failed()).isZero();
        assertThat(commands.rotate(new Tenant("acme", "domain:none"))).isEqualTo(1);
    }

    // --- retire-key ---

    @Test
    void destroysAnOldKeyOnlyWhenNothingNeedsIt() throws Exception {
        archive.delivered("delivered");
        archive.sealed("sealed");
        assertThat(commands.rotate(TENANT)).isZero();
        var old = "local:acme/main/1";

        assertThat(commands.retire(TENANT, old)).as(failed()).isEqualTo(1);
        assertThat(failed()).contains(old + " still wraps");

        wrapAnew();
        takeWhatCommandsLeft();
        assertThat(commands.retire(TENANT, old)).as(failed()).isZero();
        assertThat(said()).contains(old + " is destroyed");
        assertThat(commands.verify(null)).as(said()).isZero();
        assertThat(commands.retire(TENANT, old)).isEqualTo(1);
        assertThat(failed()).contains("is not in the keystore");
    }

    @Test
    void destroysNoKeyThatTheAuditTrailNeeds() throws Exception {
        var old = "local:acme/main/1";
        try (var trail = trail(archive.storedTenant())) {
            trail.before(heldBack(archive.storedTenant())).await();
        }
        assertThat(commands.rotate(TENANT)).isZero();

        // The chain's own key, and what the command has left.
        assertThat(commands.retire(TENANT, old)).as(failed()).isEqualTo(1);
        assertThat(failed()).contains(old + " still wraps");

        takeWhatCommandsLeft();
        assertThat(commands.retire(TENANT, old)).as(failed()).isZero();
    }

    @Test
    void destroysNoKeyThatWhatWaitsOfContactsNeeds() throws Exception {
        var old = "local:acme/main/1";
        var waiting = home.resolve(Gateway.HISTORY_FILES).resolve("acme/main/waiting");
        try (var journal = history(waiting)) {
            journal.append(List.of(new byte[] {1}));
        }
        assertThat(commands.rotate(TENANT)).isZero();
        takeWhatCommandsLeft();

        assertThat(commands.retire(TENANT, old)).as(failed()).isEqualTo(1);
        assertThat(failed()).contains(old + " still wraps 1 data keys");

        try (var journal = history(waiting)) {
            journal.confirm(journal.next(1).orElseThrow());
            assertThat(journal.next(1)).isEmpty();
        }
        assertThat(commands.retire(TENANT, old)).as(failed()).isZero();
    }

    private Journal history(Path folder) throws Exception {
        return Journal.open(
                JournalSettings.of(folder, TENANT, "history-waiting"),
                new FileDisk(),
                Archive.keystore(home),
                new SecureRandom());
    }

    /** As a gateway does when it starts: it wraps the chain's key anew, too. */
    private void takeWhatCommandsLeft() throws Exception {
        takeWhatCommandsLeft(archive.storedTenant());
    }

    private void takeWhatCommandsLeft(dev.crosspoint.signaling.api.Tenant whose) throws Exception {
        try (var trail = trail(whose)) {
            trail.before(heldBack(whose)).await();
            var left = home.resolve(Gateway.AUDIT_FILES).resolve("commands");
            Soon.until("the trail has taken all", () -> files(left) == 0);
        }
    }

    private static long files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        } catch (UncheckedIOException e) {
            return 1; // Taken away in that moment.
        }
    }

    private AuditTrail trail(dev.crosspoint.signaling.api.Tenant whose) throws Exception {
        var target = new FolderTarget(home.resolve("delivered"));
        return AuditTrail.start(
                new AuditTrail.Parts(
                        home.resolve(Gateway.AUDIT_FILES),
                        database.audit(),
                        Archive.keystore(home),
                        archive.signer(),
                        Map.of(whose, target),
                        Duration.ofHours(1),
                        InstantSource.system()));
    }

    private static AuditEvent heldBack(dev.crosspoint.signaling.api.Tenant whose) {
        return AuditEvent.now(new Actor.Operator(), whose, new Deed.HeldRecording("r", true));
    }

    @Test
    void keepsTheKeyThatWrapsNow() throws Exception {
        archive.delivered("held");

        assertThat(commands.retire(TENANT, "local:acme/main/1")).as(failed()).isEqualTo(1);
        assertThat(commands.rotate(TENANT)).isZero();
        assertThat(commands.retire(TENANT, "local:acme/main/2")).isEqualTo(1);
        assertThat(Archive.keystore(home).describe(TENANT).keyId()).isEqualTo("local:acme/main/2");
    }

    @Test
    void destroysNoKeyBesideAGatewayOrWithoutItsDatabase() throws Exception {
        archive.delivered("held");
        try (var _ = HomeFolder.take(home, Duration.ZERO, () -> {})) {
            assertThat(commands.retire(TENANT, "local:acme/main/1")).isEqualTo(2);
            assertThat(failed()).contains("Stop it");
        }
        assertThat(commands.retire(new Tenant("no", "body"), "local:no/body/1")).isEqualTo(1);

        var alone = commands(config(DatabaseSettings.EMBEDDED));
        assertThat(alone.retire(TENANT, "local:acme/main/1")).isEqualTo(2);
        assertThat(failed()).contains("so it stays");
    }

    /** As a gateway does when it starts with another key. */
    private void wrapAnew() throws Exception {
        wrapAnew(List.of(), archive.storedTenant());
    }

    private void wrapAnew(List<Tenant> scopes, dev.crosspoint.signaling.api.Tenant whose)
            throws Exception {
        var changes = database.keyChanges();
        var tenant =
                new TenantRecordings(TENANT, AudioFormat.WAV_8_KHZ, 0, List.of(), archive.folder);
        try (var change =
                new KeyChanges(
                        List.of(tenant),
                        scopes,
                        Archive.keystore(home),
                        new FileDisk(),
                        archive.spool,
                        database.recordings(),
                        changes,
                        database.instanceKeys(),
                        new KeyCabinet(
                                Archive.keystore(home),
                                new OpenedKeys(Archive.keystore(home), System::nanoTime),
                                database.instanceKeys(),
                                WaitingClock.system()),
                        new SimpleMeterRegistry(),
                        WaitingClock.system())) {
            change.start();
            Soon.until(
                    "the end of the change",
                    () ->
                            !Archive.await(changes.list(whose)).isEmpty()
                                    && Archive.await(changes.running(whose)).isEmpty());
        }
    }

    private static Command.Source demo() {
        return new Command.Source.Demo();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String failed() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
