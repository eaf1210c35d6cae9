package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Situations;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.flow.WholeCentre;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers, agents, browsers, networks and media do anything in any order; the rules still hold.
 */
class RandomWalkTest {
    /** A million steps together. */
    private static final int WALKS = 4000;

    private static final int STEPS = 250;

    @Test
    void keepsItsPromisesWhateverHappens(@TempDir Path folder) {
        var books = List.of(FlowFixtures.demo(folder), WholeCentre.flows());
        var causes = EnumSet.noneOf(EndCause.class);
        var situations = new TreeSet<String>();
        for (int seed = 0; seed < WALKS; seed++) {
            var walk = new RandomWalk(books.get(seed % books.size()), seed);
            try {
                for (int step = 0; step < STEPS; step++) {
                    walk.step();
                    walk.check();
                }
                walk.finish();
                causes.addAll(walk.ends());
                situations.addAll(walk.situations());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " after " + walk.log(), e);
            }
        }
        // The walks are worth something only if they get everywhere.
        assertThat(situations).containsAll(Situations.ALL);
        assertThat(causes)
                .contains(
                        EndCause.CUSTOMER_HUNG_UP,
                        EndCause.OTHER_HUNG_UP,
                        EndCause.AGENT_HUNG_UP,
                        EndCause.ABANDONED,
                        EndCause.MEDIA_LOST,
                        EndCause.FAILED,
                        EndCause.NETWORK_FAILED,
                        EndCause.NOT_ACCEPTABLE,
                        EndCause.NO_CAPACITY,
                        EndCause.FLOW_DISCONNECTED,
                        EndCause.ENDED,
                        EndCause.DENIED);
    }
}
