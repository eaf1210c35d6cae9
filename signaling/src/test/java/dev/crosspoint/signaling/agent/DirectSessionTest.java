package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.client.TokenBucket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A direct leg in virtual time, with the protocol's own limits. */
class DirectSessionTest {

    private static final Reply INVITED =
            new Reply.Invited(new Private("v=0"), List.of("candidate:1"));

    private final CountingCounters counters = new CountingCounters();
    private final AtomicInteger secrets = new AtomicInteger();
    private final DirectSession session =
            new DirectSession(
                    "leg",
                    "call",
                    new Private("t"),
                    CoreDriver.LIMITS,
                    counters,
                    () -> "secret" + secrets.incrementAndGet(),
                    0);
    private final CoreDriver driver = new CoreDriver(session);

    @Test
    void closesASocketThatDoesNotInvite() {
        driver.pass(19_999);
        assertThat(driver.closed).isEmpty();
        driver.pass(1);
        assertThat(driver.closed).containsExactly(new Effect.Close(CloseReason.TOO_LATE));
        driver.loseSocket();
        assertThat(driver.forgotten).isTrue();
        assertThat(driver.sent).as("never speaks first").isEmpty();
    }

    @Test
    void answersAnInviteBeforeTheClientGivesUp() {
        invite();
        driver.pass(4_499);
        assertThat(driver.sent).isEmpty();
        driver.pass(1);
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(408);
        assertThat(driver.told)
                .containsExactly(new AgentMessage.Bye(null, "leg", "never-accepted"));
        driver.pass(2_000);
        assertThat(driver.closed).containsExactly(new Effect.Close(CloseReason.DONE));
    }

    @Test
    void offersItsLegAgainByOtherPaths() {
        invite();
        driver.reply(INVITED).request(2, "accept", "{}").reply(new Reply.Done());
        driver.request(3, "invite", "{'iceRestart':true,'sdp':'v=0 other','candidates':[]}");
        AgentMessage.Invite again = driver.lastRequest(AgentMessage.Invite.class);
        assertThat(again.leg()).isEqualTo("leg");
        assertThat(again.contactToken()).isEqualTo(new Private("t"));
        driver.reply(INVITED);
        assertThat(driver.lastSent().path("result").has("sdp")).isTrue();
        assertThat(driver.told).isEmpty();
    }

    @Test
    void hasNothingToRestartBeforeItsInvite() {
        driver.request(1, "invite", "{'iceRestart':true,'sdp':'v=0','candidates':[]}");
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(404);
        invite();
        driver.reply(INVITED);
        assertThat(driver.lastSent().has("result")).as("the first invite may still come").isTrue();
    }

    @Test
    void reapsALegThatIsNeverAccepted() {
        invite();
        driver.reply(INVITED).pass(10_000);
        assertThat(driver.told)
                .containsExactly(new AgentMessage.Bye(null, "leg", "never-accepted"));
        assertThat(driver.closed).containsExactly(new Effect.Close(CloseReason.TOO_LATE));
    }

    @Test
    void renewsClientTokensAndLetsOldOnesExpire() {
        talk();
        assertThat(tokenIn(driver.lastSent())).isEqualTo("leg.secret1");
        driver.pass(60_000);
        assertThat(tokenIn(driver.lastSent())).isEqualTo("leg.secret2");
        assertThat(session.accepts("call", "leg.secret1", driver.nowMs())).isTrue();
        assertThat(session.accepts("other", "leg.secret1", driver.nowMs())).isFalse();
        assertThat(session.accepts("call", "leg.secret3", driver.nowMs())).isFalse();
        driver.pass(89_999);
        assertThat(session.accepts("call", "leg.secret1", driver.nowMs())).isTrue();
        driver.pass(1);
        assertThat(session.accepts("call", "leg.secret1", driver.nowMs())).isFalse();
        assertThat(session.accepts("call", "leg.secret2", driver.nowMs())).isTrue();
        assertThat(session.accepts("call", "undefined", driver.nowMs())).isFalse();
    }

    @Test
    void keepsTheLegThroughItsGraceAndSendsNothingMeanwhile() {
        talk();
        driver.loseSocket();
        int sent = driver.sent.size();
        driver.pass(29_999);
        assertThat(driver.sent).hasSize(sent);
        assertThat(session.accepts("call", "leg.secret1", driver.nowMs())).isTrue();
        driver.perform(session.onSocket(driver.nowMs()));
        assertThat(tokenIn(driver.lastSent())).isEqualTo("leg.secret2");
        driver.pass(3_600_000);
        assertThat(driver.told).isEmpty();
        driver.loseSocket().pass(30_000);
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(null, "leg", "socket-lost"));
        assertThat(driver.forgotten).isTrue();
    }

    @Test
    void takesAnUnacceptedLegDownWithItsSocket() {
        invite();
        driver.loseSocket();
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(null, "leg", "socket-lost"));
        assertThat(driver.forgotten).isTrue();
    }

    @Test
    void hasNothingToTakeDownAfterAFailedInvite() {
        invite();
        driver.reply(new Reply.Refused(AgentMessage.AgentError.BUSY, "busy"));
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(486);
        driver.loseSocket();
        assertThat(driver.told).isEmpty();
        assertThat(driver.forgotten).isTrue();
    }

    @Test
    void keepsTheClientWaitingForItsByeNoLongerThanTheAnswerTakes() {
        talk();
        driver.request(9, "bye", "{'callContextToken':'t'}");
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(9);
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(null, "leg", "bye"));
        assertThat(session.accepts("call", "leg.secret1", driver.nowMs())).isFalse();
        driver.pass(2_000);
        assertThat(driver.closed).containsExactly(new Effect.Close(CloseReason.DONE));
    }

    @Test
    void waitsTwoSecondsForTheAnswerToItsBye() {
        talk();
        driver.event(new AgentMessage.EndLeg("leg"));
        assertThat(driver.lastSent().path("method").textValue()).isEqualTo("bye");
        driver.pass(1_999);
        assertThat(driver.closed).isEmpty();
        driver.pass(1);
        assertThat(driver.closed).containsExactly(new Effect.Close(CloseReason.DONE));
        assertThat(driver.told).isEmpty();
    }

    @Test
    void knowsNoMethodsOfTheDesktop() {
        driver.request(1, "contact.hangUp", "{'contactId':'c'}");
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(-32601);
        driver.text("]");
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(-32700);
        driver.request(2, "agent.setState", "{}");
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(-32601);
    }

    @Test
    void closesAFlood() {
        for (int i = 0; i <= TokenBucket.CLIENT_BURST + Limits.MAX_REFUSALS; i++) {
            driver.request(i, "accept", "{}");
        }
        assertThat(driver.closed).containsExactly(new Effect.Close(CloseReason.FLOOD));
    }

    private void talk() {
        invite();
        driver.reply(INVITED).request(2, "accept", "{}").reply(new Reply.Done());
    }

    private void invite() {
        driver.request(1, "invite", "{'sdp':'v=0','candidates':[],'callContextToken':'t'}");
    }

    private static String tokenIn(JsonNode message) {
        assertThat(message.path("method").textValue()).isEqualTo("renewClientToken");
        return message.path("params").path("clientToken").textValue();
    }
}
