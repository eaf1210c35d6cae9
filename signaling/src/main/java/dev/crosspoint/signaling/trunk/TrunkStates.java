package dev.crosspoint.signaling.trunk;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How all trunks do. */
final class TrunkStates {

    private final Map<String, TrunkState> states = new HashMap<>();

    TrunkStates(List<TrunkConfig> trunks, long nowNanos) {
        for (var trunk : trunks) {
            var service = trunk.service();
            states.put(
                    trunk.id(),
                    new TrunkState(service.limits(), service.registration() == null, nowNanos));
        }
    }

    /** One that is configured. */
    TrunkState of(String trunk) {
        return requireNonNull(states.get(trunk));
    }
}
