package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import java.time.DateTimeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a manifest is what was signed, and of the recording beside it. */
final class ManifestCheck {
    private final String publicKey;

    /** A sound manifest, or what is wrong with it. */
    sealed interface Outcome {
        record Sound(Manifest manifest) implements Outcome {}

        record Bad(Result result, String detail) implements Outcome {}
    }

    ManifestCheck(String publicKey) {
        this.publicKey = publicKey;
    }

    /**
     * Judges one.
     *
     * @param manifest null when the document is none
     * @param expected whose it has to be; null when only the manifest says
     */
    Outcome judge(@Nullable Manifest manifest, Tenant tenant, @Nullable RecordingId expected) {
        if (manifest == null || !manifest.isSignedBy(publicKey)) {
            return new Outcome.Bad(Result.MANIFEST_EDITED, "its signature is not good");
        }
        if (!manifest.tenant().equals(tenant)
                || (expected != null && !manifest.recording().equals(expected))) {
            return new Outcome.Bad(
                    Result.MANIFEST_OF_ANOTHER, "it tells of recording " + manifest.recording());
        }
        return new Outcome.Sound(manifest);
    }

    /**
     * Whether a path is one that a manifest's files are delivered under.
     *
     * @param path of the audio, without what a target adds
     */
    static Optional<Finding> judgeName(Manifest manifest, String shown, String path) {
        try {
            var wanted = manifest.name(manifest.sound());
            var ending = wanted.artefact().ending();
            var stem = wanted.path().substring(0, wanted.path().length() - ending.length());
            boolean isOurs =
                    path.startsWith(stem)
                            && path.endsWith(ending)
                            && path.substring(stem.length(), path.length() - ending.length())
                                    .matches("(_[1-9][0-9]*)?");
            return isOurs
                    ? Optional.empty()
                    : Optional.of(
                            new Finding(
                                    shown,
                                    manifest.recording().value(),
                                    Result.SWAPPED,
                                    "it belongs at " + wanted.path()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalStateException("a manifest that we signed says nonsense", e);
        }
    }
}
