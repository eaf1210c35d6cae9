package dev.crosspoint.gateway.proof;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.gateway.recording.PlainStream;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Opens recordings that lie sealed here into plain files, for their owner. Blocks. */
public final class Exporter {
    private static final String SEALED = ".sealed";
    private static final String AUDIO_NAMES = ".*\\.(wav|ogg)\\.sealed";

    private final SpoolFolder spool;
    private final List<TenantRecordings> tenants;
    private final KeyProvider keys;
    private final ManifestCheck manifests;
    private final FileDisk disk = new FileDisk();

    /**
     * A recording that can be opened here.
     *
     * @param where for people
     */
    public record Held(
            Tenant tenant, RecordingId recording, String where, Path audio, Path manifest) {
        /** Whether it lies in the spool, and so shares one key file. */
        private boolean isSpooled() {
            return audio.toString().endsWith("." + Artefact.AUDIO.text());
        }
    }

    /**
     * Somebody who opens.
     *
     * @param publicKey that manifests are signed with, in PEM
     */
    public Exporter(
            SpoolFolder spool, List<TenantRecordings> tenants, KeyProvider keys, String publicKey) {
        this.spool = spool;
        this.tenants = List.copyOf(tenants);
        this.keys = keys;
        this.manifests = new ManifestCheck(publicKey);
    }

    /** All that can be opened here: prepared in the spool, or delivered into a folder. */
    public List<Held> list() throws IOException {
        var held = new ArrayList<Held>();
        for (var tenant : tenants) {
            listSpool(tenant.tenant(), held);
            for (var target : tenant.targets()) {
                if (target instanceof FolderTarget folder) {
                    listFolder(tenant.tenant(), folder, held);
                }
            }
        }
        return held.stream().distinct().toList();
    }

    private void listSpool(Tenant tenant, List<Held> held) throws IOException {
        var files = disk.list(spool.of(tenant)).stream().sorted().toList();
        for (var file : files) {
            if (file.toString().endsWith("." + Artefact.MANIFEST.text())) {
                var recording = SpoolFolder.recordingOf(file);
                var audio = spool.file(tenant, recording, Artefact.AUDIO);
                held.add(new Held(tenant, recording, "spool", audio, file));
            }
        }
    }

    private void listFolder(Tenant tenant, FolderTarget folder, List<Held> held)
            throws IOException {
        for (var location : folder.locations(tenant)) {
            if (location.matches(AUDIO_NAMES)) {
                var audio = folder.sealedFile(location);
                var manifest =
                        folder.sealedFile(
                                location.replaceAll("\\.(wav|ogg)\\.sealed$", ".json.sealed"));
                try (var source = disk.open(audio)) {
                    var recording = SealedHeader.read(source).identity().recording();
                    held.add(new Held(tenant, recording, location, audio, manifest));
                } catch (BadSealedFile e) {
                    // It does not say which it is; verify tells.
                }
            }
        }
    }

    /**
     * Opens one.
     *
     * @param to folder for its files; nothing in it is replaced
     * @return the files: manifest and audio
     * @throws IOException when it is not what was recorded, or cannot be opened or written; the
     *     message says what to do, and no file is left
     */
    public List<Path> export(Held held, Path to) throws IOException {
        try {
            var manifest = manifest(held);
            var name =
                    String.valueOf(Path.of(manifest.name(manifest.sound()).path()).getFileName());
            var ending = manifest.sound().ending();
            var document = to.resolve(name.substring(0, name.length() - ending.length()) + ".json");
            Files.createDirectories(to);
            var written = new ArrayList<Path>();
            try {
                written.add(write(document, new ByteArrayInputStream(manifest.document())));
                var audio = to.resolve(name);
                try (var in = open(held, Artefact.AUDIO)) {
                    written.add(write(audio, in));
                }
                try (var in = Files.newInputStream(audio)) {
                    if (!Contents.sha256(in).equals(manifest.audio().sha256())) {
                        throw new IOException(
                                "its audio is not what the manifest tells of. Run verify.");
                    }
                }
                return written;
            } catch (IOException | KeyFailure | BadSealedFile e) {
                for (var file : written) {
                    Files.deleteIfExists(file);
                }
                throw e;
            }
        } catch (KeyFailure e) {
            throw new IOException(
                    switch (e.reason()) {
                        case DENIED -> "its key is denied: " + e.getMessage();
                        case UNAVAILABLE ->
                                "the key service does not answer, try again: " + e.getMessage();
                        case INVALID -> "its key file was changed. Run verify.";
                    },
                    e);
        } catch (BadSealedFile e) {
            throw new IOException(
                    "its files were changed (" + e.getMessage() + "). Run verify.", e);
        } catch (DeliveryFailure e) {
            throw new IOException(
                    "its files were changed (" + e.getMessage() + "). Run verify.", e);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + " is there already. Choose another folder.", e);
        }
    }

    private Manifest manifest(Held held) throws IOException, KeyFailure, BadSealedFile {
        Manifest read;
        try (var in = open(held, Artefact.MANIFEST)) {
            read = Contents.manifest(in);
        } catch (IllegalArgumentException e) {
            read = null;
        }
        return switch (manifests.judge(read, held.tenant(), held.recording())) {
            case ManifestCheck.Outcome.Sound(var manifest) -> manifest;
            case ManifestCheck.Outcome.Bad(_, var detail) ->
                    throw new IOException("its manifest was changed: " + detail + ". Run verify.");
        };
    }

    private PlainStream open(Held held, Artefact artefact)
            throws IOException, KeyFailure, BadSealedFile {
        var file = artefact == Artefact.AUDIO ? held.audio() : held.manifest();
        var keyFile =
                held.isSpooled() ? spool.key(held.tenant(), held.recording()) : keyBeside(file);
        if (!Files.exists(keyFile)) {
            throw new IOException(keyFile + " is not there. Put it back from a backup.");
        }
        var key = KeyFile.read(disk, keyFile);
        try (var dataKey = keys.unwrap(key.wrapped(), key.context())) {
            var reader = SealedReader.open(disk.open(file), dataKey);
            var expected = new SealedIdentity(artefact, held.recording(), held.tenant());
            if (!reader.header().identity().equals(expected)) {
                reader.close();
                throw BadSealedFile.isAnother();
            }
            return new PlainStream(reader);
        }
    }

    private static Path keyBeside(Path sealed) {
        var name = String.valueOf(requireNonNull(sealed.getFileName()));
        return sealed.resolveSibling(name.substring(0, name.length() - SEALED.length()) + ".key");
    }

    /** A new file, which only its owner may read; when it cannot be written whole, none. */
    private static Path write(Path file, InputStream in) throws IOException {
        boolean hasModes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (hasModes) {
            var ownerOnly = PosixFilePermissions.fromString("rw-------");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
        } else {
            Files.createFile(file);
        }
        try (var out = Files.newOutputStream(file)) {
            in.transferTo(out);
            return file;
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        }
    }
}
