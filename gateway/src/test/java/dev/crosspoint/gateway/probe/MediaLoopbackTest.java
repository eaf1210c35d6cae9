package dev.crosspoint.gateway.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.http.MediaProbe;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes of real media loops, over real sockets. */
class MediaLoopbackTest {
    private static final int LOOPS = 2;
    private static final int HOUR_MS = 3_600_000;

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        LocalCodec.installOn(vertx.eventBus());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void seesPacketsOnEveryLoopAndLeavesNothingBehind() throws Exception {
        // Nobody answers at the advertised address, as behind a NAT that does not lead back.
        var config = config("192.0.2.1", 23_000, 23_099);
        var plane = MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS);
        var probe = deployed(config, LOOPS, 0);

        probe.check().await(10, TimeUnit.SECONDS);
        probe.check().await(10, TimeUnit.SECONDS);

        assertThat(plane.meters())
                .hasSize(LOOPS)
                .allSatisfy(meter -> {
                    assertThat(meter.count(Count.CALLS_OPENED)).isEqualTo(2);
                    assertThat(meter.calls()).isZero();
                    assertThat(meter.legs()).isZero();
                });
        plane.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void answersFromMemoryForAWhile() throws Exception {
        var config = config("127.0.0.1", 23_100, 23_199);
        var plane = MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS);
        var probe = deployed(config, LOOPS, HOUR_MS);

        var first = probe.check();
        var atTheSameTime = probe.check();
        first.await(10, TimeUnit.SECONDS);
        atTheSameTime.await(10, TimeUnit.SECONDS);
        probe.check().await(10, TimeUnit.SECONDS);

        assertThat(plane.meters())
                .allSatisfy(meter -> assertThat(meter.count(Count.CALLS_OPENED)).isEqualTo(1));
        plane.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void failsWhenOneLoopDoesNotAnswer() throws Exception {
        var config = config("127.0.0.1", 23_200, 23_299);
        var plane = MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS);
        var probe = deployed(config, LOOPS + 1, 0);

        assertThatThrownBy(() -> probe.check().await(10, TimeUnit.SECONDS))
                .hasMessageContaining("media did not answer");
        plane.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void failsWithinItsLimitWhenALoopIsStuck() throws Exception {
        vertx.eventBus().localConsumer(MediaAddress.ofLoop(0), _ -> {});
        var probe = deployed(config("127.0.0.1", 23_400, 23_499), 1, HOUR_MS);

        // Both clocks are of one event loop: whatever delays one of them delays the other.
        var first = new CompletableFuture<String>();
        vertx.runOnContext(_ -> {
            vertx.setTimer(MediaProbe.LIMIT_MS + 250, _ -> first.complete("the limit"));
            probe.check().onComplete(_ -> first.complete("well"), _ -> first.complete("failed"));
        });

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("failed");
    }

    @Test
    void looksAgainAfterAFailure() throws Exception {
        var config = config("127.0.0.1", 23_500, 23_599);
        var probe = deployed(config, LOOPS, HOUR_MS);
        assertThatThrownBy(() -> probe.check().await(10, TimeUnit.SECONDS))
                .hasMessageContaining("media did not answer");

        var plane = MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS);

        probe.check().await(10, TimeUnit.SECONDS);
        plane.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void failsWhenNoPortIsLeft() throws Exception {
        var config = config("127.0.0.1", 23_300, 23_303);
        var plane = MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS);
        var probe = deployed(config, LOOPS, 0);

        assertThatThrownBy(() -> probe.check().await(10, TimeUnit.SECONDS))
                .hasMessageContaining("NO_CAPACITY");
        assertThat(plane.meters()).allSatisfy(meter -> assertThat(meter.calls()).isZero());
        plane.close().await(10, TimeUnit.SECONDS);
    }

    private MediaLoopback deployed(MediaConfig config, int loops, int freshMs) throws Exception {
        var probed =
                new MediaConfig(
                        loops,
                        config.bindAddress(),
                        config.advertisedAddresses(),
                        config.browserPort(),
                        config.browserTcp(),
                        config.trunkPortLow(),
                        config.trunkPortHigh(),
                        config.portQuarantineMs(),
                        null,
                        config.opusEffort(),
                        config.connectTimeoutMs(),
                        config.mediaTimeoutMs(),
                        config.certificateDays());
        var probe = new MediaLoopback(probed, freshMs);
        vertx.deployVerticle(probe).await(10, TimeUnit.SECONDS);
        return probe;
    }

    private static MediaConfig config(String advertised, int low, int high) {
        return new MediaConfig(
                LOOPS,
                "0.0.0.0",
                List.of(advertised),
                0,
                true,
                low,
                high,
                60_000,
                null,
                OpusEffort.USUAL,
                5_000,
                5_000,
                30);
    }
}
