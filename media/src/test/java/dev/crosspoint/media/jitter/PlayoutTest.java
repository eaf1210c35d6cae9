package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.EncoderSettings;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixture's tone is 400 Hz with an amplitude of 0.5. */
final class PlayoutTest {
    /** Mu-law noise and OLA joins stay below; a missing sample of the tone does not. */
    private static final double CLICK = 0.12;

    @ParameterizedTest
    @CsvSource({
        "PCMU, 8000, 10", "PCMU, 8000, 20", "PCMA, 8000, 30", "PCMU, 8000, 40", "PCMA, 8000, 60",
        "OPUS, 8000, 10", "OPUS, 8000, 20", "OPUS, 16000, 40", "OPUS, 48000, 60", "OPUS, 48000, 20"
    })
    void playsACleanStreamWithoutAFlaw(Codec codec, int rateHz, int ptimeMs) {
        try (var rig = new PlayoutRig(codec, rateHz, ptimeMs)) {
            rig.run(0.5);
            rig.recount();
            rig.run(5);
            assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(250);
            assertThat(rig.playout.concealedMs()).isZero();
            assertThat(rig.playout.lateFrames()).isZero();
            assertThat(rig.playout.delayMs()).isLessThanOrEqualTo(42);
            float[] heard = rig.heardLast(5);
            assertThat(Tone.clicks(heard, rateHz, 400, CLICK)).isZero();
            assertThat(Tone.levelDb(rig.heardLast(0.5), rateHz, 400)).isBetween(-8.5, -5.0);
        }
    }

    @Test
    void startsAfterTwentyMillisecondsAndFromSilence() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            // The first packet arrives at 5 ms; ticks are at 7, 27, 47 ms.
            rig.run(0.05);
            float[] heard = rig.heardLast(0.06);
            assertThat(Tone.rms(heard, 0, 160)).isZero();
            assertThat(Math.abs(heard[160])).isLessThan(0.01f);
            assertThat(Tone.rms(heard, 200, 280)).isGreaterThan(0.3);
            assertThat(rig.playout.delayMs()).isEqualTo(22);
        }
    }

    @Test
    void waitsLongerWhereArrivalsSpread() {
        for (int spreadMs : new int[] {30, 60, 120}) {
            try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
                var random = new Random(5);
                rig.network = packet -> 5 + random.nextDouble() * spreadMs;
                rig.run(10);
                rig.recount();
                long concealed = rig.playout.concealedMs();
                rig.run(30);
                assertThat(rig.playout.concealedMs() - concealed).isLessThan(600);
                assertThat(rig.playout.targetDelayMs()).isBetween(spreadMs - 10, spreadMs + 10);
                assertThat(rig.greatestDelayMs).isLessThan(spreadMs + 45);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, 8000, 20, 1.0", "PCMU, 8000, 60, 1.0005", "OPUS, 8000, 20, 0.9995",
        "OPUS, 48000, 20, 1.0", "OPUS, 48000, 40, 1.0005", "OPUS, 48000, 20, 0.9995"
    })
    void restsWhileNobodyHearsAndKeepsUpAllTheSame(
            Codec codec, int rateHz, int ptimeMs, double senderSpeed) {
        try (var rig = new PlayoutRig(codec, rateHz, ptimeMs)) {
            rig.senderSpeed = senderSpeed;
            rig.run(2);
            rig.playout.rest(true);
            rig.run(300);
            assertThat(Tone.rms(rig.heardLast(1), 0, rateHz)).isZero();
            long concealed = rig.playout.concealedMs();
            rig.playout.rest(false);
            rig.run(0.3);
            assertThat(Tone.levelDb(rig.heardLast(0.2), rateHz, 400)).isBetween(-8.5, -5.0);
            assertThat(rig.playout.delayMs()).isLessThanOrEqualTo(2 * ptimeMs + 22);
            assertThat(rig.playout.concealedMs() - concealed).isLessThanOrEqualTo(20);
            assertThat(rig.playout.droppedFrames()).isZero();
        }
    }

    @Test
    void restsThroughLoss() {
        try (var rig = new PlayoutRig(Codec.OPUS, 48_000, 20)) {
            var random = new Random(9);
            rig.network = packet -> random.nextDouble() < 0.1 ? -1 : 5 + 40 * random.nextDouble();
            rig.run(2);
            rig.playout.rest(true);
            rig.run(1);
            long concealed = rig.playout.concealedMs();
            rig.run(30);
            assertThat(Tone.rms(rig.heardLast(30), 0, 30 * 48_000)).isZero();
            assertThat(rig.playout.concealedMs()).isEqualTo(concealed);
        }
    }

    @Test
    void putsReorderedPacketsInOrder() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.network = packet -> packet % 5 == 2 ? 35 : 5;
            rig.run(8);
            rig.recount();
            long concealed = rig.playout.concealedMs();
            rig.run(5);
            assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(250);
            assertThat(rig.playout.concealedMs()).isEqualTo(concealed);
            assertThat(Tone.clicks(rig.heardLast(5), 8000, 400, CLICK)).isZero();
        }
    }

    @Test
    void playsDuplicatesOnce() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(1);
            for (int i = 0; i < 100; i++) {
                byte[] packet = rig.nextPacket();
                rig.deliver(packet);
                rig.deliver(packet);
                rig.paused = true;
                rig.timestamp -= 160;
                rig.run(0.02);
                rig.deliver(packet);
            }
            assertThat(rig.playout.lateFrames()).isZero();
            assertThat(rig.playout.concealedMs()).isZero();
            assertThat(Tone.clicks(rig.heardLast(1.5), 8000, 400, CLICK)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void recoversOpusFramesFromTheNextPacket(int rateHz) {
        var settings = new EncoderSettings(24_000, 0, 15);
        try (var rig = new PlayoutRig(Codec.OPUS, rateHz, 20, settings)) {
            rig.says(Tone.voice(rateHz, rateHz * 4));
            rig.network = packet -> packet % 10 == 4 ? -1 : 5;
            rig.run(10);
            long recovered = rig.playout.recoveredFrames();
            long concealed = rig.playout.concealedMs();
            rig.run(20);
            assertThat(rig.playout.recoveredFrames() - recovered).isGreaterThan(70);
            assertThat(rig.playout.concealedMs() - concealed).isLessThan(30 * 20);
            // One packet more is kept for it, not more.
            assertThat(rig.playout.delayMs()).isLessThan(60);
        }
    }

    @Test
    void concealsRandomLossWithoutGrowingTheDelay() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            var random = new Random(9);
            rig.network = packet -> random.nextInt(20) == 0 ? -1 : 5 + random.nextDouble() * 10;
            rig.run(60);
            // 5 % of 60 s.
            assertThat(rig.playout.concealedMs()).isBetween(2000L, 4200L);
            assertThat(rig.playout.delayMs()).isLessThan(45);
            assertThat(Tone.gaps(rig.heardLast(50), 8000, 20)).isZero();
            assertThat(Tone.clicks(rig.heardLast(50), 8000, 400, CLICK)).isZero();
        }
    }

    @Test
    void fadesOutALongLossAndComesBackWithoutAClick() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.network = packet -> packet >= 100 && packet < 125 ? -1 : 5;
            rig.run(4);
            // Half a second is missing: a tenth of it is invented, the rest is silence.
            assertThat(rig.playout.concealedMs()).isBetween(90L, 125L);
            assertThat(rig.framesOf(Heard.SILENCE)).isBetween(15, 22);
            float[] heard = rig.heardLast(3.5);
            assertThat(Tone.gaps(heard, 8000, 100)).isOne();
            assertThat(Tone.clicks(heard, 8000, 400, CLICK)).isZero();
            assertThat(rig.playout.delayMs()).isLessThanOrEqualTo(45);
        }
    }

    @Test
    void takesADtxGapForSilenceAndNotForLoss() {
        for (int seed = 0; seed < 5; seed++) {
            try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
                var random = new Random(seed);
                rig.network = packet -> 5 + random.nextDouble() * 15;
                for (int pause = 0; pause < 20; pause++) {
                    rig.paused = false;
                    rig.run(0.5 + random.nextDouble());
                    rig.paused = true;
                    rig.run(0.2 + random.nextDouble());
                }
                // a pause looks like a loss until it is over
                assertThat(rig.playout.concealedMs()).isZero();
                assertThat(rig.playout.lateFrames()).isLessThan(15);
                assertThat(rig.greatestDelayMs).isLessThan(70);
                assertThat(rig.framesOf(Heard.SILENCE)).isGreaterThan(300);
                assertThat(Tone.clicks(rig.heardLast(20), 8000, 400, CLICK)).isZero();
            }
        }
    }

    @Test
    void countsTheLastPacketsBeforeAPauseThatWereLost() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            for (int pause = 0; pause < 20; pause++) {
                rig.network = _ -> 5;
                rig.run(1);
                rig.network = _ -> -1;
                rig.run(0.04);
                rig.paused = true;
                rig.run(0.4);
                rig.paused = false;
            }
            rig.network = _ -> 5;
            rig.run(1);
            assertThat(rig.playout.concealedMs()).isEqualTo(20 * 40);
        }
    }

    @Test
    void survivesJumpsOfTimestampAndSequence() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(2);
            for (int jump : new int[] {1 << 30, -(1 << 30), 4000, -4000, 80_000, -80_000}) {
                rig.timestamp += jump;
                rig.run(2.5);
                rig.recount();
                rig.run(1);
                assertThat(rig.framesOf(Heard.SPEECH)).as("timestamp %s", jump).isEqualTo(50);
                assertThat(rig.playout.delayMs()).as("timestamp %s", jump).isLessThan(60);
            }
            for (int jump : new int[] {50, 2000, 20_000, -20_000, -500}) {
                rig.sequence += jump;
                rig.run(0.5);
                rig.recount();
                rig.run(1);
                assertThat(rig.framesOf(Heard.SPEECH)).as("sequence %s", jump).isEqualTo(50);
            }
            assertThat(rig.playout.concealedMs()).isLessThan(1500);
        }
    }

    @Test
    void followsAnotherSourceAtOnce() {
        try (var rig = new PlayoutRig(Codec.OPUS, 48_000, 20)) {
            rig.run(2);
            rig.ssrc = 99;
            rig.sequence = 7;
            rig.timestamp = 1 << 20;
            rig.run(0.1);
            rig.recount();
            rig.run(1);
            assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(50);
            assertThat(rig.playout.delayMs()).isLessThan(45);
        }
    }

    @Test
    void ignoresASingleStrayPacket() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(1);
            rig.sequence += 30_000;
            byte[] stray = rig.nextPacket();
            rig.sequence -= 30_001;
            rig.timestamp -= 160;
            rig.deliver(stray);
            rig.run(1);
            assertThat(rig.playout.droppedFrames()).isOne();
            assertThat(rig.playout.concealedMs()).isZero();
        }
    }

    @Test
    void takesAnEmptyPacketForNothing() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(1);
            byte[] keepAlive = Arrays.copyOf(rig.nextPacket(), 12);
            rig.timestamp -= 160;
            rig.deliver(keepAlive);
            rig.run(1);
            assertThat(rig.playout.concealedMs()).isZero();
            assertThat(rig.playout.corruptFrames()).isZero();
        }
    }

    @Test
    void concealsCorruptPayloads() {
        try (var rig = new PlayoutRig(Codec.OPUS, 8000, 20)) {
            rig.run(1);
            for (int i = 0; i < 5; i++) {
                byte[] packet = rig.nextPacket();
                byte[] corrupt = Arrays.copyOf(packet, 14);
                corrupt[12] = 3;
                corrupt[13] = 0;
                rig.deliver(corrupt);
                rig.paused = true;
                rig.timestamp -= 160 * 6;
                rig.run(0.02);
            }
            rig.run(0.1);
            assertThat(rig.playout.corruptFrames()).isEqualTo(5);
            assertThat(rig.playout.concealedMs()).isGreaterThanOrEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 8000", "OPUS, 16000"})
    void returnsFromAStormInBoundedTime(Codec codec, int rateHz) {
        for (int seed = 0; seed < 2; seed++) {
            try (var rig = new PlayoutRig(codec, rateHz, 20)) {
                var random = new Random(seed);
                PlayoutRig.Network calm = packet -> 5 + random.nextDouble() * 5;
                rig.network = calm;
                rig.run(10);
                int before = rig.playout.delayMs();
                rig.network =
                        packet -> random.nextInt(10) == 0 ? -1 : 5 + random.nextDouble() * 400;
                rig.run(5);
                rig.network = calm;
                rig.run(15);
                assertThat(rig.playout.delayMs()).isBetween(before - 20, before + 20);
                rig.recount();
                rig.run(5);
                assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(250);
            }
        }
    }

    /** Whatever the peer puts into a packet. */
    @ParameterizedTest
    @CsvSource({
        "OPUS, 48000",
        "OPUS, 8000",
        "G722, 16000",
        "G722, 8000",
        "PCMU, 8000",
        "PCMA, 8000"
    })
    void playsPacketsOfEveryLength(Codec codec, int rateHz) {
        for (int packetMs : new int[] {10, 20, 40, 60}) {
            try (var rig = new PlayoutRig(codec, rateHz, packetMs)) {
                rig.run(5);
                rig.recount();
                rig.run(5);
                assertThat(rig.framesOf(Heard.SPEECH)).as("%s ms", packetMs).isEqualTo(250);
                assertThat(rig.playout.concealedMs()).as("%s ms", packetMs).isZero();
            }
        }
    }

    @Test
    void returnsFromAStallWhoseBacklogComesAtOnce() {
        for (int stallMs : new int[] {100, 300, 1000, 5000}) {
            try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
                rig.run(5);
                int before = rig.playout.delayMs();
                long first = 250;
                rig.network =
                        packet ->
                                packet >= first && packet < first + stallMs / 20
                                        ? stallMs - (packet - first) * 20
                                        : 5;
                rig.run(stallMs / 1000.0 + 0.1);
                assertThat(rig.greatestDelayMs).as("%s ms", stallMs).isLessThan(225);
                rig.run(8);
                assertThat(rig.playout.delayMs())
                        .as("%s ms", stallMs)
                        .isBetween(before - 20, before + 20);
                rig.recount();
                rig.run(1);
                assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(50);
            }
        }
    }

    @Test
    void followsAPathThatHasBecomeLonger() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(3);
            rig.network = packet -> 80;
            rig.run(4);
            rig.recount();
            rig.run(5);
            assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(250);
            assertThat(rig.playout.delayMs()).isLessThan(45);
            rig.network = packet -> 5;
            rig.run(10);
            assertThat(rig.playout.delayMs()).isLessThan(45);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0002, 0.9998})
    void followsADriftingClockForAnHourWithoutAClick(double speed) {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.senderSpeed = speed;
            rig.tickJitterMs = 3;
            rig.run(60);
            for (int minute = 1; minute < 60; minute++) {
                rig.recount();
                rig.run(60);
                assertThat(rig.greatestDelayMs).isLessThan(50);
                assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(3000);
                assertThat(Tone.clicks(rig.heardLast(59), 8000, 400, CLICK)).isZero();
            }
            assertThat(rig.playout.concealedMs()).isLessThan(200);
            assertThat(rig.playout.lateFrames()).isLessThan(10);
        }
    }

    @Test
    void doesNotCreepInAnHourOfJitter() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            var random = new Random(1);
            rig.network = packet -> 5 + random.nextDouble() * 20;
            rig.run(60);
            int sum = 0;
            for (int minute = 1; minute < 60; minute++) {
                rig.run(60);
                sum += rig.playout.delayMs();
                assertThat(rig.playout.delayMs()).isLessThan(55);
            }
            assertThat(sum / 59).isBetween(15, 45);
        }
    }

    @Test
    void trimsTheDelayInSilence() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.network = packet -> packet < 100 ? 5 + packet % 3 * 40 : 5;
            rig.run(2.5);
            rig.says(new float[1600]);
            rig.run(14);
            assertThat(rig.playout.targetDelayMs()).isLessThanOrEqualTo(20);
            assertThat(rig.playout.delayMs())
                    .isBetween(rig.playout.targetDelayMs() - 5, rig.playout.targetDelayMs() + 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 20"})
    void takesOverARunningStreamWithoutAGap(boolean exactly, int concealedMs) {
        for (Codec codec : Codec.values()) {
            int rateHz = codec == Codec.OPUS ? 48_000 : 8000;
            try (var rig = new PlayoutRig(codec, rateHz, 20)) {
                for (int i = 0; i < 3; i++) {
                    byte[] packet = rig.nextPacket();
                    rig.playout.prime(packet, 12, packet.length - 12);
                }
                assertThat(rig.playout.goesOn(exactly, 0, 2)).isEqualTo(2);
                float[] again = new float[rateHz / 50];
                rig.playout.read(again, 0, rig.nowNanos);
                rig.playout.read(again, 0, rig.nowNanos);
                rig.run(1);
                // The first packet is there at the first tick.
                assertThat(rig.framesOf(Heard.SILENCE)).isZero();
                assertThat(rig.playout.concealedMs()).isEqualTo(concealedMs);
                float[] heard = rig.heardLast(0.98);
                assertThat(Tone.gaps(heard, rateHz, 5)).isZero();
                assertThat(Tone.clicks(heard, rateHz, 400, CLICK)).isZero();
            }
        }
    }

    @Test
    void goesOnInTimeThroughAnotherDecoder() {
        try (var rig = new PlayoutRig(Codec.OPUS, 8000, 20)) {
            rig.run(1);
            rig.says(new float[320]);
            rig.run(0.1);
            int delayMs = rig.playout.delayMs();
            rig.listenAt(Codec.OPUS, 48_000);
            rig.run(1);

            assertThat(rig.playout.delayMs()).isEqualTo(delayMs);
            assertThat(rig.playout.lateFrames()).isZero();
            assertThat(rig.playout.droppedFrames()).isZero();
            assertThat(rig.playout.concealedMs()).isZero();
        }
    }

    @Test
    void showsWhatWaitsAndDrains() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(1);
            int firstSequence = rig.sequence;
            int firstTimestamp = rig.timestamp;
            for (int i = 0; i < 4; i++) {
                rig.deliver(rig.nextPacket());
            }
            var shown = new ArrayList<Integer>();
            rig.playout.waiting((sequence, timestamp, data, offset, length) -> {
                assertThat(length).isEqualTo(160);
                int nth = sequence - (firstSequence & 0xFFFF);
                assertThat(timestamp).isEqualTo(firstTimestamp + 160 * nth);
                shown.add(nth);
            });
            assertThat(shown).endsWith(0, 1, 2, 3).hasSizeBetween(4, 6);
            assertThat(rig.playout.drained()).isFalse();
            rig.paused = true;
            rig.run(0.2);
            assertThat(rig.playout.drained()).isTrue();
        }
    }

    @Test
    void copiesThePayload() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            rig.run(1);
            rig.paused = true;
            byte[] packet = rig.nextPacket();
            rig.deliver(packet);
            byte[] before = packet.clone();
            Arrays.fill(packet, 12, packet.length, (byte) 0);
            rig.playout.waiting((sequence, timestamp, data, offset, length) ->
                    assertThat(data[offset + length - 1]).isEqualTo(before[171]));
        }
    }

    @Test
    void saysTheSameEveryTime() {
        float[][] runs = new float[2][];
        for (int run = 0; run < 2; run++) {
            try (var rig = new PlayoutRig(Codec.OPUS, 16_000, 20)) {
                var random = new Random(4);
                rig.network = packet -> random.nextInt(9) == 0 ? -1 : 5 + random.nextDouble() * 60;
                rig.run(10);
                runs[run] = rig.heardLast(9);
            }
        }
        assertThat(runs[0]).isEqualTo(runs[1]);
    }

    @Test
    void allocatesNothingPerPacketOrTick() {
        try (var rig = new PlayoutRig(Codec.PCMU, 8000, 20)) {
            byte[] packet = rig.nextPacket();
            var view = new RtpPacket();
            view.wrap(packet, 0, packet.length);
            float[] pcm = new float[160];
            long[] clock = {0};
            Runnable tenThousandTicks =
                    () -> {
                        for (int i = 0; i < 10_000; i++) {
                            clock[0] += 20 * PlayoutRig.MS;
                            view.sequence(view.sequence() + 1);
                            view.timestamp(view.timestamp() + 160);
                            if (i % 15 != 0) {
                                rig.playout.put(view, clock[0] - (i % 7) * PlayoutRig.MS);
                            }
                            rig.playout.read(pcm, 0, clock[0]);
                        }
                    };
            assertThat(Allocation.leastBytesOf(tenThousandTicks, 0)).isZero();
        }
    }
}
