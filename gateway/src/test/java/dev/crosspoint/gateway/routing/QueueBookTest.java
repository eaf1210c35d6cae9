package dev.crosspoint.gateway.routing;

import static dev.crosspoint.gateway.routing.Queues.TENANT;
import static dev.crosspoint.gateway.routing.Queues.insisting;
import static dev.crosspoint.gateway.routing.Queues.ordinary;
import static dev.crosspoint.gateway.routing.Queues.priority;
import static dev.crosspoint.gateway.routing.Queues.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class QueueBookTest {
    private static final Tenant OTHER = new Tenant("other", "x");
    private static final Requirement GERMAN = Requirement.atLeast("german", 3);

    private final Queues queues = new Queues();
    private final QueueBook book = queues.book;

    @Test
    void servesByPriorityThenAge() {
        queues.queue("sales");
        queues.join("sales", "late", ordinary(), 3);
        queues.join("sales", "early", ordinary(), 1);
        queues.join("sales", "important", priority(1), 5);
        queues.join("sales", "unimportant", priority(10), 0);

        queues.agent("ann", Serving.first("sales"));
        assertThat(queues.turns("ann", 4))
                .containsExactly("important", "early", "late", "unimportant");
    }

    @Test
    void takesAContactForAsOldAsTheFlowSays() {
        queues.queue("sales");
        queues.join("sales", "a", ordinary(), 0);
        queues.join("sales", "b", new Standing(null, 20, RoutingCriteria.NONE), seconds(10));
        queues.join("sales", "c", new Standing(null, -5, RoutingCriteria.NONE), 0);

        queues.agent("ann", Serving.first("sales"));
        assertThat(queues.turns("ann", 3)).containsExactly("b", "a", "c");
    }

    @Test
    void givesAContactToWhoWasIdleLongest() {
        queues.queue("sales");
        queues.agent("ann", Serving.first("sales"));
        queues.agent("bob", Serving.first("sales"));
        queues.available("bob", 1);
        queues.available("ann", 2);

        queues.join("sales", "c", ordinary(), 3);
        assertThat(queues.turn(3)).isEqualTo("c for bob");
        queues.join("sales", "d", ordinary(), 4);
        queues.release("bob", Release.FAILED, 5);
        assertThat(queues.turn(5)).isEqualTo("d for ann");
    }

    @Test
    void reservesTheAgentSoThatNobodyHasTwo() {
        queues.queue("sales");
        queues.agent("ann", Serving.first("sales"));
        queues.available("ann", 1);
        queues.join("sales", "c", ordinary(), 2);
        queues.join("sales", "d", ordinary(), 2);

        assertThat(queues.turn(3)).isEqualTo("c for ann");
        assertThat(book.nextTurn(3)).isEmpty();
        assertThat(queues.row("ann").contact()).isEqualTo("c");
        assertThat(book.waiting()).isEqualTo(1);
    }

    @Test
    void neverCrossesTenants() {
        queues.queue("sales");
        book.add(OTHER, "sales", new QueueRules("Sales", 9, 5, 0, null));
        queues.agent("ann", Serving.first("sales"));
        queues.available("ann", 1);

        book.join(OTHER, "sales", "theirs", ordinary(), 2);
        assertThat(book.nextTurn(3)).isEmpty();
        assertThat(book.leave(TENANT, "theirs")).isFalse();
        assertThat(book.position(TENANT, "theirs")).isEmpty();
    }

    @Test
    void servesTheQueuesOfAnAgentInTheOrderOfTheProfile() {
        queues.queue("sales");
        queues.queue("support");
        queues.agent("ann", new Serving("support", 1, 0), new Serving("sales", 2, 0));
        queues.join("sales", "old and important", priority(1), 0);
        queues.join("support", "new", priority(10), 9);

        assertThat(queues.turns("ann", 2)).containsExactly("new", "old and important");
    }

    @Test
    void takesQueuesOfTheSamePriorityForOne() {
        queues.queue("sales");
        queues.queue("support");
        queues.agent("ann", Serving.first("support"), Serving.first("sales"));
        queues.join("sales", "a", ordinary(), 0);
        queues.join("support", "b", ordinary(), 1);
        queues.join("sales", "c", ordinary(), 2);

        assertThat(queues.turns("ann", 3)).containsExactly("a", "b", "c");
    }

    @Test
    void asksAnAgentWithADelayOnlyAfterIt() {
        queues.queue("sales");
        queues.agent("ann", new Serving("sales", 1, 30));
        queues.available("ann", 0);
        queues.join("sales", "c", ordinary(), seconds(5));

        assertThat(book.nextTurn(seconds(5))).isEmpty();
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(35));
        book.onTime(seconds(35) - 1);
        assertThat(book.nextTurn(seconds(35) - 1)).isEmpty();
        book.onTime(seconds(35));
        assertThat(queues.turn(seconds(35))).isEqualTo("c for ann");
        assertThat(book.nextDeadlineNanos()).isEmpty();
    }

    /** Example 3 of Amazon Connect's page on priority and delay. */
    @Test
    void doesNotLetADelayWeighMoreThanThePriority() {
        queues.queue("one");
        queues.queue("three");
        queues.agent("ann", new Serving("one", 1, 0), new Serving("three", 2, 20));
        queues.join("three", "ripe", ordinary(), 0);
        queues.join("one", "fresh", ordinary(), seconds(60));
        book.onTime(seconds(60));

        assertThat(queues.turns("ann", 1)).containsExactly("fresh");
    }

    // --- skills ---

    @Test
    void insistsOnSkillsUntilTheStepExpires() {
        queues.queue("sales");
        queues.agent("ann", Serving.first("sales"));
        queues.available("ann", 1);
        var criteria = new RoutingCriteria(List.of(new Step(GERMAN, 20)));
        queues.join("sales", "c", new Standing(null, 0, criteria), 2);

        assertThat(book.nextTurn(2)).isEmpty();
        book.onTime(2 + seconds(20));
        assertThat(queues.turn(2 + seconds(20))).isEqualTo("c for ann");
    }

    @Test
    void givesAContactToTheLongestIdleWhoMatchesNotToTheBest() {
        queues.queue("sales");
        queues.skilled("ann", Map.of("german", 3.0), "sales");
        queues.skilled("bob", Map.of("german", 5.0), "sales");
        queues.skilled("cat", Map.of(), "sales");
        queues.available("cat", 1);
        queues.available("ann", 2);
        queues.available("bob", 3);

        queues.join("sales", "c", insisting(GERMAN), 4);
        assertThat(queues.turn(4)).isEqualTo("c for ann");
    }

    @Test
    void letsOthersPassAContactThatNobodyCanTakeYet() {
        queues.queue("sales");
        queues.agent("ann", Serving.first("sales"));
        queues.join("sales", "german", insisting(GERMAN), 0);
        queues.join("sales", "any", ordinary(), 1);

        assertThat(queues.turns("ann", 1)).containsExactly("any");
        assertThat(book.position(TENANT, "german")).hasValue(1);
    }
}
