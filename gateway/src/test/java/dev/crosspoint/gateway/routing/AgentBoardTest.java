package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentBoardTest {
    private static final Tenant TENANT = new Tenant("acme", "support");
    private static final AgentKey ANN = new AgentKey(TENANT, "ann");
    private static final AgentKey BOB = new AgentKey(TENANT, "bob");

    private final AgentBoard board = new AgentBoard();

    @BeforeEach
    void twoAgentsOfOneQueue() {
        board.add(ANN, List.of("sales"), List.of("lunch"));
        board.add(BOB, List.of("sales"), List.of("lunch"));
        board.add(new AgentKey(new Tenant("other", "x"), "eve"), List.of("sales"), List.of());
        board.signIn(ANN, "s-ann");
        board.signIn(BOB, "s-bob");
    }

    @Test
    void choosesTheAgentIdleLongest() {
        board.choose(BOB, "available", 1);
        board.choose(ANN, "available", 2);

        assertThat(board.longestIdle(TENANT, "sales")).contains(BOB);
        board.engage(BOB, "c", 3);
        assertThat(board.longestIdle(TENANT, "sales")).contains(ANN);
        board.release(BOB, false, 4);
        assertThat(board.longestIdle(TENANT, "sales")).contains(ANN);
        assertThat(board.longestIdle(TENANT, "service")).isEmpty();
    }

    @Test
    void neverChoosesSomebodyOfAnotherTenantOrWithoutASession() {
        var eve = new AgentKey(new Tenant("other", "x"), "eve");
        board.signIn(eve, "s-eve");
        board.choose(eve, "available", 1);
        assertThat(board.longestIdle(TENANT, "sales")).isEmpty();

        board.choose(ANN, "available", 1);
        board.signOut(ANN, 2);
        assertThat(board.longestIdle(TENANT, "sales")).isEmpty();
        assertThat(state(ANN)).isEqualTo("offline");
    }

    @Test
    void makesWhoMissedAContactChooseAvailableAgain() {
        board.choose(ANN, "available", 1);
        board.engage(ANN, "c", 2);
        board.release(ANN, true, 3);

        assertThat(state(ANN)).isEqualTo("missed");
        assertThat(board.longestIdle(TENANT, "sales")).isEmpty();
        assertThat(board.choose(ANN, "available", 4)).isTrue();
        assertThat(board.longestIdle(TENANT, "sales")).contains(ANN);
    }

    @Test
    void letsNobodyChooseWhatIsTheGatewaysOrUnknown() {
        assertThat(board.choose(ANN, "busy", 1)).isFalse();
        assertThat(board.choose(ANN, "missed", 1)).isFalse();
        assertThat(board.choose(ANN, "dancing", 1)).isFalse();
        assertThat(board.choose(ANN, "lunch", 1)).isTrue();
        assertThat(board.row(ANN).orElseThrow().allowed()).containsExactly("available", "offline");
        board.engage(ANN, "c", 2);
        assertThat(board.choose(ANN, "available", 3)).isFalse();
    }

    @Test
    void keepsAnAgentBusyWhoseSessionIsLostUntilTheContactEnds() {
        board.engage(ANN, "c", 1);
        board.signOut(ANN, 2);
        assertThat(state(ANN)).isEqualTo("busy");

        board.release(ANN, false, 3);
        assertThat(state(ANN)).isEqualTo("offline");
    }

    @Test
    void givesAnAgentOneContactAtMost() {
        board.engage(ANN, "c", 1);

        assertThatThrownBy(() -> board.engage(ANN, "d", 2))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhichSessionANewSignInReplaces() {
        assertThat(board.signIn(ANN, "s-2")).contains("s-ann");
        assertThat(board.signIn(ANN, "s-2")).isEmpty();
    }

    private String state(AgentKey agent) {
        return board.row(agent).orElseThrow().state();
    }
}
