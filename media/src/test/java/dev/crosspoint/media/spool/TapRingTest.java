package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.record.Payload;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TapRingTest {

    private record Piece(int tape, Payload bytes) {}

    /**
     * A ring and a queue that is told the same, through a seeded walk of a hundred thousand steps.
     */
    @Test
    void doesWhatAQueueDoes() {
        var random = new Random(42);
        var ring = new TapRing(1024);
        Deque<Piece> model = new ArrayDeque<>();
        int refused = 0;
        for (int step = 0; step < 100_000; step++) {
            if (random.nextInt(5) < 3) {
                byte[] bytes = new byte[1 + random.nextInt(200)];
                random.nextBytes(bytes);
                int tape = random.nextInt();
                int at = ring.claim(tape, bytes.length);
                if (at < 0) {
                    refused++;
                    assertThat(ring.published() - ring.drained()).isGreaterThan(1024 - 2 * 208);
                } else if (random.nextInt(10) > 0) {
                    System.arraycopy(bytes, 0, ring.array(), at, bytes.length);
                    ring.publish();
                    model.add(new Piece(tape, Payload.of(bytes, 0, bytes.length)));
                }
            } else {
                ring.drain(
                        ring.published(),
                        (tape, bytes, offset, length) -> {
                            var piece = new Piece(tape, Payload.of(bytes, offset, length));
                            assertThat(piece).isEqualTo(model.remove());
                        });
                assertThat(model).isEmpty();
                assertThat(ring.drained()).isEqualTo(ring.published());
            }
        }
        assertThat(refused).isPositive();
    }

    /**
     * Pieces that say what they are, from one thread to another, through a ring that is often full.
     */
    @Test
    void handsOverBetweenTwoThreads() throws Exception {
        int pieces = 200_000;
        var ring = new TapRing(4096);
        var producer =
                CompletableFuture.runAsync(() -> {
                    var random = new Random(7);
                    for (int i = 0; i < pieces; i++) {
                        int length = 1 + random.nextInt(90);
                        int at = ring.claim(i, length);
                        while (at < 0) {
                            Thread.onSpinWait();
                            at = ring.claim(i, length);
                        }
                        Arrays.fill(ring.array(), at, at + length, (byte) (i | 1));
                        ring.publish();
                    }
                });
        var random = new Random(7);
        int[] next = {0};
        while (next[0] < pieces && !producer.isCompletedExceptionally()) {
            ring.drain(
                    ring.published(),
                    (tape, bytes, offset, length) -> {
                        int i = next[0]++;
                        if (tape != i || length != 1 + random.nextInt(90)) {
                            throw new AssertionError("piece " + i + " came as " + tape);
                        }
                        for (int j = 0; j < length; j++) {
                            if (bytes[offset + j] != (byte) (i | 1)) {
                                throw new AssertionError("piece " + i + " is damaged");
                            }
                        }
                    });
        }
        producer.get(30, TimeUnit.SECONDS);
        assertThat(next[0]).isEqualTo(pieces);
    }

    @Test
    void keepsNothingOfWhatWasDrained() {
        var ring = new TapRing(1024);
        for (int i = 0; i < 100; i++) {
            int at = ring.claim(i, 77);
            Arrays.fill(ring.array(), at, at + 77, (byte) 0x55);
            ring.publish();
            ring.drain(ring.published(), (tape, bytes, offset, length) -> {});
            assertThat(ring.array()).doesNotContain((byte) 0x55);
        }
    }

    @Test
    void drainsNoFurtherThanItIsTold() {
        var ring = new TapRing(1024);
        ring.claim(1, 10);
        ring.publish();
        long limit = ring.published();
        ring.claim(2, 10);
        ring.publish();
        int[] taken = {0};
        ring.drain(limit, (tape, bytes, offset, length) -> taken[0] += tape);
        assertThat(taken[0]).isEqualTo(1);
        assertThat(ring.drained()).isEqualTo(limit);
    }

    /** A taker that fails has taken its piece: the ring goes on behind it. */
    @Test
    void goesOnBehindAPieceThatWasNotTaken() {
        var ring = new TapRing(1024);
        for (int tape = 1; tape <= 2; tape++) {
            ring.claim(tape, 10);
            ring.publish();
        }
        assertThatThrownBy(() ->
                        ring.drain(
                                ring.published(),
                                (tape, bytes, offset, length) -> {
                                    throw new IllegalStateException();
                                }))
                .isInstanceOf(IllegalStateException.class);
        int[] taken = {0};
        ring.drain(ring.published(), (tape, bytes, offset, length) -> taken[0] += tape);
        assertThat(taken[0]).isEqualTo(2);
    }

    @Test
    void allocatesNothingForAPiece() {
        var ring = new TapRing(1 << 20);
        TapRing.Taker taker = (tape, bytes, offset, length) -> {};
        long bytes =
                Allocation.leastBytesOf(
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                ring.claim(1, 172);
                                ring.publish();
                                ring.drain(ring.published(), taker);
                            }
                        },
                        0);
        assertThat(bytes).isZero();
    }
}
