package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.legs.LegRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway that runs says. */
public sealed interface Running {

    /**
     * It was not asked, or did not say.
     *
     * @param why a clause
     * @param counters what it counts, where that could be read
     */
    record NotAsked(String why, Map<String, Double> counters) implements Running {
        public NotAsked {
            counters = Map.copyOf(counters);
        }
    }

    /** Nobody is there. */
    record Away(String url, String how) implements Running {}

    /**
     * It answered.
     *
     * @param condition of the trunk, as {@code GET /api/trunks} has it; empty for an agent
     * @param agent null when it knows no such agent, and for a trunk
     * @param legs of the trunk or agent, the newest first
     * @param others legs of the same contacts, for an agent
     * @param counters by the names of Prometheus, labels and all
     */
    record Said(
            String condition,
            @Nullable Agent agent,
            List<LegRecord> legs,
            List<LegRecord> others,
            Map<String, Double> counters)
            implements Running {
        public Said {
            legs = List.copyOf(legs);
            others = List.copyOf(others);
            counters = Map.copyOf(counters);
        }
    }

    /**
     * An agent as the gateway has it.
     *
     * @param state such as {@code available}
     * @param device that carries the audio
     */
    record Agent(String id, String state, boolean signedIn, String device) {}
}
