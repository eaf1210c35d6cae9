package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.recording.RecordingWorks;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.RemovalStore;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What playback is made of.
 *
 * @param tenants what becomes of each tenant's recordings
 * @param keys shared with whoever prepares recordings, so that a revocation ends both
 * @param works what recordings are on their way in
 * @param nanoClock monotonic, ns
 */
public record PlaybackParts(
        RecordingStore store,
        RemovalStore removals,
        List<TenantRecordings> tenants,
        SpoolDisk disk,
        SpoolFolder folder,
        OpenedKeys keys,
        Supplier<RecordingWorks> works,
        MeterRegistry registry,
        SecureRandom random,
        InstantSource clock,
        LongSupplier nanoClock) {
    public PlaybackParts {
        tenants = List.copyOf(tenants);
    }
}
