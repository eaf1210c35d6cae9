package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import dev.crosspoint.signaling.api.Private;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database while the gateway runs: our own server or a configured one, its tables up to date,
 * and a pool of connections as the role that row-level security holds.
 *
 * <p>Calls do not need it. A configured server that is away at start, or goes later, is tried again
 * every few seconds; our own is started again when it has ended.
 */
public final class Database implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int LOOK_SECONDS = 2;
    private static final int CONNECT_MS = 3_000;

    /** Longest that sent bytes may stay unacknowledged: a host that is gone does not say so. */
    private static final int SILENCE_MS = 10_000;

    private static final int CLOSE_SECONDS = 5;
    private static final int PASSWORD_BYTES = 24;

    private final @Nullable OwnPostgres own;
    private volatile Server server;
    private volatile Login app;
    private final DatabaseMeters meters;
    private final Pool pool;
    private final Transactions transactions;
    private final ScheduledExecutorService watch;

    /** Touched by the thread that opens it, and then by that of the watch. */
    private boolean prepared;

    private Database(
            Vertx vertx,
            @Nullable OwnPostgres own,
            Server server,
            Login app,
            DatabaseSettings settings,
            MeterRegistry registry) {
        this.own = own;
        this.server = server;
        this.app = app;
        this.meters = new DatabaseMeters(registry);
        this.pool = pool(vertx, server, () -> this.app, settings, Map.of());
        this.transactions = new Transactions(pool, settings.timeoutMs(), meters);
        this.watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("database").factory());
    }

    /**
     * Opens it. Blocks: half a second, some seconds for the first time.
     *
     * @param folder where our own server is, or would be
     * @throws IOException when it cannot be; the message says what to do. A configured server that
     *     does not answer is no such case
     */
    public static Database open(
            Vertx vertx,
            DatabaseSettings settings,
            Path folder,
            MeterRegistry registry,
            SecureRandom random)
            throws IOException {
        var configured = settings.server();
        var own = configured == null ? OwnPostgres.start(folder, random) : null;
        try {
            var server = own == null ? Objects.requireNonNull(configured) : serverOf(own);
            var password = server.app().password();
            var app = new Login(server.app().user(), password == null ? made(random) : password);
            var database = new Database(vertx, own, server, app, settings, registry);
            database.begin();
            return database;
        } catch (IOException | RuntimeException e) {
            if (own != null) {
                own.close();
            }
            throw e;
        }
    }

    private static Server serverOf(OwnPostgres own) {
        return new Server(
                "127.0.0.1",
                own.port(),
                OwnPostgres.DATABASE,
                new Login(OwnPostgres.OWNER, own.password()),
                AppLogin.DEFAULT,
                Tls.DISABLE,
                null);
    }

    private static Private made(SecureRandom random) {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return new Private(HexFormat.of().formatHex(bytes));
    }

    /**
     * Connections, made when they are needed.
     *
     * @param session settings of each, by name
     */
    static Pool pool(
            Vertx vertx,
            Server server,
            Supplier<Login> login,
            DatabaseSettings settings,
            Map<String, String> session) {
        return PgBuilder.pool()
                .with(
                        new PoolOptions()
                                .setMaxSize(settings.connections())
                                .setConnectionTimeout(settings.timeoutMs())
                                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .with(
                        new NetClientOptions()
                                .setConnectTimeout(CONNECT_MS)
                                .setTcpKeepAlive(true)
                                .setTcpUserTimeout(SILENCE_MS))
                .connectingTo(() -> Future.succeededFuture(options(server, login.get(), session)))
                .using(vertx)
                .build();
    }

    private static SqlConnectOptions options(
            Server server, Login app, Map<String, String> session) {
        var options =
                new PgConnectOptions()
                        .setHost(server.host())
                        .setPort(server.port())
                        .setDatabase(server.database())
                        .setUser(app.user())
                        .setPassword(app.password().value())
                        .setCachePreparedStatements(true);
        session.forEach(options::addProperty);
        switch (server.tls()) {
            case DISABLE -> options.setSslMode(SslMode.DISABLE);
            case REQUIRE ->
                    options.setSslMode(SslMode.REQUIRE)
                            .setSslOptions(new ClientSSLOptions().setTrustAll(true));
            case VERIFY -> options.setSslMode(SslMode.VERIFY_FULL).setSslOptions(trust(server));
        }
        return options;
    }

    private static ClientSSLOptions trust(Server server) {
        var options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        if (server.trustedCaFile() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(server.trustedCaFile().toString()));
        }
        return options;
    }

    /**
     * Other passwords from now on: connections that are open stay, the next ones use them.
     *
     * @param owner of the tables
     * @param password of the role that works with them; null leaves it
     */
    public void renew(Private owner, @Nullable Private password) {
        var old = server;
        server =
                new Server(
                        old.host(),
                        old.port(),
                        old.database(),
                        new Login(old.owner().user(), owner),
                        old.app(),
                        old.tls(),
                        old.trustedCaFile());
        if (password != null) {
            app = new Login(app.user(), password);
        }
    }

    private void begin() throws IOException {
        try {
            prepare();
        } catch (Migrations.ServerAway e) {
            if (own != null) {
                throw e;
            }
            LOG.warn(
                    "the gateway starts without its database and keeps trying: {}", e.getMessage());
        }
        var _ =
                watch.scheduleWithFixedDelay(
                        this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void prepare() throws IOException {
        Migrations.run(server, app);
        prepared = true;
        meters.up(true);
    }

    /** Whether it answers; and if not, what can be done about it. */
    private void look() {
        boolean was = meters.isUp();
        try {
            if (!prepared) {
                prepare();
            }
            transactions.ping().await();
            meters.up(true);
            if (!was) {
                LOG.info("the database is back");
            }
        } catch (Exception e) {
            meters.up(false);
            if (was) {
                LOG.warn("the database does not answer: {}", e.getMessage());
            }
            revive();
        }
    }

    private void revive() {
        if (own == null || own.isRunning()) {
            return;
        }
        LOG.warn("our PostgreSQL has ended, it is started again");
        try {
            own.revive();
        } catch (IOException e) {
            LOG.error("our PostgreSQL does not start again", e);
        }
    }

    /** What is known of recordings. */
    public RecordingStore recordings() {
        return new RecordingStore(transactions);
    }

    /** Legal hold and deletion of recordings. */
    public RemovalStore removals() {
        return new RemovalStore(transactions);
    }

    /** What is known of changes of keys. */
    public KeyChangeStore keyChanges() {
        return new KeyChangeStore(transactions);
    }

    /** The audit trail. */
    public AuditStore audit() {
        return new AuditStore(transactions);
    }

    /** What is known of contacts. */
    public ContactStore contacts() {
        return new ContactStore(transactions);
    }

    /** What agents did. */
    public AgentHistoryStore agentHistory() {
        return new AgentHistoryStore(transactions);
    }

    /** What is known of the data keys of instances. */
    public InstanceKeyStore instanceKeys() {
        return new InstanceKeyStore(transactions);
    }

    /** Who may sign in, and what they may do. */
    public PeopleStore people() {
        return new PeopleStore(transactions);
    }

    /** How often somebody may still try to sign in. */
    public SignInLimitStore signInLimits() {
        return new SignInLimitStore(transactions);
    }

    /** Whether it answered when it was last asked. On any thread. */
    public boolean isUp() {
        return meters.isUp();
    }

    /** Ends the connections, and our own server with them. Blocks. */
    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        try {
            pool.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("connections to the database did not close");
        } finally {
            if (own != null) {
                own.close();
            }
        }
    }
}
