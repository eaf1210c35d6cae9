package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.proof.Bundle.Place;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at everything that a tenant has in the spool. */
final class SpoolCheck {
    /** A recording is told to the store a moment after its file was begun. */
    private static final Duration JUST_BEGUN = Duration.ofSeconds(10);

    private final SpoolFolder folder;
    private final KeyProvider keys;
    private final ManifestCheck manifests;
    private final @Nullable Known known;
    private final boolean isInUse;
    private final Instant now;
    private final FileDisk disk = new FileDisk();

    /**
     * @param known null when there is no database to be asked
     * @param isInUse whether a gateway has the spool; without one nothing runs
     */
    SpoolCheck(
            SpoolFolder folder,
            KeyProvider keys,
            ManifestCheck manifests,
            @Nullable Known known,
            boolean isInUse,
            Instant now) {
        this.folder = folder;
        this.keys = keys;
        this.manifests = manifests;
        this.known = known;
        this.isInUse = isInUse;
        this.now = now;
    }

    List<Finding> check(Tenant tenant) throws IOException {
        var recordings = new TreeMap<String, Map<Artefact, Place>>();
        var owners = new HashMap<EncryptionContext, RecordingId>();
        for (Path file : disk.list(folder.of(tenant))) {
            for (var artefact : Artefact.values()) {
                if (file.toString().endsWith("." + artefact.text())) {
                    var id = SpoolFolder.recordingOf(file);
                    recordings
                            .computeIfAbsent(id.value(), _ -> new EnumMap<>(Artefact.class))
                            .put(artefact, place(tenant, id, artefact));
                    learnOwner(file, id, owners);
                }
            }
        }
        var findings = new ArrayList<Finding>();
        for (var entry : recordings.entrySet()) {
            findings.addAll(
                    check(tenant, new RecordingId(entry.getKey()), entry.getValue(), owners));
        }
        findings.addAll(missing(tenant, recordings));
        return findings;
    }

    private List<Finding> check(
            Tenant tenant,
            RecordingId recording,
            Map<Artefact, Place> files,
            Map<EncryptionContext, RecordingId> owners)
            throws IOException {
        var row = row(tenant, recording);
        // What is delivered may be half erased; what is not has its tracks, and all or nothing
        // else.
        if (row.map(Recording::delivered).isEmpty()) {
            files.computeIfAbsent(Artefact.TRACKS, it -> place(tenant, recording, it));
            if (files.containsKey(Artefact.MANIFEST)) {
                files.computeIfAbsent(Artefact.AUDIO, it -> place(tenant, recording, it));
                files.computeIfAbsent(Artefact.PEAKS, it -> place(tenant, recording, it));
            }
        }
        var check =
                new BundleCheck(
                        keys, manifests, owners::get, tenant, new Bundle(disk, files), recording);
        var seal = row.map(Recording::tracks).map(SpoolCheck::seal).orElse(null);
        return check.check(seal, (place, frames) -> unsealed(recording, row, place, frames));
    }

    private Finding unsealed(
            RecordingId recording, Optional<Recording> row, Place place, int frames) {
        var whole = frames + " frames are whole";
        if (!isInUse) {
            return new Finding(place.name(), recording.value(), Result.UNSEALED, whole);
        }
        if (row.map(Recording::state).filter(RecordingState.OPEN::equals).isPresent()
                || (known != null && row.isEmpty() && isJustBegun(place))) {
            return new Finding(place.name(), recording.value(), Result.RUNNING, whole);
        }
        return known == null
                ? new Finding(
                        place.name(),
                        recording.value(),
                        Result.NOT_CHECKED,
                        whole + "; without the database nobody says whether it runs")
                : new Finding(place.name(), recording.value(), Result.UNSEALED, whole);
    }

    private boolean isJustBegun(Place place) {
        try {
            return Files.getLastModifiedTime(place.sealed())
                    .toInstant()
                    .isAfter(now.minus(JUST_BEGUN));
        } catch (IOException e) {
            return true; // It has just gone.
        }
    }

    /** What the store says is here, and of which there is no file at all. */
    private List<Finding> missing(Tenant tenant, Map<String, ?> there) throws IOException {
        var findings = new ArrayList<Finding>();
        if (known == null) {
            return findings;
        }
        for (var row : known.all(tenant)) {
            boolean isHere =
                    row.delivered() == null
                            && row.deleted() == null
                            && row.tracks() != null
                            && !there.containsKey(row.id().value());
            // Again, because it may have gone its way meanwhile.
            if (isHere && row(tenant, row.id()).map(Recording::delivered).isEmpty()) {
                var place = place(tenant, row.id(), Artefact.TRACKS);
                findings.add(new Finding(place.name(), row.id().value(), Result.MISSING, ""));
            }
        }
        return findings;
    }

    private Optional<Recording> row(Tenant tenant, RecordingId recording) throws IOException {
        return known == null ? Optional.empty() : known.find(tenant, recording);
    }

    private void learnOwner(
            Path file, RecordingId recording, Map<EncryptionContext, RecordingId> owners) {
        try (var source = disk.open(file)) {
            var header = SealedHeader.read(source);
            if (header.identity().recording().equals(recording)) {
                owners.putIfAbsent(header.context(), recording);
            }
        } catch (IOException | BadSealedFile e) {
            // Told when the file itself is looked at.
        }
    }

    private Place place(Tenant tenant, RecordingId recording, Artefact artefact) {
        var sealed = folder.file(tenant, recording, artefact);
        var name = "spool/" + folder.root().relativize(sealed);
        return new Place(name, sealed, folder.key(tenant, recording));
    }

    private static Seal seal(Recording.Tracks tracks) {
        return new Seal((int) tracks.frames(), tracks.bytes(), tracks.lastTag());
    }
}
