package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The wrapped data key of one recording, wrapped anew wherever it lies. May be killed anywhere and
 * begun anew: what is wrapped already stays as it is.
 */
final class Rewrapping {
    private final KeyProvider keys;
    private final SpoolDisk disk;
    private final SpoolFolder folder;
    private final List<FolderTarget> targets;
    private final Tenant tenant;
    private final String toKey;

    /** Each wrapping once, however often it lies somewhere. */
    private final Map<WrappedKey, WrappedKey> done = new HashMap<>();

    Rewrapping(
            KeyProvider keys,
            SpoolDisk disk,
            SpoolFolder folder,
            List<FolderTarget> targets,
            Tenant tenant,
            String toKey) {
        this.keys = keys;
        this.disk = disk;
        this.folder = folder;
        this.targets = targets;
        this.tenant = tenant;
        this.toKey = toKey;
    }

    /** Whether its key files are being copied now, so that one of them might be forgotten. */
    static boolean isMoving(Recording row) {
        return row.state() == RecordingState.UPLOADING;
    }

    /**
     * Does it.
     *
     * @throws KeyFailure {@code INVALID} when a key file is not what was wrapped
     */
    void rewrap(Recording row) throws IOException, KeyFailure {
        Path inSpool = folder.key(tenant, row.id());
        if (row.erasedAt() == null && disk.list(folder.of(tenant)).contains(inSpool)) {
            var file = KeyFile.read(disk, inSpool);
            if (!isDone(file)) {
                again(file).write(disk, inSpool);
            }
        }
        for (var receipt : Receipts.of(row)) {
            if (receipt.sealed()) {
                rewrap(receipt);
            }
        }
    }

    private void rewrap(Receipt receipt) throws IOException, KeyFailure {
        for (var target : targets) {
            if (target.has(receipt.location())) {
                var file = KeyFile.parse(target.keyFile(receipt));
                if (!isDone(file)) {
                    target.replaceKeyFile(receipt, again(file).encoded());
                }
            }
        }
    }

    private boolean isDone(KeyFile file) {
        return file.wrapped().keyId().equals(toKey);
    }

    private KeyFile again(KeyFile file) throws KeyFailure {
        var known = done.get(file.wrapped());
        var wrapped = known == null ? keys.rewrap(file.wrapped(), file.context()) : known;
        done.put(file.wrapped(), wrapped);
        return new KeyFile(wrapped, file.context());
    }
}
