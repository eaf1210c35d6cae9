package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.routing.QueueBook.Moved;
import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueBookTest {
    private static final Tenant TENANT = new Tenant("acme", "support");
    private static final Tenant OTHER = new Tenant("other", "x");
    private static final Requirement GERMAN = Requirement.atLeast("german", 3);

    private final AgentBoard board = new AgentBoard(_ -> {});
    private final QueueBook book = new QueueBook(board);

    // --- whose turn ---

    @Test
    void servesByPriorityThenAge() {
        queue("sales");
        join("sales", "late", ordinary(), 3);
        join("sales", "early", ordinary(), 1);
        join("sales", "important", priority(1), 5);
        join("sales", "unimportant", priority(10), 0);

        agent("ann", Serving.first("sales"));
        assertThat(turns("ann", 4)).containsExactly("important", "early", "late", "unimportant");
    }

    @Test
    void takesAContactForAsOldAsTheFlowSays() {
        queue("sales");
        join("sales", "a", ordinary(), 0);
        join("sales", "b", new Standing(null, 20, RoutingCriteria.NONE), seconds(10));
        join("sales", "c", new Standing(null, -5, RoutingCriteria.NONE), 0);

        agent("ann", Serving.first("sales"));
        assertThat(turns("ann", 3)).containsExactly("b", "a", "c");
    }

    @Test
    void givesAContactToWhoWasIdleLongest() {
        queue("sales");
        agent("ann", Serving.first("sales"));
        agent("bob", Serving.first("sales"));
        available("bob", 1);
        available("ann", 2);

        join("sales", "c", ordinary(), 3);
        assertThat(turn(3)).isEqualTo("c for bob");
        join("sales", "d", ordinary(), 4);
        release("bob", Release.FAILED, 5);
        assertThat(turn(5)).isEqualTo("d for ann");
    }

    @Test
    void reservesTheAgentSoThatNobodyHasTwo() {
        queue("sales");
        agent("ann", Serving.first("sales"));
        available("ann", 1);
        join("sales", "c", ordinary(), 2);
        join("sales", "d", ordinary(), 2);

        assertThat(turn(3)).isEqualTo("c for ann");
        assertThat(book.nextTurn(3)).isEmpty();
        assertThat(row("ann").contact()).isEqualTo("c");
        assertThat(book.waiting()).isEqualTo(1);
    }

    @Test
    void neverCrossesTenants() {
        queue("sales");
        book.add(OTHER, "sales", new QueueRules("Sales", 9, 5, 0, null));
        agent("ann", Serving.first("sales"));
        available("ann", 1);

        book.join(OTHER, "sales", "theirs", ordinary(), 2);
        assertThat(book.nextTurn(3)).isEmpty();
        assertThat(book.leave(TENANT, "theirs")).isFalse();
        assertThat(book.position(TENANT, "theirs")).isEmpty();
    }

    @Test
    void servesTheQueuesOfAnAgentInTheOrderOfTheProfile() {
        queue("sales");
        queue("support");
        agent("ann", new Serving("support", 1, 0), new Serving("sales", 2, 0));
        join("sales", "old and important", priority(1), 0);
        join("support", "new", priority(10), 9);

        assertThat(turns("ann", 2)).containsExactly("new", "old and important");
    }

    @Test
    void takesQueuesOfTheSamePriorityForOne() {
        queue("sales");
        queue("support");
        agent("ann", Serving.first("support"), Serving.first("sales"));
        join("sales", "a", ordinary(), 0);
        join("support", "b", ordinary(), 1);
        join("sales", "c", ordinary(), 2);

        assertThat(turns("ann", 3)).containsExactly("a", "b", "c");
    }

    @Test
    void asksAnAgentWithADelayOnlyAfterIt() {
        queue("sales");
        agent("ann", new Serving("sales", 1, 30));
        available("ann", 0);
        join("sales", "c", ordinary(), seconds(5));

        assertThat(book.nextTurn(seconds(5))).isEmpty();
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(35));
        book.onTime(seconds(35) - 1);
        assertThat(book.nextTurn(seconds(35) - 1)).isEmpty();
        book.onTime(seconds(35));
        assertThat(turn(seconds(35))).isEqualTo("c for ann");
        assertThat(book.nextDeadlineNanos()).isEmpty();
    }

    /** Example 3 of Amazon Connect's page on priority and delay. */
    @Test
    void doesNotLetADelayWeighMoreThanThePriority() {
        queue("one");
        queue("three");
        agent("ann", new Serving("one", 1, 0), new Serving("three", 2, 20));
        join("three", "ripe", ordinary(), 0);
        join("one", "fresh", ordinary(), seconds(60));
        book.onTime(seconds(60));

        assertThat(turns("ann", 1)).containsExactly("fresh");
    }

    // --- skills ---

    @Test
    void insistsOnSkillsUntilTheStepExpires() {
        queue("sales");
        agent("ann", Serving.first("sales"));
        available("ann", 1);
        var criteria = new RoutingCriteria(List.of(new Step(GERMAN, 20)));
        join("sales", "c", new Standing(null, 0, criteria), 2);

        assertThat(book.nextTurn(2)).isEmpty();
        book.onTime(2 + seconds(20));
        assertThat(turn(2 + seconds(20))).isEqualTo("c for ann");
    }

    @Test
    void givesAContactToTheLongestIdleWhoMatchesNotToTheBest() {
        queue("sales");
        skilled("ann", Map.of("german", 3.0), "sales");
        skilled("bob", Map.of("german", 5.0), "sales");
        skilled("cat", Map.of(), "sales");
        available("cat", 1);
        available("ann", 2);
        available("bob", 3);

        join("sales", "c", insisting(GERMAN), 4);
        assertThat(turn(4)).isEqualTo("c for ann");
    }

    @Test
    void letsOthersPassAContactThatNobodyCanTakeYet() {
        queue("sales");
        agent("ann", Serving.first("sales"));
        join("sales", "german", insisting(GERMAN), 0);
        join("sales", "any", ordinary(), 1);

        assertThat(turns("ann", 1)).containsExactly("any");
        assertThat(book.position(TENANT, "german")).hasValue(1);
    }

    // --- places ---

    @Test
    void putsAContactThatWasMissedBackBeforeAllThatCameSince() {
        queue("sales", new QueueRules("Sales", 2, 5, 0, null));
        agent("ann", Serving.first("sales"));
        available("ann", 0);
        join("sales", "first", ordinary(), 1);
        var turn = book.nextTurn(1).orElseThrow();
        join("sales", "second", ordinary(), 2);
        join("sales", "third", ordinary(), 3);
        release("ann", Release.MISSED, 4);

        book.rejoin(turn, 4);

        assertThat(book.position(TENANT, "first")).hasValue(1);
        assertThat(book.waiting()).as("more than the capacity").isEqualTo(3);
        agent("bob", Serving.first("sales"));
        assertThat(turns("bob", 3)).containsExactly("first", "second", "third");
    }

    @Test
    void putsAContactThatOvertookOthersBackWhereItStood() {
        queue("sales");
        skilled("ann", Map.of(), "sales");
        available("ann", 0);
        join("sales", "german", insisting(GERMAN), 1);
        join("sales", "any", ordinary(), 2);
        var turn = book.nextTurn(2).orElseThrow();
        assertThat(turn.contactId()).isEqualTo("any");

        book.rejoin(turn, 3);
        assertThat(book.position(TENANT, "any")).hasValue(2);
    }

    @Test
    void saysWhoStandsWhereAsThingsChange() {
        queue("sales");
        for (int i = 0; i < 5; i++) {
            join("sales", "c" + i, ordinary(), i);
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
        queue("sales");
        agent("ann", Serving.first("sales"));
        available("ann", 0);
        var criteria = new RoutingCriteria(List.of(new Step(GERMAN, 20)));
        join("sales", "c", new Standing(null, 0, criteria), 0);

        book.change(TENANT, "c", new Standing(1, 0, criteria), seconds(15));
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(20));
        var longer = new RoutingCriteria(List.of(new Step(GERMAN, 21)));
        book.change(TENANT, "c", new Standing(1, 0, longer), seconds(15));
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(36));
    }

    @Test
    void refusesNewArrivalsWhenFullAndUnknownQueues() {
        queue("sales", new QueueRules("Sales", 1, 5, 0, null));

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
        queue("sales");
        queue("support");
        join("sales", "a", ordinary(), 1);

        assertThatThrownBy(() -> book.join(TENANT, "support", "a", ordinary(), 2).isPresent())
                .isInstanceOf(IllegalStateException.class);
    }

    // --- from queue to queue ---

    @Test
    void movesWhoeverWaitedTooLongToTheOverflowQueueAsOldAsItIs() {
        queue("back");
        queue("sales", new QueueRules("Sales", 9, 5, 60, "back"));
        agent("ann", Serving.first("back"));
        available("ann", 0);
        join("sales", "c", ordinary(), seconds(1));
        assertThat(book.nextTurn(seconds(1))).isEmpty();
        assertThat(book.nextDeadlineNanos()).hasValue(seconds(61));

        join("back", "younger", ordinary(), seconds(50));
        assertThat(turn(seconds(50))).isEqualTo("younger for ann");
        join("back", "young", ordinary(), seconds(55));
        assertThat(book.onTime(seconds(61)))
                .containsExactly(new Moved(TENANT, "c", "sales", "back", "back"));
        assertThat(book.position(TENANT, "c")).hasValue(1);
        assertThat(book.metrics(TENANT, "back", seconds(62)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(61));
    }

    @Test
    void goesOnFromOverflowToOverflowEachInItsTimeWhateverTheCapacity() {
        queue("third", new QueueRules("Third", 1, 5, 0, null));
        queue("second", new QueueRules("Second", 1, 5, 30, "third"));
        queue("first", new QueueRules("First", 5, 5, 60, "second"));
        join("first", "a", ordinary(), 0);
        join("first", "b", ordinary(), 0);

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
        queue("back");
        queue("sales", new QueueRules("Sales", 9, 5, 60, "back"));
        var criteria = new RoutingCriteria(List.of(new Step(GERMAN, 100)));
        join("sales", "c", new Standing(null, 0, criteria), 0);
        book.onTime(seconds(60));

        assertThat(book.nextDeadlineNanos()).hasValue(seconds(100));
    }

    @Test
    void movesAContactAtTheFlowsWishAndLeavesItWhereItIsWhenThereIsNoRoom() {
        queue("sales");
        queue("support", new QueueRules("Support", 1, 5, 0, null));
        join("sales", "a", ordinary(), 1);
        join("sales", "b", ordinary(), 2);

        assertThat(book.move(TENANT, "a", "support", 5)).contains("Support");
        assertThat(book.move(TENANT, "b", "support", 5)).isEmpty();
        assertThat(book.move(TENANT, "gone", "sales", 5)).isEmpty();
        assertThat(book.position(TENANT, "b")).hasValue(1);
        agent("ann", Serving.first("support"));
        assertThat(turns("ann", 1)).containsExactly("a");
    }

    @Test
    void worksAcrossTheWrapOfANanosecondClock() {
        long start = Long.MAX_VALUE - seconds(10);
        queue("back");
        queue("sales", new QueueRules("Sales", 9, 5, 60, "back"));
        agent("bob", new Serving("sales", 1, 30));
        board.signIn(key("bob"), "s", start);
        board.choose(key("bob"), "available", start);
        join("sales", "before", ordinary(), start);
        join("sales", "after", ordinary(), start + seconds(20));

        assertThat(book.position(TENANT, "after")).hasValue(2);
        assertThat(book.nextDeadlineNanos()).hasValue(start + seconds(30));
        assertThat(book.onTime(start + seconds(30))).isEmpty();
        assertThat(turn(start + seconds(30))).isEqualTo("before for bob");
        assertThat(book.onTime(start + seconds(80))).extracting(Moved::contactId).contains("after");
        assertThat(book.metrics(TENANT, "back", start + seconds(81)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(61));
    }

    // --- metrics ---

    @Test
    void countsWhoCouldTakeAContactWhoIsAtWorkAndWhoIsThere() {
        queue("sales");
        assertThat(book.hasAgents(TENANT, "sales")).isFalse();
        for (var name : List.of("ann", "bob", "cat", "dan")) {
            agent(name, Serving.first("sales"));
            board.signIn(key(name), "s-" + name, 0);
        }
        assertThat(book.hasAgents(TENANT, "sales")).as("signed in, but offline").isFalse();
        available("ann", 1);
        available("bob", 1);
        board.reserve(key("bob"), "x", 2);
        board.choose(key("cat"), "lunch", 2);

        assertThat(book.metrics(TENANT, "sales", 3)).contains(new QueueMetrics(0, 0, 1, 2, 3));
        assertThat(book.hasAgents(TENANT, "sales")).isTrue();
        assertThat(book.metrics(TENANT, "gone", 3)).isEmpty();
    }

    @Test
    void tellsTheAgeOfWhoeverArrivedFirstWhateverTheOrder() {
        queue("sales");
        join("sales", "a", priority(9), seconds(1));
        join("sales", "b", priority(1), seconds(2));

        assertThat(book.metrics(TENANT, "sales", seconds(11)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(10));
        book.leave(TENANT, "a");
        assertThat(book.metrics(TENANT, "sales", seconds(11)).orElseThrow().oldestNanos())
                .isEqualTo(seconds(9));
    }

    @Test
    void asksAnAgentWhoIsAddedWhileContactsWait() {
        queue("sales");
        join("sales", "c", ordinary(), 0);
        agent("ann", new Serving("sales", 1, 30));
        available("ann", 1);

        assertThat(book.nextTurn(1)).isEmpty();
        book.onTime(seconds(30));
        assertThat(turn(seconds(30))).isEqualTo("c for ann");
    }

    // --- in few words ---

    private void queue(String id) {
        queue(id, new QueueRules(id, 100, 5, 0, null));
    }

    private void queue(String id, QueueRules rules) {
        book.add(TENANT, id, rules);
    }

    private void agent(String name, Serving... queues) {
        board.add(key(name), new AgentProfile(List.of(queues), Map.of(), List.of("lunch"), 0), 0);
    }

    private void skilled(String name, Map<String, Double> skills, String queue) {
        board.add(
                key(name),
                new AgentProfile(List.of(Serving.first(queue)), skills, List.of(), 0),
                0);
    }

    private void available(String name, long nowNanos) {
        board.signIn(key(name), "s-" + name, nowNanos);
        assertThat(board.choose(key(name), "available", nowNanos)).isTrue();
    }

    private void release(String name, Release why, long nowNanos) {
        board.release(key(name), why, nowNanos);
    }

    private void join(String queue, String contact, Standing standing, long nowNanos) {
        assertThat(book.join(TENANT, queue, contact, standing, nowNanos)).isPresent();
    }

    private String turn(long nowNanos) {
        var turn = book.nextTurn(nowNanos).orElseThrow();
        return turn.contactId() + " for " + turn.agent().agentId();
    }

    /** What one agent is given, one contact after the other. */
    private List<String> turns(String name, int count) {
        long nowNanos = seconds(60);
        available(name, nowNanos);
        book.onTime(nowNanos);
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    Turn turn = book.nextTurn(nowNanos).orElseThrow();
                    board.release(turn.agent(), Release.FAILED, nowNanos);
                    return turn.contactId();
                })
                .toList();
    }

    private AgentRow row(String name) {
        return board.row(key(name)).orElseThrow();
    }

    private static AgentKey key(String name) {
        return new AgentKey(TENANT, name);
    }

    private static Standing ordinary() {
        return Standing.ORDINARY;
    }

    private static Standing priority(int priority) {
        return new Standing(priority, 0, RoutingCriteria.NONE);
    }

    private static Standing insisting(Requirement requirement) {
        return new Standing(null, 0, new RoutingCriteria(List.of(new Step(requirement, 0))));
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
