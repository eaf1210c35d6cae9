package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.sip.Registration;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipEndpoint;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trunks that have to be told where we are, each told again and again. */
final class Registrations {

    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

    private final TrunkBook book;
    private final TrunkStates states;
    private final SipCounters counters;
    private final Map<String, Registration> byTrunk = new HashMap<>();

    Registrations(TrunkBook book, TrunkStates states, SipCounters counters) {
        this.book = book;
        this.states = states;
        this.counters = counters;
    }

    /** Registers with a trunk, if it wants that. */
    void start(TrunkConfig trunk, SipEndpoint endpoint) {
        TrunkBook.registration(trunk)
                .ifPresent(wanted -> {
                    counters.registered(trunk.id(), false);
                    byTrunk.put(
                            trunk.id(),
                            endpoint.register(
                                    wanted,
                                    (contact, registrar) -> {
                                        book.registered(
                                                trunk.id(), contact, registrar.orElse(null));
                                        states.of(trunk.id()).registered(registrar.isPresent());
                                        counters.registered(trunk.id(), registrar.isPresent());
                                        LOG.info(
                                                "trunk {}: {}",
                                                trunk.id(),
                                                registrar.isPresent()
                                                        ? "registered"
                                                        : "not registered any more");
                                    }));
                });
    }

    /** Other passwords from the next REGISTER on. */
    void renew(List<TrunkConfig> trunks) {
        for (var trunk : trunks) {
            var registration = byTrunk.get(trunk.id());
            if (registration != null) {
                TrunkBook.registration(trunk).ifPresent(registration::renew);
            }
        }
    }

    /** Has all of them forget us, and waits for that a little. */
    Future<Void> stop() {
        return Future.join(byTrunk.values().stream().map(Registration::stop).toList()).mapEmpty();
    }
}
