package dev.crosspoint.gateway;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.journal.JournalKeys;
import dev.crosspoint.gateway.proof.Exporter;
import dev.crosspoint.gateway.proof.Finding;
import dev.crosspoint.gateway.proof.Inspector;
import dev.crosspoint.gateway.proof.KeyFiles;
import dev.crosspoint.gateway.proof.Result.Weight;
import dev.crosspoint.gateway.proof.StoreKnown;
import dev.crosspoint.gateway.store.DatabaseView;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands about recordings, beside a gateway that runs or instead of one. Each answers with
 * its exit code: 0 all is well, 1 it is not, 2 it could not be found out. They block.
 */
final class RecordingCommands {
    private static final int WELL = CommandPlace.WELL;
    private static final int NOT_WELL = CommandPlace.NOT_WELL;
    private static final int CANNOT = CommandPlace.CANNOT;

    private final CommandPlace place;
    private final GatewayConfig config;
    private final PrintStream out;
    private final PrintStream err;

    RecordingCommands(CommandPlace place) {
        this.place = place;
        this.config = place.config();
        this.out = place.out();
        this.err = place.err();
    }

    /** Checks everything that is kept of recordings. */
    int verify(@Nullable Path publicKey) {
        if (!place.hasKeystore()) {
            return CANNOT;
        }
        try (var home = place.homeIfNobodyHasIt();
                var plant = place.plant()) {
            try (var database = place.database(home != null)) {
                var known = database == null ? null : new StoreKnown(database.recordings());
                var pem =
                        publicKey == null
                                ? plant.keystore().publicKey()
                                : Files.readString(publicKey);
                var inspector =
                        new Inspector(
                                plant.folder(),
                                plant.tenants(),
                                plant.keys(),
                                pem,
                                known,
                                home == null,
                                InstantSource.system());
                int result = print(inspector.inspect());
                place.recordUses(plant);
                return result;
            }
        } catch (IOException e) {
            err.println("Recordings cannot be looked at: " + e.getMessage());
            return CANNOT;
        }
    }

    private int print(List<Finding> findings) {
        for (var finding : findings) {
            out.printf(
                    "%-20s %s%s%n",
                    finding.result().word(),
                    finding.what(),
                    finding.detail().isEmpty() ? "" : "  (" + finding.detail() + ")");
        }
        out.println(Inspector.summary(findings));
        if (findings.stream().anyMatch(it -> it.result().weight() == Weight.WRONG)) {
            return NOT_WELL;
        }
        return findings.stream().anyMatch(it -> it.result().weight() == Weight.UNKNOWN)
                ? CANNOT
                : WELL;
    }

    /** Shows what can be opened here. */
    int list() {
        if (!place.hasKeystore()) {
            return CANNOT;
        }
        try (var plant = place.plant()) {
            for (var held : exporter(plant).list()) {
                out.printf(
                        "%-40s %s/%s  %s%n",
                        held.recording(),
                        held.tenant().account(),
                        held.tenant().instance(),
                        held.where());
            }
            return WELL;
        } catch (IOException e) {
            err.println("Recordings cannot be listed: " + e.getMessage());
            return CANNOT;
        }
    }

    /** Opens a recording into plain files, once that is on record. */
    int export(Command.Export asked) {
        if (!place.hasKeystore()) {
            return CANNOT;
        }
        try (var plant = place.plant()) {
            var exporter = exporter(plant);
            var found =
                    exporter.list().stream()
                            .filter(held -> held.recording().value().equals(asked.recording()))
                            .filter(held ->
                                    asked.tenant() == null || held.tenant().equals(asked.tenant()))
                            .toList();
            if (found.isEmpty()) {
                err.println(
                        "There is no recording "
                                + asked.recording()
                                + " that can be opened here. See export --list; what was delivered"
                                + " to a bucket lies there in the clear for whoever has its key.");
                return NOT_WELL;
            }
            var held = found.getFirst();
            record(plant, held.tenant(), asked.recording());
            exporter.export(held, asked.to()).forEach(out::println);
            place.recordUses(plant);
            return WELL;
        } catch (IOException e) {
            err.println("Recording " + asked.recording() + " is not exported: " + e.getMessage());
            return NOT_WELL;
        }
    }

    private void record(RecordingPlant plant, Tenant tenant, String recording) throws IOException {
        var whose = new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
        var event =
                AuditEvent.now(new Actor.Operator(), whose, new Deed.ExportedRecording(recording));
        try {
            place.events(plant).write(whose, List.of(event));
        } catch (IOException e) {
            throw new IOException(
                    "it cannot be put on record in "
                            + place.auditFolder()
                            + " ("
                            + e.getMessage()
                            + "). Make that folder writable first.",
                    e);
        }
    }

    private static Exporter exporter(RecordingPlant plant) {
        return new Exporter(
                plant.folder(), plant.tenants(), plant.keys(), plant.keystore().publicKey());
    }

    /** Makes the next generation of a tenant's local key. */
    int rotate(Tenant tenant) {
        if (!place.isConfigured(tenant)) {
            return NOT_WELL;
        }
        if (!place.hasKeystore()) {
            return CANNOT;
        }
        try (var home = place.homeIfNobodyHasIt()) {
            if (home == null) {
                err.println("A gateway runs with these keys. Stop it, rotate, and start it again.");
                return CANNOT;
            }
            try (var plant = place.plant()) {
                var next = plant.keystore().rotate(tenant);
                place.recordUses(plant);
                out.println(
                        "New data keys are wrapped with "
                                + next
                                + ". Back up "
                                + config.home().resolve(RecordingPlant.KEYS)
                                + ", then start the gateway: it wraps the others anew.");
                return WELL;
            }
        } catch (IOException | KeyFailure e) {
            err.println("Keys are not rotated: " + e.getMessage());
            return CANNOT;
        }
    }

    /** Destroys an old generation of a tenant's local key, once nothing of ours needs it. */
    int retire(Tenant tenant, String key) {
        if (!place.isConfigured(tenant)) {
            return NOT_WELL;
        }
        if (!place.hasKeystore()) {
            return CANNOT;
        }
        try (var home = place.homeIfNobodyHasIt()) {
            if (home == null) {
                err.println("A gateway runs with these keys. Stop it, retire, and start it again.");
                return CANNOT;
            }
            try (var plant = place.plant();
                    var database = place.database(true)) {
                if (database == null) {
                    err.println("Nobody knows what " + key + " wraps, so it stays.");
                    return CANNOT;
                }
                long wrapped =
                        wrappedBy(key, tenant, plant, database)
                                + wrappedOfTheTrail(key, tenant, database)
                                + new JournalKeys(place.historyFolder()).wrappedBy(key);
                if (wrapped > 0) {
                    err.println(
                            key
                                    + " still wraps "
                                    + wrapped
                                    + " data keys: of recordings, of the audit trail, or of what"
                                    + " waits for the database. Start the gateway with its"
                                    + " database, which wraps them anew, and retire it when the log"
                                    + " says so.");
                    return NOT_WELL;
                }
                plant.keystore().retire(tenant, key);
                place.recordUses(plant);
                out.println(
                        key
                                + " is destroyed. What backups hold of its time stays shut, unless"
                                + " they hold the keystore too.");
                return WELL;
            }
        } catch (KeyFailure e) {
            err.println("The key is not retired: " + e.getMessage());
            return NOT_WELL;
        } catch (IOException e) {
            err.println("The key is not retired: " + e.getMessage());
            return CANNOT;
        }
    }

    /** Of what the database knows and of what lies here, whichever is more. */
    private static long wrappedBy(
            String key, Tenant tenant, RecordingPlant plant, DatabaseView database)
            throws IOException {
        var whose = new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
        long known = database.keyChanges().keysInUse(whose).await().getOrDefault(key, 0L);
        long here = 0;
        for (var settings : plant.tenants()) {
            if (settings.tenant().equals(tenant)) {
                here = new KeyFiles(plant.folder(), settings).wrappedBy(key);
            }
        }
        return Math.max(known, here);
    }

    /** Of the chain, and of what waits to come into it. */
    private long wrappedOfTheTrail(String key, Tenant tenant, DatabaseView database)
            throws IOException {
        var whose = new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
        long chain =
                database.audit().keys(whose).await().stream()
                        .filter(row -> row.keyId().equals(key))
                        .count();
        return chain + new JournalKeys(place.auditFolder()).wrappedBy(key);
    }
}
