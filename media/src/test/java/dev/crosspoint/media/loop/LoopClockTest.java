package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LoopClockTest {
    private MediaLoops loops;
    private MediaLoop loop;

    @BeforeEach
    void start(Vertx vertx) {
        loops = MediaLoops.start(vertx, 1);
        loop = loops.loop(0);
    }

    @AfterEach
    void stop() throws Exception {
        Await.result(loops.close());
    }

    @Test
    void ticksOnItsLoopAndMeasuresItself() throws Exception {
        var tenth = new CountDownLatch(10);
        List<String> threads = new ArrayList<>();
        List<Long> times = new ArrayList<>();

        LoopClock clock =
                LoopClock.start(
                        loop,
                        nowNanos -> {
                            threads.add(Thread.currentThread().getName());
                            times.add(nowNanos);
                            tenth.countDown();
                        });
        assertThat(tenth.await(10, TimeUnit.SECONDS)).isTrue();
        Await.result(clock.stop());

        assertThat(threads).containsOnly("media-loop-0");
        assertThat(times).isSorted();
        LoopMeter meter = loop.meter();
        assertThat(meter.count(LoopCount.TICKS)).isEqualTo(threads.size());
        assertThat(meter.tickLateness().total()).isEqualTo(threads.size());
        assertThat(meter.tickDuration().total()).isEqualTo(threads.size());
    }

    @Test
    void neverTicksEarly() throws Exception {
        long startNanos = System.nanoTime();
        var third = new Promise3();

        LoopClock clock = LoopClock.start(loop, third);
        long atNanos = Await.result(third.promise.future());
        Await.result(clock.stop());

        assertThat(atNanos - startNanos).isGreaterThanOrEqualTo(3 * LoopClock.TICK_NANOS);
    }

    @Test
    void ticksOnAfterATickerFailed() throws Exception {
        var third = new CountDownLatch(3);

        LoopClock clock =
                LoopClock.start(
                        loop,
                        _ -> {
                            third.countDown();
                            throw new IllegalStateException("planted");
                        });
        assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        Await.result(clock.stop());

        assertThat(loop.meter().count(LoopCount.FAILURES))
                .isEqualTo(loop.meter().count(LoopCount.TICKS));
    }

    @Test
    void isSilentOnceStopped() throws Exception {
        var ticks = new ArrayList<Long>();
        LoopClock stopped = LoopClock.start(loop, ticks::add);
        Await.result(stopped.stop());
        int seen = Await.onLoop(loop, ticks::size);

        // A second clock's ticks tell that the first one's time has come and gone.
        var later = new Promise3();
        LoopClock clock = LoopClock.start(loop, later);
        Await.result(later.promise.future());
        Await.result(clock.stop());

        assertThat(ticks).hasSize(seen);
    }

    private static final class Promise3 implements LoopClock.Ticker {
        private final Promise<Long> promise = Promise.promise();
        private int ticks;

        @Override
        public void onTick(long nowNanos) {
            if (++ticks == 3) {
                promise.complete(nowNanos);
            }
        }
    }
}
