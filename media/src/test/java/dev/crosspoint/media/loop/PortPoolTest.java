package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PortPoolTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final UdpPort.Receiver NOBODY = new Heard();

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
    void opensAnEvenPortAndTheNext() throws Exception {
        var rtp = new Heard();
        var rtcp = new Heard();
        PortPool.Pair pair = Await.result(pool(freePair(), 0).open(rtp, rtcp));

        int port = pair.rtp().localAddress().getPort();
        assertThat(port).isEven();
        assertThat(pair.rtcp().localAddress().getPort()).isEqualTo(port + 1);
        try (var peer = new DatagramSocket()) {
            peer.send(new DatagramPacket(new byte[] {1}, 1, LOOPBACK, port));
            peer.send(new DatagramPacket(new byte[] {2}, 1, LOOPBACK, port + 1));
            assertThat(rtp.bytes.poll(10, TimeUnit.SECONDS)).isEqualTo((byte) 1);
            assertThat(rtcp.bytes.poll(10, TimeUnit.SECONDS)).isEqualTo((byte) 2);
        }
    }

    @Test
    void closesBothAndOpensThemAgainAfterTheirRest() throws Exception {
        PortPool pool = pool(freePair(), 0);
        PortPool.Pair first = Await.result(pool.open(NOBODY, NOBODY));
        int port = first.rtp().localAddress().getPort();

        Await.result(Await.onLoop(loop, first::close));
        Await.result(Await.onLoop(loop, first::close));
        PortPool.Pair second = Await.result(pool.open(NOBODY, NOBODY));

        assertThat(second.rtp().localAddress().getPort()).isEqualTo(port);
    }

    @Test
    void saysThatNoneIsLeftWhileTheyRest() throws Exception {
        PortPool pool = pool(freePair(), 60_000);
        PortPool.Pair pair = Await.result(pool.open(NOBODY, NOBODY));

        assertThat(Await.failure(pool.open(NOBODY, NOBODY)))
                .isInstanceOf(PortsExhausted.class)
                .hasMessage("0 of 1 trunk port pairs are not leased, but none can be opened now");
        Await.result(Await.onLoop(loop, pair::close));
        assertThat(Await.failure(pool.open(NOBODY, NOBODY)))
                .isInstanceOf(PortsExhausted.class)
                .hasMessageStartingWith("1 of 1 trunk port pairs are not leased");
    }

    @Test
    void passesOverPortsThatOthersHave() throws Exception {
        int low = freePairs(2);
        PortPool pool = new PortPool(loop, 1, LOOPBACK, low, low + 3, 60_000, new Random(1));
        // The RTCP port alone is enough to spoil a pair.
        try (var other = new DatagramSocket(low + 1, LOOPBACK)) {
            PortPool.Pair pair = Await.result(pool.open(NOBODY, NOBODY));

            assertThat(pair.rtp().localAddress().getPort()).isEqualTo(low + 2);
            assertThat(Await.failure(pool.open(NOBODY, NOBODY)))
                    .isInstanceOf(PortsExhausted.class)
                    .hasMessageContaining("other programs have some of them");
            assertThat(loop.meter().count(LoopCount.PORTS_TAKEN)).isEqualTo(1);
            assertThat(other.isBound()).isTrue();
        }
    }

    @Test
    void givesUpWhenEverythingIsTaken() throws Exception {
        int low = freePair();
        PortPool pool = pool(low, 0);
        try (var other = new DatagramSocket(low, LOOPBACK)) {
            assertThat(Await.failure(pool.open(NOBODY, NOBODY))).isInstanceOf(PortsExhausted.class);
            assertThat(other.isBound()).isTrue();
        }
        assertThat(Await.result(pool.open(NOBODY, NOBODY)).rtp().localAddress().getPort())
                .isEqualTo(low);
    }

    private PortPool pool(int low, int quarantineMs) {
        return new PortPool(loop, 1, LOOPBACK, low, low + 1, quarantineMs, new Random(1));
    }

    private static int freePair() throws SocketException {
        return freePairs(1);
    }

    /** The first of a few ports in a row that were free a moment ago. */
    private static int freePairs(int pairs) throws SocketException {
        var random = new Random();
        for (int attempt = 0; attempt < 100; attempt++) {
            int low = 30_000 + 2 * random.nextInt(1_000);
            var sockets = new ArrayList<DatagramSocket>();
            try {
                for (int i = 0; i < 2 * pairs; i++) {
                    sockets.add(new DatagramSocket(low + i, LOOPBACK));
                }
                return low;
            } catch (SocketException _) {
                // Somebody's; look further.
            } finally {
                sockets.forEach(DatagramSocket::close);
            }
        }
        throw new SocketException("no free ports in a row");
    }

    private static final class Heard implements UdpPort.Receiver {
        private final LinkedBlockingQueue<Byte> bytes = new LinkedBlockingQueue<>();

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            bytes.add(data[offset]);
        }

        @Override
        public void onBatchEnd() {}
    }
}
