package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls between the agent's page and SIP peers, with Opus in the browser and G.711 on the trunk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** The most that mouth to ear may take here: both ends' buffers, the mixer, a busy machine. */
    private static final double MOST_DELAY_MS = 400;

    private Rig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = Rig.start(folder, "quality");
        rig.page().signIn(Rig.AGENT, Rig.PASSWORD);
        rig.page().goAvailable();
    }

    @AfterAll
    void stop() throws Exception {
        Rig.closeIfOpen(rig);
    }

    @AfterEach
    void recover() {
        rig.page().recover();
    }

    @Test
    void carriesACallFromBaresipOverTlsAndSrtpWithDigitsBothWays() throws Exception {
        rig.callFromBaresip();
        rig.page().answer();
        rig.baresip().await("CALL_ESTABLISHED", LIMIT);

        rig.page().awaitHears(Rig.CUSTOMER_HZ);
        rig.baresip().press('5');
        rig.page().awaitDigitsHeard("5");
        rig.page().press("7");
        rig.baresip().awaitDigit('7', LIMIT);

        rig.page().hangUp();
        rig.baresip().await("CALL_CLOSED", LIMIT);
        rig.page().awaitIdle();
        assertThat(Wav.purest(Wav.read(rig.baresip().heard()), Rig.AGENT_HZ)).isGreaterThan(0.9);
    }

    @Test
    void carriesACallFromSippOverUdpAndEndsWhenTheCustomerHangsUp() throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.HANGS_UP, 12_000)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);
            assertThat(delayToAgentMs(audio)).isBetween(5.0, MOST_DELAY_MS);

            sipp.awaitSuccess(Duration.ofSeconds(30));
            rig.page().awaitIdle();
        }
    }

    @Test
    void carriesACallFromSippOverTcpAndEndsWhenTheAgentHangsUp() throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("t1", audio, Sipp.Ending.WAITS_FOR_BYE, 0)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);

            rig.page().hangUp();

            sipp.awaitSuccess(LIMIT);
            rig.page().awaitIdle();
        }
    }

    @Test
    void carriesACallThatTheAgentPlacesToBaresip() throws Exception {
        rig.page().dial(Rig.CUSTOMER);
        rig.page().awaitConnected();

        rig.page().awaitHears(Rig.CUSTOMER_HZ);
        rig.baresip().hangUp();
        rig.page().awaitIdle();
    }

    @Test
    void keepsTheAudioWholeWhenTheWebSocketIsCutAndResumed() throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE, 0)) {
            rig.page().answer();
            audio.awaitHeard(audio.heardMs() + 2000, 10_000);
            var before = rig.page().inbound();
            long missingBefore = audio.missing();
            audio.watchGaps();

            rig.proxy().cut();
            audio.awaitHeard(audio.heardMs() + 4000, 10_000);

            var after = rig.page().inbound();
            assertThat(after.packets() - before.packets()).isGreaterThan(180);
            assertThat(after.lost() - before.lost()).isZero();
            assertThat(audio.missing()).isEqualTo(missingBefore);
            assertThat(audio.longestGapMs()).isLessThan(150);
            rig.page().awaitHears(Rig.CUSTOMER_HZ);

            rig.page().hangUp();
            sipp.awaitSuccess(LIMIT);
            rig.page().awaitIdle();
        }
    }

    @Test
    void writesNoNumberToItsLog() {
        assertThat(rig.gateway().log())
                .doesNotContain(Rig.CUSTOMER.substring(1))
                .doesNotContain(Rig.PASSWORD);
    }

    private double delayToAgentMs(RtpProbe audio) throws Exception {
        audio.speak(false);
        audio.awaitHeard(audio.heardMs() + 600, 10_000);
        double spokenMs = System.currentTimeMillis() + 300;
        var later = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
        later.execute(() -> audio.speak(true));
        return rig.page().onsetMs("far", Rig.CUSTOMER_HZ) - spokenMs;
    }
}
