package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameQueueTest {
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

    private byte takeFirst() {
        byte first = queue.memory()[queue.firstAt() + 2];
        queue.removeFirst();
        return first;
    }
}
