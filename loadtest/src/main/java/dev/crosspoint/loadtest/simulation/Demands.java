package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.Assertion;
import java.util.ArrayList;
import java.util.List;

/** What is demanded of a gateway, whatever the simulation: DESIGN.md section 5 has the numbers. */
final class Demands {
    /** From accepting a contact to its first audio, ms: signalling, ICE, DTLS, a tick. */
    private static final int ANSWER_P99_MS = 800;

    /** Until a call is answered, ms: below SIP's T1, so that no INVITE is sent twice. */
    private static final int CALL_P99_MS = 500;

    /** One-way delay of relayed audio, ms, in the worst packets of the worst calls. */
    private static final int DELAY_P95_MS = 60;

    /** The connection of the last agent is back within this, ms. */
    private static final int BACK_MS = 10_000;

    private Demands() {}

    /** Of a reconnect storm. */
    static List<Assertion> ofStorm() {
        return List.of(
                global().failedRequests().count().is(0L),
                details("agent comes back").responseTime().max().lte(BACK_MS),
                details("agent hears").failedRequests().count().is(0L));
    }

    /** Of a flood: that it was one, and that nobody who talked has suffered by it. */
    static List<Assertion> ofFlood() {
        return List.of(
                global().failedRequests().count().is(0L),
                details("agent outlasts the flood").successfulRequests().count().gt(0L));
    }

    /**
     * New calls are refused, and whoever has one hears nothing of it. A run that refuses nobody has
     * not come to the gateway's capacity, and shows nothing.
     */
    private static List<Assertion> beyondCapacity() {
        String hears = CustomerSteps.HEARS_WHILE_OTHERS_ARE_REFUSED;
        return List.of(
                details(CustomerSteps.TOLD_TO_CALL_LATER).allRequests().count().gt(0L),
                details(hears).allRequests().count().gt(0L),
                details(hears).failedRequests().percent().lte(1.0),
                details(hears).responseTime().percentile(95).lte(DELAY_P95_MS));
    }

    /** Of everything else. Smoke says nothing of times: it runs beside builds. */
    static List<Assertion> of(LoadProfile profile) {
        var demands = new ArrayList<Assertion>();
        demands.add(details(CustomerSteps.HEARS).failedRequests().percent().lte(1.0));
        demands.add(details("agent hears").failedRequests().percent().lte(1.0));
        demands.add(global().failedRequests().percent().lte(0.5));
        if (profile.isMeasured()) {
            demands.add(
                    details(CustomerSteps.HEARS).responseTime().percentile(95).lte(DELAY_P95_MS));
        }
        if (profile.isBeyondCapacity()) {
            demands.addAll(beyondCapacity());
        }
        if (profile.isMeasured() && !profile.isBeyondCapacity()) {
            demands.add(details("agent answers").responseTime().percentile(99).lte(ANSWER_P99_MS));
            demands.add(
                    details("customer is answered").responseTime().percentile(99).lte(CALL_P99_MS));
        }
        return List.copyOf(demands);
    }
}
