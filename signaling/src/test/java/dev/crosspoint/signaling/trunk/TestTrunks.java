package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkService.Limits;
import dev.crosspoint.signaling.api.TrunkService.Outbound;
import dev.crosspoint.signaling.api.TrunkService.Rules;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trunks for tests. */
final class TestTrunks {

    static final Tenant TENANT = new Tenant("account", "main");

    private TestTrunks() {}

    /** One over UDP that is called at 127.0.0.1 and calls from there. */
    static TrunkConfig udp(String id, int port, TrunkService service) {
        return of(TENANT, id, port, service);
    }

    static TrunkConfig of(Tenant tenant, String id, int port, TrunkService service) {
        return of(tenant, "127.0.0.1", id, port, service);
    }

    static TrunkConfig at(String host, String id, int port, TrunkService service) {
        return of(TENANT, host, id, port, service);
    }

    private static TrunkConfig of(
            Tenant tenant, String host, String id, int port, TrunkService service) {
        return new TrunkConfig(
                id,
                tenant,
                Exposure.PRIVATE,
                List.of(Transport.UDP),
                MediaSecurity.NONE,
                host,
                port,
                List.of("127.0.0.1"),
                null,
                null,
                null,
                null,
                List.of(),
                "DE",
                null,
                Set.of(),
                service);
    }

    static TrunkService grouped(@Nullable String group, int priority, int probeSeconds) {
        return new TrunkService(
                new Outbound(group, priority, 100, probeSeconds),
                new Limits(0, 0),
                null,
                Rules.NONE,
                TrunkService.Digits.USUAL,
                null);
    }

    static TrunkService weighted(String group, int priority, int weight) {
        return new TrunkService(
                new Outbound(group, priority, weight, 0),
                new Limits(0, 0),
                null,
                Rules.NONE,
                TrunkService.Digits.USUAL,
                null);
    }

    static TrunkService limited(String group, int priority, int calls, int perSecond) {
        return new TrunkService(
                new Outbound(group, priority, 100, 0),
                new Limits(calls, perSecond),
                null,
                Rules.NONE,
                TrunkService.Digits.USUAL,
                null);
    }
}
