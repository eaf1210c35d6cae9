package dev.crosspoint.gateway.proof;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.proof.Bundle.Place;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at everything that was delivered for a tenant into a folder of ours. */
final class FolderCheck {
    private static final String SEALED = ".sealed";
    private static final Map<String, Artefact> ENDINGS =
            Map.of(
                    dev.crosspoint.media.delivery.Artefact.WAV.ending(),
                    Artefact.AUDIO,
                    dev.crosspoint.media.delivery.Artefact.OGG.ending(),
                    Artefact.AUDIO,
                    dev.crosspoint.media.delivery.Artefact.PEAKS.ending(),
                    Artefact.PEAKS,
                    dev.crosspoint.media.delivery.Artefact.MANIFEST.ending(),
                    Artefact.MANIFEST);

    private final FolderTarget target;
    private final KeyProvider keys;
    private final ManifestCheck manifests;
    private final FileDisk disk = new FileDisk();

    FolderCheck(FolderTarget target, KeyProvider keys, ManifestCheck manifests) {
        this.target = target;
        this.keys = keys;
        this.manifests = manifests;
    }

    /**
     * All that lies there, or that the store says lies there.
     *
     * @param delivered locations that the store knows, with their recordings
     */
    List<Finding> check(Tenant tenant, Map<String, RecordingId> delivered) throws IOException {
        var bundles = new TreeMap<String, Map<Artefact, Place>>();
        var names = new HashMap<String, String>();
        var owners = new HashMap<EncryptionContext, RecordingId>();
        var locations = new ArrayList<>(target.locations(tenant));
        delivered.keySet().stream().filter(it -> !locations.contains(it)).forEach(locations::add);
        for (var location : locations) {
            var artefact = artefact(location);
            if (artefact != null) {
                var stem = stem(location);
                bundles.computeIfAbsent(stem, _ -> new EnumMap<>(Artefact.class))
                        .put(artefact, place(location));
                if (artefact == Artefact.AUDIO) {
                    names.put(stem, location);
                }
                learnOwner(location, owners);
            }
        }
        var findings = new ArrayList<Finding>();
        for (var entry : bundles.entrySet()) {
            var audio = names.get(entry.getKey());
            var expected = audio == null ? null : delivered.get(audio);
            findings.addAll(
                    check(tenant, entry.getKey(), entry.getValue(), audio, expected, owners));
        }
        return findings;
    }

    private List<Finding> check(
            Tenant tenant,
            String stem,
            Map<Artefact, Place> files,
            @Nullable String audio,
            @Nullable RecordingId expected,
            Map<EncryptionContext, RecordingId> owners)
            throws IOException {
        for (var ending : List.of(".json", ".peaks", ".wav")) {
            var artefact = requireNonNull(ENDINGS.get(ending));
            if (!files.containsKey(artefact)) {
                files.put(artefact, place(stem + ending + SEALED));
            }
        }
        var check =
                new BundleCheck(
                        keys, manifests, owners::get, tenant, new Bundle(disk, files), expected);
        var findings =
                new ArrayList<>(
                        check.check(
                                null,
                                (place, frames) ->
                                        new Finding(place.name(), "", Result.CUT, frames + "")));
        var manifest = check.manifest();
        if (manifest != null && audio != null) {
            // <account>/<path>.sealed
            var path = audio.substring(audio.indexOf('/') + 1, audio.length() - SEALED.length());
            ManifestCheck.judgeName(manifest, audio, path).ifPresent(findings::add);
        }
        return findings;
    }

    private void learnOwner(String location, Map<EncryptionContext, RecordingId> owners)
            throws IOException {
        try (var source = disk.open(target.sealedFile(location))) {
            var header = SealedHeader.read(source);
            owners.putIfAbsent(header.context(), header.identity().recording());
        } catch (BadSealedFile | NoSuchFileException e) {
            // Told when the file itself is looked at.
        }
    }

    private Place place(String location) throws IOException {
        return new Place(location, target.sealedFile(location), target.wrappedKeyFile(location));
    }

    private static @Nullable Artefact artefact(String location) {
        var name = location.substring(0, location.length() - SEALED.length());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : ENDINGS.get(name.substring(dot));
    }

    private static String stem(String location) {
        var name = location.substring(0, location.length() - SEALED.length());
        return name.substring(0, name.lastIndexOf('.'));
    }
}
