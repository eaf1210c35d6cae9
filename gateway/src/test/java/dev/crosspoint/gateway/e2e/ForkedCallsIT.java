package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call of ours that Kamailio lets ring at two telephones, both of them sipp. */
class ForkedCallsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Where the one plays its tones while it rings, and where the other wants to be spoken to. */
    private static final int EARLY_PORT = 40_012;

    private static final int ANSWER_PORT = 40_014;

    @TempDir Path folder;
    private final TrunkDesk desk = new TrunkDesk(TrunkDesk.identity());

    /** What the telephone does that has rung first, when the other one has answered. */
    enum First {
        /** Takes the CANCEL. */
        IS_CANCELLED("branch-rings"),
        /** Has answered too, as the CANCEL comes. */
        ANSWERS_TOO("branch-answers-too");

        private final String scenario;

        First(String scenario) {
            this.scenario = scenario;
        }
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Sipp telephone(String scenario, int port) throws Exception {
        Path own = Files.createDirectories(folder.resolve(scenario));
        Path file =
                Files.writeString(
                        own.resolve("scenario.xml"),
                        RigSettings.resource("sipp/" + scenario + ".xml"));
        var sipp =
                Sipp.play(
                        own,
                        file,
                        "127.0.0.1",
                        "127.0.0.1:9",
                        "u1",
                        List.of(
                                "-p",
                                "" + port,
                                "-key",
                                "early_port",
                                "" + EARLY_PORT,
                                "-key",
                                "answer_port",
                                "" + ANSWER_PORT));
        // Both have to ring before one of them answers.
        Soon.until(scenario + " listens", () -> UdpSockets.between(port, port) > 0);
        return sipp;
    }

    @ParameterizedTest
    @EnumSource(First.class)
    void talksToWhoeverAnswersFirstWhateverTheOtherDoes(First first) throws Exception {
        int rings = FreePorts.one();
        int answers = FreePorts.one();
        try (var kamailio =
                        Kamailio.start(
                                folder.resolve("kamailio"),
                                new Kamailio.Setup(
                                        "SHA-256",
                                        TrunkDesk.identity(),
                                        List.of(rings, answers),
                                        null));
                var one = telephone(first.scenario, rings);
                var other = telephone("branch-answers", answers)) {
            desk.open(List.of(desk.trunk("carrier", Transport.UDP, kamailio.port(), null, 1)));
            desk.place("forked", Kamailio.FORKED, TrunkDesk.audioAt(40_010));

            // 183 and 180, in either order, and no more of them.
            var rang = desk.expect(TrunkMessage.CallProgress.class, kamailio);
            var alsoRang = desk.expect(TrunkMessage.CallProgress.class, kamailio);
            assertThat(List.of(rang.status(), alsoRang.status()))
                    .containsExactlyInAnyOrder(180, 183);
            Private early = requireNonNull(rang.status() == 183 ? rang.sdp() : alsoRang.sdp());
            assertThat(early.value()).contains("m=audio " + EARLY_PORT);

            // The answer of the one that has answered, and not what the other rang with.
            var answered = desk.expect(TrunkMessage.CallAnswered.class, kamailio);
            assertThat(requireNonNull(answered.sdp()).value()).contains("m=audio " + ANSWER_PORT);
            // It has the ACK, and whoever answered too has an ACK and a BYE.
            one.awaitSuccess(LIMIT);
            assertThat(desk.isQuiet()).isTrue();

            desk.say(new TrunkMessage.HangUp("forked", "done"));
            desk.expect(TrunkMessage.CallEnded.class, kamailio);
            other.awaitSuccess(LIMIT);
            assertThat(desk.isQuiet()).isTrue();
        }
    }
}
