package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.crosspoint.media.dtls.DtlsFailure;
import dev.crosspoint.media.dtls.DtlsHandshake;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.srtp.SrtpKeys;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real DTLS between legs on two loops, more of them than may shake hands at once. */
@ExtendWith(VertxExtension.class)
class DtlsOnLoopsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity CLIENT = DtlsIdentity.generate(RANDOM);
    private static final DtlsIdentity SERVER = DtlsIdentity.generate(RANDOM);

    private final Handshakes clients = new Handshakes(3);
    private final Handshakes servers = new Handshakes(3);
    private MediaLoops loops;

    @TempDir private Path folder;

    @BeforeEach
    void start(Vertx vertx) {
        loops = MediaLoops.start(vertx, 2);
    }

    @AfterEach
    void stop() throws Exception {
        Await.result(clients.close());
        Await.result(servers.close());
        Await.result(loops.close());
    }

    @Test
    void givesBothSidesTheSameKeysAndLeavesNoThreads() throws Exception {
        var clientLegs = new ArrayList<Leg>();
        var serverLegs = new ArrayList<Leg>();
        for (int i = 0; i < 10; i++) {
            connect(clientLegs, serverLegs, CLIENT);
        }

        for (int i = 0; i < 10; i++) {
            SrtpKeys client = clientLegs.get(i).keys.get(20, TimeUnit.SECONDS);
            SrtpKeys server = serverLegs.get(i).keys.get(20, TimeUnit.SECONDS);
            assertThat(client.localKey()).isEqualTo(server.remoteKey());
            assertThat(client.remoteSalt()).isEqualTo(server.localSalt());
        }
        assertThat(threads()).isEqualTo(20);
        assertThat(servers.open()).isEqualTo(10);

        Await.result(clients.close());
        Await.result(servers.close());

        long deadlineNanos = System.nanoTime() + 10_000_000_000L;
        while (threads() > 0) { // The last instructions of a thread that has said it is done.
            assertThat(System.nanoTime() - deadlineNanos).as("threads remain").isNegative();
        }
    }

    @Test
    void tellsTheServerWhenTheClientShowsAnotherCertificate() throws Exception {
        var clientLegs = new ArrayList<Leg>();
        var serverLegs = new ArrayList<Leg>();

        connect(clientLegs, serverLegs, DtlsIdentity.generate(RANDOM));

        assertThat(serverLegs.getFirst().failure.get(20, TimeUnit.SECONDS))
                .isInstanceOf(DtlsFailure.class);
        assertThat(loops.loop(1).meter().count(LoopCount.HANDSHAKES_FAILED)).isEqualTo(1);
    }

    private void connect(List<Leg> clientLegs, List<Leg> serverLegs, DtlsIdentity shown)
            throws Exception {
        var client = new Leg(loops.loop(0), clients);
        var server = new Leg(loops.loop(1), servers);
        client.peer = server;
        server.peer = client;
        server.begin(SERVER, DtlsHandshake.Role.SERVER, CLIENT);
        client.begin(shown, DtlsHandshake.Role.CLIENT, SERVER);
        clientLegs.add(client);
        serverLegs.add(server);
    }

    /** Virtual threads of handshakes that are alive. */
    private long threads() throws IOException {
        Path dump = folder.resolve(System.nanoTime() + ".json");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
        return Files.readAllLines(dump).stream()
                .filter(line -> line.contains("\"name\": \"dtls\""))
                .count();
    }

    private static final class Leg implements Handshakes.Listener {
        private final MediaLoop loop;
        private final Handshakes handshakes;
        private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        private final CompletableFuture<Exception> failure = new CompletableFuture<>();
        private @Nullable Leg peer;
        private volatile Handshakes.@Nullable Run run;

        Leg(MediaLoop loop, Handshakes handshakes) {
            this.loop = loop;
            this.handshakes = handshakes;
        }

        void begin(DtlsIdentity own, DtlsHandshake.Role role, DtlsIdentity expected)
                throws Exception {
            run =
                    Await.onLoop(
                            loop,
                            () ->
                                    handshakes.start(
                                            loop, this, wire -> real(own, role, expected, wire)));
        }

        private static Handshake real(
                DtlsIdentity own,
                DtlsHandshake.Role role,
                DtlsIdentity expected,
                Handshakes.Wire wire) {
            var dtls = new DtlsHandshake(own, role, expected.fingerprint(), wire::send, RANDOM);
            return new Handshake() {
                @Override
                public void offer(byte[] data, int offset, int length) {
                    dtls.offer(data, offset, length);
                }

                @Override
                public void run(Consumer<SrtpKeys> onKeys) throws Exception {
                    dtls.run(onKeys);
                }

                @Override
                public void close() {
                    dtls.close();
                }
            };
        }

        @Override
        public void onRecord(byte[] record) {
            Leg other = peer;
            if (other != null) {
                other.loop.execute(() -> other.arrived(record));
            }
        }

        private void arrived(byte[] record) {
            if (run != null) {
                run.offer(record, 0, record.length);
            }
        }

        @Override
        public void onKeys(SrtpKeys agreed) {
            keys.complete(agreed);
        }

        @Override
        public void onFailure(Exception reason) {
            failure.complete(reason);
        }

        @Override
        public void onClosed() {}
    }
}
