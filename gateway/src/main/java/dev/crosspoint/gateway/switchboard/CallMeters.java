package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.switchboard.Errand.Counted;
import dev.crosspoint.media.api.MediaEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Call control in numbers. No label says anything about a person. */
final class CallMeters {
    private final Map<Counted, Counter> counters = new EnumMap<>(Counted.class);
    private final Map<EndCause, Counter> ends = new EnumMap<>(EndCause.class);
    private final DistributionSummary lossPercent;
    private final DistributionSummary jitterMs;
    private final DistributionSummary roundTripMs;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger available = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger signedIn = new AtomicInteger();

    CallMeters(MeterRegistry registry) {
        lossPercent = summary(registry, "loss.percent", 0.5, 1, 2, 5, 10);
        jitterMs = summary(registry, "jitter.ms", 5, 10, 20, 30, 50, 100);
        roundTripMs = summary(registry, "round.trip.ms", 20, 50, 100, 150, 250, 500);
        for (var what : Counted.values()) {
            counters.put(
                    what, Counter.builder("crosspoint.calls." + word(what)).register(registry));
        }
        for (var cause : EndCause.values()) {
            ends.put(
                    cause,
                    Counter.builder("crosspoint.calls.ended")
                            .tag("cause", word(cause))
                            .register(registry));
        }
        Gauge.builder("crosspoint.calls.active", active::get).register(registry);
        agents(registry, "available", available);
        agents(registry, "busy", busy);
        agents(registry, "signed-in", signedIn);
    }

    /** Counts what a report says about the network of a leg. */
    void count(MediaEvent event) {
        if (event instanceof MediaEvent.LegQuality quality) {
            lossPercent.record(quality.report().lossPercent());
            jitterMs.record(quality.report().jitterMs());
            if (quality.report().roundTripMs() >= 0) {
                roundTripMs.record(quality.report().roundTripMs());
            }
        }
    }

    void count(Counted what) {
        increment(counters.get(what));
    }

    void countEnd(EndCause cause) {
        increment(ends.get(cause));
    }

    void show(int activeCalls, AgentBoard board) {
        active.set(activeCalls);
        var tally = board.tally();
        available.set(tally.available());
        busy.set(tally.busy());
        signedIn.set(tally.signedIn());
    }

    /** Of the reports that every flowing leg gives once a second. */
    private static DistributionSummary summary(
            MeterRegistry registry, String name, double... limits) {
        return DistributionSummary.builder("crosspoint.leg." + name)
                .serviceLevelObjectives(limits)
                .register(registry);
    }

    private static void agents(MeterRegistry registry, String state, AtomicInteger value) {
        Gauge.builder("crosspoint.agents", value::get).tag("state", state).register(registry);
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
