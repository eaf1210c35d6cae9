package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final List<byte[]> taken = new ArrayList<>();
    private final FrameReader reader = new FrameReader();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 4096})
    void findsFramesHoweverTheyAreCut(int piece) {
        byte[] stream = stream(1, 300, 0, 1535, 2);
        for (int at = 0; at < stream.length; at += piece) {
            assertThat(reader.read(stream, at, Math.min(piece, stream.length - at), this::take))
                    .isTrue();
        }

        assertThat(taken)
                .extracting(frame -> frame.length)
                .as("a null packet is none")
                .containsExactly(1, 300, 1535, 2);
        assertThat(taken).allMatch(FrameReaderTest::isWhole);
    }

    @Test
    void refusesAFrameLongerThanADatagram() {
        byte[] stream = stream(5, 1536);

        assertThat(reader.read(stream, 0, 9, this::take)).as("HTTP would be as long").isFalse();
        assertThat(taken).hasSize(1);
    }

    @Test
    void stopsWhenNobodyWantsMore() {
        byte[] stream = stream(1, 2);

        assertThat(reader.read(stream, 0, stream.length, (data, length) -> false)).isFalse();
    }

    private boolean take(byte[] data, int length) {
        assertThat(data.length - length).isGreaterThanOrEqualTo(256);
        taken.add(Arrays.copyOf(data, length));
        return true;
    }

    private static boolean isWhole(byte[] frame) {
        for (int i = 0; i < frame.length; i++) {
            if (frame[i] != (byte) (frame.length + i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] stream(int... lengths) {
        var stream = new ByteArrayOutputStream();
        for (int length : lengths) {
            stream.write(length >> 8);
            stream.write(length);
            for (int i = 0; i < length; i++) {
                stream.write(length + i);
            }
        }
        return stream.toByteArray();
    }
}
