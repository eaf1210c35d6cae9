package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import dev.crosspoint.signaling.sip.SipCounters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the trunks do, to whoever watches: each change once. */
final class TrunkNews {

    private static final Logger LOG = LoggerFactory.getLogger(TrunkNews.class);

    private final List<TrunkConfig> trunks;
    private final TrunkStates states;
    private final SipCounters counters;
    private final Consumer<TrunkStatus> onChange;
    private final Map<String, Condition> told = new HashMap<>();

    /**
     * @param onChange hears of each change, and of nothing at the start
     */
    TrunkNews(
            List<TrunkConfig> trunks,
            TrunkStates states,
            SipCounters counters,
            Consumer<TrunkStatus> onChange) {
        this.trunks = List.copyOf(trunks);
        this.states = states;
        this.counters = counters;
        this.onChange = onChange;
    }

    /** Looks at all of them. */
    void tell(long nowNanos) {
        trunks.forEach(trunk -> tell(trunk, nowNanos));
    }

    private void tell(TrunkConfig trunk, long nowNanos) {
        var status = status(trunk, nowNanos);
        var before = told.put(trunk.id(), status.condition());
        if (before == status.condition()) {
            return;
        }
        counters.trunk(trunk.id(), states.of(trunk.id()).health().isWell(nowNanos));
        if (before != null) {
            LOG.warn("trunk {} is {}, was {}", trunk.id(), status.condition(), before);
            onChange.accept(status);
        }
    }

    /** Those of a tenant as they are now. */
    TrunkStatus.All of(Tenant tenant, long nowNanos) {
        return new TrunkStatus.All(
                trunks.stream()
                        .filter(trunk -> trunk.tenant().equals(tenant))
                        .map(trunk -> status(trunk, nowNanos))
                        .toList());
    }

    private TrunkStatus status(TrunkConfig trunk, long nowNanos) {
        var state = states.of(trunk.id());
        return new TrunkStatus(
                trunk.tenant(),
                trunk.id(),
                state.condition(nowNanos),
                state.calls(),
                trunk.service().limits().calls());
    }
}
