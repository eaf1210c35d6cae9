package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trunk to Kamailio by TLS where each side wants to see the other's certificate. */
class KamailioMutualTlsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final PemIdentity OURS = TrunkDesk.identity();
    private static final PemIdentity THEIRS = TrunkDesk.identity();
    private static final PemIdentity STRANGERS = TrunkDesk.identity();

    @TempDir Path folder;
    private final TrunkDesk desk = new TrunkDesk(OURS);
    private final int ourPort = FreePorts.one();
    private final int callee = FreePorts.one();

    @AfterEach
    void close() {
        desk.close();
    }

    /** Starts Kamailio, which believes one certificate, and a trunk to it, which believes one. */
    private Kamailio start(PemIdentity shown, PemIdentity believed, PemIdentity believedByUs)
            throws Exception {
        Peers.require("kamailio-tls");
        var mutual = new Kamailio.Mutual(believed.certificatePem(), ourPort);
        var kamailio =
                Kamailio.start(
                        folder.resolve("kamailio"),
                        new Kamailio.Setup("SHA-256", shown, List.of(callee), mutual));
        var plain = TrunkService.PLAIN;
        desk.open(
                List.of(
                        TrunkDesk.trunk(
                                "carrier",
                                Transport.TLS,
                                kamailio.port() + 1,
                                List.of("127.0.0.1"),
                                THEIRS.certificatePem(),
                                new TrunkService(
                                        plain.outbound(),
                                        plain.limits(),
                                        null,
                                        plain.rules(),
                                        TrunkService.Digits.USUAL,
                                        believedByUs.certificatePem()))),
                ourPort);
        return kamailio;
    }

    /** Somebody calls us by way of Kamailio. */
    private Sipp calls(Kamailio kamailio, RtpProbe audio) throws Exception {
        return Sipp.call(
                folder.resolve("caller"),
                "u1",
                "127.0.0.1",
                kamailio.port(),
                "+493012345",
                TrunkDesk.OUR_NUMBER,
                audio,
                Sipp.Ending.WAITS_FOR_BYE);
    }

    @Test
    void callsAndIsCalledWhereBothShowWhatIsBelieved() throws Exception {
        var scenario =
                Files.writeString(
                        folder.resolve("callee.xml"), RigSettings.resource("sipp/callee.xml"));
        try (var kamailio = start(THEIRS, OURS, THEIRS);
                var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ)) {
            try (var caller = calls(kamailio, audio)) {
                // A connection of Kamailio's own to our port, which has shown its certificate.
                var call = desk.expect(TrunkMessage.CallArrived.class, kamailio);
                assertThat(call.trunk()).isEqualTo("carrier");
                desk.say(new TrunkMessage.Answer(call.dialog(), TrunkDesk.audioOf(audio)));
                desk.expect(TrunkMessage.CallConfirmed.class, kamailio);
                desk.say(new TrunkMessage.HangUp(call.dialog(), "done"));
                desk.expect(TrunkMessage.CallEnded.class, kamailio);
                caller.awaitSuccess(LIMIT);
            }
            Path own = Files.createDirectories(folder.resolve("callee"));
            try (var called =
                    Sipp.play(
                            own,
                            scenario,
                            "127.0.0.1",
                            "127.0.0.1:9",
                            "u1",
                            List.of("-p", "" + callee))) {
                // And one of ours to its port, which has shown OURS.
                desk.place("out", Kamailio.OUTSIDE + "111", TrunkDesk.audioAt(40_000));
                desk.expect(TrunkMessage.CallProgress.class, kamailio);
                desk.expect(TrunkMessage.CallAnswered.class, kamailio);
                desk.say(new TrunkMessage.HangUp("out", "done"));
                desk.expect(TrunkMessage.CallEnded.class, kamailio);
                called.awaitSuccess(LIMIT);
            }
        }
    }

    @Test
    void cannotCallWhereKamailioDoesNotBelieveOurs() throws Exception {
        try (var kamailio = start(THEIRS, STRANGERS, THEIRS)) {
            desk.place("out", Kamailio.OUTSIDE + "111", TrunkDesk.audioAt(40_000));
            assertThat(desk.expect(TrunkMessage.CallFailed.class, kamailio).status())
                    .isEqualTo(503);
            assertThat(kamailio.log()).doesNotContain("INVITE on");
        }
    }

    @Test
    void hearsNothingOfAKamailioThatShowsWhatWeDoNotBelieve() throws Exception {
        try (var kamailio = start(THEIRS, OURS, STRANGERS);
                var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var _ = calls(kamailio, audio)) {
            assertThat(desk.awaitDrop()).isEqualTo(DropCause.NO_CERTIFICATE);
            assertThat(desk.isQuiet()).isTrue();
        }
    }
}
