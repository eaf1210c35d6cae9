package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverflowChainTest {
    @Test
    void findsNothingWhereEveryChainEnds() {
        assertThat(OverflowChain.circle(Map.of())).isEmpty();
        assertThat(
                        OverflowChain.circle(
                                Map.of("a", to("c"), "b", to("c"), "c", to("d"), "d", to(null))))
                .isEmpty();
        assertThat(OverflowChain.circle(Map.of("a", to("gone")))).isEmpty();
    }

    @Test
    void findsAQueueThatOverflowsIntoItself() {
        assertThat(OverflowChain.circle(Map.of("a", to("a"))).orElseThrow())
                .containsExactly("a", "a");
    }

    @Test
    void leavesOutTheWayIntoTheCircle() {
        var queues = Map.of("a", to("b"), "b", to("c"), "c", to("b"));

        assertThat(OverflowChain.circle(queues).orElseThrow()).hasSize(3).containsOnly("b", "c");
    }

    private static QueueRules to(@Nullable String overflow) {
        return new QueueRules("name", 1, 5, overflow == null ? 0 : 9, overflow);
    }
}
