package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.routing.AgentActivity.ContactReleased;
import dev.crosspoint.gateway.routing.AgentActivity.SignedIn;
import dev.crosspoint.gateway.routing.AgentActivity.SignedOut;
import dev.crosspoint.gateway.routing.AgentActivity.StateChanged;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on record of an agent (PII-2). */
class AgentHistoryTest {
    private static final AgentKey ANN = new AgentKey(new Tenant("acme", "support"), "ann");

    private final List<AgentActivity> told = new ArrayList<>();
    private final AgentBoard board = new AgentBoard(told::add);

    @BeforeEach
    void ann() {
        board.add(ANN, new AgentProfile(List.of(), Map.of(), List.of("lunch"), 1), 0);
    }

    @Test
    void tellsEverythingAsItHappensWithTimesAndDurations() {
        board.signIn(ANN, "s", 10);
        board.choose(ANN, "available", 15);
        board.reserve(ANN, "c", 20);
        board.engage(ANN, "c", 22);
        board.release(ANN, Release.ENDED, 30);
        board.choose(ANN, "lunch", 34);
        board.signOut(ANN, 40);

        assertThat(told)
                .containsExactly(
                        new SignedIn(ANN, 10),
                        new StateChanged(ANN, 15, "offline", 5, "available"),
                        new StateChanged(ANN, 20, "available", 5, "busy"),
                        new ContactReleased(ANN, 30, "c", false, Release.ENDED, 8),
                        new StateChanged(ANN, 30, "busy", 10, "after-contact"),
                        new StateChanged(ANN, 34, "after-contact", 4, "lunch"),
                        new StateChanged(ANN, 40, "lunch", 6, "offline"),
                        new SignedOut(ANN, 40, 30));
        assertThat(board.history(ANN, 100).nanosInState())
                .isEqualTo(
                        Map.of(
                                "offline", 5L,
                                "available", 5L,
                                "busy", 10L,
                                "after-contact", 4L,
                                "lunch", 6L));
        assertThat(board.history(ANN, 100).signedInNanos()).isEqualTo(30);
        assertThat(board.history(ANN, 100).signedInAtNanos()).isEmpty();
    }

    @Test
    void countsWhatLastsStill() {
        board.signIn(ANN, "s", 10);
        board.choose(ANN, "available", 15);

        var history = board.history(ANN, 25);

        assertThat(history.signedInAtNanos()).hasValue(10);
        assertThat(history.signedInNanos()).isEqualTo(15);
        assertThat(history.nanosInState()).isEqualTo(Map.of("offline", 5L, "available", 10L));
    }

    @Test
    void countsContactsHandledMissedAndRejectedButNotMonitored() {
        board.signIn(ANN, "s", 1);
        for (var why :
                List.of(
                        Release.MISSED,
                        Release.REJECTED,
                        Release.REJECTED,
                        Release.WITHDRAWN,
                        Release.FAILED)) {
            board.choose(ANN, "available", 2);
            board.reserve(ANN, "c", 3);
            board.release(ANN, why, 4);
        }
        board.engage(ANN, "out", 5);
        board.release(ANN, Release.ENDED, 6);
        board.monitor(ANN, "m", 7);
        board.release(ANN, Release.ENDED, 9);

        var history = board.history(ANN, 10);
        assertThat(history.handled()).isEqualTo(1);
        assertThat(history.missed()).isEqualTo(1);
        assertThat(history.rejected()).isEqualTo(2);
        assertThat(told).contains(new ContactReleased(ANN, 9, "m", true, Release.ENDED, 2));
    }

    @Test
    void keepsTheTimeOfAContactThatASessionWasLostIn() {
        board.signIn(ANN, "s", 0);
        board.engage(ANN, "c", 1);
        board.signOut(ANN, 3);
        board.release(ANN, Release.ENDED, 10);

        assertThat(board.history(ANN, 50).nanosInState())
                .isEqualTo(Map.of("offline", 1L, "busy", 9L));
        assertThat(board.history(ANN, 50).signedInNanos()).isEqualTo(3);
    }

    @Test
    void remembersTheNewestTwoHundredChanges() {
        board.signIn(ANN, "s", 0);
        for (int i = 1; i <= 300; i++) {
            board.choose(ANN, i % 2 == 0 ? "available" : "lunch", i);
        }

        var changes = board.history(ANN, 301).changes();
        assertThat(changes).hasSize(AgentHistory.MOST_CHANGES);
        assertThat(changes.getFirst().atNanos()).isEqualTo(101);
        assertThat(changes.getLast().atNanos()).isEqualTo(300);
    }

    /** Whatever happens, the states of a signed-in time add up to it. */
    @Test
    void accountsForEveryMomentOfASession() {
        var random = new Random(5);
        long now = 0;
        board.signIn(ANN, "s", now);
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(200_000_000);
            board.onTime(now);
            var row = board.row(ANN).orElseThrow();
            switch (random.nextInt(5)) {
                case 0 ->
                        board.choose(
                                ANN,
                                List.of("available", "available", "lunch", "offline")
                                        .get(random.nextInt(4)),
                                now);
                case 1 -> board.reserve(ANN, "c", now);
                case 2 -> {
                    if (row.engagement() == null) {
                        board.engage(ANN, "c", now);
                    } else if (row.engagement().part() == AgentRow.Part.OFFERED) {
                        board.engage(ANN, "c", now);
                    }
                }
                case 3 -> board.monitor(ANN, "c", now);
                default -> {
                    if (row.engagement() != null) {
                        boolean taken = row.engagement().part() != AgentRow.Part.OFFERED;
                        board.release(ANN, taken ? Release.ENDED : Release.MISSED, now);
                    }
                }
            }
            var history = board.history(ANN, now);
            long inStates =
                    history.nanosInState().values().stream().mapToLong(Long::longValue).sum();
            assertThat(inStates).isEqualTo(history.signedInNanos()).isEqualTo(now);
        }
    }
}
