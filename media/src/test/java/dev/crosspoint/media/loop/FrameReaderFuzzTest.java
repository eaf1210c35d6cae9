package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class FrameReaderFuzzTest {

    /** Any bytes in any pieces: what comes out is what went in, in its order and within bounds. */
    @FuzzTest(maxDuration = "5s")
    void findsNothingThatWasNotThere(FuzzedDataProvider fuzz) {
        var reader = new FrameReader();
        byte[] all = new byte[20_000];
        int[] ends = {0, 0};
        boolean sound = true;
        while (sound && fuzz.remainingBytes() > 0 && ends[0] < 16_000) {
            byte[] piece = fuzz.consumeBytes(fuzz.consumeInt(1, 2_000));
            System.arraycopy(piece, 0, all, ends[0], piece.length);
            ends[0] += piece.length;
            sound =
                    reader.read(
                            piece,
                            0,
                            piece.length,
                            (data, length) -> {
                                assertThat(length).isBetween(1, UdpPort.MAX_DATAGRAM_BYTES);
                                ends[1] = assertNext(all, ends[1], data, length);
                                return true;
                            });
        }
    }

    private static int assertNext(byte[] all, int from, byte[] data, int length) {
        int at = from;
        while (all[at] == 0 && all[at + 1] == 0) {
            at += 2;
        }
        assertThat(((all[at] & 0xFF) << 8) | (all[at + 1] & 0xFF)).isEqualTo(length);
        int begin = at + 2;
        assertThat(Arrays.copyOf(data, length))
                .isEqualTo(Arrays.copyOfRange(all, begin, begin + length));
        return begin + length;
    }
}
