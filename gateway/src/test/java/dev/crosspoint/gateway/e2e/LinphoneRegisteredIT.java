package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.Linphone;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * linphonec, registered with Kamailio, which is a trunk of ours: we have no registrar for
 * telephones of its kind.
 */
class LinphoneRegisteredIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern MEDIA =
            Pattern.compile("c=IN IP4 (\\S+).*?m=audio (\\d+) ", Pattern.DOTALL);

    private final PemIdentity identity = TrunkDesk.identity();
    private final TrunkDesk desk = new TrunkDesk(identity);

    @TempDir Path folder;

    @AfterEach
    void close() {
        desk.close();
    }

    @ParameterizedTest
    @CsvSource({"udp, UDP", "tls, TLS"})
    void isCalledAndCallsByWayOfItsRegistrar(String phonesTransport, Transport trunksTransport)
            throws Exception {
        Peers.require("kamailio-tls");
        var voice = Wav.tone(folder.resolve("voice.wav"), 8000, 1, Rig.CUSTOMER_HZ, 300);
        try (var kamailio =
                        Kamailio.start(
                                folder.resolve("kamailio"),
                                new Kamailio.Setup("MD5", identity, List.of(9), null));
                var called = RtpProbe.open(Peers.address(), Rig.AGENT_HZ);
                var calling = RtpProbe.open(Peers.address(), Rig.AGENT_HZ);
                var phone =
                        Linphone.start(
                                folder.resolve("linphone"),
                                Kamailio.TELEPHONE,
                                "none",
                                Linphone.Account.at(kamailio, phonesTransport))) {
            desk.open(List.of(desk.registering(trunksTransport, kamailio)));
            desk.awaitRegistered(false, kamailio);
            desk.awaitRegistered(true, kamailio);
            kamailio.awaitSays("%s by %s expires".formatted(Kamailio.TELEPHONE, phonesTransport));

            desk.place("out", Kamailio.TELEPHONE, TrunkDesk.audioOf(called));
            desk.expect(TrunkMessage.CallProgress.class, kamailio);
            phone.await("incoming call", LIMIT);
            phone.answer();
            var answered = desk.expect(TrunkMessage.CallAnswered.class, kamailio);
            phone.await("connected", LIMIT);
            talk(phone, voice, called, requireNonNull(answered.sdp()).value());
            desk.say(new TrunkMessage.HangUp("out", "done"));
            desk.expect(TrunkMessage.CallEnded.class, kamailio);
            phone.await("ended", LIMIT);

            phone.call("sip:%s@%s".formatted(TrunkDesk.OUR_NUMBER, Kamailio.DOMAIN));
            var arrived = desk.expect(TrunkMessage.CallArrived.class, kamailio);
            assertThat(arrived.from().value()).isEqualTo(Kamailio.TELEPHONE);
            assertThat(arrived.to().value()).isEqualTo(TrunkDesk.OUR_NUMBER);
            desk.say(new TrunkMessage.Answer(arrived.dialog(), TrunkDesk.audioOf(calling)));
            desk.expect(TrunkMessage.CallConfirmed.class, kamailio);
            phone.await("connected", LIMIT);
            talk(phone, voice, calling, requireNonNull(arrived.sdp()).value());
            phone.hangUp();
            desk.expect(TrunkMessage.CallEnded.class, kamailio);
        }
    }

    private static void talk(Linphone phone, Path voice, RtpProbe audio, String sdp)
            throws InterruptedException {
        var media = MEDIA.matcher(sdp);
        assertThat(media.find()).isTrue();
        audio.speakTo(
                new InetSocketAddress(
                        InetAddress.ofLiteral(media.group(1)), Integer.parseInt(media.group(2))));
        phone.speak(voice);
        audio.awaitTone(Rig.CUSTOMER_HZ);
        Rig.awaitHears(phone.ear(), Rig.AGENT_HZ);
    }
}
