package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Diagnosis;
import dev.crosspoint.gateway.call.Diagnosis.Problem;
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
    private final Map<Problem, Counter> problems = new EnumMap<>(Problem.class);
    private final DistributionSummary mos;
    private final DistributionSummary lossPercent;
    private final DistributionSummary jitterMs;
    private final DistributionSummary roundTripMs;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger available = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger signedIn = new AtomicInteger();

    CallMeters(MeterRegistry registry) {
        mos = summary(registry, "mos", 2.6, 3.1, 3.6, 4.03, 4.34);
        lossPercent = summary(registry, "loss.percent", 0.5, 1, 2, 5, 10);
        jitterMs = summary(registry, "jitter.ms", 5, 10, 20, 30, 50, 100);
        roundTripMs = summary(registry, "round.trip.ms", 20, 50, 100, 150, 250, 500);
        for (var what : Counted.values()) {
            counters.put(
                    what, Counter.builder("crosspoint.calls." + word(what)).register(registry));
        }
        for (var problem : Problem.values()) {
            problems.put(
                    problem,
                    Counter.builder("crosspoint.leg.problems")
                            .tag("problem", problem.word())
                            .register(registry));
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

    /** Counts five seconds of a leg, and what was wrong in them. */
    void count(Diagnosis diagnosis) {
        mos.record(diagnosis.mos());
        diagnosis.problems().forEach(problem -> increment(problems.get(problem)));
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

    /** Of the reports that every flowing leg gives once a second; MOS by the limits of G.109. */
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
