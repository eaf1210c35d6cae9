package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LoopRingsTest {
    private static final InetSocketAddress FROM =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);

    private MediaLoops loops;
    private LoopRings<String> rings;

    @BeforeEach
    void start(Vertx vertx) {
        loops = MediaLoops.start(vertx, 3);
        rings = new LoopRings<>(loops, 8);
    }

    @AfterEach
    void stop() throws Exception {
        Await.result(loops.close());
    }

    @Test
    void carriesDatagramsToTheOtherLoopAndBack() throws Exception {
        var there = new Taking();
        var back = new Taking();
        rings.attach(loops.loop(1), there);
        rings.attach(loops.loop(0), back);

        offer(0, 1, "a", "b", "c");
        there.await(3);
        offer(1, 0, "answer");
        back.await(1);

        assertThat(there.taken)
                .containsExactly("a on media-loop-1", "b on media-loop-1", "c on media-loop-1");
        assertThat(back.taken).containsExactly("answer on media-loop-0");
        assertThat(loops.loop(0).meter().count(LoopCount.RING_OUT)).isEqualTo(3);
        assertThat(loops.loop(1).meter().count(LoopCount.RING_IN)).isEqualTo(3);
    }

    @Test
    void endsABatchOnceForATurn() throws Exception {
        var taking = new Taking();
        rings.attach(loops.loop(1), taking);

        offer(0, 1, "a", "b", "c", "d", "e");
        taking.await(5);
        Await.onLoop(loops.loop(1), () -> null);

        assertThat(taking.batches).isEqualTo(1);
    }

    @Test
    void dropsAndCountsWhatTheRingCannotHold() throws Exception {
        var gate = new CountDownLatch(1);
        var taking = new Taking();
        rings.attach(loops.loop(1), taking);
        loops.loop(1)
                .execute(() -> {
                    try {
                        gate.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });

        offer(0, 1, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        gate.countDown();
        taking.await(8);

        assertThat(taking.taken).hasSize(8).last().isEqualTo("8 on media-loop-1");
        assertThat(loops.loop(0).meter().count(LoopCount.RING_DROPPED)).isEqualTo(2);
        offer(0, 1, "again");
        taking.await(1);
        assertThat(taking.taken).last().isEqualTo("again on media-loop-1");
    }

    @Test
    void dropsAndCountsWhatNobodyTakesOrIsTooLong() throws Exception {
        MediaLoop sender = loops.loop(0);
        assertThat(Await.onLoop(sender, () -> rings.offer(0, 2, "x", 0, FROM, new byte[1], 0, 1)))
                .isFalse();
        rings.attach(loops.loop(2), new Taking());
        int tooLong = UdpPort.MAX_DATAGRAM_BYTES + 1;
        assertThat(
                        Await.onLoop(
                                sender,
                                () ->
                                        rings.offer(
                                                0, 2, "x", 0, FROM, new byte[tooLong], 0, tooLong)))
                .isFalse();

        assertThat(sender.meter().count(LoopCount.RING_DROPPED)).isEqualTo(2);
    }

    @Test
    void goesOnAfterATakerFailed() throws Exception {
        var taking = new Taking();
        rings.attach(loops.loop(1), taking);

        offer(0, 1, "good", "bad", "better");
        taking.await(2);

        assertThat(taking.taken).containsExactly("good on media-loop-1", "better on media-loop-1");
        assertThat(loops.loop(1).meter().count(LoopCount.FAILURES)).isEqualTo(1);
    }

    /** Three loops send to each other all the time, each answering what it gets. */
    @Test
    void keepsOrderAndLosesNothingUncountedAmongThreeLoops() throws Exception {
        int rounds = 20_000;
        var ends = new ArrayList<PingPong>();
        for (int i = 0; i < 3; i++) {
            var end = new PingPong(i, rounds);
            ends.add(end);
            rings.attach(loops.loop(i), end);
        }
        for (int i = 0; i < 3; i++) {
            int from = i;
            loops.loop(i).execute(() -> ends.get(from).begin());
        }

        for (PingPong end : ends) {
            end.done.get(30, TimeUnit.SECONDS);
        }
        assertThat(loops.meters().stream().mapToLong(m -> m.count(LoopCount.RING_DROPPED)).sum())
                .isZero();
        assertThat(loops.meters().stream().mapToLong(m -> m.count(LoopCount.FAILURES)).sum())
                .isZero();
    }

    private void offer(int from, int to, String... handles) throws Exception {
        Await.onLoop(
                loops.loop(from),
                () -> {
                    for (String handle : handles) {
                        rings.offer(from, to, handle, 0, FROM, new byte[1], 0, 1);
                    }
                    return null;
                });
    }

    private static final class Taking implements LoopRings.Taker<String> {
        private final List<String> taken = new ArrayList<>();
        private final Semaphore arrived = new Semaphore(0);
        private int batches;

        @Override
        public void onDatagram(
                String handle,
                int tag,
                InetSocketAddress address,
                byte[] data,
                int offset,
                int length) {
            if (handle.equals("bad")) {
                throw new IllegalStateException("planted");
            }
            taken.add(handle + " on " + Thread.currentThread().getName());
            arrived.release();
        }

        @Override
        public void onBatchEnd() {
            batches++;
        }

        /** Waits for the next so many. */
        void await(int count) throws InterruptedException {
            assertThat(arrived.tryAcquire(count, 10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Sends a number to the next loop, which answers with the same; four are under way at once. */
    private final class PingPong implements LoopRings.Taker<String> {
        private final int me;
        private final int next;
        private final int rounds;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private int expected;

        PingPong(int me, int rounds) {
            this.me = me;
            this.next = (me + 1) % 3;
            this.rounds = rounds;
        }

        void begin() {
            for (int i = 0; i < 4; i++) {
                send(next, 0, i);
            }
        }

        @Override
        public void onDatagram(
                String handle,
                int tag,
                InetSocketAddress address,
                byte[] data,
                int offset,
                int length) {
            int number = (data[0] & 0xff) << 16 | (data[1] & 0xff) << 8 | (data[2] & 0xff);
            if (tag == 0) {
                send((me + 2) % 3, 1, number);
            } else if (number != expected++) {
                done.completeExceptionally(new AssertionError(number + " came too early"));
            } else if (number == rounds) {
                done.complete(true);
            } else if (number < rounds) {
                send(next, 0, number + 4);
            }
        }

        private void send(int to, int tag, int number) {
            byte[] data = {(byte) (number >> 16), (byte) (number >> 8), (byte) number};
            rings.offer(me, to, "ball", tag, FROM, data, 0, 3);
        }

        @Override
        public void onBatchEnd() {}
    }
}
