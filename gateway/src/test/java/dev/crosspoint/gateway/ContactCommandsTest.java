package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.TrailReader;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.home.HomeFolder;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.spool.OpenedKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to the keys that contacts are found by. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class ContactCommandsTest {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final PhoneNumber NUMBER = new PhoneNumber("+4930555001");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path home;

    private Vertx vertx;
    private Database database;
    private GatewayConfig config;
    private ContactCommands commands;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        var settings = TestDatabase.migrated();
        database =
                Database.open(vertx, settings, home, new SimpleMeterRegistry(), new SecureRandom());
        var server = Objects.requireNonNull(settings.server());
        var url = "postgresql://127.0.0.1:%d/%s".formatted(server.port(), server.database());
        var values =
                new JsonObject()
                        .put("home", home.toString())
                        .put(
                                "database",
                                new JsonObject()
                                        .put("url", url)
                                        .put("user", server.owner().user())
                                        .put("password", server.owner().password().value())
                                        .put("tls", "disable"))
                        .put(
                                "tenants",
                                new JsonArray()
                                        .add(
                                                new JsonObject()
                                                        .put("account", TENANT.account())
                                                        .put("instance", TENANT.instance())
                                                        .put("defaultCountry", "DE")
                                                        .put("flows", "flows")));
        config = new GatewayConfigReader("192.0.2.7").read(values, Overrides.none(), home);
        commands =
                new ContactCommands(
                        new CommandPlace(
                                vertx,
                                config,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        Archive.await(vertx.close());
    }

    @Test
    void keepsNumbersUnderAnotherKeyAndFindsWhatWasKeptBeforeWhetherTheGatewayRunsOrNot()
            throws Exception {
        var before = gateway();
        var number = before.of(TENANT, NUMBER);
        var attribute = before.of(TENANT, "tier", "gold");

        try (var _ = HomeFolder.take(home, Duration.ZERO, () -> {})) {
            assertThat(commands.rotate(TENANT, Kept.NUMBERS)).as(failed()).isZero();
        }
        assertThat(said()).contains("numbers", "generation 2");
        assertThat(commands.rotate(TENANT, Kept.NUMBERS)).as(failed()).isZero();
        assertThat(said()).contains("generation 3");

        var after = gateway();
        assertThat(after.of(TENANT, NUMBER)).isNotEqualTo(number);
        assertThat(after.all(TENANT, NUMBER)).hasSize(3).endsWith(number);
        assertThat(after.all(TENANT, "tier", "gold")).containsExactly(attribute);
        assertThat(recorded()).contains("GenerateDataKeyWithoutPlaintext", "number-search");
    }

    @Test
    void keepsAttributesUnderAnotherKeyWithoutTouchingThatOfNumbers() throws Exception {
        var before = gateway();
        var number = before.of(TENANT, NUMBER);
        var attribute = before.of(TENANT, "tier", "gold");

        assertThat(commands.rotate(TENANT, Kept.ATTRIBUTES)).as(failed()).isZero();

        assertThat(gateway().all(TENANT, NUMBER)).containsExactly(number);
        assertThat(gateway().all(TENANT, "tier", "gold")).hasSize(2).endsWith(attribute);
    }

    @Test
    void saysWhyThereIsNothingToChange() throws Exception {
        assertThat(commands.rotate(TENANT, Kept.NUMBERS)).isEqualTo(2);
        assertThat(failed()).contains("keys.p12 is not there");
        assertThat(home.resolve("keys")).doesNotExist();
        assertThat(commands.rotate(new Tenant("no", "body"), Kept.NUMBERS)).isEqualTo(1);

        gateway().of(TENANT, NUMBER);
        assertThat(commands.rotate(TENANT, Kept.ATTRIBUTES)).isEqualTo(1);
        assertThat(failed()).contains("Nothing is kept of the attributes");
        assertThat(gateway().all(TENANT, "tier", "gold")).isEmpty();
    }

    /** What a gateway that has just started hashes with. */
    private SearchKeys gateway() throws Exception {
        Files.createDirectories(home);
        var keystore = Archive.keystore(home);
        return new SearchKeys(
                new KeyCabinet(
                        keystore,
                        new OpenedKeys(keystore, System::nanoTime),
                        database.instanceKeys(),
                        InstantSource.system()));
    }

    private String recorded() throws Exception {
        try (var plant = new RecordingPlant(config, _ -> {})) {
            return TrailReader.ofCommands(
                            home.resolve("audit"),
                            plant.keys(),
                            new dev.crosspoint.signaling.api.Tenant(
                                    TENANT.account(), TENANT.instance()))
                    .toString();
        }
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String failed() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
