package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkService.CallerId;
import dev.crosspoint.signaling.api.TrunkService.Numbers;
import dev.crosspoint.signaling.api.TrunkService.Prefix;
import dev.crosspoint.signaling.api.TrunkService.Rules;
import dev.crosspoint.signaling.sip.RawPeer;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipSettings;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a trunk's INVITEs look, and what becomes of those that it sends. */
class TrunkRulesTest {

    private static final String SDP = "Content-Type: application/sdp";
    private static final String OFFER = "v=0\r\ns=offer\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final RawPeer carrier = new RawPeer(0);
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();

    private void start(Rules rules) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
        var plain = TrunkService.PLAIN;
        var trunk =
                TestTrunks.udp(
                        "carrier",
                        carrier.port(),
                        new TrunkService(
                                plain.outbound(),
                                plain.limits(),
                                null,
                                rules,
                                TrunkService.Digits.USUAL,
                                null));
        var verticle =
                new TrunkVerticle(
                        new SipConfig(
                                "127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5),
                        List.of(trunk),
                        SipCounters.NONE,
                        SipSettings.T1_MS);
        vertx.deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        carrier.aim(verticle.port(Transport.UDP));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        carrier.close();
    }

    private static Rules callerId(CallerId callerId) {
        return new Rules(callerId, Numbers.ALIKE, Numbers.ALIKE, Map.of(), Set.of());
    }

    /** The INVITE of a call of ours, which is then refused. */
    private String place() {
        TrunkMessage.Command place =
                new TrunkMessage.PlaceCall(
                        TestTrunks.TENANT,
                        "out",
                        "carrier",
                        new Private("+493012345"),
                        new Private("+4940999"),
                        new Private(OFFER),
                        20);
        vertx.eventBus().request(TrunkMessage.COMMANDS, place, LocalCodec.options());
        String invite = carrier.receive("INVITE");
        carrier.send(carrier.response(invite, "486 Busy Here", "far", "", ""));
        carrier.receive("ACK");
        return invite;
    }

    private TrunkMessage.CallArrived arrive(String extra) throws InterruptedException {
        carrier.send(carrier.request("INVITE", "in", "", 1, extra + SDP, OFFER));
        var event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(TrunkMessage.CallArrived.class);
        return (TrunkMessage.CallArrived) event;
    }

    @Test
    void saysWhoCallsInFromAlone() throws Exception {
        start(Rules.NONE);
        String invite = place();
        assertThat(RawPeer.header(invite, "From")).startsWith("<sip:+493012345@127.0.0.1");
        assertThat(invite).doesNotContain("P-Asserted-Identity", "Privacy:");
    }

    @Test
    void assertsWhoCalls() throws Exception {
        start(callerId(CallerId.ASSERTED));
        String invite = place();
        assertThat(RawPeer.header(invite, "From")).startsWith("<sip:+493012345@127.0.0.1");
        assertThat(RawPeer.header(invite, "P-Asserted-Identity"))
                .startsWith("<sip:+493012345@127.0.0.1");
        assertThat(invite).doesNotContain("Privacy:");
    }

    @Test
    void tellsTheTrunkAloneWhoCalls() throws Exception {
        start(callerId(CallerId.WITHHELD));
        String invite = place();
        assertThat(RawPeer.header(invite, "From"))
                .startsWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=");
        assertThat(RawPeer.header(invite, "P-Asserted-Identity"))
                .startsWith("<sip:+493012345@127.0.0.1");
        assertThat(RawPeer.header(invite, "Privacy")).isEqualTo("id");
        assertThat(invite.replaceFirst("P-Asserted-Identity:.*", "")).doesNotContain("493012345");
    }

    @Test
    void writesNumbersAndFieldsAsTheTrunkWantsThem() throws Exception {
        start(
                new Rules(
                        CallerId.PLAIN,
                        new Numbers(
                                List.of(new Prefix("+49", "0")), List.of(new Prefix("+", "00"))),
                        new Numbers(
                                List.of(new Prefix("+49", "0")), List.of(new Prefix("+4930", "9"))),
                        Map.of("X-Account", new Private("4711")),
                        Set.of("User-Agent", "session-expires")));
        String invite = place();
        assertThat(invite).startsWith("INVITE sip:040999@127.0.0.1");
        assertThat(RawPeer.header(invite, "From")).startsWith("<sip:00493012345@");
        assertThat(RawPeer.header(invite, "X-Account")).isEqualTo("4711");
        assertThat(invite).doesNotContain("User-Agent", "Session-Expires");
        events.poll(20, TimeUnit.SECONDS); // it failed

        var arrived = arrive("");
        assertThat(arrived.to().value()).isEqualTo("040999");
        assertThat(arrived.from().value()).isEqualTo("912345");
    }

    @Test
    void tellsWhatTheTrunkSaysOfACaller() throws Exception {
        start(Rules.NONE);
        var arrived =
                arrive(
                        """
                        P-Asserted-Identity: <sip:+4989777;verstat=TN-Validation-Passed@carrier.test;user=phone>
                        P-Attestation-Indicator: B
                        Diversion: <sip:+4989111@carrier.test>;reason=no-answer
                        """);
        assertThat(arrived.from().value()).isEqualTo("+4989777");
        assertThat(arrived.identity().get("verstat")).isEqualTo(new Private("Passed-B"));
        assertThat(arrived.identity().get("Diversion"))
                .isEqualTo(new Private("<sip:+4989111@carrier.test>;reason=no-answer"));
        assertThat(arrived.toString()).doesNotContain("4989777", "4989111", "Passed");
    }

    @Test
    void doesNotShowWhoWishesNotToBeShown() throws Exception {
        start(Rules.NONE);
        var arrived =
                arrive(
                        """
                        P-Asserted-Identity: <sip:+4989777@carrier.test>
                        Privacy: id;critical
                        """);
        assertThat(arrived.from().value()).isEqualTo("anonymous");
        assertThat(arrived.identity().get("P-Asserted-Identity"))
                .isEqualTo(new Private("<sip:+4989777@carrier.test>"));
    }
}
