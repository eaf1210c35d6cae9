package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch of the verticle that the gateway makes, over a loop that does other work. */
class LoopWatchTest {
    /** More than a tick and its lateness together. */
    private static final long WORK_NANOS = 700_000_000L;

    /** The one loop of all contexts. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile boolean busy = true;

    @AfterEach
    void close() throws Exception {
        busy = false;
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private void work() {
        long until = System.nanoTime() + WORK_NANOS;
        while (busy && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        if (busy) {
            vertx.setTimer(1, _ -> work()); // behind the tick that is due
        }
    }

    @Test
    void refusesCallsWhileTheLoopIsLateAndTakesThemAgain() throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        var sip = new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5);
        SipCounters counters =
                new SipCounters() {
                    @Override
                    public void refuses(Load because, boolean is) {
                        told.add(because + " " + is);
                    }
                };
        vertx.deployVerticle(new TrunkVerticle(sip, List.of(), counters))
                .await(20, TimeUnit.SECONDS);
        told.clear(); // that nothing is refused in the beginning

        vertx.runOnContext(_ -> work());
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("SIGNALING true");
        busy = false;
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("SIGNALING false");
    }
}
