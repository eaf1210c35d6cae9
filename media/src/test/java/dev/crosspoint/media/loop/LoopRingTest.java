package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.audio.Allocation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopRingTest {
    private static final InetSocketAddress FROM =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);

    private final List<String> taken = new ArrayList<>();
    private final LoopRing.Taker<String> recording =
            (handle, tag, address, data, offset, length) ->
                    taken.add(handle + tag + ":" + length + "@" + address.getPort());

    @Test
    void handsOverInOrderWhatWasPutIn() {
        var ring = new LoopRing<String>(4);

        assertThat(ring.offer("a", 1, FROM, new byte[10], 3, 7)).isTrue();
        assertThat(ring.offer("b", 2, FROM, new byte[10], 0, 0)).isTrue();

        assertThat(ring.drain(4, recording)).isEqualTo(2);
        assertThat(taken).containsExactly("a1:7@4000", "b2:0@4000");
        assertThat(ring.drain(4, recording)).isZero();
    }

    @Test
    void copiesTheBytesAndLeavesRoomBehindThem() {
        var ring = new LoopRing<String>(1);
        byte[] packet = {9, 1, 2, 3, 9};
        ring.offer("a", 0, FROM, packet, 1, 3);
        packet[2] = 77;

        ring.drain(
                1,
                (_, _, _, data, offset, length) -> {
                    assertThat(data).startsWith(1, 2, 3);
                    assertThat(data.length - offset - length).isGreaterThanOrEqualTo(256);
                    taken.add("seen");
                });
        assertThat(taken).containsExactly("seen");
    }

    @Test
    void refusesWhenFullAndGoesOnWhenThereIsRoom() {
        var ring = new LoopRing<String>(2);
        assertThat(offer(ring, "a")).isTrue();
        assertThat(offer(ring, "b")).isTrue();
        assertThat(offer(ring, "c")).isFalse();

        assertThat(ring.drain(1, recording)).isEqualTo(1);

        assertThat(offer(ring, "d")).isTrue();
        assertThat(offer(ring, "e")).isFalse();
        assertThat(ring.drain(9, recording)).isEqualTo(2);
        assertThat(taken).containsExactly("a0:1@4000", "b0:1@4000", "d0:1@4000");
    }

    @Test
    void givesTheSlotBackWhenTheTakerFails() {
        var ring = new LoopRing<String>(1);
        offer(ring, "a");

        assertThatThrownBy(() ->
                        ring.drain(
                                1,
                                (_, _, _, _, _, _) -> {
                                    throw new IllegalStateException("planted");
                                }))
                .hasMessage("planted");

        assertThat(offer(ring, "b")).isTrue();
        assertThat(ring.drain(1, recording)).isEqualTo(1);
        assertThat(taken).containsExactly("b0:1@4000");
    }

    @Test
    void asksForOneWakingPerSleep() {
        var ring = new LoopRing<String>(4);
        offer(ring, "a");
        assertThat(ring.mustWake()).isTrue();
        offer(ring, "b");
        assertThat(ring.mustWake()).isFalse();

        ring.drain(4, recording);
        assertThat(ring.sleep()).isTrue();

        offer(ring, "c");
        assertThat(ring.mustWake()).isTrue();
    }

    @Test
    void staysAwakeWhenSomethingCameInMeanwhile() {
        var ring = new LoopRing<String>(4);
        offer(ring, "a");
        assertThat(ring.mustWake()).isTrue();

        assertThat(ring.sleep()).isFalse();
        assertThat(ring.mustWake()).isFalse();
    }

    @Test
    void takesOnlyAPowerOfTwo() {
        assertThatThrownBy(() -> new LoopRing<String>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slots: 0, expected a power of two");
        assertThatThrownBy(() -> new LoopRing<String>(12))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void behavesLikeABoundedQueueOnRandomWalks() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            int size = 1 << random.nextInt(6);
            var ring = new LoopRing<Integer>(size);
            var model = new ArrayDeque<Integer>();
            for (int i = 0; i < 2_000; i++) {
                if (random.nextInt(3) > 0) {
                    boolean room = model.size() < size;
                    assertThat(ring.offer(i, 0, FROM, new byte[1], 0, 1)).isEqualTo(room);
                    if (room) {
                        model.add(i);
                    }
                } else {
                    int limit = random.nextInt(4);
                    int expected = Math.min(limit, model.size());
                    int drained =
                            ring.drain(
                                    limit,
                                    (handle, _, _, _, _, _) ->
                                            assertThat(handle).isEqualTo(model.remove()));
                    assertThat(drained).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void leavesNothingOnTheHeap() {
        var ring = new LoopRing<String>(64);
        byte[] packet = new byte[182];
        int[] sum = new int[1];
        LoopRing.Taker<String> taker = (_, _, _, _, _, length) -> sum[0] += length;
        Runnable tenThousand =
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        ring.offer("a", 0, FROM, packet, 0, packet.length);
                        if (i % 32 == 31) {
                            ring.mustWake();
                            ring.drain(64, taker);
                            ring.sleep();
                        }
                    }
                };
        assertThat(Allocation.leastBytesOf(tenThousand, 1000)).isLessThanOrEqualTo(1000);
        assertThat(sum[0]).isPositive();
    }

    /**
     * Two threads at full speed, the wake-up protocol being the consumer's only way to learn of
     * anything. Now and then the producer waits for all to be taken, which a lost wake-up prevents.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesReordersAndTearsNothingBetweenTwoThreads(int seed) throws Exception {
        var random = new Random(seed);
        var ring = new LoopRing<Integer>(1 << (2 + seed));
        var consumer = new Consumer(ring);
        Thread thread = Thread.ofPlatform().name("consumer").start(consumer);

        byte[] packet = new byte[UdpPort.MAX_DATAGRAM_BYTES];
        int accepted = 0;
        int number = 0;
        for (int batch = 0; batch < 20_000; batch++) {
            for (int left = 1 + random.nextInt(20); left > 0; left--) {
                int length = 1 + random.nextInt(64);
                Arrays.fill(packet, 0, length, (byte) number);
                if (ring.offer(number++, length, FROM, packet, 0, length)) {
                    accepted++;
                }
            }
            if (ring.mustWake()) {
                consumer.wakings.release();
            }
            if (random.nextInt(4) == 0) {
                consumer.awaitTaken(accepted);
            }
        }
        consumer.awaitTaken(accepted);
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        assertThat(consumer.wrong.get()).isNull();
    }

    private static boolean offer(LoopRing<String> ring, String handle) {
        return ring.offer(handle, 0, FROM, new byte[1], 0, 1);
    }

    private static final class Consumer implements Runnable, LoopRing.Taker<Integer> {
        private final LoopRing<Integer> ring;
        private final Semaphore wakings = new Semaphore(0);
        private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
        private final AtomicInteger taken = new AtomicInteger();
        private int last = -1;

        Consumer(LoopRing<Integer> ring) {
            this.ring = ring;
        }

        @Override
        public void run() {
            try {
                while (true) {
                    wakings.acquire();
                    do {
                        ring.drain(16, this);
                    } while (!ring.sleep());
                }
            } catch (InterruptedException _) {
                // The end of the test.
            }
        }

        void awaitTaken(int accepted) {
            long deadlineNanos = System.nanoTime() + 10_000_000_000L;
            while (taken.get() != accepted) {
                assertThat(System.nanoTime() - deadlineNanos).as("a wake-up was lost").isNegative();
                Thread.onSpinWait();
            }
        }

        @Override
        public void onDatagram(
                Integer handle,
                int tag,
                InetSocketAddress address,
                byte[] data,
                int offset,
                int length) {
            if (handle <= last || tag != length || !address.equals(FROM)) {
                wrong.set("packet " + handle + " after " + last);
            }
            last = handle;
            for (int i = 0; i < length; i++) {
                if (data[offset + i] != (byte) last) {
                    wrong.set("packet " + handle + " is torn at " + i);
                }
            }
            taken.incrementAndGet();
        }
    }
}
