package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever listens badly harms no recording. */
record CarefulListener(SpoolListener listener) implements SpoolListener {
    private static final Logger LOG = LoggerFactory.getLogger(CarefulListener.class);

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        carefully(() -> listener.opened(tenant, recording, description));
    }

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        carefully(() -> listener.refused(tenant, recording, description, reason));
    }

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {
        carefully(() -> listener.sealed(tenant, recording, seal, durationMicros));
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        carefully(() -> listener.leftUnsealed(tenant, recording));
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        carefully(() -> listener.failed(tenant, recording, reason));
    }

    private static void carefully(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.error("Who listens to the spool failed", e);
        }
    }
}
