package dev.crosspoint.media.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HandshakesTest {
    private static final SrtpKeys KEYS =
            new SrtpKeys(
                    SrtpProfile.AEAD_AES_128_GCM,
                    new byte[16],
                    new byte[12],
                    new byte[16],
                    new byte[12]);

    private final Handshakes handshakes = new Handshakes(2);
    private MediaLoops loops;
    private MediaLoop loop;

    @BeforeEach
    void start(Vertx vertx) {
        loops = MediaLoops.start(vertx, 1);
        loop = loops.loop(0);
    }

    @AfterEach
    void stop() throws Exception {
        Await.result(handshakes.close());
        Await.result(loops.close());
    }

    @Test
    void bringsRecordsKeysAndTheEndToTheLoop() throws Exception {
        var leg = new Leg();
        leg.begin();

        leg.peer("hello");
        assertThat(leg.heard()).isEqualTo("record: answer to hello");
        leg.peer("keys");
        assertThat(leg.heard()).isEqualTo("keys");
        leg.peer("again");
        assertThat(leg.heard()).isEqualTo("record: answer to again");
        leg.peer("bye");
        assertThat(leg.heard()).isEqualTo("closed");

        assertThat(leg.threads).containsOnly("media-loop-0");
        assertThat(loop.meter().count(LoopCount.HANDSHAKES_BEGUN)).isEqualTo(1);
        assertThat(loop.meter().count(LoopCount.HANDSHAKES_KEYED)).isEqualTo(1);
        assertThat(loop.meter().count(LoopCount.HANDSHAKES_FAILED)).isZero();
    }

    @Test
    void tellsAFailureAndCountsIt() throws Exception {
        var leg = new Leg();
        leg.begin();

        leg.peer("nonsense");

        assertThat(leg.heard()).isEqualTo("failed: no sense");
        assertThat(loop.meter().count(LoopCount.HANDSHAKES_FAILED)).isEqualTo(1);
        leg.shaking.awaitEnd();
    }

    @Test
    void staysSilentAfterItWasClosed() throws Exception {
        var leg = new Leg();
        leg.begin();
        leg.peer("hello");
        assertThat(leg.heard()).isEqualTo("record: answer to hello");

        leg.close();
        leg.shaking.awaitEnd();
        Await.onLoop(loop, () -> null);

        assertThat(leg.heard).isEmpty();
        assertThat(handshakes.open()).isZero();
    }

    @Test
    void letsOnlySomeShakeHandsAtOnceAndTheNextInAfterKeysOrFailure() throws Exception {
        List<Leg> legs = legs(5);
        legs.get(0).awaitRunning();
        legs.get(1).awaitRunning();
        assertThat(running(legs)).isEqualTo(2);

        legs.get(0).peer("keys");
        legs.get(2).awaitRunning();
        assertThat(running(legs)).isEqualTo(3);

        legs.get(1).peer("nonsense");
        legs.get(3).awaitRunning();
        assertThat(running(legs)).isEqualTo(4);

        legs.get(0).peer("bye");
        assertThat(legs.get(0).heard()).isEqualTo("keys");
        assertThat(legs.get(0).heard()).isEqualTo("closed");
        assertThat(running(legs)).isEqualTo(4);

        legs.get(2).close();
        legs.get(4).awaitRunning();
    }

    @Test
    void keepsWhatThePeerSaysWhileWaitingInLine() throws Exception {
        List<Leg> legs = legs(3);
        legs.get(2).peer("hello");

        legs.get(0).close();

        assertThat(legs.get(2).heard()).isEqualTo("record: answer to hello");
    }

    @Test
    void neverRunsWhatWasClosedInLine() throws Exception {
        List<Leg> legs = legs(4);
        legs.get(2).close();
        assertThat(handshakes.open()).isEqualTo(3);

        legs.get(0).close();
        legs.get(3).awaitRunning();

        assertThat(legs.get(2).shaking.thread).isNull();
    }

    @Test
    void leavesNoThreadsBehind() throws Exception {
        List<Leg> legs = legs(50);
        for (Leg leg : legs) {
            leg.peer("keys");
            assertThat(leg.heard()).isEqualTo("keys");
        }
        assertThat(handshakes.open()).isEqualTo(50);

        Await.result(handshakes.close());

        assertThat(handshakes.open()).isZero();
        for (Leg leg : legs) {
            leg.shaking.awaitEnd();
        }
    }

    @Test
    void closesThoseInLineToo() throws Exception {
        legs(10);

        Await.result(handshakes.close());

        assertThat(handshakes.open()).isZero();
    }

    @Test
    void goesOnAfterAListenerFailed() throws Exception {
        var leg = new Leg();
        leg.begin();

        leg.peer("trap");
        leg.peer("hello");

        assertThat(leg.heard()).isEqualTo("record: answer to hello");
        assertThat(loop.meter().count(LoopCount.FAILURES)).isEqualTo(1);
    }

    private List<Leg> legs(int count) throws Exception {
        var legs = new ArrayList<Leg>();
        for (int i = 0; i < count; i++) {
            var leg = new Leg();
            leg.begin();
            legs.add(leg);
        }
        return legs;
    }

    private static long running(List<Leg> legs) {
        return legs.stream().filter(leg -> leg.shaking.thread != null).count();
    }

    /** What a leg hears, and its handshake. */
    private final class Leg implements Handshakes.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final List<String> threads = new ArrayList<>();
        private final Scripted shaking = new Scripted();
        private Handshakes.@Nullable Run run;

        void begin() throws Exception {
            run =
                    Await.onLoop(
                            loop,
                            () ->
                                    handshakes.start(
                                            loop,
                                            this,
                                            wire -> {
                                                shaking.wire = wire;
                                                return shaking;
                                            }));
        }

        void peer(String record) throws Exception {
            byte[] data = ("<" + record + ">").getBytes(US_ASCII);
            Await.onLoop(
                    loop,
                    () -> {
                        if (run != null) {
                            run.offer(data, 1, data.length - 2);
                        }
                        return null;
                    });
        }

        void close() throws Exception {
            Await.onLoop(
                    loop,
                    () -> {
                        if (run != null) {
                            run.close();
                        }
                        return null;
                    });
        }

        String heard() throws InterruptedException {
            return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
        }

        void awaitRunning() throws Exception {
            peer("hello");
            assertThat(heard()).isEqualTo("record: answer to hello");
        }

        @Override
        public void onRecord(byte[] record) {
            String text = new String(record, US_ASCII);
            if (text.contains("trap")) {
                throw new IllegalStateException("planted");
            }
            hear("record: " + text);
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            hear("keys");
        }

        @Override
        public void onFailure(Exception reason) {
            hear("failed: " + reason.getMessage());
        }

        @Override
        public void onClosed() {
            hear("closed");
        }

        private void hear(String what) {
            threads.add(Thread.currentThread().getName());
            heard.add(what);
        }
    }

    /** Does what the peer's records say. */
    private static final class Scripted implements Handshake {
        private final BlockingQueue<String> records = new LinkedBlockingQueue<>();
        private volatile @Nullable Thread thread;
        private volatile Handshakes.@Nullable Wire wire;

        @Override
        public void offer(byte[] data, int offset, int length) {
            records.add(new String(data, offset, length, US_ASCII));
        }

        @Override
        public void run(Consumer<SrtpKeys> onKeys) throws Exception {
            thread = Thread.currentThread();
            while (true) {
                String record = records.take();
                switch (record) {
                    case "keys" -> onKeys.accept(KEYS);
                    case "bye" -> {
                        return;
                    }
                    case "nonsense" -> throw new IOException("no sense");
                    default -> {
                        byte[] answer = ("[answer to " + record + "]").getBytes(US_ASCII);
                        if (wire != null) {
                            wire.send(answer, 1, answer.length - 2);
                        }
                        Arrays.fill(answer, (byte) 0);
                    }
                }
            }
        }

        @Override
        public void close() {
            records.add("bye");
        }

        void awaitEnd() throws InterruptedException {
            Thread started = thread;
            assertThat(started).isNotNull();
            if (started != null) {
                assertThat(started.isVirtual()).isTrue();
                assertThat(started.join(Duration.ofSeconds(10))).isTrue();
            }
        }
    }
}
