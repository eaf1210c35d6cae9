package dev.crosspoint.gateway.proof;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.proof.Bundle.Place;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the sealed files of one recording in one place: by themselves, and beside each other.
 */
final class BundleCheck {
    private final KeyProvider keys;
    private final ManifestCheck manifests;

    /** Which recording a data key's context was seen with; null for none. */
    private final Function<EncryptionContext, @Nullable RecordingId> owners;

    private final Tenant tenant;
    private final Bundle bundle;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Artefact, SealedHeader> headers = new EnumMap<>(Artefact.class);
    private @Nullable RecordingId recording;
    private @Nullable Manifest manifest;

    /** What to make of tracks without a seal. */
    interface Unsealed {
        Finding judge(Place place, int frames);
    }

    /**
     * @param recording whose files these have to be; null when most of them decide
     */
    BundleCheck(
            KeyProvider keys,
            ManifestCheck manifests,
            Function<EncryptionContext, @Nullable RecordingId> owners,
            Tenant tenant,
            Bundle bundle,
            @Nullable RecordingId recording) {
        this.keys = keys;
        this.manifests = manifests;
        this.owners = owners;
        this.tenant = tenant;
        this.bundle = bundle;
        this.recording = recording;
    }

    /**
     * Looks at all of them.
     *
     * @param tracks what the store knows of the tracks; null for nothing
     */
    List<Finding> check(@Nullable Seal tracks, Unsealed unsealed) {
        readHeaders();
        if (recording == null) {
            recording = mostNamed();
        }
        // The manifest first: it says what the others are.
        checkOne(Artefact.MANIFEST, null, unsealed);
        var known = manifest;
        checkOne(
                Artefact.TRACKS,
                tracks == null && known != null ? known.tracks() : tracks,
                unsealed);
        checkOne(Artefact.AUDIO, known == null ? null : known.audio().seal(), unsealed);
        checkOne(Artefact.PEAKS, known == null ? null : known.peaks().seal(), unsealed);
        return List.copyOf(findings);
    }

    /** The manifest, when it was there and sound. */
    @Nullable Manifest manifest() {
        return manifest;
    }

    /** Whose files these are; null when none says. */
    @Nullable RecordingId recording() {
        return recording;
    }

    // ---- what they say of themselves

    private void readHeaders() {
        bundle.files()
                .forEach((artefact, place) -> {
                    try (var source = bundle.disk().open(place.sealed())) {
                        headers.put(artefact, SealedHeader.read(source));
                    } catch (IOException | BadSealedFile e) {
                        // Told when the file itself is looked at.
                    }
                });
    }

    private @Nullable RecordingId mostNamed() {
        var votes = new HashMap<RecordingId, Integer>();
        headers.values()
                .forEach(header -> votes.merge(header.identity().recording(), 1, Integer::sum));
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    // ---- one file

    private void checkOne(Artefact artefact, @Nullable Seal known, Unsealed unsealed) {
        var place = bundle.files().get(artefact);
        if (place == null) {
            return;
        }
        if (!Files.exists(place.sealed())) {
            add(place, Result.MISSING, "");
            return;
        }
        try {
            var keyFile = keyFile(place);
            if (keyFile == null || !isOfItsKey(artefact, place, keyFile)) {
                return;
            }
            try (var key = keys.unwrap(keyFile.wrapped(), keyFile.context())) {
                judge(artefact, place, key, known, unsealed);
            }
        } catch (KeyFailure e) {
            add(
                    place,
                    switch (e.reason()) {
                        case DENIED -> Result.KEY_DENIED;
                        case UNAVAILABLE -> Result.KEY_AWAY;
                        case INVALID -> Result.KEY_TAMPERED;
                    },
                    String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // A running gateway delivers, and takes away, while we look.
            if (Files.exists(place.sealed())) {
                add(place, Result.UNREADABLE, String.valueOf(e.getMessage()));
            }
        }
    }

    private @Nullable KeyFile keyFile(Place place) throws IOException {
        if (!Files.exists(place.key())) {
            add(place, Result.KEY_MISSING, "");
            return null;
        }
        try {
            return KeyFile.read(bundle.disk(), place.key());
        } catch (KeyFailure e) {
            add(place, Result.KEY_TAMPERED, "the key file is none");
            return null;
        }
    }

    /** Whether header and key file are of one data key; and if not, which of the two is wrong. */
    private boolean isOfItsKey(Artefact artefact, Place place, KeyFile keyFile) {
        var header = headers.get(artefact);
        if (header == null) {
            add(place, Result.TAMPERED, "the header");
            return false;
        }
        if (header.identity().equals(expected(artefact))
                && !header.context().equals(keyFile.context())) {
            var owner = owners.apply(keyFile.context());
            boolean isAnothers = owner != null && !owner.equals(recording);
            boolean headerIsShared =
                    headers.entrySet().stream()
                            .anyMatch(other ->
                                    other.getKey() != artefact
                                            && other.getValue().context().equals(header.context()));
            if (isAnothers || headerIsShared || !keyFile.context().tenant().equals(tenant)) {
                add(
                        place,
                        Result.KEY_SWAPPED,
                        isAnothers ? "the key file is that of recording " + owner : "");
            } else {
                add(place, Result.TAMPERED, "the header");
            }
            return false;
        }
        return true;
    }

    private void judge(
            Artefact artefact, Place place, DataKey key, @Nullable Seal known, Unsealed unsealed)
            throws IOException {
        Verdict verdict;
        try (var source = bundle.disk().open(place.sealed())) {
            verdict = SealedReader.verify(source, expected(artefact), key, known);
        }
        switch (verdict) {
            case Verdict.Sealed _ -> judgeContents(artefact, place, key);
            case Verdict.Unsealed(int frames, long _) -> {
                if (artefact == Artefact.TRACKS) {
                    findings.add(unsealed.judge(place, frames));
                } else {
                    // It gets its name when it is sealed.
                    add(place, Result.CUT, frames + " frames are left");
                }
            }
            case Verdict.Tampered(int frame) ->
                    add(
                            place,
                            Result.TAMPERED,
                            frame == BadSealedFile.HEADER ? "the header" : "frame " + frame);
            case Verdict.Cut(int frames) -> add(place, Result.CUT, frames + " frames are left");
            case Verdict.Swapped(var found) -> {
                if (isAnother(found, place, key)) {
                    add(
                            place,
                            Result.SWAPPED,
                            "it is the " + found.artefact().text() + " of " + found.recording());
                } else {
                    add(place, Result.TAMPERED, "the header");
                }
            }
        }
    }

    /**
     * Whether it is what it says, and only not in its place: of another data key, or whole under
     * this one. Otherwise somebody changed what it says.
     */
    private boolean isAnother(SealedIdentity found, Place place, DataKey key) throws IOException {
        try (var source = bundle.disk().open(place.sealed())) {
            var context = SealedHeader.read(source).context();
            return !context.equals(KeyFile.read(bundle.disk(), place.key()).context())
                    || SealedReader.verify(source, found, key, null) instanceof Verdict.Sealed;
        } catch (BadSealedFile | KeyFailure e) {
            return false;
        }
    }

    private void judgeContents(Artefact artefact, Place place, DataKey key) throws IOException {
        try {
            var reader = SealedReader.open(bundle.disk().open(place.sealed()), key);
            switch (artefact) {
                case TRACKS -> {
                    reader.close();
                    add(place, Result.GOOD, "");
                }
                case MANIFEST -> judgeManifest(place, reader);
                case AUDIO, PEAKS -> judgeHash(artefact, place, Contents.sha256(reader));
                case JOURNAL -> throw new IllegalStateException("a journal is of no recording");
            }
        } catch (BadSealedFile e) {
            throw new IOException("it changes while it is looked at", e);
        }
    }

    private void judgeManifest(Place place, SealedReader reader) throws IOException {
        Manifest read;
        try {
            read = Contents.manifest(reader);
        } catch (IllegalArgumentException e) {
            read = null;
        }
        switch (manifests.judge(read, tenant, recording)) {
            case ManifestCheck.Outcome.Bad(var result, var detail) -> add(place, result, detail);
            case ManifestCheck.Outcome.Sound(var sound) -> {
                var header = requireNonNull(headers.get(Artefact.MANIFEST));
                if (sound.context().equals(header.context().pairs())) {
                    manifest = sound;
                    add(place, Result.GOOD, "");
                } else {
                    add(place, Result.MANIFEST_OF_ANOTHER, "it names another data key");
                }
            }
        }
    }

    private void judgeHash(Artefact artefact, Place place, String hash) {
        var known = manifest;
        if (known == null) {
            boolean isToCome = !bundle.files().containsKey(Artefact.MANIFEST);
            add(
                    place,
                    isToCome ? Result.GOOD : Result.NOT_CHECKED,
                    isToCome ? "" : "whole; without its manifest nobody says what it has to be");
            return;
        }
        var part = artefact == Artefact.AUDIO ? known.audio() : known.peaks();
        add(place, part.sha256().equals(hash) ? Result.GOOD : Result.HASH_DIFFERS, "");
    }

    private SealedIdentity expected(Artefact artefact) {
        return new SealedIdentity(artefact, requireNonNull(recording), tenant);
    }

    private void add(Place place, Result result, String detail) {
        var whose = recording;
        findings.add(new Finding(place.name(), whose == null ? "" : whose.value(), result, detail));
    }
}
