package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one recording in the spool, and its data key. Blocks. */
final class RecordingFiles {
    /** The key goes last: without it nobody would know what the others are. */
    private static final List<Artefact> ALL =
            List.of(Artefact.TRACKS, Artefact.AUDIO, Artefact.PEAKS, Artefact.MANIFEST);

    private final SpoolDisk disk;
    private final SpoolFolder folder;
    private final KeyOpener keys;
    private final OpenedKeys opened;
    private final SecureRandom random;
    private final Tenant tenant;
    private final RecordingId recording;

    /** Opens a data key, to be closed by the caller. */
    private interface KeyOpener {
        DataKey open(KeyFile file) throws KeyFailure;
    }

    RecordingFiles(
            SpoolDisk disk,
            SpoolFolder folder,
            OpenedKeys keys,
            SecureRandom random,
            Tenant tenant,
            RecordingId recording) {
        this(disk, folder, keys::open, keys, random, tenant, recording);
    }

    private RecordingFiles(
            SpoolDisk disk,
            SpoolFolder folder,
            KeyOpener keys,
            OpenedKeys opened,
            SecureRandom random,
            Tenant tenant,
            RecordingId recording) {
        this.disk = disk;
        this.folder = folder;
        this.keys = keys;
        this.opened = opened;
        this.random = random;
        this.tenant = tenant;
        this.recording = recording;
    }

    Tenant tenant() {
        return tenant;
    }

    RecordingId recording() {
        return recording;
    }

    /** Whether a file is there, which means that it is whole. */
    boolean has(Artefact artefact) throws IOException {
        return disk.list(folder.of(tenant)).contains(path(artefact));
    }

    KeyFile key() throws IOException, KeyFailure {
        return KeyFile.read(disk, folder.key(tenant, recording));
    }

    /** Has its key opened, so that it is at hand for a while. Waits for the key service. */
    void askForKey() throws IOException, KeyFailure {
        keys.open(key()).close();
    }

    /**
     * Its key, when it was opened a moment ago; null when the key service is to be asked again.
     *
     * @return to be closed by the caller
     */
    @Nullable DataKey keyAtHand() throws IOException, KeyFailure {
        return opened.atHand(key()).orElse(null);
    }

    /**
     * The same files, for which no key service is waited for.
     *
     * @param key of this recording, open as long as they are used
     */
    RecordingFiles with(DataKey key) {
        return new RecordingFiles(disk, folder, _ -> key.copy(), opened, random, tenant, recording);
    }

    byte[] keyBytes() throws IOException, KeyFailure {
        return key().encoded();
    }

    /** The sealed form, from its first byte. */
    SpoolStream sealed(Artefact artefact) throws IOException {
        return new SpoolStream(disk.open(path(artefact)));
    }

    /**
     * What is in a file.
     *
     * @throws BadSealedFile also when it is another file than its name says
     */
    SealedReader open(Artefact artefact) throws IOException, KeyFailure, BadSealedFile {
        SealedReader reader;
        try (var key = keys.open(key())) {
            reader = SealedFileWriter.open(disk, path(artefact), key);
        }
        var expected = new SealedIdentity(artefact, recording, tenant);
        if (!reader.header().identity().equals(expected)) {
            reader.close();
            throw BadSealedFile.isAnother();
        }
        return reader;
    }

    /** A new file, in place of one that was begun. */
    SealedFileWriter create(Artefact artefact) throws IOException, KeyFailure {
        var keyFile = key();
        try (var key = keys.open(keyFile)) {
            return SealedFileWriter.create(
                    disk, folder, artefact, recording, keyFile.context(), key, random);
        }
    }

    /** Takes all of it away; what is gone already is gone. */
    void erase() throws IOException {
        forgetKey();
        for (var artefact : ALL) {
            disk.delete(path(artefact));
        }
        disk.delete(folder.key(tenant, recording));
        if (!disk.list(folder.of(tenant)).isEmpty()) {
            disk.forceFolder(folder.of(tenant));
        }
    }

    private void forgetKey() {
        try {
            opened.forget(key());
        } catch (IOException | KeyFailure e) {
            // Its file is gone already, or is none: then nobody has opened it of late.
        }
    }

    private Path path(Artefact artefact) {
        return folder.file(tenant, recording, artefact);
    }
}
