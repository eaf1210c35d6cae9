package dev.crosspoint.media.bench;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.Recorder;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.Spool;
import dev.crosspoint.media.spool.SpoolListener;
import dev.crosspoint.media.spool.SpoolSettings;
import dev.crosspoint.media.spool.UnsyncedDisk;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A spool in a folder that is thrown away, for measurements. */
final class RecordedLoad implements AutoCloseable, SpoolListener {
    private final @Nullable Path folder;
    private final @Nullable Spool spool;

    private RecordedLoad(String how) throws IOException {
        if (how.equals("no")) {
            folder = null;
            spool = null;
            return;
        }
        folder = Files.createTempDirectory("crosspoint-load");
        var keys = new MemoryKeys();
        spool =
                Spool.start(
                        SpoolSettings.defaults(folder, 1),
                        how.equals("unsynced") ? new UnsyncedDisk() : new FileDisk(),
                        keys,
                        new OpenedKeys(keys, System::nanoTime),
                        this);
    }

    /**
     * Opens it.
     *
     * @param how {@code no}, {@code yes} or {@code unsynced}
     */
    static RecordedLoad of(String how) throws IOException {
        return new RecordedLoad(how);
    }

    @Nullable Recorder recorder() {
        return spool;
    }

    /** Every leg of a call, one after the other on the left and on the right. */
    static RecordLegs both(Tenant tenant, CallId call, RecordingId recording, List<LegId> legs) {
        var tracks = new ArrayList<RecordLegs.Track>();
        for (int i = 0; i < legs.size(); i++) {
            var channel = i % 2 == 0 ? Channel.LEFT : Channel.RIGHT;
            tracks.add(new RecordLegs.Track(legs.get(i), channel, "load"));
        }
        return new RecordLegs(tenant, call, recording, tracks, false, "a measurement");
    }

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {}

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {}

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        System.err.println("recording " + recording + " was refused: " + reason);
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        System.err.println("recording " + recording + " was left unsealed");
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        System.err.println("recording " + recording + " failed: " + reason);
    }

    @Override
    public void close() throws IOException {
        if (spool == null || folder == null) {
            return;
        }
        var meter = spool.meter();
        System.err.println(meter);
        spool.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
