package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.aws.S3Target;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.recording.Receipts;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything that is kept of recordings: the spool, the folders and buckets where they
 * were delivered. Blocks, and changes nothing.
 */
public final class Inspector {
    private final SpoolFolder spool;
    private final List<TenantRecordings> tenants;
    private final KeyProvider keys;
    private final ManifestCheck manifests;
    private final @Nullable Known known;
    private final boolean isInUse;
    private final InstantSource clock;

    /**
     * Somebody who looks.
     *
     * @param publicKey that manifests are signed with, in PEM
     * @param known what the store knows; null when it cannot be asked
     * @param isInUse whether a gateway has the spool, and may be recording into it
     */
    public Inspector(
            SpoolFolder spool,
            List<TenantRecordings> tenants,
            KeyProvider keys,
            String publicKey,
            @Nullable Known known,
            boolean isInUse,
            InstantSource clock) {
        this.spool = spool;
        this.tenants = List.copyOf(tenants);
        this.keys = keys;
        this.manifests = new ManifestCheck(publicKey);
        this.known = known;
        this.isInUse = isInUse;
        this.clock = clock;
    }

    /**
     * What is found of every tenant.
     *
     * @throws IOException when folders cannot be listed, or the store does not answer any more
     */
    public List<Finding> inspect() throws IOException {
        var findings = new ArrayList<Finding>();
        if (known == null) {
            findings.add(
                    new Finding(
                            "database",
                            "",
                            Result.NOT_CHECKED,
                            "so nobody says which recordings run, what is missing, and what is in"
                                    + " buckets"));
        }
        for (var tenant : tenants) {
            findings.addAll(inspect(tenant));
        }
        findings.addAll(strangers());
        return findings;
    }

    private List<Finding> inspect(TenantRecordings tenant) throws IOException {
        var findings = new ArrayList<Finding>();
        var whose = tenant.tenant();
        findings.addAll(
                new SpoolCheck(spool, keys, manifests, known, isInUse, clock.instant())
                        .check(whose));
        var rows = known == null ? List.<Recording>of() : known.all(whose);
        var sealed = sealed(rows);
        var folders = folders(tenant);
        for (var folder : folders) {
            findings.addAll(
                    new FolderCheck(folder, keys, manifests)
                            .check(whose, heldBy(folder, sealed, folders)));
        }
        for (var row : rows) {
            inspectBucket(tenant, row, findings);
        }
        return findings;
    }

    // ---- folders

    private static List<FolderTarget> folders(TenantRecordings tenant) {
        return only(tenant, FolderTarget.class).distinct().toList();
    }

    private static Map<String, RecordingId> sealed(List<Recording> rows) {
        var sealed = new HashMap<String, RecordingId>();
        for (var row : rows) {
            Receipts.of(row).stream()
                    .filter(Receipt::sealed)
                    .forEach(receipt -> sealed.put(receipt.location(), row.id()));
        }
        return sealed;
    }

    /**
     * What is there, or should be: what no folder has is missed in the last, where the rest goes.
     */
    private static Map<String, RecordingId> heldBy(
            FolderTarget folder, Map<String, RecordingId> sealed, List<FolderTarget> folders) {
        var held = new HashMap<String, RecordingId>();
        sealed.forEach((location, id) -> {
            boolean isNowhere = folders.stream().noneMatch(one -> one.has(location));
            if (folder.has(location) || (isNowhere && folder.equals(folders.getLast()))) {
                held.put(location, id);
            }
        });
        return held;
    }

    // ---- buckets

    private void inspectBucket(TenantRecordings tenant, Recording row, List<Finding> findings) {
        var receipts = Receipts.of(row).stream().filter(receipt -> !receipt.sealed()).toList();
        if (receipts.isEmpty()) {
            return;
        }
        var target =
                only(tenant, S3Target.class)
                        .filter(bucket -> bucket.holds(receipts.getFirst()))
                        .findFirst();
        if (target.isPresent()) {
            findings.addAll(new BucketCheck(target.get(), manifests, tenant.tenant(), row).check());
        } else {
            findings.add(
                    new Finding(
                            receipts.getLast().location(),
                            row.id().value(),
                            Result.NOT_CHECKED,
                            "its bucket is not configured any more"));
        }
    }

    private static <T> Stream<T> only(TenantRecordings tenant, Class<T> kind) {
        return tenant.targets().stream().filter(kind::isInstance).map(kind::cast);
    }

    // ---- who is not configured

    private List<Finding> strangers() throws IOException {
        var configured = new HashSet<Path>();
        tenants.stream().map(TenantRecordings::tenant).map(spool::of).forEach(configured::add);
        var disk = new FileDisk();
        var findings = new ArrayList<Finding>();
        for (var account : disk.list(spool.root())) {
            for (var instance : disk.list(account)) {
                if (!configured.contains(instance) && !disk.list(instance).isEmpty()) {
                    findings.add(
                            new Finding(
                                    "spool/" + spool.root().relativize(instance),
                                    "",
                                    Result.NOT_CHECKED,
                                    "its tenant is not configured"));
                }
            }
        }
        return findings;
    }

    /** How many of each. */
    public static String summary(List<Finding> findings) {
        long fine = count(findings, Result.Weight.FINE);
        long wrong = count(findings, Result.Weight.WRONG);
        long unknown = count(findings, Result.Weight.UNKNOWN);
        return "%d good, %d wrong, %d not checked".formatted(fine, wrong, unknown);
    }

    private static long count(List<Finding> findings, Result.Weight weight) {
        return findings.stream().filter(finding -> finding.result().weight() == weight).count();
    }
}
