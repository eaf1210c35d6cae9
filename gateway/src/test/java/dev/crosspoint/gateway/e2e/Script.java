package dev.crosspoint.gateway.e2e;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a recording of one agent's interval has to be, phase by phase: the test says what, the
 * gateway's events say when. Written as if both sides were recorded.
 */
final class Script {
    private final Speaker agent;
    private final List<Phase> phases = new ArrayList<>();
    private Set<Speaker> hears = Set.of();
    private boolean says = true;
    private boolean paused;
    private double endMs = Double.POSITIVE_INFINITY;

    /**
     * A stretch in which nothing changes.
     *
     * @param fromMs ms since 1970; it lasts until the next one
     * @param right who is on the right channel: the agent or nobody
     * @param left whom the agent hears
     * @param sure whether they have to be heard, or only may
     */
    record Phase(
            double fromMs, Set<Speaker> right, Set<Speaker> left, boolean paused, boolean sure) {}

    Script(Speaker agent) {
        this.agent = agent;
    }

    Speaker agent() {
        return agent;
    }

    List<Phase> phases() {
        return phases;
    }

    double startMs() {
        return phases.getFirst().fromMs();
    }

    double endMs() {
        return endMs;
    }

    /** From now on the agent hears exactly these. */
    void hears(double atMs, Speaker... others) {
        hears = Set.of(others);
        add(atMs, true);
    }

    /** From now on the agent says something, or is muted. */
    void says(double atMs, boolean on) {
        says = on;
        add(atMs, true);
    }

    void paused(double atMs, boolean on) {
        paused = on;
        add(atMs, true);
    }

    /** Whoever is heard may be away for a moment. */
    void shaky(double atMs, boolean on) {
        add(atMs, !on);
    }

    void end(double atMs) {
        endMs = atMs;
    }

    private void add(double atMs, boolean sure) {
        phases.add(
                new Phase(
                        atMs,
                        says && !paused ? EnumSet.of(agent) : Set.of(),
                        paused ? Set.of() : hears,
                        paused,
                        sure));
    }
}
