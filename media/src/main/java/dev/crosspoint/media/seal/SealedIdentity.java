package dev.crosspoint.media.seal;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;

/** Which file it is, whatever its name: whoever opens one compares it with what was asked for. */
public record SealedIdentity(Artefact artefact, RecordingId recording, Tenant tenant) {
    public SealedIdentity {
        requireNonNull(artefact);
        requireNonNull(recording);
        requireNonNull(tenant);
    }
}
