package dev.crosspoint.gateway.routing;

import static dev.crosspoint.gateway.routing.Queues.TENANT;
import static dev.crosspoint.gateway.routing.Queues.insisting;
import static dev.crosspoint.gateway.routing.Queues.key;
import static dev.crosspoint.gateway.routing.Queues.ordinary;
import static dev.crosspoint.gateway.routing.Queues.priority;
import static dev.crosspoint.gateway.routing.Queues.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.routing.QueueBook.Moved;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where contacts stand, where they move on to, and what is counted of them. */
class QueuePlacesTest {
    private static final Requirement GERMAN = Requirement.atLeast("german", 3);

    private final Queues queues = new Queues();
    private final AgentBoard board = queues.board;
    private final QueueBook book = queues.book;

    // --- places ---

    @Test
    void putsAContactThatWasMissedBackBeforeAllThatCameSince() {
        queues.queue("sales", new QueueRules("Sales", 2, 5, 0, null));
        queues.agent("ann", Serving.first("sales"));
        queues.available("ann", 0);
        queues.join("sales", "first", ordinary(), 1);
        var turn = book.nextTurn(1).orElseThrow();
        queues.join("sales", "second", ordinary(), 2);
        queues.join("sales", "third", ordinary(), 3);
        queues.release("ann", Release.MISSED, 4);

        book.rejoin(turn, 4);

        assertThat(book.position(TENANT, "first")).hasValue(1);
        assertThat(book.waiting()).as("more than the capacity").isEqualTo(3);
        queues.agent("bob", Serving.first("sales"));
        assertThat(queues.turns("bob", 3)).containsExactly("first", "second", "third");
    }

    @Test
    void putsAContactThatOvertookOthersBackWhereItStood() {
        queues.queue("sales");
        queues.skilled("ann", Map.of(), "sales");
        queues.available("ann", 0);
        queues.join("sales", "german", insisting(GERMAN), 1);
        queues.join("sales", "any", ordinary(), 2);
        var turn = book.nextTurn(2).orElseThrow();
        assertThat(turn.contactId()).isEqualTo("any");

        book.rejoin(turn, 3);
        assertThat(book.position(TENANT, "any")).hasValue(2);
    }

    @Test
    void saysWhoStandsWhereAsThingsChange() {
        queues.queue("sales");
        for (int i = 0; i < 5; i++) {
            queues.join("sales", "c" + i, ordinary(), i);
        }
        assertThat(book.position(TENANT, "c4")).hasValue(5);

        book.leave(TENANT, "c1");
        assertThat(book.position(TENANT, "c4")).hasValue(4);
        assertThat(book.change(TENANT, "c4", priority(1), 9)).isTrue();
        assertThat(book.position(TENANT, "c4")).hasValue(1);
        assertThat(book.position(TENANT, "c0")).hasValue(2);
        assertThat(book.position(TENANT, "c1")).isEmpty();
        assertThat(book.change(TENANT, "c1", priority(1), 9)).isFalse();
    }

    @Test
    void beginsOtherCriteriaWhenTheyAreSetAndLeavesTheSameAlone() {
        queues.queue("sales");
        queues.agent("ann", Serving.first("sales"));
        queues.available("ann", 0);
        var criteria = new RoutingCriteria(List.of(new Step(GERMAN, 20)));
        queues.join("sales", "c", new Standing(null, 0, criteria), 0);

        book.change(TENANT, "c", new Standing(1L, 0, criteria), seconds(15));
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(20));
        var longer = new RoutingCriteria(List.of(new Step(GERMAN, 21)));
        book.change(TENANT, "c", new Standing(1L, 0, longer), seconds(15));
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(36));
    }

    @Test
    void refusesNewArrivalsWhenFullAndUnknownQueues() {
        queues.queue("sales", new QueueRules("Sales", 1, 5, 0, null));

        assertThat(book.join(TENANT, "sales", "a", ordinary(), 1)).contains("Sales");
        assertThat(book.join(TENANT, "sales", "b", ordinary(), 1)).isEmpty();
        assertThat(book.join(TENANT, "gone", "b", ordinary(), 1)).isEmpty();
        assertThat(book.waiting()).isEqualTo(1);
        assertThat(book.leave(TENANT, "a")).isTrue();
        assertThat(book.leave(TENANT, "a")).isFalse();
        assertThat(book.join(TENANT, "sales", "b", ordinary(), 1)).isPresent();
    }

    @Test
    void letsNobodyWaitTwice() {
        queues.queue("sales");
        queues.queue("support");
        queues.join("sales", "a", ordinary(), 1);

        assertThatThrownBy(() -> book.join(TENANT, "support", "a", ordinary(), 2).isPresent())
                .isInstanceOf(IllegalStateException.class);
    }

    // --- from queue to queue ---

    @Test
    void movesWhoeverWaitedTooLongToTheOverflowQueueAsOldAsItIs() {
        queues.queue("back");
        queues.queue("sales", new QueueRules("Sales", 9, 5, 60, "back"));
        queues.agent("ann", Serving.first("back"));
        queues.available("ann", 0);
        queues.join("sales", "c", ordinary(), seconds(1));
        assertThat(book.nextTurn(seconds(1))).isEmpty();
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(61));

        queues.join("back", "younger", ordinary(), seconds(50));
        assertThat(queues.turn(seconds(50))).isEqualTo("younger for ann");
        queues.join("back", "young", ordinary(), seconds(55));
        assertThat(book.onTime(seconds(61)))
                .containsExactly(new Moved(TENANT, "c", "sales", "back", "back"));
        assertThat(book.position(TENANT, "c")).hasValue(1);
        assertThat(book.metrics(TENANT, "back", seconds(62)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(61));
    }

    @Test
    void goesOnFromOverflowToOverflowEachInItsTimeWhateverTheCapacity() {
        queues.queue("third", new QueueRules("Third", 1, 5, 0, null));
        queues.queue("second", new QueueRules("Second", 1, 5, 30, "third"));
        queues.queue("first", new QueueRules("First", 5, 5, 60, "second"));
        queues.join("first", "a", ordinary(), 0);
        queues.join("first", "b", ordinary(), 0);

        assertThat(book.onTime(seconds(60))).hasSize(2);
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(90));
        assertThat(book.onTime(seconds(90)))
                .extracting(Moved::to)
                .containsExactly("third", "third");
        assertThat(book.nextDeadlineNanos()).isEmpty();
        assertThat(book.metrics(TENANT, "third", 0).orElseThrow().waiting()).isEqualTo(2);
    }

    @Test
    void letsACriteriaClockRunOnThroughAnOverflow() {
        queues.queue("back");
        queues.queue("sales", new QueueRules("Sales", 9, 5, 60, "back"));
        var criteria = new RoutingCriteria(List.of(new Step(GERMAN, 100)));
        queues.join("sales", "c", new Standing(null, 0, criteria), 0);
        book.onTime(seconds(60));

        assertThat(book.nextDeadlineNanos()).hasValue(seconds(100));
    }

    @Test
    void movesAContactAtTheFlowsWishAndLeavesItWhereItIsWhenThereIsNoRoom() {
        queues.queue("sales");
        queues.queue("support", new QueueRules("Support", 1, 5, 0, null));
        queues.join("sales", "a", ordinary(), 1);
        queues.join("sales", "b", ordinary(), 2);

        assertThat(book.move(TENANT, "a", "support", 5)).contains("Support");
        assertThat(book.move(TENANT, "b", "support", 5)).isEmpty();
        assertThat(book.move(TENANT, "gone", "sales", 5)).isEmpty();
        assertThat(book.position(TENANT, "b")).hasValue(1);
        queues.agent("ann", Serving.first("support"));
        assertThat(queues.turns("ann", 1)).containsExactly("a");
    }

    @Test
    void worksAcrossTheWrapOfANanosecondClock() {
        long start = Long.MAX_VALUE - seconds(10);
        queues.queue("back");
        queues.queue("sales", new QueueRules("Sales", 9, 5, 60, "back"));
        queues.agent("bob", new Serving("sales", 1, 30));
        board.signIn(key("bob"), "s", start);
        board.choose(key("bob"), "available", start);
        queues.join("sales", "before", ordinary(), start);
        queues.join("sales", "after", ordinary(), start + seconds(20));

        assertThat(book.position(TENANT, "after")).hasValue(2);
        assertThat(book.nextDeadlineNanos()).hasValue(start + seconds(30));
        assertThat(book.onTime(start + seconds(30))).isEmpty();
        assertThat(queues.turn(start + seconds(30))).isEqualTo("before for bob");
        assertThat(book.onTime(start + seconds(80))).extracting(Moved::contactId).contains("after");
        assertThat(book.metrics(TENANT, "back", start + seconds(81)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(61));
    }

    // --- metrics ---

    @Test
    void countsWhoCouldTakeAContactWhoIsAtWorkAndWhoIsThere() {
        queues.queue("sales");
        assertThat(book.hasAgents(TENANT, "sales")).isFalse();
        for (var name : List.of("ann", "bob", "cat", "dan")) {
            queues.agent(name, Serving.first("sales"));
            board.signIn(key(name), "s-" + name, 0);
        }
        assertThat(book.hasAgents(TENANT, "sales")).as("signed in, but offline").isFalse();
        queues.available("ann", 1);
        queues.available("bob", 1);
        board.reserve(key("bob"), "x", 2);
        board.choose(key("cat"), "lunch", 2);

        assertThat(book.metrics(TENANT, "sales", 3)).contains(new QueueMetrics(0, 0, 1, 2, 3));
        assertThat(book.hasAgents(TENANT, "sales")).isTrue();
        assertThat(book.metrics(TENANT, "gone", 3)).isEmpty();
    }

    @Test
    void tellsTheAgeOfWhoeverArrivedFirstWhateverTheOrder() {
        queues.queue("sales");
        queues.join("sales", "a", priority(9), seconds(1));
        queues.join("sales", "b", priority(1), seconds(2));

        assertThat(book.metrics(TENANT, "sales", seconds(11)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(10));
        book.leave(TENANT, "a");
        assertThat(book.metrics(TENANT, "sales", seconds(11)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(9));
    }

    @Test
    void asksAnAgentWhoIsAddedWhileContactsWait() {
        queues.queue("sales");
        queues.join("sales", "c", ordinary(), 0);
        queues.agent("ann", new Serving("sales", 1, 30));
        queues.available("ann", 1);

        assertThat(book.nextTurn(1)).isEmpty();
        book.onTime(seconds(30));
        assertThat(queues.turn(seconds(30))).isEqualTo("c for ann");
    }
}
