package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A trunk that registers with Kamailio, and is called by way of it. */
class KamailioIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Private OFFER = TrunkDesk.audioAt(40000);

    private static final PemIdentity IDENTITY = TrunkDesk.identity();

    @TempDir Path folder;
    private final TrunkDesk desk = new TrunkDesk(IDENTITY);

    @AfterEach
    void close() {
        desk.close();
    }

    private Kamailio kamailio(String algorithm, int callee) throws Exception {
        Peers.require("kamailio-tls");
        return Kamailio.start(
                folder.resolve("kamailio"),
                new Kamailio.Setup(algorithm, IDENTITY, List.of(callee), null));
    }

    @ParameterizedTest
    @CsvSource({"UDP, MD5", "UDP, SHA-256", "TCP, SHA-256", "TLS, MD5", "TLS, SHA-256"})
    void registersAndIsCalled(Transport transport, String algorithm) throws Exception {
        try (var kamailio = kamailio(algorithm, 9);
                var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ)) {
            var trunks = desk.open(List.of(desk.registering(transport, kamailio)));
            desk.awaitRegistered(false, kamailio);
            desk.awaitRegistered(true, kamailio);

            try (var sipp =
                    Sipp.call(
                            folder.resolve("sipp"),
                            "u1",
                            "127.0.0.1",
                            kamailio.port(),
                            "+493012345",
                            TrunkDesk.OUR_NUMBER,
                            audio,
                            Sipp.Ending.WAITS_FOR_BYE)) {
                var call = desk.expect(TrunkMessage.CallArrived.class, kamailio);
                assertThat(call.trunk()).isEqualTo("carrier");
                assertThat(call.to().value()).isEqualTo(TrunkDesk.OUR_NUMBER);
                assertThat(call.from().value()).isEqualTo("+493012345");
                desk.say(new TrunkMessage.Ring(call.dialog(), null));
                desk.say(new TrunkMessage.Answer(call.dialog(), TrunkDesk.audioOf(audio)));
                desk.expect(TrunkMessage.CallConfirmed.class, kamailio);
                desk.say(new TrunkMessage.HangUp(call.dialog(), "done"));
                sipp.awaitSuccess(LIMIT);
            }
            desk.close(trunks);
            desk.awaitRegistered(false, kamailio);
            kamailio.awaitSays("line by %s expires 600".formatted(word(transport)));
            kamailio.awaitSays("line by %s expires 0".formatted(word(transport)));
        }
    }

    /** Calls of ours go by its Record-Route to somebody else, or by the next trunk. */
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TLS"})
    void callsThroughItOnOneConnectionAndByTheNextTrunkWhenItIsFull(Transport transport)
            throws Exception {
        int callee = FreePorts.one();
        var scenario =
                Files.writeString(
                        folder.resolve("callee.xml"), RigSettings.resource("sipp/callee.xml"));
        Files.createDirectories(folder.resolve("sipp"));
        try (var kamailio = kamailio("SHA-256", callee);
                var sipp =
                        Sipp.playMany(
                                folder.resolve("sipp"),
                                scenario,
                                "127.0.0.1:9",
                                3,
                                1,
                                List.of("-p", "" + callee))) {
            var spare = desk.trunk("spare", Transport.UDP, callee, null, 2);
            desk.open(List.of(desk.registering(transport, kamailio), spare));
            desk.awaitRegistered(false, kamailio);
            desk.awaitRegistered(true, kamailio);
            for (String number : List.of("111", "222")) {
                callAndHangUp("out-" + number, Kamailio.OUTSIDE + number, kamailio);
            }
            callAndHangUp("out-full", Kamailio.FULL, kamailio);
            sipp.awaitSuccess(LIMIT);

            kamailio.awaitSays("ACK by Route");
            kamailio.awaitSays("BYE by Route");
            Soon.until("what it was asked is in its log", () -> connections(kamailio).size() >= 4);
            // All of it on the connection that the registration has opened; UDP may repeat some.
            if (transport == Transport.TLS) {
                assertThat(connections(kamailio)).hasSize(4).containsOnly("1");
            } else {
                assertThat(connections(kamailio)).containsOnly("<null>");
            }
            TrunkStatus.All trunks = desk.trunks();
            assertThat(trunks.trunks())
                    .extracting(TrunkStatus::condition)
                    .containsExactly(Condition.ASKS_FOR_REST, Condition.UP);
        }
    }

    private void callAndHangUp(String dialog, String number, Kamailio kamailio)
            throws InterruptedException {
        desk.place(dialog, number, OFFER);
        desk.expect(TrunkMessage.CallProgress.class, kamailio);
        desk.expect(TrunkMessage.CallAnswered.class, kamailio);
        desk.say(new TrunkMessage.HangUp(dialog, "done"));
        desk.expect(TrunkMessage.CallEnded.class, kamailio);
    }

    /** Which connection each request came on, by its log. */
    private static List<String> connections(Kamailio kamailio) {
        return kamailio.log()
                .lines()
                .filter(line -> line.matches(".* on (\\d+|<null>)$"))
                .map(line -> line.replaceAll(".* on ", ""))
                .toList();
    }

    private static String word(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }
}
