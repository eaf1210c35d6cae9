package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import dev.crosspoint.signaling.sip.FakeDns;
import dev.crosspoint.signaling.sip.RawPeer;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trunk verticle between carriers of a test's own making. */
class FailoverTest {

    private static final Private OFFER = new Private("v=0\r\ns=offer\r\n");

    /** Half of the usual: carriers are silent for 2.5 s, and hung up on for 1 s. */
    private static final int T1_MS = 250;

    private static final String ANSWER = "v=0\r\ns=answer\r\n";

    private final FakeDns dns = new FakeDns();
    private final Vertx vertx =
            Vertx.vertx(
                    new VertxOptions()
                            .setAddressResolverOptions(
                                    new AddressResolverOptions().addServer(dns.address())));
    private final RawPeer first = new RawPeer(0);
    private final RawPeer second = new RawPeer(0);
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();
    private final Set<String> probes = new HashSet<>();
    private final BlockingQueue<String> health = new LinkedBlockingQueue<>();

    private final SipCounters counters =
            new SipCounters() {
                @Override
                public void trunk(String trunk, boolean well) {
                    health.add(trunk + (well ? " well" : " ill"));
                }

                @Override
                public void refuses(Load because, boolean is) {
                    health.add(because + " " + is);
                }
            };

    private TrunkVerticle start(TrunkService ofFirst, TrunkService ofSecond) {
        return start(
                List.of(
                        TestTrunks.udp("first", first.port(), ofFirst),
                        TestTrunks.udp("second", second.port(), ofSecond)));
    }

    private TrunkVerticle start(List<TrunkConfig> trunks) {
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
        var sip = new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5);
        var verticle = new TrunkVerticle(sip, trunks, counters, T1_MS);
        await(vertx.deployVerticle(verticle));
        first.aim(verticle.port(Transport.UDP));
        second.aim(verticle.port(Transport.UDP));
        return verticle;
    }

    @AfterEach
    void close() {
        await(vertx.close());
        first.close();
        second.close();
        dns.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private TrunkMessage.Reply place(String dialog, int ringSeconds) {
        TrunkMessage.Command place =
                new TrunkMessage.PlaceCall(
                        TestTrunks.TENANT,
                        dialog,
                        "first",
                        new Private("+4930"),
                        new Private("+4940"),
                        OFFER,
                        ringSeconds);
        return await(
                vertx.eventBus()
                        .<TrunkMessage.Reply>request(
                                TrunkMessage.COMMANDS, place, LocalCodec.options())
                        .map(reply -> reply.body()));
    }

    private <E extends TrunkMessage.Event> E expect(Class<E> kind) throws InterruptedException {
        var event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(kind);
        return kind.cast(event);
    }

    /** The carrier takes the call, with what it has to say until then; the INVITE. */
    private String answeredBy(RawPeer carrier) throws InterruptedException {
        String invite = carrier.receive("INVITE");
        carrier.send(carrier.response(invite, "180 Ringing", "far", "", ""));
        assertThat(expect(TrunkMessage.CallProgress.class).status()).isEqualTo(180);
        carrier.send(
                carrier.response(invite, "200 OK", "far", "Content-Type: application/sdp", ANSWER));
        assertThat(expect(TrunkMessage.CallAnswered.class).sdp()).isEqualTo(new Private(ANSWER));
        carrier.receive("ACK");
        return invite;
    }

    private void refuse(RawPeer carrier, String statusLine) {
        String invite = carrier.receive("INVITE");
        carrier.send(carrier.response(invite, statusLine, "far", "", ""));
        carrier.receive("ACK");
    }

    @Test
    void callsByTheSecondTrunkWhenTheFirstCannot() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.grouped("pstn", 2, 0));
        assertThat(place("out", 30)).isEqualTo(new TrunkMessage.Reply.Done("out"));
        refuse(first, "503 Service Unavailable");
        answeredBy(second);
        assertThat(events).isEmpty();
    }

    /** Both trunks have the same network, as two accounts with one carrier do. */
    @Test
    void hearsTheSecondTrunkHangUpThoughItSharesTheAddressOfTheFirst() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.grouped("pstn", 2, 0));
        place("out", 30);
        refuse(first, "503 Service Unavailable");
        String invite = answeredBy(second);
        String ours = RawPeer.tag(RawPeer.header(invite, "From"));
        second.send(
                second.request("BYE", RawPeer.header(invite, "Call-ID"), ours, 1, "", "")
                        .replace(";tag=raw", ";tag=far"));
        assertThat(second.receive("SIP/2.0")).startsWith("SIP/2.0 200");
        assertThat(expect(TrunkMessage.CallEnded.class).dialog()).isEqualTo("out");
    }

    @Test
    void callsByTheSecondTrunkWhenTheFirstIsSilent() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.grouped("pstn", 2, 0));
        place("out", 30);
        String late = first.receive("INVITE");
        answeredBy(second);
        // Whoever wakes up now is told that it is over.
        first.send(first.response(late, "180 Ringing", "sleeper", "", ""));
        first.receive("CANCEL");
        assertThat(events).isEmpty();
    }

    /** Room is what the other has when the silence has been long enough. */
    @Test
    void waitsForASilentTrunkUntilAnotherHasRoom() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.limited("pstn", 2, 1, 0));
        second.send(invite(second, "one"));
        expect(TrunkMessage.CallArrived.class);
        place("out", 30);
        for (int i = 0; i < 5; i++) {
            first.receive("INVITE"); // 15 T1, and the silence of 10 is over
        }
        second.send(cancel(second, "one"));
        expect(TrunkMessage.CallEnded.class);
        answeredBy(second);
    }

    @Test
    void leavesATrunkAloneThatAsksForIt() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.grouped("pstn", 2, 0));
        place("one", 30);
        String invite = first.receive("INVITE");
        first.send(
                first.response(
                        invite, "503 Unavailable", "far", "Retry-After: 60 (maintenance)", ""));
        first.receive("ACK");
        answeredBy(second);
        expectHealth("first ill");
        place("two", 30);
        answeredBy(second);
    }

    @Test
    void takesTheWordOfACalleeForTheEndOfIt() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.grouped("pstn", 2, 0));
        place("out", 30);
        refuse(first, "486 Busy Here");
        assertThat(expect(TrunkMessage.CallFailed.class).status()).isEqualTo(486);
        second.expectSilence();
    }

    @Test
    void tellsTheLastFailureWhenNoTrunkIsLeft() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 0), TestTrunks.grouped("pstn", 2, 0));
        place("out", 30);
        refuse(first, "503 Service Unavailable");
        refuse(second, "503 Service Unavailable");
        assertThat(expect(TrunkMessage.CallFailed.class).status()).isEqualTo(503);
        assertThat(place("out", 30)).isEqualTo(new TrunkMessage.Reply.Done("out"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsTheNextServerOfOneTrunk(boolean isSilent) throws InterruptedException {
        dns.service("_sip._udp.carrier.test", 60, 1, 1, first.port(), "a.carrier.test")
                .service("_sip._udp.carrier.test", 60, 2, 1, second.port(), "a.carrier.test")
                .host("a.carrier.test", "127.0.0.1");
        start(List.of(TestTrunks.at("carrier.test", "first", 0, TrunkService.PLAIN)));
        place("out", 30);
        if (isSilent) {
            assertThat(first.receive("INVITE"))
                    .startsWith("INVITE sip:+4940@carrier.test;transport=udp SIP/2.0");
        } else {
            refuse(first, "503 Service Unavailable");
        }
        answeredBy(second);
        TrunkMessage.Command hangUp = new TrunkMessage.HangUp("out", "done");
        vertx.eventBus().request(TrunkMessage.COMMANDS, hangUp, LocalCodec.options());
        second.receive("BYE");
        assertThat(expect(TrunkMessage.CallEnded.class).dialog()).isEqualTo("out");
    }

    /** The other server of the same trunk may be well: it rests when both have asked for it. */
    @ParameterizedTest
    @CsvSource({
        "Retry-After: 60, '', false",
        "'', Retry-After: 60, false",
        "Retry-After: 60, Retry-After: 40, true"
    })
    void leavesATrunkAloneWhenAllItsServersAskForIt(String ofFirst, String ofSecond, boolean rests)
            throws InterruptedException {
        dns.service("_sip._udp.carrier.test", 60, 1, 1, first.port(), "a.carrier.test")
                .service("_sip._udp.carrier.test", 60, 2, 1, second.port(), "a.carrier.test")
                .host("a.carrier.test", "127.0.0.1");
        start(List.of(TestTrunks.at("carrier.test", "first", 0, TrunkService.PLAIN)));
        place("out", 30);
        cannot(first, ofFirst);
        cannot(second, ofSecond);
        assertThat(expect(TrunkMessage.CallFailed.class).status()).isEqualTo(503);
        assertThat(place("again", 30))
                .isEqualTo(
                        rests
                                ? new TrunkMessage.Reply.Refused(
                                        "again", "its trunks ask to be left alone")
                                : new TrunkMessage.Reply.Done("again"));
    }

    private static void cannot(RawPeer peer, String retry) {
        String extra = retry.isEmpty() ? "Subject: none" : retry;
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "503 Service Unavailable", "far", extra, ""));
        peer.receive("ACK");
    }

    @Test
    void leavesATrunkThatAnswersNoProbesForTheLast() throws InterruptedException {
        start(TestTrunks.grouped("pstn", 1, 1), TestTrunks.grouped("pstn", 2, 0));
        answerProbe("404 Not Found");
        expectHealth("first well");
        answerProbe("503 Service Unavailable");
        answerProbe("503 Service Unavailable");
        expectHealth("first ill");
        place("out", 30);
        answeredBy(second);
        answerProbe("200 OK");
        expectHealth("first well");
    }

    /** The next OPTIONS that has not been answered: UDP repeats them. */
    private void answerProbe(String statusLine) {
        String probe = first.receive("OPTIONS");
        while (!probes.add(RawPeer.header(probe, "Call-ID"))) {
            probe = first.receive("OPTIONS");
        }
        first.send(first.response(probe, statusLine, "far", "", ""));
    }

    private void expectHealth(String wanted) throws InterruptedException {
        for (String next = ""; !wanted.equals(next); ) {
            next = health.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("never " + wanted).isNotNull();
        }
    }

    @Test
    void tellsATrunkThatCarriesEnoughToTryLater() throws InterruptedException {
        start(List.of(TestTrunks.udp("first", first.port(), TestTrunks.limited("pstn", 1, 1, 0))));
        first.send(invite(first, "one"));
        expect(TrunkMessage.CallArrived.class);
        first.receive("SIP/2.0 100");
        first.send(invite(first, "two"));
        String refusal = first.receive("SIP/2.0 503");
        assertThat(Integer.parseInt(RawPeer.header(refusal, "Retry-After"))).isBetween(5, 15);
        assertThat(place("out", 30))
                .isEqualTo(new TrunkMessage.Reply.Refused("out", "all its trunks are full"));
        first.send(cancel(first, "one"));
        expect(TrunkMessage.CallEnded.class);
        first.send(invite(first, "three"));
        expect(TrunkMessage.CallArrived.class);
    }

    @Test
    void tellsATrunkThatCallsTooFastToTryLater() throws InterruptedException {
        var limits = TestTrunks.limited("pstn", 1, 0, 1);
        start(List.of(TestTrunks.udp("first", first.port(), limits)));
        int sent = 12;
        long sinceNanos = System.nanoTime();
        for (int i = 0; i < sent; i++) {
            first.send(invite(first, "burst" + i));
        }
        int taken = 0;
        for (var refused = new HashSet<String>(); taken + refused.size() < sent; ) {
            String answer = first.receive("SIP/2.0");
            if (answer.startsWith("SIP/2.0 100")) {
                taken++;
            } else if (refused.add(RawPeer.header(answer, "Call-ID"))) {
                assertThat(answer).startsWith("SIP/2.0 503");
                assertThat(Integer.parseInt(RawPeer.header(answer, "Retry-After")))
                        .isBetween(5, 15);
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
        assertThat(taken).isBetween(1, (int) Math.min(sent - 1, 1 + seconds));
        for (int i = 0; i < taken; i++) {
            expect(TrunkMessage.CallArrived.class);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void refusesNewCallsWhileAudioHasTooMuchToDo() throws InterruptedException {
        var verticle = start(List.of(TestTrunks.udp("first", first.port(), TrunkService.PLAIN)));
        first.send(invite(first, "one"));
        expect(TrunkMessage.CallArrived.class);
        verticle.refuseCalls(true);
        expectHealth("MEDIA true");
        first.send(invite(first, "two"));
        String refusal = first.receive("SIP/2.0 503");
        assertThat(Integer.parseInt(RawPeer.header(refusal, "Retry-After"))).isBetween(5, 15);
        // Whoever is there stays, and can be hung up.
        first.send(cancel(first, "one"));
        expect(TrunkMessage.CallEnded.class);
        verticle.refuseCalls(false);
        expectHealth("MEDIA false");
        first.send(invite(first, "three"));
        expect(TrunkMessage.CallArrived.class);
    }

    /** Who watches is told of each change once, and whoever asks of all. */
    @Test
    void tellsHowTheTrunksAre() throws InterruptedException {
        var changes = new LinkedBlockingQueue<TrunkStatus>();
        vertx.eventBus()
                .<TrunkStatus>localConsumer(
                        TrunkStatus.CHANGES, message -> changes.add(message.body()));
        start(TestTrunks.grouped("pstn", 1, 1), TestTrunks.limited("pstn", 2, 4, 0));
        answerProbe("503 Service Unavailable");
        answerProbe("503 Service Unavailable");
        assertThat(changes.poll(20, TimeUnit.SECONDS))
                .isEqualTo(new TrunkStatus(TestTrunks.TENANT, "first", Condition.NO_ANSWER, 0, 0));
        place("out", 30);
        answeredBy(second);
        TrunkStatus.All all =
                await(
                        vertx.eventBus()
                                .<TrunkStatus.All>request(
                                        TrunkStatus.QUESTIONS,
                                        TestTrunks.TENANT,
                                        LocalCodec.options())
                                .map(reply -> reply.body()));
        assertThat(all.trunks())
                .containsExactly(
                        new TrunkStatus(TestTrunks.TENANT, "first", Condition.NO_ANSWER, 0, 0),
                        new TrunkStatus(TestTrunks.TENANT, "second", Condition.UP, 1, 4));
        answerProbe("200 OK");
        assertThat(changes.poll(20, TimeUnit.SECONDS).condition()).isEqualTo(Condition.UP);
        assertThat(changes).isEmpty();
    }

    private static String invite(RawPeer carrier, String callId) {
        return carrier.request(
                "INVITE", callId, "", 1, "Content-Type: application/sdp", OFFER.value());
    }

    private static String cancel(RawPeer carrier, String callId) {
        return invite(carrier, callId)
                .replace("CSeq: 1 INVITE", "CSeq: 1 CANCEL")
                .replaceFirst("INVITE", "CANCEL");
    }
}
