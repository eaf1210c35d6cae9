package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A softphone whose network has changed: other paths for its leg, or another leg. */
class RestartTest {

    private static final Agent ALICE = new Agent(new Tenant("acme", "main"), "alice", "s-1");
    private static final Reply INVITED =
            new Reply.Invited(new Private("v=0 answer"), List.of("candidate:1 1 udp 1 192.0.2.1"));

    /** Of connect-rtc-js: for the answer to an invite, and between two of them. */
    private static final int CLIENT_WAITS_MS = 5_000;

    private static final int CLIENT_PAUSES_MS = 1_000;

    private final CountingCounters counters = new CountingCounters();
    private final AtomicInteger ids = new AtomicInteger();
    private final AgentSession session =
            new AgentSession(
                    new Reply.Authenticated(ALICE, new Private("Alice"), List.of(), List.of()),
                    CoreDriver.LIMITS,
                    counters,
                    () -> "leg-" + ids.incrementAndGet(),
                    List::of,
                    0);
    private final CoreDriver driver = new CoreDriver(session);

    @BeforeEach
    void start() {
        driver.perform(session.onSocket(new RpcId.Whole(1), false, -1, 0));
    }

    @ParameterizedTest(name = "with {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'contactId':'c','callContextToken':'t',
                    'contactId':'c','callContextToken':null,
                    'contactId':null,
                    'callContextToken':'t','peerConnectionId':null,'persistentConnection':false,
                    """)
    void offersTheSameLegAgain(String named) {
        talk();
        driver.request(
                4, "invite", "{" + named + "'iceRestart':true,'sdp':'v=0 other','candidates':[]}");

        var invite = driver.lastRequest(AgentMessage.Invite.class);
        assertThat(invite.leg()).isEqualTo("leg-1");
        assertThat(invite.contactToken()).isEqualTo(new Private("t"));
        assertThat(invite.sdp().value()).isEqualTo("v=0 other");
        driver.reply(INVITED);
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(4);
        assertThat(driver.lastSent().path("result").path("sdp").textValue())
                .isEqualTo("v=0 answer");
        // connect-rtc-js says accept after this too.
        int asked = driver.asked.size();
        driver.request(5, "accept", "{'contactId':'c'}");
        assertThat(driver.lastSent().path("result").isObject()).isTrue();
        assertThat(driver.asked).hasSize(asked);
        driver.pass(60_000);
        assertThat(driver.told).as("the leg lives").isEmpty();
    }

    @Test
    void takesAFalseForNoRestart() {
        talk();
        driver.request(4, "invite", "{'callContextToken':'t','iceRestart':false,'sdp':'v=0'}");
        assertThat(driver.lastRequest(AgentMessage.Invite.class).leg()).isEqualTo("leg-2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    another token   | 'sdp':'v=0','callContextToken':'u' | 404
                    another contact | 'sdp':'v=0','contactId':'d'        | 404
                    no offer        | 'contactId':'c'                    | 400
                    no token        | 'sdp':'v=0','callContextToken':''  | 400
                    """)
    void refusesWhatThereIsNothingToRestartOf(String what, String named, int code) {
        talk();
        int asked = driver.asked.size();
        driver.request(4, "invite", "{" + named + ",'iceRestart':true}");
        assertThat(codeOfLast()).isEqualTo(code);
        assertThat(driver.asked).hasSize(asked);
    }

    @Test
    void refusesToRestartALegThatIsBeingSetUpOrIsOver() {
        invite(2);
        restart(3);
        assertThat(codeOfLast()).isEqualTo(409);
        driver.reply(INVITED);
        restart(4);
        assertThat(codeOfLast()).isEqualTo(409);
        driver.request(5, "accept", "{}");
        restart(6);
        assertThat(codeOfLast()).isEqualTo(409);
        driver.reply(new Reply.Done());
        driver.event(new AgentMessage.EndLeg("leg-1"));
        restart(7);
        assertThat(codeOfLast()).isEqualTo(404);
    }

    @Test
    void leavesTheLegAsItWasWhenTheRestartComesToNothing() {
        talk();
        restart(4);
        driver.reply(new Reply.Refused(AgentError.BAD_REQUEST, "no"));
        assertThat(codeOfLast()).isEqualTo(400);
        restart(5);
        driver.pass(4_500);
        assertThat(codeOfLast()).isEqualTo(408);
        assertThat(driver.told).isEmpty();
        restart(6);
        driver.reply(INVITED);
        assertThat(driver.lastSent().has("result")).isTrue();
    }

    /** The first and three more, a second after each answer; then the client says bye. */
    @Test
    void answersEachOfFourTriesThatComeToNothingBeforeTheClientGivesUpAndThenTheBye() {
        talk();
        for (int id = 4; id < 8; id++) {
            restart(id);
            assertThat(driver.lastRequest(AgentMessage.Invite.class).leg()).isEqualTo("leg-1");
            driver.pass(CLIENT_WAITS_MS - 1);
            assertThat(driver.lastSent().path("id").intValue()).isEqualTo(id);
            assertThat(codeOfLast()).isEqualTo(408);
            driver.pass(1 + CLIENT_PAUSES_MS);
        }
        assertThat(driver.told).as("the leg lives").isEmpty();

        driver.request(8, "bye", "{}");

        assertThat(driver.lastSent().path("result").isObject()).isTrue();
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(ALICE, "leg-1", "bye"));
        restart(9);
        assertThat(codeOfLast()).isEqualTo(404);
    }

    @Test
    void answersNotFoundWhenTheLegEndsUnderTheRestart() {
        talk();
        restart(4);
        driver.request(5, "bye", "{}");
        driver.reply(INVITED);
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(4);
        assertThat(codeOfLast()).isEqualTo(404);
    }

    @Test
    void saysNoByeForALegThatTheClientReplaces() {
        talk();
        invite(4);
        int sent = driver.sent.size();
        driver.event(new AgentMessage.EndLeg("leg-1"));
        assertThat(driver.sent).as("it names the contact, which goes on").hasSize(sent);
        driver.reply(INVITED).request(5, "accept", "{}").reply(new Reply.Done());
        driver.event(new AgentMessage.EndLeg("leg-2"));
        assertThat(driver.lastSent().path("method").textValue()).isEqualTo("bye");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"refused, 409", "never answered, 408", "ended too, 404"})
    void saysTheByeItOwesWhenTheReplacementComesToNothing(String how, int code) {
        talk();
        invite(4);
        driver.event(new AgentMessage.EndLeg("leg-1"));
        int sent = driver.sent.size();

        switch (how) {
            case "refused" -> driver.reply(new Reply.Refused(AgentError.CONFLICT, "no"));
            case "never answered" -> driver.pass(4_500);
            default -> driver.event(new AgentMessage.EndLeg("leg-2")).reply(INVITED);
        }

        assertThat(driver.sent.subList(sent, driver.sent.size()))
                .as("an answer and one bye")
                .extracting(
                        message -> message.path("error").path("code").intValue(),
                        message -> message.path("method").asText())
                .containsExactlyInAnyOrder(tuple(code, ""), tuple(0, "bye"));
        assertThat(driver.told)
                .as("call control knows of the first")
                .extracting(request -> ((AgentMessage.Bye) request).leg())
                .doesNotContain("leg-1");
    }

    @Test
    void saysNoByeAgainOnceTheContactHasANewLeg() {
        talk();
        driver.event(new AgentMessage.EndLeg("leg-1"));
        JsonNode bye = driver.lastSent();
        resume();
        assertThat(driver.lastSent()).isEqualTo(bye);
        invite(4);
        resume();
        assertThat(driver.lastSent().has("method")).isFalse();
    }

    /** Not on the new socket, where the client may yet be answered; and then it is owed still. */
    @Test
    void saysTheByeThatAResumeKeptBackWhenTheReplacementComesToNothing() {
        talk();
        driver.event(new AgentMessage.EndLeg("leg-1"));
        invite(4);
        resume();
        int sent = driver.sent.size();

        driver.reply(
                driver.asked.stream()
                        .filter(ask ->
                                ask.request() instanceof AgentMessage.Invite i
                                        && i.leg().equals("leg-2"))
                        .findFirst()
                        .orElseThrow()
                        .call(),
                new Reply.Refused(AgentError.CONFLICT, "no"));

        assertThat(driver.sent.subList(sent, driver.sent.size()))
                .extracting(message -> message.path("method").asText())
                .containsExactly("bye");
    }

    private void talk() {
        invite(2);
        driver.reply(INVITED).request(3, "accept", "{'contactId':'c'}").reply(new Reply.Done());
    }

    private void invite(int id) {
        driver.request(id, "invite", "{'contactId':'c','callContextToken':'t','sdp':'v=0'}");
    }

    private void restart(int id) {
        driver.request(id, "invite", "{'contactId':'c','iceRestart':true,'sdp':'v=0'}");
    }

    private void resume() {
        driver.loseSocket();
        driver.perform(session.onSocket(new RpcId.Whole(1), true, 0, driver.nowMs()));
    }

    private int codeOfLast() {
        return driver.lastSent().path("error").path("code").intValue();
    }
}
