package dev.crosspoint.gateway;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditTrail;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Puts the audit trail together, and begins it with what the configuration has opened. */
final class AuditPlant {

    private AuditPlant() {}

    /**
     * Starts the trail; closes the recordings' keys when it cannot start.
     *
     * @param plant whose keys seal it, and whose documents hold its digests
     */
    static AuditTrail start(GatewayConfig config, RecordingPlant plant, Database database)
            throws IOException {
        try {
            return AuditTrail.start(
                    new AuditTrail.Parts(
                            config.home().resolve(Gateway.AUDIT_FILES),
                            database.audit(),
                            plant.keys(),
                            plant.signer(),
                            plant.documents(),
                            Duration.ofMinutes(config.audit().digestMinutes()),
                            InstantSource.system()));
        } catch (IOException e) {
            plant.close();
            throw e;
        }
    }

    /** SEC-4: that a trunk may be plain is somebody's word, and on record. */
    static void opens(List<TrunkConfig> trunks, AuditTrail audit) {
        for (var trunk : trunks) {
            if (trunk.exposure() == Exposure.PRIVATE) {
                var opened =
                        new Deed.OpenedPrivateTrunk(
                                trunk.id(), trunk.transports(), trunk.mediaSecurity());
                audit.accept(AuditEvent.now(new Actor.Gateway(), trunk.tenant(), opened));
            }
        }
    }
}
