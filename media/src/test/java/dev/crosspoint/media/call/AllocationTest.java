package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.ComfortNoise;
import dev.crosspoint.media.dtmf.ToneSender;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What packets cost the heap; the rest of the table is in the benchmarks. */
class AllocationTest {
    private static final int MEASURED = 10_000;

    @ParameterizedTest
    @EnumSource
    void allocatesNothingPerRelayedPacket(SrtpProfile profile) {
        long perPacket = Allocation.least(() -> measured(new RelayLine(profile)), 0);

        assertThat(perPacket).isZero();
    }

    @Test
    void allocatesNothingForComfortNoise() {
        var noise = new ComfortNoise();
        byte[] payload = {60, 100, -100};
        float[] pcm = new float[160];

        long bytes =
                Allocation.leastBytesOf(
                        () -> {
                            for (int i = 0; i < MEASURED; i++) {
                                noise.describe(payload, 0, payload.length);
                                noise.add(pcm, 0, pcm.length, 1, 1);
                            }
                        },
                        0);
        assertThat(bytes).isZero();
    }

    @Test
    void allocatesNothingToListenForKeysNorToPressThem() {
        var ear = new ToneEar();
        var sender = new ToneSender();
        var packet = new RtpPacket();
        byte[] bytes = new byte[RtpPacket.FIXED_HEADER_LENGTH + 160];
        float[] pcm = new float[160];
        int[] sequence = new int[1];

        long allocated =
                Allocation.leastBytesOf(
                        () -> {
                            for (int i = 0; i < MEASURED; i++) {
                                RtpPacket.writeHeader(bytes, 0, false, 0, sequence[0], 0, 1);
                                sequence[0] = (sequence[0] + 1) & 0xFFFF;
                                packet.wrap(bytes, 0, bytes.length);
                                ear.hear(VirtualCall.CODECS, Codec.PCMU, packet);
                                if (!sender.active()) {
                                    sender.queue('5');
                                }
                                sender.next(pcm, 8000);
                            }
                        },
                        0);
        assertThat(allocated).isZero();
    }

    @Test
    void allocatesNothingForPacketsOfAnotherLength() {
        var packing = new Packing();
        packing.set(Codec.PCMU, 40);
        byte[] frame = new byte[160];

        long bytes =
                Allocation.leastBytesOf(
                        () -> {
                            for (int i = 0; i < MEASURED; i++) {
                                packing.add(frame, 0, frame.length, i * 160, 160);
                                if (packing.isFull()) {
                                    packing.take();
                                }
                            }
                        },
                        0);
        assertThat(bytes).isZero();
    }

    /** The last of a line's packets; the others are for the compiler. */
    private static long measured(RelayLine line) {
        for (int i = 0; i < RelayLine.PACKETS - MEASURED; i++) {
            line.feed();
        }
        long bytes =
                Allocation.bytesOf(() -> {
                    for (int i = 0; i < MEASURED; i++) {
                        line.feed();
                    }
                });
        assertThat(line.sent()).isEqualTo(RelayLine.PACKETS);
        return bytes / MEASURED;
    }
}
