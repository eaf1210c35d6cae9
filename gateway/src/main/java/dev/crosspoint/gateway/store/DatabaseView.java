package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.local.RunningPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import dev.crosspoint.signaling.api.Private;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The database as it is, for a command beside a gateway or instead of one. Nothing is prepared in
 * it, and whoever only looks can change nothing: the server itself refuses to write.
 */
public final class DatabaseView implements Closeable {
    private static final int CLOSE_SECONDS = 5;

    /** What a command means to do. */
    public enum Access {
        LOOK,
        CHANGE
    }

    private final @Nullable OwnPostgres own;
    private final Pool pool;
    private final Transactions transactions;

    private DatabaseView(
            Vertx vertx,
            @Nullable OwnPostgres own,
            Server server,
            DatabaseSettings settings,
            Access access) {
        this.own = own;
        this.pool =
                Database.pool(vertx, server, server::owner, settings, session(settings, access));
        this.transactions =
                new Transactions(
                        pool, settings.timeoutMs(), new DatabaseMeters(new SimpleMeterRegistry()));
    }

    /**
     * As the owner, who has a password that we know. A configured one is held by row-level security
     * too; that of our own server is a superuser, whom nothing holds, and becomes the role that is.
     */
    private static Map<String, String> session(DatabaseSettings settings, Access access) {
        var readOnly =
                Map.entry("default_transaction_read_only", access == Access.LOOK ? "on" : "off");
        return settings.server() == null
                ? Map.ofEntries(readOnly, Map.entry("role", AppLogin.DEFAULT.user()))
                : Map.ofEntries(readOnly);
    }

    /**
     * The database while the gateway runs; empty when it is its own and cannot be found. Blocks.
     *
     * @param folder where the gateway's own server is, or would be
     * @throws IOException when it does not answer; the message says why
     */
    public static Optional<DatabaseView> beside(
            Vertx vertx, DatabaseSettings settings, Path folder, Access access) throws IOException {
        var configured = settings.server();
        if (configured != null) {
            return Optional.of(
                    checked(new DatabaseView(vertx, null, configured, settings, access)));
        }
        var running = RunningPostgres.find(folder);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        var server = server(running.get().port(), running.get().password());
        return Optional.of(checked(new DatabaseView(vertx, null, server, settings, access)));
    }

    /**
     * The database while no gateway runs, whose folder the caller holds. Blocks.
     *
     * @throws IOException when there is none, when it does not start, or when it does not answer;
     *     the message says why
     */
    public static DatabaseView instead(
            Vertx vertx, DatabaseSettings settings, Path folder, SecureRandom random, Access access)
            throws IOException {
        var configured = settings.server();
        if (configured != null) {
            return checked(new DatabaseView(vertx, null, configured, settings, access));
        }
        if (!OwnPostgres.isIn(folder)) {
            throw new IOException("there is none in " + folder); // To look must not make one.
        }
        var own = OwnPostgres.start(folder, random);
        var server = server(own.port(), own.password());
        return checked(new DatabaseView(vertx, own, server, settings, access));
    }

    private static Server server(int port, Private password) {
        return new Server(
                "127.0.0.1",
                port,
                OwnPostgres.DATABASE,
                new Login(OwnPostgres.OWNER, password),
                AppLogin.DEFAULT,
                Tls.DISABLE,
                null);
    }

    private static DatabaseView checked(DatabaseView view) throws IOException {
        try {
            view.transactions.ping().await();
            return view;
        } catch (Exception e) {
            view.close();
            throw new IOException("the database does not answer: " + e.getMessage(), e);
        }
    }

    /** What is known of recordings. */
    public RecordingStore recordings() {
        return new RecordingStore(transactions);
    }

    /** The audit trail. */
    public AuditStore audit() {
        return new AuditStore(transactions);
    }

    /** What is known of changes of keys, and of what each key wraps. */
    public KeyChangeStore keyChanges() {
        return new KeyChangeStore(transactions);
    }

    /** The wrapped keys of instances. */
    public InstanceKeyStore instanceKeys() {
        return new InstanceKeyStore(transactions);
    }

    /** Ends the connections, and our own server if this started it. Blocks. */
    @Override
    public void close() throws IOException {
        try {
            pool.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("connections to the database did not close", e);
        } finally {
            if (own != null) {
                own.close();
            }
        }
    }
}
