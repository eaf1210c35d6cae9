package dev.crosspoint.gateway;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditFinding;
import dev.crosspoint.gateway.audit.AuditFinding.Kind;
import dev.crosspoint.gateway.audit.AuditVerifier;
import dev.crosspoint.gateway.store.AuditRow;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The commands about the audit trail, beside a gateway that runs or instead of one. Each answers
 * with its exit code: 0 all is well, 1 somebody changed something, 2 it could not be found out.
 * They block.
 */
final class AuditCommands {
    private static final int ANSWER_SECONDS = 30;

    private final CommandPlace place;

    AuditCommands(CommandPlace place) {
        this.place = place;
    }

    /** Checks every tenant's chain against its digests. */
    int verify(@Nullable Path publicKey) {
        if (!place.hasKeystore()) {
            return CommandPlace.CANNOT;
        }
        try (var home = place.homeIfNobodyHasIt();
                var plant = place.plant();
                var database = place.database(home != null)) {
            if (database == null) {
                return CommandPlace.CANNOT;
            }
            var pem =
                    publicKey == null ? plant.keystore().publicKey() : Files.readString(publicKey);
            var verifier = new AuditVerifier(database.audit(), plant.keys(), pem);
            var all = new ArrayList<AuditFinding>();
            plant.documents()
                    .forEach((tenant, target) -> {
                        for (var finding : verifier.verify(tenant, target)) {
                            print(tenant, finding);
                            all.add(finding);
                        }
                    });
            place.recordUses(plant);
            return code(all);
        } catch (IOException e) {
            place.err().println("The audit trail cannot be looked at: " + e.getMessage());
            return CommandPlace.CANNOT;
        }
    }

    private void print(Tenant tenant, AuditFinding finding) {
        place.out()
                .printf(
                        "%-18s %s/%s  %s%n",
                        finding.kind().word(),
                        tenant.account(),
                        tenant.instance(),
                        finding.detail());
    }

    private static int code(List<AuditFinding> findings) {
        if (findings.stream().anyMatch(finding -> finding.kind().isWrong())) {
            return CommandPlace.NOT_WELL;
        }
        return findings.stream().anyMatch(finding -> finding.kind() == Kind.UNKNOWN)
                ? CommandPlace.CANNOT
                : CommandPlace.WELL;
    }

    /** Writes a tenant's events as lines of JSON, in the order of the chain. */
    int export(Tenant tenant, @Nullable Path to) {
        if (!place.hasKeystore()) {
            return CommandPlace.CANNOT;
        }
        try (var home = place.homeIfNobodyHasIt();
                var plant = place.plant();
                var database = place.database(home != null)) {
            if (database == null) {
                return CommandPlace.CANNOT;
            }
            var by = new TreeMap<>(Map.of("how", "export"));
            place.events(plant)
                    .write(
                            tenant,
                            List.of(
                                    AuditEvent.now(
                                            new Actor.Operator(),
                                            tenant,
                                            new Deed.Searched("audit", by))));
            var lines = lines(database.audit(), tenant, to);
            place.recordUses(plant);
            place.err().println(lines + " events");
            return CommandPlace.WELL;
        } catch (Exception e) {
            place.err().println("The audit trail is not exported: " + e.getMessage());
            return CommandPlace.CANNOT;
        }
    }

    private long lines(AuditStore store, Tenant tenant, @Nullable Path to) throws Exception {
        if (to == null) {
            return lines(store, tenant, (Appendable) place.out());
        }
        try (var writer = Files.newBufferedWriter(to)) {
            return lines(store, tenant, writer);
        }
    }

    private static long lines(AuditStore store, Tenant tenant, Appendable to) throws Exception {
        long seq = 0;
        for (var rows = page(store, tenant, seq);
                !rows.isEmpty();
                rows = page(store, tenant, seq)) {
            for (var row : rows) {
                to.append(new String(row.entry().body(), StandardCharsets.UTF_8)).append('\n');
                seq = row.seq();
            }
        }
        return seq;
    }

    private static List<AuditRow> page(AuditStore store, Tenant tenant, long after)
            throws Exception {
        return store.after(tenant, after, AuditStore.MOST_ROWS)
                .await(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
