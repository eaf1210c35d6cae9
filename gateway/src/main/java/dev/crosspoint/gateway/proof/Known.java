package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the store knows of recordings. Blocks. */
public interface Known {

    /** One of them. */
    Optional<Recording> find(Tenant tenant, RecordingId recording) throws IOException;

    /** All of a tenant. */
    List<Recording> all(Tenant tenant) throws IOException;
}
