package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.ContactView.Handover;
import dev.crosspoint.signaling.api.ContactView.Participant;
import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.LegSound;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.client.RecentAnswers;
import dev.crosspoint.signaling.client.TokenBucket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentSessionTest {

    private static final Agent ALICE = new Agent(new Tenant("acme", "main"), "alice", "s-1");
    private static final Reply INVITED =
            new Reply.Invited(new Private("v=0 answer"), List.of("candidate:1 1 udp 1 192.0.2.1"));

    private final CountingCounters counters = new CountingCounters();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger credentials = new AtomicInteger();
    private final AgentSession session =
            new AgentSession(
                    new Reply.Authenticated(
                            ALICE,
                            new Private("Alice"),
                            List.of("ManagerListenIn"),
                            List.of("softphone", "desk-phone")),
                    CoreDriver.LIMITS,
                    counters,
                    () -> "leg-" + ids.incrementAndGet(),
                    this::relays,
                    0);
    private final CoreDriver driver = new CoreDriver(session);

    @BeforeEach
    void start() {
        driver.perform(session.onSocket(new RpcId.Whole(1), false, -1, 0));
    }

    @Test
    void answersTheStartBeforeAnythingElseAndAsksForASnapshot() {
        assertThat(driver.sent).hasSize(1);
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(1);
        JsonNode result = driver.lastSent().path("result");
        assertThat(result.path("session").textValue()).isEqualTo("s-1");
        assertThat(result.path("agent").textValue()).isEqualTo("alice");
        assertThat(result.path("displayName").textValue()).isEqualTo("Alice");
        assertThat(result.path("permissions").toString()).isEqualTo("[\"ManagerListenIn\"]");
        assertThat(result.path("devices").toString()).isEqualTo("[\"softphone\",\"desk-phone\"]");
        assertThat(result.path("resumed").booleanValue()).isFalse();
        assertThat(result.path("seq").longValue()).isZero();
        assertThat(result.path("graceMs").intValue()).isEqualTo(30_000);
        assertThat(driver.lastRequest(AgentMessage.Refresh.class).agent()).isEqualTo(ALICE);
    }

    @Test
    void namesRelaysWithFreshCredentialsAtEachStart() {
        assertThat(driver.lastSent().path("result").path("iceServers").toString())
                .isEqualTo(
                        "[{\"urls\":[\"turn:turn.example.com\"],\"username\":\"u-1\",\"credential\":\"p\"}]");

        driver.perform(session.onSocketLost(10));
        driver.perform(session.onSocket(new RpcId.Whole(7), true, 0, 20));

        assertThat(driver.sent.getLast().toString()).contains("\"resumed\":true", "\"u-2\"");
    }

    private List<IceServer> relays() {
        return List.of(
                new IceServer(
                        List.of("turn:turn.example.com"),
                        new Private("u-" + credentials.incrementAndGet()),
                        new Private("p")));
    }

    @Test
    void asksCallControlAndAnswersWithItsReply() {
        driver.request(2, "contact.dial", "{'number':'+4930123456'}");
        assertThat(driver.lastRequest(AgentMessage.Dial.class).target())
                .isEqualTo(new Target.ToNumber(new Private("+4930123456")));
        driver.reply(new Reply.Dialing("c-1"));
        assertThat(driver.lastSent().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"contactId\":\"c-1\"}}");
    }

    @Test
    void turnsEveryRefusalIntoItsRowOfTheTable() {
        Map<AgentError, Integer> rows =
                Map.of(
                        AgentError.BAD_REQUEST, -32602,
                        AgentError.ACCESS_DENIED, -32003,
                        AgentError.NOT_FOUND, -32004,
                        AgentError.TIMEOUT, -32008,
                        AgentError.CONFLICT, -32009,
                        AgentError.BUSY, -32010,
                        AgentError.INTERNAL, -32603);
        assertThat(rows).hasSize(AgentError.values().length);
        rows.forEach((error, code) -> {
            driver.request(5, "contact.accept", "{'contactId':'c'}");
            driver.reply(new Reply.Refused(error, "because"));
            JsonNode sent = driver.lastSent().path("error");
            assertThat(sent.path("code").intValue()).isEqualTo(code);
            assertThat(sent.path("message").textValue()).isEqualTo("because");
        });
    }

    @Test
    void refusesWhatItDoesNotKnowOrCannotRead() {
        assertThat(codeOf("no.such", "{}")).isEqualTo(-32601);
        assertThat(codeOf("session.start", "{'token':'t'}")).isEqualTo(-32009);
        assertThat(codeOf("contact.mute", "{'contactId':'c'}")).isEqualTo(-32602);
        assertThat(codeOf("contact.mute", "{'contactId':7,'muted':true}")).isEqualTo(-32602);
        assertThat(codeOf("contact.sendDigits", "{'contactId':'c','digits':'12x'}"))
                .isEqualTo(-32602);
        assertThat(codeOf("invite", "{'sdp':'v=0'}")).isEqualTo(400);
        assertThat(codeOf("accept", "{'contactId':'c'}")).isEqualTo(404);
        driver.text("[]");
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(-32600);
        assertThat(driver.lastSent().path("id").isNull()).isTrue();
        assertThat(driver.asked).as("only the snapshot was asked for").hasSize(1);
    }

    @Test
    void ignoresNotificationsAndCountsThem() {
        driver.text("{'jsonrpc':'2.0','method':'contact.hangUp','params':{'contactId':'c'}}");
        assertThat(driver.sent).hasSize(1);
        assertThat(driver.asked).hasSize(1);
        assertThat(counters.of("oddity:notification")).isEqualTo(1);
    }

    @Test
    void answersATimeoutAtTheDeadlineAndDropsTheLateReply() {
        driver.request(2, "contact.hangUp", "{'contactId':'c'}");
        long call = driver.lastAsked().call();
        driver.pass(4_999);
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(1);
        driver.pass(1);
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(-32008);
        int sent = driver.sent.size();
        driver.reply(call, new Reply.Done());
        assertThat(driver.sent).hasSize(sent);
        assertThat(counters.of("oddity:late-reply")).isEqualTo(1);
    }

    @Test
    void executesAKeyedRequestOnce() {
        String params = "{'number':'123','idempotencyKey':'k'}";
        driver.request(2, "contact.dial", params).request(3, "contact.dial", params);
        assertThat(driver.asked).hasSize(2);
        driver.reply(new Reply.Dialing("c-1"));
        assertThat(ids(driver)).containsExactly(1, 2, 3);
        driver.pass(299_999).request(4, "contact.dial", params);
        assertThat(driver.asked).hasSize(2);
        assertThat(driver.lastSent().path("result").path("contactId").textValue()).isEqualTo("c-1");
        driver.pass(1).request(5, "contact.dial", params);
        assertThat(driver.asked).as("after five minutes it is a new request").hasSize(3);
    }

    @Test
    void refusesAKeyWithAnotherRequest() {
        driver.request(2, "contact.dial", "{'number':'123','idempotencyKey':'k'}");
        assertThat(codeOf("contact.dial", "{'number':'124','idempotencyKey':'k'}"))
                .isEqualTo(-32009);
        assertThat(codeOf("contact.reject", "{'contactId':'c','idempotencyKey':'k'}"))
                .isEqualTo(-32009);
        assertThat(driver.asked).hasSize(2);
    }

    @Test
    void keepsATimeoutAsTheAnswerOfItsKeyAndForgetsAKeyWhoseParamsWereBad() {
        String params = "{'number':'123','idempotencyKey':'k'}";
        driver.request(2, "contact.dial", params).pass(5_000);
        assertThat(codeOf("contact.dial", params)).isEqualTo(-32008);
        assertThat(driver.asked).hasSize(2);
        assertThat(codeOf("contact.dial", "{'idempotencyKey':'k2'}")).isEqualTo(-32602);
        driver.request(9, "contact.dial", "{'number':'1','idempotencyKey':'k2'}");
        assertThat(driver.asked).hasSize(3);
    }

    @Test
    void givesTheStoredAnswerAfterAResume() {
        String params = "{'number':'123','idempotencyKey':'k'}";
        driver.request(2, "contact.dial", params);
        long call = driver.lastAsked().call();
        driver.loseSocket().reply(call, new Reply.Dialing("c-1"));
        assertThat(driver.sent).as("answers of a lost socket go nowhere").hasSize(1);
        resume(0);
        driver.request(2, "contact.dial", params);
        assertThat(driver.lastSent().path("result").path("contactId").textValue()).isEqualTo("c-1");
    }

    @Test
    void refusesMoreKeysThanItCanRemember() {
        for (int i = 0; i < RecentAnswers.MAX_KEYS; i++) {
            driver.pass(100)
                    .request(
                            i, "contact.dial", "{'number':'1','idempotencyKey':'%d'}".formatted(i));
        }
        assertThat(codeOf("contact.dial", "{'number':'1','idempotencyKey':'more'}"))
                .isEqualTo(-32029);
    }

    @Test
    void limitsTheRateAndClosesAFlood() {
        for (int i = 0; i < TokenBucket.CLIENT_BURST; i++) {
            driver.request(i, "session.ping", "{}");
            assertThat(driver.lastSent().has("result")).isTrue();
        }
        assertThat(codeOf("session.ping", "{}")).isEqualTo(-32029);
        driver.pass(50).request(3, "session.ping", "{}");
        assertThat(driver.lastSent().has("result")).as("one more after 1/20 s").isTrue();
        for (int i = 0; i < Limits.MAX_REFUSALS; i++) {
            driver.text("garbage");
        }
        assertThat(driver.closed)
                .extracting(Effect.Close::reason)
                .containsExactly(CloseReason.FLOOD);
    }

    @Test
    void numbersEventsWithoutGapsAndGivesQualityNoNumber() {
        driver.event(
                        new AgentMessage.StateChanged(
                                "Available",
                                7,
                                List.of("Offline"),
                                null,
                                0,
                                "softphone",
                                List.of("softphone")))
                .event(
                        new AgentMessage.ContactQuality(
                                "c",
                                Map.of("agent", -20),
                                Map.of("jitterMs", Double.NaN, "lossPercent", 0.5),
                                Map.of(
                                        "customer",
                                        new LegSound(2.123456, List.of("high-loss"), "Why."))))
                .event(new AgentMessage.ContactMicrophone("c", "silent"));
        assertThat(driver.sent.stream().skip(1).map(s -> s.path("params").path("seq").longValue()))
                .containsExactly(1L, 1L, 2L);
        JsonNode quality = driver.sent.get(2).path("params");
        assertThat(quality.path("type").textValue()).isEqualTo("contact.quality");
        assertThat(quality.path("data").path("figures").toString())
                .isEqualTo("{\"lossPercent\":0.5}");
        assertThat(quality.path("data").path("legs").toString())
                .isEqualTo(
                        """
                        {"customer":{"mos":2.12,"problems":["high-loss"],"sentence":"Why."}}\
                        """
                                .strip());
        driver.loseSocket()
                .event(new AgentMessage.ContactQuality("c", Map.of(), Map.of(), Map.of()));
        resume(0);
        assertThat(driver.sent.stream().skip(5).map(s -> s.path("params").path("type").textValue()))
                .containsExactly("agent.state", "contact.microphone");
    }

    @Test
    void printsWhoIsInACall() {
        var view =
                new ContactView(
                        "first",
                        "inbound",
                        new Private("+4930123"),
                        "support",
                        "connected",
                        9,
                        List.of(
                                new Participant(
                                        "p1",
                                        "customer",
                                        "",
                                        new Private("+4930123"),
                                        "",
                                        "connected",
                                        true,
                                        false)),
                        new Handover("consult", "p2", "p3"),
                        "paused");
        driver.event(new AgentMessage.ContactRoster("c", "p2", view));
        assertThat(data())
                .isEqualTo(
                        "{\"contactId\":\"c\",\"self\":\"p2\",\"call\":{\"contactId\":\"first\","
                                + "\"direction\":\"inbound\",\"number\":\"+4930123\",\"queue\":\"support\","
                                + "\"state\":\"connected\",\"sinceMs\":9,\"recording\":\"paused\",\"participants\":[{\"id\":\"p1\","
                                + "\"role\":\"customer\",\"agent\":\"\",\"name\":\"+4930123\",\"contactId\":\"\","
                                + "\"state\":\"connected\",\"held\":true,\"muted\":false}],"
                                + "\"handover\":{\"kind\":\"consult\",\"by\":\"p2\",\"target\":\"p3\"}}}");
        driver.event(new AgentMessage.ContactTransferFailed("c", "p3", "busy", "Busy."));
        assertThat(data())
                .isEqualTo(
                        "{\"contactId\":\"c\",\"participant\":\"p3\",\"reason\":\"busy\","
                                + "\"sentence\":\"Busy.\"}");
        driver.event(
                new AgentMessage.ContactSupervision("c", "p2", ContactVerb.Supervision.WHISPER));
        assertThat(data())
                .isEqualTo("{\"contactId\":\"c\",\"participant\":\"p2\",\"how\":\"whisper\"}");
        driver.event(new AgentMessage.ContactGone("first"));
        assertThat(data()).isEqualTo("{\"contactId\":\"first\"}");
    }

    @Test
    void printsHowAnAgentIs() {
        driver.event(
                new AgentMessage.AgentSeen(
                        new AgentView(
                                "bob",
                                new Private("Bob"),
                                "busy",
                                9,
                                "lunch",
                                0,
                                "c",
                                "softphone",
                                5,
                                3,
                                2,
                                1)));
        assertThat(data())
                .isEqualTo(
                        "{\"agent\":\"bob\",\"name\":\"Bob\",\"state\":\"busy\",\"sinceMs\":9,"
                                + "\"next\":\"lunch\",\"endsMs\":0,\"contactId\":\"c\","
                                + "\"device\":\"softphone\",\"signedInMs\":5,\"handled\":3,"
                                + "\"missed\":2,\"rejected\":1}");
    }

    @Test
    void asksForWhatTheMethodsOfTheDesktopSay() {
        assertThat(asked("contact.hold", "{'contactId':'c','participant':'p1','held':true}"))
                .isEqualTo(new ContactVerb.Hold("p1", true));
        assertThat(asked("contact.consult", "{'contactId':'c','queue':'sales'}"))
                .isEqualTo(new ContactVerb.Consult(new Target.ToQueue("sales")));
        assertThat(asked("contact.supervise", "{'contactId':'c','how':'whisper'}"))
                .isEqualTo(new ContactVerb.Supervise(ContactVerb.Supervision.WHISPER));
        assertThat(asked("contact.complete", "{'contactId':'c'}"))
                .isEqualTo(new ContactVerb.Complete());
        assertThat(codeOf("contact.transfer", "{'contactId':'c'}")).isEqualTo(-32602);
        assertThat(codeOf("contact.transfer", "{'contactId':'c','queue':'q','agent':'a'}"))
                .isEqualTo(-32602);
        assertThat(codeOf("contact.supervise", "{'contactId':'c','how':'aloud'}"))
                .isEqualTo(-32602);
        assertThat(codeOf("contact.explode", "{'contactId':'c'}")).isEqualTo(-32601);
    }

    private ContactVerb asked(String method, String params) {
        driver.request(3, method, params);
        return ((AgentMessage.OnContact) driver.lastAsked().request()).verb();
    }

    @Test
    void printsEveryEventAsDocumented() {
        driver.event(
                new AgentMessage.ContactOffered(
                        "c",
                        "inbound",
                        new Private("+4930123"),
                        "support",
                        new Private("Bob"),
                        Map.of("topic", new Private("billing")),
                        20,
                        "softphone"));
        JsonNode params = driver.lastSent().path("params");
        assertThat(params.path("at").longValue()).isEqualTo(1_795_341_600_000L);
        assertThat(params.path("data").toString())
                .isEqualTo(
                        "{\"contactId\":\"c\",\"direction\":\"inbound\",\"number\":\"+4930123\",\"queue\":\"support\","
                                + "\"from\":\"Bob\",\"attributes\":{\"topic\":\"billing\"},"
                                + "\"ringSeconds\":20,\"device\":\"softphone\"}");
        driver.event(new AgentMessage.ContactAccepted("c", new Private("token")));
        assertThat(data()).isEqualTo("{\"contactId\":\"c\",\"contactToken\":\"token\"}");
        driver.event(new AgentMessage.ContactProgress("c", "ringing"));
        assertThat(data()).isEqualTo("{\"contactId\":\"c\",\"progress\":\"ringing\"}");
        driver.event(new AgentMessage.ContactConnected("c", 5));
        assertThat(data()).isEqualTo("{\"contactId\":\"c\",\"sinceMs\":5}");
        driver.event(new AgentMessage.ContactDigit("c", "p1", new Private("5")));
        assertThat(data())
                .isEqualTo("{\"contactId\":\"c\",\"participant\":\"p1\",\"digit\":\"5\"}");
        driver.event(new AgentMessage.ContactEnded("c", "busy", "The line is busy."));
        assertThat(data())
                .isEqualTo(
                        "{\"contactId\":\"c\",\"reason\":\"busy\",\"sentence\":\"The line is busy.\"}");
    }

    @Test
    void replaysWhatWasMissedAndAsksForNoSnapshotThen() {
        mute(3);
        driver.loseSocket();
        mute(2);
        int sent = driver.sent.size();
        int asked = driver.asked.size();
        resume(3);
        assertThat(driver.sent.get(sent).path("result").path("resumed").booleanValue()).isTrue();
        assertThat(driver.sent.get(sent).path("result").path("seq").longValue()).isEqualTo(5);
        assertThat(
                        driver.sent.stream()
                                .skip(sent + 1)
                                .map(s -> s.path("params").path("seq").longValue()))
                .containsExactly(4L, 5L);
        assertThat(driver.asked).hasSize(asked);
        assertThat(counters.of("session:resumed")).isEqualTo(1);
    }

    @Test
    void givesASnapshotWhenTheBufferNoLongerReachesOrTheNumberIsNotOfThisSession() {
        mute(Limits.REPLAY_EVENTS + 1);
        driver.loseSocket();
        resume(0);
        assertThat(driver.lastSent().path("result").path("resumed").booleanValue()).isFalse();
        assertThat(driver.lastSent().path("result").path("seq").longValue())
                .isEqualTo(Limits.REPLAY_EVENTS + 1);
        assertThat(driver.asked).hasSize(2);
        driver.loseSocket();
        resume(10_000);
        assertThat(driver.lastSent().path("result").path("resumed").booleanValue()).isFalse();
        driver.loseSocket();
        resume(-1);
        assertThat(driver.lastSent().path("result").path("resumed").booleanValue()).isFalse();
        driver.loseSocket();
        resume(1);
        assertThat(driver.lastSent().path("params").path("seq").longValue())
                .isEqualTo(Limits.REPLAY_EVENTS + 1);
        assertThat(counters.of("session:restarted")).isEqualTo(3);
    }

    @Test
    void isLostAfterTheGraceAndTakesItsLegsDown() {
        talk();
        driver.loseSocket().pass(29_999);
        assertThat(driver.forgotten).isFalse();
        driver.pass(1);
        assertThat(driver.forgotten).isTrue();
        assertThat(driver.told)
                .containsExactly(
                        new AgentMessage.Bye(ALICE, "leg-1", "socket-lost"),
                        new AgentMessage.SessionLost(ALICE));
    }

    @Test
    void outlivesAnyNumberOfShortLosses() {
        for (int i = 0; i < 10; i++) {
            driver.loseSocket().pass(29_000);
            resume(0);
        }
        driver.pass(100_000_000);
        assertThat(driver.forgotten).isFalse();
        assertThat(driver.told).isEmpty();
    }

    @Test
    void endsWhenCallControlSaysSo() {
        driver.event(new AgentMessage.EndSession("signed-in-elsewhere"));
        assertThat(driver.closed)
                .containsExactly(
                        new Effect.Close(CloseReason.SESSION_ENDED, "signed-in-elsewhere"));
        assertThat(driver.forgotten).isTrue();
        assertThat(driver.told).isEmpty();
    }

    @Test
    void carriesASoftphoneCall() {
        invite(2, "c", "t");
        AgentMessage.Invite invite = driver.lastRequest(AgentMessage.Invite.class);
        assertThat(invite.agent()).isEqualTo(ALICE);
        assertThat(invite.contactToken()).isEqualTo(new Private("t"));
        assertThat(invite.candidates()).containsExactly("candidate:9");
        driver.reply(INVITED);
        assertThat(driver.lastSent().path("result").toString())
                .isEqualTo(
                        "{\"sdp\":\"v=0 answer\",\"candidates\":[{\"candidate\":\"candidate:1 1 udp 1 192.0.2.1\",\"sdpMLineIndex\":0}]}");
        driver.request(3, "accept", "{'contactId':'c'}");
        assertThat(driver.lastRequest(AgentMessage.AcceptInvite.class).leg()).isEqualTo("leg-1");
        driver.reply(new Reply.Done());
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(3);
        driver.request(4, "bye", "{'contactId':'c'}");
        assertThat(driver.lastSent().path("id").intValue()).isEqualTo(4);
        assertThat(driver.told).containsExactly(new AgentMessage.Bye(ALICE, "leg-1", "bye"));
        assertThat(codeOf("bye", "{'contactId':'c'}")).isEqualTo(404);
    }

    @Test
    void asksTheClientToHangUpAndAgainAfterAResumeUntilItAnswers() {
        talk();
        driver.event(new AgentMessage.EndLeg("leg-1"));
        JsonNode bye = driver.lastSent();
        assertThat(bye.toString())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"bye\",\"params\":{\"contactId\":\"c\"}}");
        driver.loseSocket();
        resume(0);
        assertThat(driver.lastSent()).isEqualTo(bye);
        driver.text("{'jsonrpc':'2.0','id':'s1','result':{}}").loseSocket();
        resume(0);
        assertThat(driver.lastSent().has("result")).isTrue();
        assertThat(driver.told).as("call control ended it and need not be told").isEmpty();
    }

    @Test
    void reapsALegThatIsNeverAccepted() {
        invite(2, "c", "t");
        driver.reply(INVITED).pass(9_999);
        assertThat(driver.told).isEmpty();
        driver.pass(1);
        assertThat(driver.told)
                .containsExactly(new AgentMessage.Bye(ALICE, "leg-1", "never-accepted"));
        assertThat(codeOf("accept", "{}")).isEqualTo(404);
    }

    @Test
    void takesALegDownWhoseInviteTimedOut() {
        invite(2, "c", "t");
        driver.pass(4_500);
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(408);
        assertThat(driver.told)
                .containsExactly(new AgentMessage.Bye(ALICE, "leg-1", "never-accepted"));
        driver.reply(INVITED);
        assertThat(counters.of("oddity:late-reply")).isEqualTo(1);
    }

    @Test
    void answersNotFoundWhenTheContactEndsUnderTheInvite() {
        invite(2, "c", "t");
        driver.event(new AgentMessage.EndLeg("leg-1"));
        assertThat(driver.sent).as("never speaks before the answer").hasSize(1);
        driver.reply(INVITED);
        assertThat(driver.lastSent().path("error").path("code").intValue()).isEqualTo(404);
        assertThat(driver.told).isEmpty();
    }

    @Test
    void letsASecondInviteReplaceTheLegOfAContact() {
        talk();
        invite(7, "c", "t");
        assertThat(codeOf("invite", "{'contactId':'c','callContextToken':'t','sdp':'v=0'}"))
                .as("one at a time")
                .isEqualTo(409);
        driver.reply(driver.lastAsked().call(), INVITED);
        driver.request(8, "accept", "{'contactId':'c'}");
        assertThat(driver.lastRequest(AgentMessage.AcceptInvite.class).leg()).isEqualTo("leg-2");
        driver.event(new AgentMessage.EndLeg("leg-1"));
        assertThat(counters.of("oddity:unknown-leg")).isEqualTo(1);
    }

    @Test
    void toleratesWhateverCandidatesABrowserTells() {
        var told =
                List.of(
                        "candidate:1 1 udp 2113937151 5f2ab1c4-77d3-4e3c-9e0e-b7a9a3f8b111.local 50000 typ host",
                        "candidate:2 1 tcp 1509957375 192.0.2.1 9 typ host tcptype active",
                        "candidate:3 1 udp 41819903 2001:db8::7 49152 typ relay raddr :: rport 0",
                        "no candidate at all");
        var array = new StringBuilder();
        told.forEach(one -> array.append("{'candidate':'").append(one).append("','sdpMid':null},"));
        String rest = "{'candidate':'','sdpMLineIndex':0},".repeat(64 - told.size());
        String candidates = array + rest.substring(0, rest.length() - 1);

        driver.request(2, "invite", inviteWith(candidates));

        assertThat(driver.lastRequest(AgentMessage.Invite.class).candidates()).isEqualTo(told);
        driver.reply(INVITED);
        assertThat(driver.lastSent().has("result")).isTrue();
        assertThat(codeOf("invite", inviteWith(candidates + ",{'candidate':''}"))).isEqualTo(400);
    }

    private static String inviteWith(String candidates) {
        return "{'contactId':'c','callContextToken':'t','sdp':'v=0','candidates':["
                + candidates
                + "]}";
    }

    @Test
    void saysThatThereIsNothingToRestart() {
        assertThat(
                        codeOf(
                                "invite",
                                "{'callContextToken':'t','sdp':'v=0','candidates':[],'iceRestart':true}"))
                .isEqualTo(404);
    }

    private void talk() {
        invite(2, "c", "t");
        driver.reply(INVITED).request(3, "accept", "{'contactId':'c'}").reply(new Reply.Done());
    }

    private void invite(int id, String contactId, String token) {
        driver.request(
                id,
                "invite",
                ("{'contactId':'%s','callContextToken':'%s','sdp':'v=0','candidates':[{'candidate':'candidate:9','sdpMid':'0'},"
                                + "{'candidate':''}],'browserId':'b','persistentConnection':false,'peerConnectionId':null}")
                        .formatted(contactId, token));
    }

    private void mute(int times) {
        for (int i = 0; i < times; i++) {
            driver.event(new AgentMessage.ContactMicrophone("c", i % 2 == 0 ? "silent" : "ok"));
        }
    }

    private void resume(long lastSeq) {
        driver.perform(session.onSocket(new RpcId.Whole(1), true, lastSeq, driver.nowMs()));
    }

    private int codeOf(String method, String params) {
        driver.request(99, method, params);
        return driver.lastSent().path("error").path("code").intValue();
    }

    private String data() {
        return driver.lastSent().path("params").path("data").toString();
    }

    private static List<Integer> ids(CoreDriver driver) {
        return driver.sent.stream().map(s -> s.path("id").intValue()).toList();
    }
}
