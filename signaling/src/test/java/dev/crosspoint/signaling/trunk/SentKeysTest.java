package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkService.Digits;
import dev.crosspoint.signaling.api.TrunkService.HeardTones;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import dev.crosspoint.signaling.api.TrunkService.InfoUse;
import dev.crosspoint.signaling.sip.RawPeer;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that a trunk is told by SIP INFO. */
class SentKeysTest {
    private static final String SDP = "Content-Type: application/sdp";

    private final Vertx vertx = Vertx.vertx();
    private final RawPeer carrier = new RawPeer(0);
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        carrier.close();
    }

    @Test
    void tellsKeysOneAfterTheOther() throws Exception {
        answered(Digits.USUAL, "Allow: INVITE, ACK, BYE, INFO\n");

        assertThat(press("4#")).isInstanceOf(TrunkMessage.Reply.Done.class);
        String first = carrier.receiveNew("INFO");
        assertThat(RawPeer.header(first, "Content-Type")).isEqualTo("application/dtmf-relay");
        assertThat(first).endsWith("\r\n\r\nSignal=4\r\nDuration=160\r\n");
        carrier.send(carrier.response(first, "200 OK", "far", "", ""));
        String second = carrier.receiveNew("INFO");
        assertThat(second).endsWith("\r\n\r\nSignal=#\r\nDuration=160\r\n");
        carrier.send(carrier.response(second, "200 OK", "far", "", ""));
        hangUp();
    }

    @Test
    void keepsTheOrderOfManyKeysAndRefusesThoseForWhichTooManyWait() throws Exception {
        answered(Digits.USUAL, "Allow: INVITE, ACK, BYE, INFO\n");
        var all = "0123456789*#ABCD0123456789*#ABCD";
        var full = new TrunkMessage.Reply.Full("out");

        // The first is on its way, and 64 wait.
        assertThat(press(all)).isInstanceOf(TrunkMessage.Reply.Done.class);
        assertThat(press(all)).isInstanceOf(TrunkMessage.Reply.Done.class);
        assertThat(press("12")).isEqualTo(full);
        assertThat(press("7")).isInstanceOf(TrunkMessage.Reply.Done.class);
        assertThat(press("8")).isEqualTo(full);
        var told = new StringBuilder(answer(carrier.receiveNew("INFO")));
        // The second is on its way: there is room for one again.
        String second = carrier.receiveNew("INFO");
        assertThat(press("9")).isInstanceOf(TrunkMessage.Reply.Done.class);
        told.append(answer(second));
        while (told.length() < 66) {
            told.append(answer(carrier.receiveNew("INFO")));
        }
        assertThat(told.toString()).isEqualTo(all + all + "79");
        assertThat(events).isEmpty();
        hangUp();
    }

    /** The key of this INFO, which the carrier takes. */
    private String answer(String info) {
        carrier.send(carrier.response(info, "200 OK", "far", "", ""));
        int at = info.indexOf("Signal=") + "Signal=".length();
        return info.substring(at, at + 1);
    }

    @Test
    void tellsKeysInTheFormThatTheTrunkWants() throws Exception {
        answered(new Digits(InfoUse.ALWAYS, InfoForm.PLAIN, HeardTones.NEVER), "");

        press("7");
        String info = carrier.receiveNew("INFO");
        assertThat(RawPeer.header(info, "Content-Type")).isEqualTo("application/dtmf");
        assertThat(info).endsWith("\r\n\r\n7");
        carrier.send(carrier.response(info, "200 OK", "far", "", ""));
        hangUp();
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOWED, 415 Unsupported Media Type",
        "ALLOWED, 405 Method Not Allowed",
        "ALWAYS, 501 Not Implemented"
    })
    void handsKeysBackThatAreRefusedAndTakesNoMore(InfoUse use, String refusal) throws Exception {
        answered(
                new Digits(use, InfoForm.RELAY, HeardTones.NEVER),
                "Allow: INVITE, ACK, BYE, INFO\n");

        press("412#");
        String first = carrier.receiveNew("INFO");
        carrier.send(carrier.response(first, "200 OK", "far", "", ""));
        String second = carrier.receiveNew("INFO");
        carrier.send(carrier.response(second, refusal, "far", "", ""));

        assertThat(events.poll(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        TrunkMessage.DigitsRefused.class,
                        it -> assertThat(it.digits().value()).isEqualTo("12#"));
        assertThat(press("3")).isInstanceOf(TrunkMessage.Reply.Refused.class);
        hangUp();
    }

    @Test
    void tellsNoKeysWhereTheFarEndDoesNotTakeThem() throws Exception {
        answered(Digits.USUAL, "Allow: INVITE, ACK, BYE\n");

        assertThat(press("4")).isInstanceOf(TrunkMessage.Reply.Refused.class);
        hangUp();
    }

    @Test
    void tellsNoKeysWhereTheSettingsSayNo() throws Exception {
        answered(
                new Digits(InfoUse.NEVER, InfoForm.RELAY, HeardTones.NEVER),
                "Allow: INVITE, ACK, BYE, INFO\n");

        assertThat(press("4")).isInstanceOf(TrunkMessage.Reply.Refused.class);
        hangUp();
    }

    /** A call of ours is up. */
    private void answered(Digits digits, String allow) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
        var trunk = TestTrunks.udp("carrier", carrier.port(), TrunkService.PLAIN.with(digits));
        var verticle =
                new TrunkVerticle(
                        new SipConfig(
                                "127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5),
                        List.of(trunk),
                        SipCounters.NONE);
        vertx.deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        carrier.aim(verticle.port(Transport.UDP));
        say(
                new TrunkMessage.PlaceCall(
                        TestTrunks.TENANT,
                        "out",
                        "carrier",
                        new Private("+493012345"),
                        new Private("+4940999"),
                        new Private("v=0\r\ns=offer\r\n"),
                        20));
        String invite = carrier.receive("INVITE");
        carrier.send(carrier.response(invite, "200 OK", "far", allow + SDP, "v=0\r\ns=answer\r\n"));
        carrier.receive("ACK");
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TrunkMessage.CallAnswered.class);
    }

    private void hangUp() throws Exception {
        say(new TrunkMessage.HangUp("out", "done"));
        // and no key before it
        String bye = carrier.receiveNew("");
        assertThat(bye).startsWith("BYE");
        carrier.send(carrier.response(bye, "200 OK", "far", "", ""));
    }

    private TrunkMessage.Reply press(String keys) throws Exception {
        return say(new TrunkMessage.SendDigits("out", new Private(keys)));
    }

    private TrunkMessage.Reply say(TrunkMessage.Command command) throws Exception {
        return vertx.eventBus()
                .<TrunkMessage.Reply>request(TrunkMessage.COMMANDS, command, LocalCodec.options())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .body();
    }
}
