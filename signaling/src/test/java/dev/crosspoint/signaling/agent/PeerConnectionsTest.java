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
import org.junit.jupiter.params.provider.ValueSource;

/** Peer connections that outlive their contacts, as both managers of connect-rtc-js use them. */
class PeerConnectionsTest {

    private static final Agent ALICE = new Agent(new Tenant("acme", "main"), "alice", "s-1");
    private static final int STANDS_MS = 600_000;

    /** The client has had the time; then it is for us to end it. */
    private static final int OVERDUE_MS = STANDS_MS + 5_000;

    private static final Reply INVITED = invited(STANDS_MS);
    private static final Reply DONE = new Reply.Done();
    private static final Reply GONE = new Reply.Refused(AgentError.NOT_FOUND, "over");

    private final CountingCounters counters = new CountingCounters();
    private final AtomicInteger ids = new AtomicInteger();
    private final AgentSession session =
            new AgentSession(
                    new Reply.Authenticated(ALICE, new Private("Alice"), List.of(), List.of()),
                    CoreDriver.LIMITS,
                    counters,
                    () -> "x-" + ids.incrementAndGet(),
                    List::of,
                    0);
    private final CoreDriver driver = new CoreDriver(session);

    /** What the client was told to call its peer connection. */
    private String peer = "";

    private String leg = "";
    private int lastId = 1;

    @BeforeEach
    void start() {
        driver.perform(session.onSocket(new RpcId.Whole(1), false, -1, 0));
    }

    @Test
    void givesAPeerConnectionToWhoeverMayKeepOne() {
        invite("m-1", "'contactId':'c','callContextToken':'t'");

        var invite = driver.lastRequest(AgentMessage.Invite.class);
        assertThat(invite.standing()).isTrue();
        driver.reply(INVITED);
        JsonNode result = message().path("result");
        assertThat(result.path("peerConnectionId").textValue()).isNotEmpty();
        assertThat(result.path("peerConnectionToken").textValue())
                .isNotEmpty()
                .isNotEqualTo(result.path("peerConnectionId").textValue());
        assertThat(result.path("inactivityDuration").intValue()).isEqualTo(STANDS_MS);
    }

    @Test
    void givesNoneWhereItMayNotBeKept() {
        invite("m-1", "'contactId':'c','callContextToken':'t'");
        driver.reply(invited(0));
        assertThat(message().path("result").has("peerConnectionId")).isFalse();
    }

    @Test
    void carriesContactAfterContactOnOneLeg() {
        talk();
        put("m-1", "disconnectContact", "'contactId':'c'");
        assertThat(driver.lastRequest(AgentMessage.DisconnectContact.class))
                .isEqualTo(new AgentMessage.DisconnectContact(ALICE, leg, true));
        driver.reply(DONE).event(new AgentMessage.StandLeg(leg));

        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        assertThat(driver.lastRequest(AgentMessage.ConnectContact.class))
                .isEqualTo(new AgentMessage.ConnectContact(ALICE, leg, new Private("u")));
        driver.reply(DONE);
        assertThat(message().path("result").isEmpty()).isTrue();

        driver.pass(2L * OVERDUE_MS);
        assertThat(driver.told).as("it talks").isEmpty();
        driver.event(new AgentMessage.EndLeg(leg));
        assertThat(content().path("connectionId").textValue()).isEqualTo("m-2");
        assertThat(message().path("method").textValue()).isEqualTo("bye");
        assertThat(message().path("params").path("contactId").textValue()).isEqualTo("d");
    }

    /** Which the client's first manager does as soon as it is switched on. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"'contactId':''", "'contactId':null", "'browserId':'b'"})
    void standsBeforeThereIsAContact(String nothing) {
        invite("m-0", nothing + ",'callContextToken':null,'peerConnectionId':null");
        assertThat(driver.lastRequest(AgentMessage.Invite.class).contactToken()).isNull();
        driver.reply(INVITED);
        note();
        put("m-0", "accept", "'contactId':null");
        driver.reply(DONE);

        put("m-1", "connectContact", "'contactId':'c','callContextToken':'t'");
        driver.reply(DONE);
        assertThat(message().path("result").isObject()).isTrue();
    }

    @Test
    void takesNoLegWithoutAContactThatIsNotToStand() {
        on("m-1", "invite", "{'callContextToken':null,'sdp':'v=0'}");
        assertThat(code()).isEqualTo(400);
    }

    @Test
    void asksNothingWhenTheContactIsOverAlready() {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        int asked = driver.asked.size();
        put("m-1", "disconnectContact", "'contactId':'c'");
        assertThat(message().path("result").isObject()).isTrue();
        assertThat(driver.asked).hasSize(asked);
    }

    /** The client says of the contact before that it has put it down, when it has the next. */
    @Test
    void keepsAContactFromWhatIsSaidLateOfTheOneBefore() {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        driver.reply(DONE);
        int asked = driver.asked.size();
        put("m-1", "disconnectContact", "'contactId':'c'");
        assertThat(message().path("result").isObject()).isTrue();
        assertThat(driver.asked).hasSize(asked);
    }

    @Test
    void takesTheNextContactBeforeItHasHeardTheEndOfTheLast() {
        talk();
        put("m-1", "disconnectContact", "'contactId':'c'");
        long down = driver.lastAsked().call();
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        driver.reply(down, DONE);
        driver.event(new AgentMessage.StandLeg(leg));
        driver.reply(DONE);
        driver.event(new AgentMessage.EndLeg(leg));
        assertThat(content().path("connectionId").textValue()).isEqualTo("m-2");
        assertThat(message().path("method").textValue()).isEqualTo("bye");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    connectContact    | 'peerConnectionId':'other','peerConnectionToken':'TOKEN'
                    connectContact    | 'peerConnectionId':'ID','peerConnectionToken':'guess'
                    connectContact    | 'peerConnectionId':'ID'
                    connectContact    | 'peerConnectionId':null,'peerConnectionToken':null
                    disconnectContact | 'peerConnectionId':'ID','peerConnectionToken':'guess'
                    """)
    void callsAPeerConnectionStaleThatIsNotThere(String method, String named) {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        int asked = driver.asked.size();
        JsonNode known = CoreDriver.json("{" + peer.replace('\'', '"') + "}");
        String params =
                named.replace("ID", known.path("peerConnectionId").textValue())
                        .replace("TOKEN", known.path("peerConnectionToken").textValue());
        on("m-2", method, "{'callContextToken':'u'," + params + "}");
        assertThat(code()).isEqualTo(400);
        assertThat(message().path("error").path("message").textValue())
                .isEqualTo("Stale Peer Connection");
        assertThat(driver.asked).hasSize(asked);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"refused, 404", "not answered, 408"})
    void standsOnWhenAContactComesToNothing(String how, int code) {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        if (how.equals("refused")) {
            driver.reply(GONE);
        } else {
            driver.pass(5_000);
            assertThat(driver.told)
                    .as("call control may have done it")
                    .containsExactly(new AgentMessage.DisconnectContact(ALICE, leg, false));
        }
        assertThat(code()).isEqualTo(code);
        put("m-3", "connectContact", "'contactId':'e','callContextToken':'v'");
        driver.reply(DONE);
        assertThat(message().path("result").isObject()).isTrue();
    }

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
    void refusesAContactWithTheCodeThatTheClientKnows(AgentError error, int code) {
        talk();
        put("m-1", "disconnectContact", "'contactId':'c'");
        driver.reply(new Reply.Refused(error, "because"));
        assertThat(code()).isEqualTo(code);

        driver.event(new AgentMessage.StandLeg(leg));
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        driver.reply(new Reply.Refused(error, "because"));
        assertThat(code()).isEqualTo(code);
        assertThat(message().path("error").path("message").textValue()).isEqualTo("because");
    }

    @Test
    void refusesASecondContactOnALegThatTalks() {
        talk();
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        assertThat(code()).isEqualTo(409);
        put("m-1", "connectContact", "'contactId':'c','callContextToken':'t'");
        assertThat(message().path("result").isObject()).as("the same again").isTrue();
    }

    @Test
    void endsALegThatStandsForTooLong() {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        driver.pass(OVERDUE_MS - 1);
        assertThat(driver.told).isEmpty();
        int sent = driver.sent.size();
        driver.pass(1);

        assertThat(driver.told).containsExactly(new AgentMessage.Bye(ALICE, leg, "inactive"));
        JsonNode bye = content(driver.sent.get(sent));
        assertThat(bye.path("connectionId").textValue()).isEqualTo("m-1");
        assertThat(bye.path("jsonRpcMsg").path("method").textValue()).isEqualTo("PCBye");
        assertThat(bye.path("jsonRpcMsg").path("peerConnectionId").textValue())
                .as("at the top level")
                .isEqualTo(leg);
        assertThat(bye.path("jsonRpcMsg").has("id")).isFalse();
        assertThat(content(driver.sent.get(sent + 1)))
                .as("and its standby connections")
                .isEqualTo(notice("idleConnection"));
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        assertThat(code()).isEqualTo(400);
    }

    /** As it does of itself at the end of the inactivity that it was told. */
    @Test
    void takesTheByeOfALegThatStands() {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        put("m-9", "bye", "'contactId':null,'callContextToken':null,'persistentConnection':true");
        assertThat(message().path("result").isObject()).isTrue();
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(ALICE, leg, "bye"));
        driver.pass(OVERDUE_MS);
        assertThat(driver.told).hasSize(1);
    }

    @Test
    void tellsAClientWhosePlaceAnotherHasTaken() {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        String first = leg;
        invite("n-1", "'contactId':'d','callContextToken':'u'", "other");
        driver.reply(INVITED);
        int sent = driver.sent.size();

        driver.event(new AgentMessage.EndLeg(first));

        assertThat(content(driver.sent.get(sent)).path("jsonRpcMsg").path("method").textValue())
                .isEqualTo("PCBye");
        assertThat(content(driver.sent.get(sent + 1))).isEqualTo(notice("quotaBreached"));
    }

    @Test
    void restartsTheIceOfALegThatStands() {
        talk();
        driver.event(new AgentMessage.StandLeg(leg));
        put("m-0", "invite", "'iceRestart':true,'sdp':'v=0 other','contactId':null");

        var invite = driver.lastRequest(AgentMessage.Invite.class);
        assertThat(invite.leg()).isEqualTo(leg);
        assertThat(invite.contactToken()).isNull();
        driver.reply(invited(0));
        assertThat(message().path("result").path("peerConnectionId").textValue())
                .as("which the client reads again")
                .isEqualTo(leg);
        put("m-0", "accept", "'contactId':null");
        assertThat(message().path("result").isObject()).isTrue();
    }

    @Test
    void takesAFirstContactThatEndsBeforeItsAcceptForALegThatStands() {
        invite("m-1", "'contactId':'c','callContextToken':'t'");
        driver.reply(INVITED);
        note();
        driver.event(new AgentMessage.StandLeg(leg));
        put("m-1", "accept", "'contactId':'c'");
        driver.reply(DONE);
        put("m-2", "connectContact", "'contactId':'d','callContextToken':'u'");
        driver.reply(DONE);
        assertThat(message().path("result").isObject()).isTrue();
    }

    private void talk() {
        invite("m-1", "'contactId':'c','callContextToken':'t'");
        driver.reply(INVITED);
        note();
        put("m-1", "accept", "'contactId':'c'");
        driver.reply(DONE);
    }

    /** As the client does, who sends them with everything from now on. */
    private void note() {
        JsonNode result = message().path("result");
        leg = driver.lastRequest(AgentMessage.Invite.class).leg();
        peer =
                "'peerConnectionId':'%s','peerConnectionToken':'%s'"
                        .formatted(
                                result.path("peerConnectionId").textValue(),
                                result.path("peerConnectionToken").textValue());
    }

    private void invite(String connection, String params) {
        invite(connection, params, "b-1");
    }

    private void invite(String connection, String params, String browser) {
        String named =
                params.contains("browserId") ? params : params + ",'browserId':'" + browser + "'";
        on(
                connection,
                "invite",
                "{" + named + ",'persistentConnection':true,'sdp':'v=0','candidates':[]}");
    }

    /** A request with the names of the peer connection. */
    private void put(String connection, String method, String params) {
        on(connection, method, "{" + params + "," + peer + "}");
    }

    private void on(String connection, String method, String params) {
        driver.text(
                "{'topic':'aws/softphone','connectionId':'%s','jsonRpcMsg':{'jsonrpc':'2.0','id':%d,'method':'%s','params':%s}}"
                        .formatted(connection, ++lastId, method, params));
    }

    private static Reply invited(int standsMs) {
        return new Reply.Invited(
                new Private("v=0 answer"), List.of("candidate:1 1 udp 1 192.0.2.1"), standsMs);
    }

    private static JsonNode notice(String method) {
        return CoreDriver.json(
                "{\"clientId\":\"b-1\",\"jsonRpcMsg\":{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":{}}}"
                        .formatted(method));
    }

    private JsonNode content() {
        return content(driver.lastSent());
    }

    private static JsonNode content(JsonNode frame) {
        return CoreDriver.json(frame.path("content").textValue());
    }

    private JsonNode message() {
        return content().path("jsonRpcMsg");
    }

    private int code() {
        return message().path("error").path("code").intValue();
    }
}
