package dev.crosspoint.gateway;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.CommandEvents;
import dev.crosspoint.gateway.home.HomeFolder;
import dev.crosspoint.gateway.store.DatabaseView;
import dev.crosspoint.gateway.store.DatabaseView.Access;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What commands find and leave beside a gateway that runs, or instead of one. */
final class CommandPlace {
    /** Exit codes: all is well; it is not; it could not be found out. */
    static final int WELL = 0;

    static final int NOT_WELL = 1;
    static final int CANNOT = 2;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final PrintStream out;
    private final PrintStream err;
    private final Queue<KeyUse> uses = new ConcurrentLinkedQueue<>();

    CommandPlace(Vertx vertx, GatewayConfig config, PrintStream out, PrintStream err) {
        this.vertx = vertx;
        this.config = config;
        this.out = out;
        this.err = err;
    }

    GatewayConfig config() {
        return config;
    }

    Vertx vertx() {
        return vertx;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** Keys and targets, whose uses are kept for {@link #recordUses}. */
    RecordingPlant plant() throws IOException {
        return new RecordingPlant(config, this::onUse);
    }

    private void onUse(KeyUse use) {
        var context = use.context();
        // Those of the records themselves would have no end.
        if (context == null || context.purpose() != Purpose.JOURNAL) {
            uses.add(use);
        }
    }

    /** Where the audit trail leaves what waits. */
    Path auditFolder() {
        return config.home().resolve(Gateway.AUDIT_FILES);
    }

    /** Where what is known of contacts and agents waits. */
    Path historyFolder() {
        return config.home().resolve(Gateway.HISTORY_FILES);
    }

    /** What a command did, for the gateway to take into the audit trail. */
    CommandEvents events(RecordingPlant plant) {
        return new CommandEvents(auditFolder(), plant.keys());
    }

    /** Puts on record which keys were used; tells when that cannot be. */
    void recordUses(RecordingPlant plant) {
        var byTenant = new LinkedHashMap<Tenant, List<AuditEvent>>();
        for (var use = uses.poll(); use != null; use = uses.poll()) {
            var event = AuditEvent.of(use);
            byTenant.computeIfAbsent(event.tenant(), _ -> new ArrayList<>()).add(event);
        }
        byTenant.forEach((tenant, events) -> {
            try {
                events(plant).write(tenant, events);
            } catch (IOException e) {
                err.println("The uses of keys are not on record: " + e.getMessage());
            }
        });
    }

    /** The database as it is, to look; null when it cannot be had, which is told. */
    @Nullable DatabaseView database(boolean isStopped) {
        return database(isStopped, Access.LOOK);
    }

    /** The database as it is; null when it cannot be had, which is told. */
    @Nullable DatabaseView database(boolean isStopped, Access access) {
        var folder = config.home().resolve(Gateway.DATABASE_FILES);
        try {
            var database =
                    isStopped
                            ? Optional.of(
                                    DatabaseView.instead(
                                            vertx,
                                            config.database(),
                                            folder,
                                            new SecureRandom(),
                                            access))
                            : DatabaseView.beside(vertx, config.database(), folder, access);
            if (database.isEmpty()) {
                err.println(
                        "A gateway holds " + config.home() + ", and its database is not found.");
            }
            return database.orElse(null);
        } catch (IOException e) {
            err.println("Without the database: " + e.getMessage());
            return null;
        }
    }

    /** Whether it is a tenant of the configuration, or a scope of such; told when it is neither. */
    boolean isConfigured(dev.crosspoint.media.api.Tenant asked) {
        var whose = new Tenant(asked.account(), asked.instance());
        if (config.tenants().stream().anyMatch(entry -> entry.tenant().equals(whose))
                || ContactPlant.allScopes(config).containsKey(whose)) {
            return true;
        }
        err.println("No tenant " + asked.account() + "/" + asked.instance() + " is configured.");
        return false;
    }

    /** Because to look must not make a new one. */
    boolean hasKeystore() {
        var file = config.home().resolve(RecordingPlant.KEYS).resolve("keys.p12");
        if (Files.exists(file)) {
            return true;
        }
        err.println(
                file
                        + " is not there. Is home configured as for the gateway? Otherwise put it"
                        + " back from a backup.");
        return false;
    }

    /** The home folder, when no gateway runs; null when one does. */
    @Nullable HomeFolder homeIfNobodyHasIt() {
        try {
            return HomeFolder.take(config.home(), Duration.ZERO, () -> {});
        } catch (IOException e) {
            return null;
        }
    }
}
