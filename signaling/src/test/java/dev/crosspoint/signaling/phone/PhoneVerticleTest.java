package dev.crosspoint.signaling.phone;

import static dev.crosspoint.signaling.phone.PhoneServer.SECRET;
import static dev.crosspoint.signaling.phone.PhoneServer.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SipSockets.Opened;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Phones by WebSocket, word for word: registering, being called, calling, and coming back. */
class PhoneVerticleTest {
    private static final String DIALOG = TrunkMessage.PHONE_DIALOG + "1";
    private static final Private OFFER = new Private("v=0\r\ns=offer\r\n");

    private PhoneServer server;

    @BeforeEach
    void start() throws Exception {
        server = new PhoneServer(60);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    // ---- registering

    @Test
    void registersByEitherDigestAndAgainByTheSameNonce() throws Exception {
        var phone = server.phone("anna", "one").connect();
        assertThat(phone.ask(600)).contains("401");
        // JsSIP and SIP.js know MD5 only, and of several challenges take the last one.
        assertThat(phone.last.lines().filter(it -> it.startsWith("WWW-Authenticate")))
                .hasSize(2)
                .last()
                .asString()
                .contains("MD5");
        assertThat(phone.prove(SECRET, "MD5", 600)).isEqualTo("SIP/2.0 200 OK");
        assertThat(RawPhone.field("Contact", phone.last)).contains("anna-one@", ";expires=600");
        assertThat(RawPhone.field("Require", phone.last)).isEqualTo("outbound");
        assertThat(server.phonesNow()).isEqualTo(1);

        assertThat(phone.prove(SECRET, "MD5", 600)).isEqualTo("SIP/2.0 200 OK");
        assertThat(phone.prove(SECRET, "SHA-256", 600)).isEqualTo("SIP/2.0 200 OK");
    }

    @Test
    void refusesAWrongSecretAndSomebodyUnknownAlike() throws Exception {
        var phone = server.phone("anna", "one").connect();
        assertThat(phone.ask(600)).contains("401");
        assertThat(phone.prove("wrong", "MD5", 600)).contains("403");
        assertThat(server.wrong).containsEntry("anna", 1);

        var nobody = server.phone("nobody", "two").connect();
        assertThat(nobody.ask(600)).contains("401");
        assertThat(nobody.prove(SECRET, "MD5", 600)).contains("403");
        assertThat(server.phones).isEmpty();
    }

    @Test
    void keepsAPhoneWhileSomebodyGuessesAtItsName() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        server.isGuessedAt = true;
        var stranger = server.phone("anna", "two").connect();
        stranger.ask(600);
        assertThat(stranger.prove("rubbish", "MD5", 600)).contains("503");

        assertThat(phone.prove(SECRET, "MD5", 600)).as("it refreshes").contains("200");
        phone.drop();
        phone.connect();
        phone.registers(SECRET);
        assertThat(server.wrong).isEmpty();
    }

    @Test
    void countsWhatIsWrongAlsoOfAPhoneThatIsRegistered() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        assertThat(phone.prove("rubbish", "MD5", 600)).contains("403");
        assertThat(server.wrong).containsEntry("anna", 1);
    }

    @Test
    void asksAnewWhoeverAnswersAQuestionOfBeforeARestart() throws Exception {
        var before = server.phone("anna", "one").connect();
        before.ask(600);
        var restarted = new PhoneServer(60);
        try {
            var phone = restarted.phone("anna", "one").connect().challengedAs(before);
            assertThat(phone.prove(SECRET, "MD5", 600)).contains("401");
            assertThat(phone.last).contains("stale=true");
            assertThat(restarted.wrong).isEmpty();
            assertThat(restarted.claims).hasValue(0);
        } finally {
            restarted.close();
        }
    }

    @Test
    void takesNoAnswerThatIsForAnotherRequest() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.ask(600);
        phone.provenUri = "sip:elsewhere";
        assertThat(phone.prove(SECRET, "MD5", 600)).contains("400");
        assertThat(server.claims).hasValue(0);
    }

    @Test
    void boundsHowLongARegistrationHolds() throws Exception {
        var phone = server.phone("anna", "one").connect();
        assertThat(phone.ask(5)).contains("423");
        assertThat(RawPhone.field("Min-Expires", phone.last)).isEqualTo("60");
        assertThat(phone.ask(100_000)).contains("401");
        assertThat(phone.prove(SECRET, "MD5", 100_000)).contains("200");
        assertThat(RawPhone.field("Contact", phone.last)).contains(";expires=3600");
    }

    @Test
    void registersThePhoneOfAPageThatWasLoadedOften() throws Exception {
        for (int i = 0; i < 6; i++) {
            var phone = server.phone("anna", "load" + i).connect();
            phone.registers(SECRET);
            assertThat(server.phonesNow()).isEqualTo(1);
            phone.drop();
            assertThat(server.phonesNow()).isZero();
            server.phones.clear();
        }
    }

    @Test
    void takesAPhoneOffThatSaysSo() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        assertThat(server.phonesNow()).isEqualTo(1);
        assertThat(phone.prove(SECRET, "MD5", 0)).contains("200");
        assertThat(phone.last).doesNotContain("Contact:");
        assertThat(server.phonesNow()).isZero();
        assertThat(place()).isInstanceOf(TrunkMessage.Reply.Refused.class);
    }

    @Test
    void endsWhatWasRegisteredBySecretsThatAreWithdrawn() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        assertThat(server.phonesNow()).isEqualTo(1);
        server.withdrawn.add("anna");
        assertThat(server.phonesNow()).isZero();
        assertThat(phone.heard()).isEqualTo(RawPhone.CLOSED);
    }

    @Test
    void opensNoSocketForWhoeverDoesNotSpeakSip() {
        var phone = server.phone("anna", "one");
        assertThatThrownBy(() -> phone.connect(List.of("chat"))).hasMessageContaining("400");
    }

    @Test
    void closesASocketThatAsksForSignsOfLifeWithoutEnd() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.floods(1_000);
        assertThat(phone.closedBy()).isEqualTo(1008);
    }

    @Test
    void cutsASocketThatDoesNotReadThatItIsClosed() throws Exception {
        server.close();
        var cut = new CountDownLatch(1);
        server =
                new PhoneServer(
                        60,
                        rim ->
                                (socket, how) ->
                                        rim.onSocket(
                                                socket,
                                                new Opened(
                                                        how.source(),
                                                        how.host(),
                                                        how.arrived(),
                                                        () -> {
                                                            how.cut().run();
                                                            cut.countDown();
                                                        })));
        var phone = server.phone("anna", "one").connect();
        phone.deafens();
        phone.floods(1_000);
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
        phone.hears();
    }

    @Test
    void hearsNothingElseOfWhoeverHasNotRegistered() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.send(phone.invite("+4930123456", OFFER.value()));
        assertThat(phone.next()).contains("403");
        assertThat(server.events).isEmpty();
    }

    // ---- being called

    @Test
    void callsAPhoneAndIsHungUpOn() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        String invite = called(phone);
        assertThat(invite).startsWith("INVITE sip:anna-one@a1b2c3.invalid;transport=ws SIP/2.0");

        phone.answer(invite, "180 Ringing", "t", "");
        assertThat(server.event(TrunkMessage.CallProgress.class).status()).isEqualTo(180);
        phone.answer(invite, "200 OK", "t", "v=0\r\ns=answer\r\n");
        assertThat(server.event(TrunkMessage.CallAnswered.class).sdp())
                .isEqualTo(new Private("v=0\r\ns=answer\r\n"));
        assertThat(phone.next()).startsWith("ACK sip:anna-one@a1b2c3.invalid");

        phone.send(phone.inDialog("BYE", invite, "t"));
        assertThat(phone.next()).isEqualTo("SIP/2.0 200 OK");
        assertThat(server.event(TrunkMessage.CallEnded.class).dialog()).isEqualTo(DIALOG);
    }

    @Test
    void tellsThatAPhoneDeclines() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        String invite = called(phone);
        phone.answer(invite, "486 Busy Here", "t", "");
        assertThat(phone.next()).startsWith("ACK");
        assertThat(server.event(TrunkMessage.CallFailed.class).status()).isEqualTo(486);
    }

    @Test
    void withdrawsACallThatRings() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        String invite = called(phone);
        phone.answer(invite, "180 Ringing", "t", "");
        server.event(TrunkMessage.CallProgress.class);
        server.say(new TrunkMessage.HangUp(DIALOG, "withdrawn"));
        assertThat(phone.next()).startsWith("CANCEL");
        assertThat(server.event(TrunkMessage.CallEnded.class).dialog()).isEqualTo(DIALOG);
    }

    @Test
    void letsEveryPhoneOfAnAgentRingUntilOneAnswers() throws Exception {
        var one = server.phone("anna", "one").connect();
        one.registers(SECRET);
        var two = server.phone("anna", "two").connect();
        two.registers(SECRET);
        String first = called(one);
        assertThat(two.next()).startsWith("INVITE");
        String second = two.last;
        one.answer(first, "180 Ringing", "t", "");
        two.answer(second, "180 Ringing", "u", "");
        server.event(TrunkMessage.CallProgress.class);
        two.answer(second, "200 OK", "u", "v=0\r\ns=answer\r\n");
        server.event(TrunkMessage.CallAnswered.class);
        assertThat(one.next()).startsWith("CANCEL");
        assertThat(server.events).isEmpty();
    }

    @Test
    void tellsThatAPhoneIsLostBeforeItCouldAnswer() throws Exception {
        server.close();
        server = new PhoneServer(1);
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        String invite = called(phone);
        phone.answer(invite, "180 Ringing", "t", "");
        server.event(TrunkMessage.CallProgress.class);
        phone.drop();
        assertThat(server.event(TrunkMessage.CallFailed.class).status()).isEqualTo(480);
    }

    @Test
    void tellsThatAPhoneIsLostBeforeItCouldEvenRing() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        called(phone);
        server.withdrawn.add("anna");
        assertThat(server.event(TrunkMessage.CallFailed.class).status()).isEqualTo(480);
    }

    @Test
    void tellsThatOnePhoneIsLostAndTheOtherDeclines() throws Exception {
        server.close();
        server = new PhoneServer(1);
        var one = server.phone("anna", "one").connect();
        one.registers(SECRET);
        var two = server.phone("anna", "two").connect();
        two.registers(SECRET);
        assertThat(server.phonesNow()).isEqualTo(1);
        assertThat(server.phonesNow()).isEqualTo(2);
        called(one);
        assertThat(two.next()).startsWith("INVITE");
        String second = two.last;
        one.drop();
        assertThat(server.phonesNow()).as("it is away").isEqualTo(1);
        assertThat(server.phonesNow()).as("it is gone").isEqualTo(1);
        two.answer(second, "486 Busy Here", "u", "");
        assertThat(server.event(TrunkMessage.CallFailed.class).status()).isEqualTo(486);
    }

    // ---- calling

    @Test
    void takesACallOfAPhone() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        phone.send(phone.invite("+4930123456", OFFER.value()));
        var arrived = server.event(TrunkMessage.CallArrived.class);
        assertThat(arrived.tenant()).isEqualTo(TENANT);
        assertThat(arrived.trunk()).isEqualTo(TrunkMessage.PHONES);
        assertThat(arrived.from().value()).isEqualTo("anna");
        assertThat(arrived.to().value()).isEqualTo("+4930123456");

        assertThat(phone.next()).contains("100");
        server.say(new TrunkMessage.Answer(arrived.dialog(), new Private("v=0\r\ns=answer\r\n")));
        assertThat(phone.next()).isEqualTo("SIP/2.0 200 OK");
    }

    // ---- coming back

    @Test
    void keepsADialogOverADroppedSocket() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        String invite = answered(phone);
        phone.drop();
        assertThat(server.phonesNow()).isEqualTo(1);
        assertThat(server.phonesNow()).as("while it is away").isZero();

        phone.connect();
        phone.registers(SECRET);
        assertThat(server.phonesNow()).isEqualTo(1);
        phone.send(phone.inDialog("BYE", invite, "t"));
        assertThat(phone.next()).isEqualTo("SIP/2.0 200 OK");
        server.event(TrunkMessage.CallEnded.class);
    }

    @Test
    void tellsAPhoneThatComesBackWhatItHasMissed() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        answered(phone);
        phone.drop();
        assertThat(server.phonesNow()).isEqualTo(1);
        assertThat(server.phonesNow()).isZero();
        server.say(new TrunkMessage.HangUp(DIALOG, "over"));

        phone.connect();
        phone.ask(600);
        assertThat(phone.prove(SECRET, "MD5", 600)).startsWith("BYE sip:anna-one@a1b2c3.invalid");
        phone.answer(phone.last, "200 OK", "t", "");
        assertThat(phone.next()).isEqualTo("SIP/2.0 200 OK");
    }

    @Test
    void keepsACallOfAPhoneThatRegistersAnew() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        String invite = answered(phone);
        assertThat(phone.prove(SECRET, "MD5", 0)).contains("200");
        assertThat(phone.last).doesNotContain("Contact:");
        phone.registers(SECRET);
        phone.send(phone.inDialog("BYE", invite, "t"));
        assertThat(phone.next()).isEqualTo("SIP/2.0 200 OK");
        assertThat(server.event(TrunkMessage.CallEnded.class).dialog()).isEqualTo(DIALOG);
    }

    @Test
    void endsTheCallOfAWithdrawnSecretThoughThePhoneHasTakenItselfOff() throws Exception {
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        answered(phone);
        assertThat(phone.prove(SECRET, "MD5", 0)).contains("200");
        server.withdrawn.add("anna");
        assertThat(phone.next()).startsWith("BYE");
        assertThat(server.event(TrunkMessage.CallEnded.class).dialog()).isEqualTo(DIALOG);
    }

    @Test
    void endsTheCallsOfAPhoneThatStaysAway() throws Exception {
        server.close();
        server = new PhoneServer(1);
        var phone = server.phone("anna", "one").connect();
        phone.registers(SECRET);
        answered(phone);
        phone.drop();
        assertThat(server.event(TrunkMessage.CallEnded.class).dialog()).isEqualTo(DIALOG);
    }

    private TrunkMessage.Reply place() throws Exception {
        return server.say(
                new TrunkMessage.PlaceCall(
                        TENANT,
                        DIALOG,
                        TrunkMessage.PHONES,
                        new Private("+4930123456"),
                        new Private("anna"),
                        OFFER,
                        20));
    }

    private String called(RawPhone phone) throws Exception {
        assertThat(place()).isInstanceOf(TrunkMessage.Reply.Done.class);
        assertThat(phone.next()).startsWith("INVITE");
        return phone.last;
    }

    private String answered(RawPhone phone) throws Exception {
        String invite = called(phone);
        phone.answer(invite, "200 OK", "t", "v=0\r\ns=answer\r\n");
        server.event(TrunkMessage.CallAnswered.class);
        assertThat(phone.next()).startsWith("ACK");
        phone.settles();
        return invite;
    }
}
