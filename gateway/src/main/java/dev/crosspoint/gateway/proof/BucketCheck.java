package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.aws.S3Target;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.gateway.recording.Receipts;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the objects of one recording in a bucket: each is asked about, and fetched once. */
final class BucketCheck {
    private static final String MANIFEST = ".json";
    private static final String PEAKS = ".peaks";

    private final S3Target target;
    private final ManifestCheck manifests;
    private final Tenant tenant;
    private final Recording recording;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Manifest manifest;

    BucketCheck(S3Target target, ManifestCheck manifests, Tenant tenant, Recording recording) {
        this.target = target;
        this.manifests = manifests;
        this.tenant = tenant;
        this.recording = recording;
    }

    List<Finding> check() {
        // The manifest first, as it was sent.
        Receipts.of(recording).forEach(this::check);
        return List.copyOf(findings);
    }

    private void check(Receipt receipt) {
        try {
            if (!target.isThere(receipt)) {
                add(receipt, Result.MISSING, "");
                return;
            }
            if (receipt.location().endsWith(MANIFEST)) {
                // What it says is more than that it is another one.
                if (isSound(receipt)) {
                    target.confirm(receipt);
                    add(receipt, Result.GOOD, "");
                }
                return;
            }
            target.confirm(receipt);
            judge(receipt);
        } catch (DeliveryFailure e) {
            add(
                    receipt,
                    switch (e.reason()) {
                        case BROKEN, CONFLICT -> Result.HASH_DIFFERS;
                        case DENIED, RETRY -> Result.UNREADABLE;
                    },
                    String.valueOf(e.getMessage()));
        } catch (IOException e) {
            add(receipt, Result.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private boolean isSound(Receipt receipt) throws IOException {
        Manifest read;
        try (var in = target.open(receipt, 0, receipt.bytes())) {
            read = Contents.manifest(in);
        } catch (IllegalArgumentException e) {
            read = null;
        }
        switch (manifests.judge(read, tenant, recording.id())) {
            case ManifestCheck.Outcome.Bad(var result, var detail) -> {
                add(receipt, result, detail);
                return false;
            }
            case ManifestCheck.Outcome.Sound(var sound) -> {
                manifest = sound;
                return true;
            }
        }
    }

    private void judge(Receipt receipt) throws IOException {
        var known = manifest;
        if (known == null) {
            add(receipt, Result.NOT_CHECKED, "as delivered; its manifest is not to be had");
            return;
        }
        String hash;
        try (var in = target.open(receipt, 0, receipt.bytes())) {
            hash = Contents.sha256(in);
        }
        var part = receipt.location().endsWith(PEAKS) ? known.peaks() : known.audio();
        add(receipt, part.sha256().equals(hash) ? Result.GOOD : Result.HASH_DIFFERS, "");
    }

    private void add(Receipt receipt, Result result, String detail) {
        findings.add(new Finding(receipt.location(), recording.id().value(), result, detail));
    }
}
