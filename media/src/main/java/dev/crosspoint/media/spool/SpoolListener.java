package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Seal;

/**
 * Who is told how recordings do. Called on the spool's writer thread, which must not be held up.
 */
public interface SpoolListener {
    /**
     * Its key and its file are there, on the platter; what is taken is kept from now on.
     *
     * @param description what whoever asked for it says it is
     */
    void opened(Tenant tenant, RecordingId recording, String description);

    /**
     * It could not begin: nothing of it is kept, and nothing more is told of it.
     *
     * @param description as in {@link #opened}
     */
    void refused(Tenant tenant, RecordingId recording, String description, RecordingFailure reason);

    /**
     * It is ended, sealed, and on the platter. Also after {@link #failed}, when there is something
     * to keep.
     *
     * @param seal to be stored apart from the file
     * @param durationMicros media time of its last record
     */
    void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros);

    /**
     * It is ended, and the disk has refused its seal for minutes: its file is as a crash would have
     * left it, and nothing here holds it any more. Whoever is told seals it when the disk has room
     * again, with {@link SpoolRecovery#retry}; the next start does so too.
     */
    void leftUnsealed(Tenant tenant, RecordingId recording);

    /** It was opened, and takes no more. Once for a recording. */
    void failed(Tenant tenant, RecordingId recording, RecordingFailure reason);
}
