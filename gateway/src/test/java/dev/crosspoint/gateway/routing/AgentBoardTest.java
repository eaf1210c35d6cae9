package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentBoardTest {
    private static final Tenant TENANT = new Tenant("acme", "support");
    private static final AgentKey ANN = new AgentKey(TENANT, "ann");
    private static final AgentKey BOB = new AgentKey(TENANT, "bob");
    private static final int WORK_SECONDS = 30;

    private final AgentBoard board = new AgentBoard(_ -> {});

    /** Ann has after-contact work, Bob has none. Both are signed in and offline. */
    @BeforeEach
    void twoAgents() {
        board.add(ANN, profile(WORK_SECONDS), 0);
        board.add(BOB, profile(0), 0);
        board.signIn(ANN, "s-ann", 0);
        board.signIn(BOB, "s-bob", 0);
    }

    // --- sessions and choices ---

    @Test
    void letsNobodyChooseWhatIsTheGatewaysOrUnknown() {
        for (var state : List.of("busy", "after-contact", "missed", "rejected", "dancing")) {
            assertThat(board.choose(ANN, state, 1)).isFalse();
        }
        assertThat(board.choose(ANN, "lunch", 1)).isTrue();
        assertThat(row(ANN).allowed()).containsExactly("available", "training", "offline");
        assertThat(board.choose(ANN, "lunch", 2)).isTrue();
        assertThat(row(ANN).sinceNanos()).isEqualTo(1);
    }

    @Test
    void letsNobodyChooseWithoutASession() {
        board.signOut(ANN, 1);

        assertThat(board.choose(ANN, "available", 2)).isFalse();
        assertThat(board.choose(ANN, "offline", 2)).isFalse();
        assertThat(row(ANN).allowed()).isEmpty();
    }

    @Test
    void saysWhichSessionANewSignInReplaces() {
        assertThat(board.signIn(ANN, "s-2", 1)).contains("s-ann");
        assertThat(board.signIn(ANN, "s-2", 2)).isEmpty();
    }

    @Test
    void takesWhoSignsOutOffline() {
        board.choose(ANN, "available", 1);
        board.signOut(ANN, 2);

        assertThat(state(ANN)).isEqualTo("offline");
        assertThat(board.reserve(ANN, "c", 3)).isEqualTo(Reservation.OFFLINE);
    }

    @Test
    void countsWhoIsHowAsItHappens() {
        assertThat(board.tally()).isEqualTo(new AgentBoard.Tally(2, 0, 0));
        board.choose(ANN, "available", 1);
        board.choose(BOB, "available", 1);
        board.reserve(BOB, "c", 2);
        assertThat(board.tally()).isEqualTo(new AgentBoard.Tally(2, 1, 1));
        board.signOut(ANN, 3);
        assertThat(board.tally()).isEqualTo(new AgentBoard.Tally(1, 0, 1));
    }

    // --- one contact ---

    @Test
    void offersAContactOnlyToSomebodyAvailableAndSaysWhyNot() {
        assertThat(board.reserve(new AgentKey(TENANT, "eve"), "c", 1))
                .isEqualTo(Reservation.UNKNOWN);
        assertThat(board.reserve(ANN, "c", 1)).isEqualTo(Reservation.OFFLINE);
        board.choose(ANN, "lunch", 1);
        assertThat(board.reserve(ANN, "c", 1)).isEqualTo(Reservation.NOT_READY);
        board.choose(ANN, "available", 1);
        assertThat(board.reserve(ANN, "c", 2)).isEqualTo(Reservation.RESERVED);
        assertThat(state(ANN)).isEqualTo("busy");
        assertThat(row(ANN).contact()).isEqualTo("c");
        assertThat(board.reserve(ANN, "d", 2)).isEqualTo(Reservation.BUSY);
        board.engage(ANN, "c", 3);
        board.release(ANN, Release.ENDED, 4);
        assertThat(board.reserve(ANN, "d", 5)).isEqualTo(Reservation.AFTER_CONTACT);
    }

    @Test
    void givesAnAgentOneContactAtMost() {
        board.engage(ANN, "c", 1);

        assertThatThrownBy(() -> board.engage(ANN, "d", 2))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> board.engage(ANN, "c", 2))
                .isInstanceOf(IllegalStateException.class);
        assertThat(board.monitor(ANN, "d", 2)).isFalse();
    }

    @Test
    void doesNotReleaseWhoHasNothingNorEndWhatWasNotTaken() {
        assertThatThrownBy(() -> board.release(ANN, Release.ENDED, 1))
                .isInstanceOf(IllegalStateException.class);
        board.choose(ANN, "available", 1);
        board.reserve(ANN, "c", 2);
        assertThatThrownBy(() -> board.release(ANN, Release.ENDED, 3))
                .isInstanceOf(IllegalStateException.class);
        assertThat(row(ANN).contact()).isEqualTo("c");
    }

    @Test
    void makesWhoMissedOrRejectedAContactChooseAvailableAgain() {
        for (var why : Map.of(Release.MISSED, "missed", Release.REJECTED, "rejected").entrySet()) {
            board.choose(ANN, "available", 1);
            board.reserve(ANN, "c", 2);
            board.release(ANN, why.getKey(), 3);

            assertThat(state(ANN)).isEqualTo(why.getValue());
            assertThat(board.reserve(ANN, "c", 4)).isEqualTo(Reservation.NOT_READY);
            assertThat(board.choose(ANN, "available", 4)).isTrue();
            assertThat(state(ANN)).isEqualTo("available");
        }
    }

    @Test
    void keepsThePlaceInLineOfWhoseOfferWasWithdrawnAndNotOfOthers() {
        board.choose(ANN, "available", 1);
        board.reserve(ANN, "c", 5);
        board.release(ANN, Release.WITHDRAWN, 9);
        assertThat(row(ANN).idleNanos()).isEqualTo(1);
        assertThat(row(ANN).sinceNanos()).isEqualTo(9);

        board.reserve(ANN, "d", 10);
        board.release(ANN, Release.FAILED, 12);
        assertThat(state(ANN)).isEqualTo("available");
        assertThat(row(ANN).idleNanos()).isEqualTo(12);
    }

    @Test
    void keepsAnAgentBusyWhoseSessionIsLostUntilTheContactEnds() {
        board.engage(ANN, "c", 1);
        board.signOut(ANN, 2);
        assertThat(state(ANN)).isEqualTo("busy");

        board.release(ANN, Release.ENDED, 3);
        assertThat(state(ANN)).isEqualTo("offline");
        assertThat(board.nextDeadlineNanos()).isEmpty();
    }

    @Test
    void goesOnAsBeforeWhenTheSessionComesBackDuringAContact() {
        take(BOB, "c", 1);
        board.choose(BOB, "lunch", 2);
        board.signOut(BOB, 3);
        board.signIn(BOB, "s-new", 4);

        board.release(BOB, Release.ENDED, 5);
        assertThat(state(BOB)).isEqualTo("lunch");
    }

    // --- what comes next ---

    @Test
    void takesTheStateChosenDuringAContactWhenItIsOver() {
        take(BOB, "c", 1);
        assertThat(row(BOB).allowed()).containsExactly("lunch", "training", "offline");
        assertThat(board.choose(BOB, "available", 2)).isTrue();
        assertThat(board.choose(BOB, "lunch", 2)).isTrue();
        assertThat(state(BOB)).isEqualTo("busy");
        assertThat(row(BOB).next()).isEqualTo("lunch");
        assertThat(row(BOB).allowed()).containsExactly("available", "training", "offline");

        board.release(BOB, Release.ENDED, 3);
        assertThat(state(BOB)).isEqualTo("lunch");
        assertThat(row(BOB).next()).isNull();
    }

    @Test
    void takesTheStateChosenDuringTheRingingInsteadOfMissedButNotAvailable() {
        board.choose(BOB, "available", 1);
        board.reserve(BOB, "c", 2);
        board.choose(BOB, "lunch", 3);
        board.release(BOB, Release.MISSED, 4);
        assertThat(state(BOB)).isEqualTo("lunch");

        board.choose(BOB, "available", 5);
        board.reserve(BOB, "c", 6);
        board.choose(BOB, "available", 7);
        board.release(BOB, Release.MISSED, 8);
        assertThat(state(BOB)).isEqualTo("missed");
    }

    @Test
    void returnsWhoCalledOutInABreakToTheBreak() {
        board.choose(BOB, "lunch", 1);
        board.engage(BOB, "c", 2);
        board.release(BOB, Release.ENDED, 3);

        assertThat(state(BOB)).isEqualTo("lunch");
        assertThat(row(BOB).sinceNanos()).isEqualTo(3);
    }

    // --- after-contact work ---

    @Test
    void endsAfterContactWorkByItself() {
        take(ANN, "c", 1);
        board.release(ANN, Release.ENDED, seconds(100));
        assertThat(state(ANN)).isEqualTo("after-contact");
        assertThat(board.nextDeadlineNanos()).hasValue(seconds(130));

        assertThat(board.onTime(seconds(130) - 1)).isEmpty();
        assertThat(board.onTime(seconds(130))).containsExactly(ANN);
        assertThat(state(ANN)).isEqualTo("available");
        assertThat(row(ANN).idleNanos()).isEqualTo(seconds(130));
        assertThat(board.nextDeadlineNanos()).isEmpty();
    }

    @Test
    void takesTheChosenStateAfterContactAndWork() {
        take(ANN, "c", 1);
        board.choose(ANN, "lunch", 2);
        board.release(ANN, Release.ENDED, 3);
        assertThat(state(ANN)).isEqualTo("after-contact");
        assertThat(row(ANN).next()).isEqualTo("lunch");

        board.onTime(3 + seconds(WORK_SECONDS));
        assertThat(state(ANN)).isEqualTo("lunch");
    }

    @Test
    void letsTheAgentEndTheWorkByChoosing() {
        for (var state : List.of("available", "lunch")) {
            take(ANN, "c", 1);
            board.release(ANN, Release.ENDED, 2);

            assertThat(board.choose(ANN, state, 3)).isTrue();
            assertThat(state(ANN)).isEqualTo(state);
            assertThat(board.nextDeadlineNanos()).isEmpty();
        }
    }

    @Test
    void hasNoWorkAfterWhatWasNotTakenOrFailed() {
        for (var why : List.of(Release.MISSED, Release.REJECTED, Release.FAILED)) {
            board.choose(ANN, "available", 1);
            board.reserve(ANN, "c", 2);
            board.release(ANN, why, 3);
            assertThat(state(ANN)).isNotEqualTo("after-contact");
        }
    }

    @Test
    void callsOutOfAfterContactWorkAndForgetsNotWhatWasToFollow() {
        take(ANN, "c", 1);
        board.choose(ANN, "training", 2);
        board.release(ANN, Release.ENDED, 3);
        board.engage(ANN, "d", 4);
        assertThat(board.nextDeadlineNanos()).isEmpty();

        board.release(ANN, Release.WITHDRAWN, 5);
        assertThat(state(ANN)).isEqualTo("training");
    }

    // --- supervisors ---

    @Test
    void returnsASupervisorToExactlyTheStateBeforeWithoutWork() {
        for (var state : List.of("available", "lunch", "offline")) {
            board.choose(ANN, state, 1);
            long idle = row(ANN).idleNanos();
            assertThat(board.monitor(ANN, "c", 2)).isTrue();
            assertThat(state(ANN)).isEqualTo("busy");
            assertThat(board.reserve(ANN, "d", 3)).isEqualTo(Reservation.BUSY);

            board.release(ANN, Release.ENDED, 4);
            assertThat(state(ANN)).isEqualTo(state);
            assertThat(row(ANN).idleNanos()).isEqualTo(idle);
        }
    }

    @Test
    void leavesASupervisorWhatWasLeftOfAfterContactWork() {
        take(ANN, "c", 1);
        board.choose(ANN, "lunch", 2);
        board.release(ANN, Release.ENDED, seconds(100));
        board.monitor(ANN, "d", seconds(110));
        assertThat(board.nextDeadlineNanos()).isEmpty();

        board.release(ANN, Release.WITHDRAWN, seconds(500));
        assertThat(state(ANN)).isEqualTo("after-contact");
        assertThat(board.nextDeadlineNanos()).hasValue(seconds(520));
        board.onTime(seconds(520));
        assertThat(state(ANN)).isEqualTo("lunch");
    }

    @Test
    void letsASupervisorChooseWhatFollowsTheMonitoring() {
        board.choose(ANN, "lunch", 1);
        board.monitor(ANN, "c", 2);
        assertThat(row(ANN).allowed()).containsExactly("available", "training", "offline");
        assertThat(board.choose(ANN, "lunch", 3)).isTrue();
        assertThat(board.choose(ANN, "available", 3)).isTrue();

        board.release(ANN, Release.ENDED, 4);
        assertThat(state(ANN)).isEqualTo("available");
        assertThat(row(ANN).idleNanos()).isEqualTo(4);
    }

    @Test
    void takesASupervisorOfflineWhoseSessionWasLost() {
        board.choose(ANN, "available", 1);
        board.monitor(ANN, "c", 2);
        board.signOut(ANN, 3);
        board.release(ANN, Release.ENDED, 4);

        assertThat(state(ANN)).isEqualTo("offline");
        assertThat(board.monitor(ANN, "c", 5)).isFalse();
    }

    private void take(AgentKey agent, String contact, long nowNanos) {
        board.choose(agent, "available", nowNanos);
        board.reserve(agent, contact, nowNanos);
        board.engage(agent, contact, nowNanos);
    }

    private static AgentProfile profile(int workSeconds) {
        return new AgentProfile(List.of(), Map.of(), List.of("lunch", "training"), workSeconds);
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    private AgentRow row(AgentKey agent) {
        return board.row(agent).orElseThrow();
    }

    private String state(AgentKey agent) {
        return row(agent).state();
    }
}
