package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that change between the codecs that were agreed, without a word in SDP. */
class CodecChangeTest {
    private static final int HZ = 440;

    /** Longer than {@link Relay} waits for a pause in the talk. */
    private static final Duration A_WHILE = Duration.ofSeconds(4);

    @ParameterizedTest
    @CsvSource({
        "OPUS, PCMU, PCMU",
        "PCMU, OPUS, PCMU",
        "PCMU, PCMA, PCMU",
        "PCMA, PCMU, PCMU",
        "OPUS, PCMA, PCMU",
        "OPUS, PCMU, OPUS",
        "PCMU, OPUS, OPUS",
    })
    void hearsAPeerThatChangesInMidTalkAndBack(Codec first, Codec second, Codec listens) {
        var net = VirtualNet.seeded(31);
        var call = new VirtualCall(net);
        End talker = call.join(first, second);
        End listener = call.join(listens);
        call.bridge(talker, listener);
        talker.phone().say(HZ, 0.3);

        for (Codec spoken : List.of(first, second, first)) {
            talker.phone().speakIn(spoken);
            net.run(A_WHILE);
            assertHearsTheTone(listener);
            long before = call.counted(Count.RTP_RELAYED);
            net.run(Duration.ofSeconds(1));
            long relayed = call.counted(Count.RTP_RELAYED) - before;
            // The listener's own packets are relayed where the talker is sent what it speaks.
            long others = first == listens ? 50 : 0;
            assertThat(relayed - others)
                    .as("forwarded while it speaks %s", spoken)
                    .isEqualTo(spoken == listens ? 50 : 0);
        }

        Ear ear = listener.phone().ear();
        assertThat(call.counted(Count.RTP_UNEXPECTED_TYPE)).isZero();
        assertThat(ear.missing()).as("sequence numbers run on").isZero();
        assertThat(ear.jumps()).as("timestamps run on").isZero();
        assertThat(Tone.gaps(ear.heard(), ear.rateHz(), 45)).as("at most 40 ms concealed").isZero();
    }

    @Test
    void playsWhatWasSaidInTheOldCodecToItsEnd() {
        var net = VirtualNet.seeded(35).jitterMs(80);
        var call = new VirtualCall(net);
        End talker = call.join(Codec.PCMA, Codec.OPUS);
        End listener = call.join(Codec.PCMU);
        call.bridge(talker, listener);
        net.run(A_WHILE); // until its delay is that of the network
        int from = listener.phone().ear().end();

        talker.phone().say(HZ, 0.3);
        net.run(Duration.ofMillis(500));
        talker.phone().speakIn(Codec.OPUS).hush();
        net.run(A_WHILE);

        Ear ear = listener.phone().ear();
        float[] heard = Arrays.copyOfRange(ear.heard(), from, ear.end());
        assertThat(Tone.soundMs(heard, ear.rateHz(), 0.05)).isBetween(490, 545);
    }

    @Test
    void aStragglerDoesNotChangeTheCodecBack() {
        var net = VirtualNet.seeded(36);
        var call = new VirtualCall(net);
        End talker = call.join(Codec.OPUS, Codec.PCMU);
        End listener = call.join(Codec.PCMU);
        call.bridge(talker, listener);
        talker.phone().speakIn(Codec.PCMU).say(HZ, 0.3);
        net.run(A_WHILE);
        long before = call.counted(Count.RTP_RELAYED);

        talker.phone().sendOvertaken(Codec.OPUS);
        net.run(Duration.ofSeconds(1));

        assertThat(call.counted(Count.RTP_RELAYED) - before).isEqualTo(50);
        assertHearsTheTone(listener);
    }

    @Test
    void keepsItsJitterAndItsLossThroughAChangeOfClock() {
        var net = VirtualNet.seeded(32);
        var call = new VirtualCall(net);
        End talker = call.join(Codec.OPUS, Codec.PCMU);
        End listener = call.join(Codec.PCMU);
        call.bridge(talker, listener);

        net.run(A_WHILE);
        talker.phone().speakIn(Codec.PCMU);
        net.run(A_WHILE);

        var reports =
                call.events(MediaEvent.LegQuality.class).stream()
                        .filter(event -> event.leg().equals(talker.leg().id()))
                        .map(MediaEvent.LegQuality::report)
                        .toList();
        assertThat(reports)
                .hasSizeGreaterThan(6)
                .allSatisfy(report -> {
                    assertThat(report.jitterMs()).isLessThan(2);
                    assertThat(report.lossPercent()).isZero();
                });
    }

    @ParameterizedTest
    @CsvSource({"0, 40, 0, 0", "0, 0, 0.1, 0.05", "0.03, 30, 0.02, 0.02"})
    void followsThroughABadNetwork(double loss, int jitterMs, double reordered, double duplicates) {
        var net = VirtualNet.seeded(33);
        var call = new VirtualCall(net);
        End talker = call.join(Codec.OPUS, Codec.PCMU);
        End listener = call.join(Codec.PCMU);
        call.bridge(talker, listener);
        talker.phone().say(HZ, 0.3);
        net.loss(loss).jitterMs(jitterMs).reordered(reordered).duplicates(duplicates);

        for (int i = 0; i < 20; i++) {
            talker.phone().speakIn(i % 2 == 0 ? Codec.PCMU : Codec.OPUS);
            net.run(Duration.ofMillis(700));
        }
        net.loss(0).jitterMs(0).reordered(0).duplicates(0);
        net.run(A_WHILE);

        assertHearsTheTone(listener);
    }

    @Test
    void aPeerThatChangesWithEveryPacketHarmsNobody() {
        var net = VirtualNet.seeded(34);
        var call = new VirtualCall(net);
        End restless = call.join(Codec.OPUS, Codec.PCMU, Codec.PCMA);
        End steady = call.join(Codec.PCMU);
        End listener = call.join(Codec.PCMU);
        call.bridge(restless, steady, listener);
        steady.phone().say(HZ, 0.3);
        Codec[] codecs = {Codec.OPUS, Codec.PCMU, Codec.PCMA};

        for (int i = 0; i < 500; i++) {
            restless.phone().speakIn(codecs[i % codecs.length]);
            net.run(Duration.ofMillis(20));
        }

        assertHearsTheTone(listener);
        restless.phone().say(1000, 0.3);
        steady.phone().hush();
        net.run(A_WHILE);
        assertThat(level(listener, 1000)).isCloseTo(Tone.decibels(0.3), within(3.0));
    }

    /** The tone, at its level, and nothing else. */
    private static void assertHearsTheTone(End end) {
        Ear ear = end.phone().ear();
        float[] heard = ear.heardLast(500);
        double all = Tone.decibels(Tone.rms(heard, 0, heard.length) * Math.sqrt(2));
        assertThat(level(end, HZ)).isCloseTo(Tone.decibels(0.3), within(3.0));
        assertThat(level(end, HZ)).as("all of it").isCloseTo(all, within(1.0));
    }

    private static double level(End end, double hz) {
        Ear ear = end.phone().ear();
        return Tone.levelDb(ear.heardLast(500), ear.rateHz(), hz);
    }
}
