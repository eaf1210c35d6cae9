package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of recorded calls, and a gateway that begins where it was. */
class KilledGatewayIT {
    private static final int KILLS = 5;

    /** All that may be missing at the end of a recording. */
    private static final double MOST_LOST_MS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final Random random = new Random(20261127);

    @TempDir private Path folder;

    @AfterEach
    void stop() throws Exception {
        var _ = vertx.close().await();
    }

    /** A call that was cut off, and when. */
    private record CutOff(String contact, long killedMs) {}

    @Test
    void losesHalfASecondAtMostAndDeliversEachRecordingOnce() throws Exception {
        try (var rig = Rig.start(folder, "quality")) {
            for (int i = 1; i <= KILLS; i++) {
                var call = callUntilKilled(rig);
                if (i == 1) {
                    assertNothingInTheClear(rig);
                }
                rig.startAgain();
                var row = Program.signIn(rig, Rig.CAROL).awaitErased(call.contact());
                var recording = Delivered.openCutOff(rig.home(), row);
                assertSound(recording, call);
                assertThat(objects()).isEqualTo(i);
            }
            assertNothingInTheClear(rig);
        }
    }

    private CutOff callUntilKilled(Rig rig) throws Exception {
        try (var desk = BareDesk.open(vertx, rig.httpsPort());
                var customer = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var _ =
                        rig.callFromSipp(
                                "u1", Rig.BOTH_RECORDED, customer, Sipp.Ending.WAITS_FOR_BYE);
                var agent = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ)) {
            var contact = desk.take();
            var socket =
                    DirectPhone.open(
                            vertx, rig.httpsPort(), contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(socket, contact, agent);
            var _ = socket.request("accept", new JsonObject());
            customer.awaitTone(Rig.AGENT_HZ);
            int talkMs = 500 + random.nextInt(1500);
            customer.awaitHeard(customer.heardMs() + talkMs, 10_000);
            long killedMs = System.currentTimeMillis();
            rig.kill();
            return new CutOff(contact.contactId(), killedMs);
        }
    }

    private static void assertSound(Delivered recording, CutOff call) {
        double endedMs = recording.row().getLong("startedMs") + 1000 * recording.seconds();
        assertThat(recording.row().getBoolean("recovered")).isTrue();
        assertThat(call.killedMs() - endedMs).isLessThan(MOST_LOST_MS);
        // Whoever comes first is alone for some packets.
        assertThat(heard(recording.left(), Rig.CUSTOMER_HZ))
                .isCloseTo(recording.seconds(), within(1.0));
        assertThat(heard(recording.right(), Rig.AGENT_HZ))
                .isCloseTo(recording.seconds(), within(1.0));
    }

    /** Neither while it was recorded, nor when it is delivered; the key beside it is a real one. */
    private static void assertNothingInTheClear(Rig rig) throws Exception {
        var scan = new HomeScan(Rig.CUSTOMER_HZ, Rig.AGENT_HZ).withKeysOf(rig.home());
        assertThat(scan.keys()).isPositive();
        assertThat(scan.findings(rig.home())).isEmpty();
        assertThat(scan.words("the log", rig.gateway().log())).isEmpty();
    }

    /** How long a tone is heard on a channel, s, in pieces of 100 ms. */
    private static double heard(short[] channel, int hz) {
        int piece = Delivered.RATE_HZ / 10;
        var pcm = new float[piece];
        int pieces = 0;
        for (int at = 0; at + piece <= channel.length; at += piece) {
            for (int i = 0; i < piece; i++) {
                pcm[i] = channel[at + i] / 32768f;
            }
            if (Tone.amplitude(pcm, Delivered.RATE_HZ, hz) > Ear.SPOKEN_AMPLITUDE / 5) {
                pieces++;
            }
        }
        return pieces / 10.0;
    }

    private long objects() throws Exception {
        try (var files = Files.walk(folder.resolve("gateway/home/delivered"))) {
            return files.filter(file -> file.toString().endsWith(".wav.sealed")).count();
        }
    }
}
