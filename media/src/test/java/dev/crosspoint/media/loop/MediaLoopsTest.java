package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MediaLoopsTest {
    private MediaLoops loops;

    @BeforeEach
    void start(Vertx vertx) {
        loops = MediaLoops.start(vertx, 2);
    }

    @AfterEach
    void stop() throws Exception {
        Await.result(loops.close());
    }

    @Test
    void runsEachLoopOnAThreadNamedAfterIt() throws Exception {
        assertThat(Await.onLoop(loops.loop(1), () -> Thread.currentThread().getName()))
                .isEqualTo("media-loop-1");
        assertThat(Await.onLoop(loops.loop(0), () -> Thread.currentThread()))
                .isInstanceOf(FastThreadLocalThread.class)
                .extracting(Thread::getName)
                .isEqualTo("media-loop-0");
    }

    @Test
    void refusesToStartWithoutLoops(Vertx vertx) {
        assertThatThrownBy(() -> MediaLoops.start(vertx, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("media loops: 0, expected 1 or more");
    }

    @Test
    void runsBusConsumersTimersAndRepliesOfAVerticleOnItsLoop(Vertx vertx) throws Exception {
        var witness = new Witness();
        Await.result(loops.loop(1).deploy(witness));

        assertThat(Await.result(vertx.eventBus().<String>request("who", "me")).body())
                .isEqualTo("media-loop-1");
        assertThat(Await.result(witness.timer.future())).isEqualTo("media-loop-1");
        assertThat(Await.result(witness.reply.future())).isEqualTo("media-loop-1");
    }

    @Test
    void keepsTheVertxContextWhereItIsAsked(Vertx vertx) throws Exception {
        MediaLoop loop = loops.loop(0);

        assertThat(Await.onLoop(loop, Vertx::currentContext)).isNull();
        assertThat(
                        Await.onLoop(
                                loop,
                                () -> {
                                    var seen = new ArrayList<Object>();
                                    loop.inContext(() -> seen.add(Vertx.currentContext()));
                                    return seen;
                                }))
                .containsExactly(loop.context());
    }

    @Test
    void failsTheDeploymentOfAVerticleThatDoesNotStart() throws Exception {
        var refusing =
                new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        return Future.failedFuture("no port");
                    }
                };

        assertThat(Await.failure(loops.loop(0).deploy(refusing))).hasMessage("no port");
    }

    @Test
    void undeploysTheLastFirstAndThenEndsTheThreads(Vertx vertx) throws Exception {
        var stopped = new ArrayList<String>();
        MediaLoops own = MediaLoops.start(vertx, 1);
        Await.result(own.loop(0).deploy(new Stopping("first", stopped)));
        Await.result(own.loop(0).deploy(new Stopping("second", stopped)));
        Thread thread = Await.onLoop(own.loop(0), Thread::currentThread);

        Await.result(own.close());

        assertThat(stopped).containsExactly("second", "first");
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void dropsTasksAfterItHasClosed(Vertx vertx) throws Exception {
        MediaLoops own = MediaLoops.start(vertx, 1);
        Await.result(own.close());

        own.loop(0).execute(() -> {});

        assertThat(own.meters()).hasSize(1);
    }

    @Test
    void endsATurnOnceAfterAllThatWasAskedInIt() throws Exception {
        MediaLoop loop = loops.loop(0);
        var order = new ArrayList<String>();

        Await.onLoop(
                loop,
                () -> {
                    loop.atTurnEnd(() -> order.add("port"));
                    order.add("first packet");
                    loop.atTurnEnd(() -> order.add("ring"));
                    return order.add("second packet");
                });
        Await.onLoop(loop, () -> order.add("next turn"));

        assertThat(order)
                .containsExactly("first packet", "second packet", "port", "ring", "next turn");
    }

    private static final class Witness extends VerticleBase {
        private final Promise<String> timer = Promise.promise();
        private final Promise<String> reply = Promise.promise();

        @Override
        public Future<?> start() {
            vertx.setTimer(1, _ -> timer.complete(Thread.currentThread().getName()));
            vertx.eventBus()
                    .<String>consumer("who")
                    .handler(message -> {
                        message.reply(Thread.currentThread().getName());
                        vertx.eventBus()
                                .request("elsewhere", "x")
                                .onComplete(
                                        _ -> reply.tryComplete(Thread.currentThread().getName()));
                    });
            return Future.succeededFuture();
        }
    }

    private static final class Stopping extends VerticleBase {
        private final String name;
        private final List<String> stopped;

        Stopping(String name, List<String> stopped) {
            this.name = name;
            this.stopped = stopped;
        }

        @Override
        public Future<?> stop() {
            stopped.add(name);
            return Future.succeededFuture();
        }
    }
}
