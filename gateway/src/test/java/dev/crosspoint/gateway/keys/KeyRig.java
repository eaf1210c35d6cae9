package dev.crosspoint.gateway.keys;

import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.InstanceKeyStore;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.MemoryKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The keys of instances on a real database, with a key service and a clock of the tests. */
final class KeyRig implements AutoCloseable {
    private static final AtomicInteger TENANTS = new AtomicInteger();

    final MemoryKeys service = new MemoryKeys();
    final DatabaseSettings settings;
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private Instant now = Instant.parse("2026-11-28T09:00:00Z");

    KeyRig() throws Exception {
        settings = TestDatabase.migrated();
        database =
                Database.open(
                        vertx,
                        settings,
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
    }

    /** One that nobody has used. */
    static Tenant tenant() {
        return new Tenant("account", "instance-" + TENANTS.incrementAndGet());
    }

    InstanceKeyStore store() {
        return database.instanceKeys();
    }

    /** As a process that has just started has it. */
    KeyCabinet cabinet() {
        var opened = new OpenedKeys(service, () -> TimeUnit.SECONDS.toNanos(now.getEpochSecond()));
        return new KeyCabinet(service, opened, store(), () -> now);
    }

    FieldKeys fields(FieldPeriod period) {
        return new FieldKeys(cabinet(), _ -> period, new SecureRandom());
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() throws IOException {
        database.close();
        vertx.close().await();
    }
}
