package dev.crosspoint.signaling.api;

import java.util.List;

/**
 * How a leg sounds.
 *
 * @param mos 1 to 4.5 (ITU-T G.107)
 * @param problems {@code high-loss}, {@code high-round-trip}, {@code high-jitter-buffer}
 * @param sentence why, for the agent, safe to show; empty without problems
 */
public record LegSound(double mos, List<String> problems, String sentence) {
    public LegSound {
        problems = List.copyOf(problems);
    }
}
