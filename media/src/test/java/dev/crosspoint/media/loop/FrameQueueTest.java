package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
    private static final int LONGEST = UdpPort.MAX_DATAGRAM_BYTES;

    private final FrameQueue queue = new FrameQueue();

    @Test
    void putsTheLengthBeforeEachFrame() {
        assertThat(queue.add(new byte[1_000], 0, 300)).isTrue();

        assertThat(queue.firstLength()).isEqualTo(302);
        assertThat(queue.memory()[queue.firstAt()]).isEqualTo((byte) 1);
        assertThat(queue.memory()[queue.firstAt() + 1]).isEqualTo((byte) 44);
    }

    @Test
    void givesUpTheOldestWhenItIsFull() {
        for (int i = 0; i < FrameQueue.FRAMES; i++) {
            assertThat(queue.add(new byte[] {(byte) i}, 0, 1)).isTrue();
        }
        assertThat(queue.add(new byte[] {100}, 0, 1)).isFalse();

        for (int i = 1; i < FrameQueue.FRAMES; i++) {
            assertThat(takeFirst()).isEqualTo((byte) i);
        }
        assertThat(takeFirst()).isEqualTo((byte) 100);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void keepsFramesOfAnyLengthApartWhileItGoesRound() {
        var random = new Random(5);
        var expected = new ArrayDeque<byte[]>();
        for (int i = 0; i < 500; i++) {
            if (!expected.isEmpty() && random.nextInt(3) == 0) {
                expectFirst(expected.removeFirst());
            } else {
                int length = random.nextInt(8) == 0 ? LONGEST : random.nextInt(LONGEST);
                int offset = random.nextInt(9);
                byte[] data = new byte[offset + length + 5];
                random.nextBytes(data);
                assertThat(queue.add(data, offset, length))
                        .isEqualTo(expected.size() < FrameQueue.FRAMES);
                if (expected.size() == FrameQueue.FRAMES) {
                    expected.removeFirst();
                }
                expected.add(Arrays.copyOfRange(data, offset, offset + length));
            }
        }
        expected.forEach(this::expectFirst);
        assertThat(queue.isEmpty()).isTrue();
    }

    private void expectFirst(byte[] datagram) {
        int at = queue.firstAt();
        byte[] frame = Arrays.copyOfRange(queue.memory(), at, at + queue.firstLength());
        assertThat(ByteBuffer.wrap(frame).getShort()).isEqualTo((short) datagram.length);
        assertThat(Arrays.copyOfRange(frame, 2, frame.length)).isEqualTo(datagram);
        queue.removeFirst();
    }

    private byte takeFirst() {
        byte first = queue.memory()[queue.firstAt() + 2];
        queue.removeFirst();
        return first;
    }
}
