package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The multiplexed carrier of connect-rtc-js on a desktop's socket. */
class SoftphoneTopicTest {

    private static final Agent ALICE = new Agent(new Tenant("acme", "main"), "alice", "s-1");
    private static final Reply INVITED =
            new Reply.Invited(new Private("v=0 answer"), List.of("candidate:1 1 udp 1 192.0.2.1"));

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

    @Test
    void carriesACallWithoutAContactsName() {
        on("m-1", 2, "invite", "{'callContextToken':'t','sdp':'v=0','candidates':[]}");
        driver.reply(INVITED);
        assertThat(driver.lastSent().path("topic").textValue()).isEqualTo("aws/softphone");
        assertThat(driver.lastSent().path("content").isTextual()).as("a string of JSON").isTrue();
        assertThat(content().path("connectionId").textValue()).isEqualTo("m-1");
        assertThat(message().path("id").intValue()).isEqualTo(2);
        assertThat(message().path("result").path("candidates").isEmpty()).isFalse();

        on("m-1", 3, "accept", "{}");
        assertThat(driver.lastRequest(AgentMessage.AcceptInvite.class).leg()).isEqualTo("leg-1");
        driver.reply(new Reply.Done());
        assertThat(message().path("result").isEmpty()).isTrue();

        driver.event(new AgentMessage.EndLeg("leg-1"));
        assertThat(content().path("connectionId").textValue()).isEqualTo("m-1");
        assertThat(message().path("method").textValue()).isEqualTo("bye");
        driver.text(
                "{'topic':'aws/softphone','connectionId':'m-1','jsonRpcMsg':{'jsonrpc':'2.0','result':{},'id':'s1'}}");
        on("m-1", 4, "bye", "{'callContextToken':'t'}");
        assertThat(code()).as("both ends know").isEqualTo(404);
        assertThat(driver.told).isEmpty();
    }

    @Test
    void keepsTheLegsOfSeveralConnectionsApart() {
        talk("m-1", "t");
        talk("m-2", "u");
        on("m-1", 9, "bye", "{}");
        assertThat(content().path("connectionId").textValue()).isEqualTo("m-1");
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(ALICE, "leg-1", "bye"));
        on("m-2", 10, "invite", "{'iceRestart':true,'sdp':'v=0','candidates':[]}");
        assertThat(driver.lastRequest(AgentMessage.Invite.class).leg()).isEqualTo("leg-2");
        on("m-3", 11, "accept", "{}");
        assertThat(code()).isEqualTo(404);
    }

    @Test
    void findsTheLegOfAManagerWhichAcceptsByAConnectionOfItsOwn() {
        on("m-1", 2, "invite", "{'callContextToken':'t','contactId':'c','sdp':'v=0'}");
        driver.reply(INVITED);
        on("manager", 3, "accept", "{'contactId':'c','persistentConnection':false}");
        assertThat(driver.lastRequest(AgentMessage.AcceptInvite.class).leg()).isEqualTo("leg-1");
        driver.reply(new Reply.Done());
        assertThat(content().path("connectionId").textValue()).isEqualTo("manager");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"bye", "invite"})
    void keepsTheNewLegFromWhatIsSaidLateOfTheOneItReplaced(String method) {
        replace();
        on("m-2", 5, "accept", "{}");
        driver.reply(new Reply.Done());
        int asked = driver.asked.size();

        on("m-1", 6, method, "{'contactId':'c','iceRestart':true,'sdp':'v=0'}");

        assertThat(code()).isEqualTo(404);
        assertThat(driver.told).isEmpty();
        assertThat(driver.asked).hasSize(asked);
    }

    @Test
    void tellsTheConnectionOfAReplacedLegThatItIsOver() {
        talk("m-1", "t");
        on("m-2", 4, "invite", "{'callContextToken':'t','sdp':'v=0'}");

        driver.event(new AgentMessage.EndLeg("leg-1"));

        assertThat(content().path("connectionId").textValue()).isEqualTo("m-1");
        assertThat(message().path("method").textValue()).isEqualTo("bye");
    }

    /** A contact's leg on m-1 that talks, and the one on m-2 that takes its place. */
    private void replace() {
        on("m-1", 2, "invite", "{'callContextToken':'t','contactId':'c','sdp':'v=0'}");
        driver.reply(INVITED);
        on("m-1", 3, "accept", "{'contactId':'c'}");
        driver.reply(new Reply.Done());
        on("m-2", 4, "invite", "{'callContextToken':'t','contactId':'c','sdp':'v=0'}");
        driver.reply(INVITED);
    }

    @Test
    void saysItsByeAgainAfterAResumeWhereItBelongs() {
        talk("m-1", "t");
        driver.event(new AgentMessage.EndLeg("leg-1"));
        JsonNode bye = driver.lastSent();
        driver.loseSocket();
        driver.perform(session.onSocket(new RpcId.Whole(1), true, 0, driver.nowMs()));
        assertThat(driver.lastSent()).isEqualTo(bye);
    }

    /** Whatever of its methods it is that call control refuses. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "BAD_REQUEST, 400",
        "ACCESS_DENIED, 403",
        "NOT_FOUND, 404",
        "TIMEOUT, 408",
        "CONFLICT, 409",
        "BUSY, 486",
        "INTERNAL, 500"
    })
    void refusesWithTheCodeThatTheClientKnows(AgentError error, int code) {
        var refused = new Reply.Refused(error, "because");
        on("m-1", 5, "invite", "{'callContextToken':'t','sdp':'v=0'}");
        driver.reply(refused);
        assertRefused(5, code);

        on("m-2", 6, "invite", "{'callContextToken':'u','sdp':'v=0'}");
        driver.reply(INVITED);
        on("m-2", 7, "accept", "{}");
        driver.reply(refused);
        assertRefused(7, code);

        talk("m-3", "v");
        on("m-3", 8, "invite", "{'iceRestart':true,'sdp':'v=0'}");
        driver.reply(refused);
        assertRefused(8, code);
    }

    private void assertRefused(int id, int code) {
        assertThat(message().path("id").intValue()).isEqualTo(id);
        assertThat(code()).isEqualTo(code);
        assertThat(message().path("error").path("message").textValue()).isEqualTo("because");
        assertThat(message().has("result")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'jsonRpcMsg':{'jsonrpc':'2.0','id':3,'method':'contact.hangUp'} | 404 | 3
                    'jsonRpcMsg':{'jsonrpc':'2.0','id':3,'method':'session.ping'}   | 404 | 3
                    'jsonRpcMsg':{'jsonrpc':'2.0','id':3,'method':'accept','params':[]} | 400 | 3
                    'jsonRpcMsg':{'jsonrpc':'1.0','id':3,'method':'accept'}         | 400 | 3
                    'jsonRpcMsg':'accept'                                           | 400 | 0
                    'content':'accept'                                              | 400 | 0
                    """)
    void answersWhatIsNoRequestOfASoftphoneOnTheTopic(String message, int code, int id) {
        driver.text("{'topic':'aws/softphone','connectionId':'m'," + message + "}");
        assertThat(code()).isEqualTo(code);
        assertThat(message().path("id").asInt()).isEqualTo(id);
        assertThat(driver.asked).as("only the snapshot was asked for").hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {'topic':'aws/subscribe','connectionId':'m','jsonRpcMsg':{}}
                    {'topic':'aws/softphone','jsonRpcMsg':{}}
                    {'topic':'aws/softphone','connectionId':'','jsonRpcMsg':{}}
                    {'topic':'aws/softphone','connectionId':7,'jsonRpcMsg':{}}
                    {'topic':null}
                    """)
    void answersWhatIsNoFrameOfTheTopicAsAnyOtherMessage(String frame) {
        driver.text(frame);
        assertThat(driver.lastSent().path("id").isNull()).isTrue();
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(-32600);
    }

    private void talk(String connection, String token) {
        on(connection, 2, "invite", "{'callContextToken':'%s','sdp':'v=0'}".formatted(token));
        driver.reply(INVITED);
        on(connection, 3, "accept", "{}");
        driver.reply(new Reply.Done());
    }

    private void on(String connection, int id, String method, String params) {
        driver.text(
                "{'topic':'aws/softphone','connectionId':'%s','jsonRpcMsg':{'jsonrpc':'2.0','id':%d,'method':'%s','params':%s}}"
                        .formatted(connection, id, method, params));
    }

    private JsonNode content() {
        return CoreDriver.json(driver.lastSent().path("content").textValue());
    }

    private JsonNode message() {
        return content().path("jsonRpcMsg");
    }

    private int code() {
        return message().path("error").path("code").intValue();
    }
}
