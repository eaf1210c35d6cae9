package dev.crosspoint.gateway;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.ConfigFile;
import dev.crosspoint.gateway.home.HomeFolder;
import dev.crosspoint.gateway.home.OwnAddresses;
import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.log.LogSetup;
import dev.crosspoint.media.loop.GiveWay;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line. {@link Gateway} is the tour of the product. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** As in sysexits.h. */
    private static final int USAGE = 64;

    private static final int CANNOT_START = 69;
    private static final int BAD_CONFIGURATION = 78;

    /** An old process needs a moment to hang up its calls. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int READ_SECONDS = 10;
    private static final int CLOSE_SECONDS = 10;

    private Main() {}

    /** Starts a gateway, or does what the arguments ask. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        var command =
                Command.parse(arguments, System.getenv(), System.getProperty("crosspoint.config"));
        if (!(command instanceof Command.Run)) {
            LogSetup.useStandardError();
        }
        try {
            return switch (command) {
                case Command.Run(var source) -> serve(source);
                case Command.HashPassword _ -> hashPassword();
                case Command.Verify(var source, var key) ->
                        about(source, place -> new RecordingCommands(place).verify(key));
                case Command.ListExports(var source) ->
                        about(source, place -> new RecordingCommands(place).list());
                case Command.Export export ->
                        about(
                                export.source(),
                                place -> new RecordingCommands(place).export(export));
                case Command.RotateKeys(var source, var tenant) ->
                        about(source, place -> new RecordingCommands(place).rotate(tenant));
                case Command.RetireKey(var source, var tenant, var key) ->
                        about(source, place -> new RecordingCommands(place).retire(tenant, key));
                case Command.RotateSearchKey(var source, var tenant, var of) ->
                        about(source, place -> new ContactCommands(place).rotate(tenant, of));
                case Command.VerifyAudit(var source, var key) ->
                        about(source, place -> new AuditCommands(place).verify(key));
                case Command.ExportAudit(var source, var tenant, var to) ->
                        about(
                                source,
                                place -> new AuditCommands(place).export(signaling(tenant), to));
                case Command.Network(var source, boolean json) ->
                        about(source, place -> network(place, json));
                case Command.Doctor doctor -> {
                    var credentials =
                            DoctorCommand.credentials(
                                    doctor.user(), System.getenv("CROSSPOINT_TOKEN"));
                    yield about(
                            doctor.source(),
                            place ->
                                    new DoctorCommand(place, doctor, InstantSource.system())
                                            .run(credentials));
                }
                case Command.Help(var mistake) -> help(mistake);
            };
        } catch (ConfigError e) {
            System.err.println(e.getMessage());
            return BAD_CONFIGURATION;
        } catch (Exception e) {
            LOG.error("The gateway cannot start: {}", e.getMessage(), e);
            return CANNOT_START;
        }
    }

    private static int network(CommandPlace place, boolean json) {
        var config = place.config();
        var needs =
                NetworkNeeds.of(config, config.trunks(), NetworkNeeds.Opened.configured(config));
        if (json) {
            place.out().println(needs.json().toPrettyString());
        } else {
            needs.lines().forEach(place.out()::println);
        }
        return CommandPlace.WELL;
    }

    private static Tenant signaling(dev.crosspoint.media.api.Tenant tenant) {
        return new Tenant(tenant.account(), tenant.instance());
    }

    private static int serve(Command.Source source) throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        LocalCodec.installOn(vertx.eventBus());
        try (var stop = new StopSignal()) {
            var own = OwnAddresses.read();
            var config = read(vertx, source, own);
            LogSetup.use(config.log().format().name().toLowerCase(Locale.ROOT));
            try (var home = HomeFolder.take(config.home(), PATIENCE, Main::tellOfOldProcess)) {
                serve(vertx, source, config, own, home, stop);
            } finally {
                vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
            return 0;
        }
    }

    private static int about(Command.Source source, ToIntFunction<CommandPlace> command)
            throws Exception {
        var vertx = Vertx.vertx();
        try {
            var config = read(vertx, source, OwnAddresses.read());
            return command.applyAsInt(new CommandPlace(vertx, config, System.out, System.err));
        } finally {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void serve(
            Vertx vertx,
            Command.Source source,
            GatewayConfig config,
            OwnAddresses own,
            HomeFolder home,
            StopSignal stop)
            throws Exception {
        var random = new SecureRandom();
        var accounts = Accounts.of(config, random);
        var identities = Identities.of(config, own, Instant.now(), random);
        var file = source instanceof Command.Source.File(var path) ? path : null;
        var gateway =
                new Gateway(
                        vertx, config, identities, random, file, () -> read(vertx, source, own));
        gateway.start(accounts);
        GiveWay.watch(vertx, () -> ownDatabase(config));
        new Welcome(config, accounts, gateway.httpsPort(), own).print(System.out);
        LOG.info("crosspoint ready, data in {}", home.path());
        stop.await();
        LOG.info("crosspoint closing");
        gateway.close();
        LOG.info("crosspoint closed");
    }

    /** The processes of our own PostgreSQL. */
    private static Stream<ProcessHandle> ownDatabase(GatewayConfig config) {
        return config.database().server() == null
                ? OwnPostgres.processes(config.home().resolve(Gateway.DATABASE_FILES))
                : Stream.empty();
    }

    private static GatewayConfig read(Vertx vertx, Command.Source source, OwnAddresses own)
            throws Exception {
        var overrides = ConfigFile.overrides(vertx).await(READ_SECONDS, TimeUnit.SECONDS);
        var reader = new GatewayConfigReader(own.towardsNetwork());
        return switch (source) {
            case Command.Source.Demo _ -> reader.readDemo(embedded(vertx), overrides);
            case Command.Source.File(var file) -> {
                var values = ConfigFile.read(vertx, file).await(READ_SECONDS, TimeUnit.SECONDS);
                var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
                yield reader.read(values, overrides, folder);
            }
        };
    }

    /** The demo's configuration, by way of a file, because that is what the library reads. */
    private static JsonObject embedded(Vertx vertx) throws Exception {
        var file = Files.createTempFile("crosspoint-demo", ".yaml");
        try (InputStream resource = Main.class.getResourceAsStream("/demo/demo.yaml")) {
            Files.write(file, Objects.requireNonNull(resource).readAllBytes());
            return ConfigFile.read(vertx, file).await(READ_SECONDS, TimeUnit.SECONDS);
        } finally {
            Files.delete(file);
        }
    }

    private static void tellOfOldProcess() {
        LOG.info("waiting for another gateway to let go of the data folder");
    }

    @SuppressWarnings("SystemConsoleNull") // Its type says that it may be.
    private static int hashPassword() throws IOException {
        var console = System.console();
        var password =
                console == null || !console.isTerminal()
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip()
                        : new String(console.readPassword("Password: "));
        if (password.isEmpty()) {
            System.err.println("An empty password is none.");
            return USAGE;
        }
        System.out.println(PasswordHash.of(password).value());
        return 0;
    }

    private static int help(String mistake) {
        var out = mistake.isEmpty() ? System.out : System.err;
        if (!mistake.isEmpty()) {
            out.println(mistake);
        }
        out.println(Command.USAGE);
        return mistake.isEmpty() ? 0 : USAGE;
    }
}
