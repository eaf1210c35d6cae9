package dev.crosspoint.media.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.crosspoint.media.audio.Allocation;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "epoll {0}")
@ValueSource(booleans = {true, false})
@ExtendWith(VertxExtension.class)
class UdpPortTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);
    private static final int BURST = 32;
    private static final long MEASURED = 320;

    /** A packet's address alone would be more; a few are the event loop's own. */
    private static final long FEW_BYTES = 16;

    private static final DatagramPacket EMPTY = new DatagramPacket(new byte[10], 10);
    private static final UdpSettings SETTINGS = new UdpSettings(1 << 20, 1 << 20, 100);

    @Parameter private boolean epoll;
    private MediaLoops loops;
    private MediaLoop loop;
    private DatagramSocket peer;

    @BeforeEach
    void start(Vertx vertx) throws Exception {
        assumeTrue(!epoll || Epoll.isAvailable(), "no epoll here");
        loops = MediaLoops.start(vertx, 1, epoll);
        loop = loops.loop(0);
        peer = new DatagramSocket(ANY_PORT);
        peer.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws Exception {
        if (loops != null) {
            peer.close();
            Await.result(loops.close());
        }
    }

    @Test
    void sendsBackWhatItReceives() throws Exception {
        UdpPort port = open(new Echo());

        fromPeer(port, "hello");

        assertThat(toPeer()).isEqualTo("hello");
        assertThat(loop.meter().count(LoopCount.PACKETS_IN)).isEqualTo(1);
        assertThat(loop.meter().count(LoopCount.BYTES_IN)).isEqualTo(5);
        assertThat(loop.meter().count(LoopCount.PACKETS_OUT)).isEqualTo(1);
        assertThat(loop.meter().count(LoopCount.BYTES_OUT)).isEqualTo(5);
    }

    @Test
    void takesAWholeBurstInOrderAndEndsEachBatch() throws Exception {
        var received = new Recording();
        UdpPort port = open(received);
        var gate = new CountDownLatch(1);
        loop.execute(() -> awaitQuietly(gate));

        for (int i = 0; i < 200; i++) {
            fromPeer(port, "packet " + i);
        }
        gate.countDown();

        for (int i = 0; i < 200; i++) {
            assertThat(received.next()).isEqualTo("packet " + i);
        }
        assertThat(received.batches.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void sendsAWholeBurstInOrder() throws Exception {
        UdpPort port = open(new Recording());

        Await.onLoop(
                loop,
                () -> {
                    for (int i = 0; i < 100; i++) {
                        send(port, "packet " + i);
                    }
                    return null;
                });

        for (int i = 0; i < 100; i++) {
            assertThat(toPeer()).isEqualTo("packet " + i);
        }
    }

    @Test
    void givesRoomBehindThePacketAndTakesTheArrayBack() throws Exception {
        var spare = new LinkedBlockingQueue<Integer>();
        UdpPort port =
                open(
                        new Echo() {
                            @Override
                            public void onDatagram(
                                    byte[] data, int offset, int length, InetSocketAddress from) {
                                spare.add(data.length - offset - length);
                                data[offset + length] = '!';
                                sendBack(from, data, offset, length + 1);
                            }
                        });

        fromPeer(port, "x".repeat(UdpPort.MAX_DATAGRAM_BYTES - 1));

        assertThat(toPeer()).hasSize(UdpPort.MAX_DATAGRAM_BYTES).endsWith("x!");
        assertThat(spare.take()).isGreaterThanOrEqualTo(256);
    }

    @Test
    void dropsAndCountsWhatIsEmptyOrTooLong() throws Exception {
        var received = new Recording();
        UdpPort port = open(received);

        fromPeer(port, "");
        fromPeer(port, "x".repeat(UdpPort.MAX_DATAGRAM_BYTES + 1));
        fromPeer(port, "x".repeat(9_000));
        fromPeer(port, "y".repeat(UdpPort.MAX_DATAGRAM_BYTES));

        assertThat(received.next()).isEqualTo("y".repeat(UdpPort.MAX_DATAGRAM_BYTES));
        assertThat(loop.meter().count(LoopCount.UNUSABLE_IN)).isEqualTo(3);
    }

    @Test
    void dropsAndCountsWhatItCannotSend() throws Exception {
        UdpPort port = open(new Recording());

        boolean sent =
                Await.onLoop(loop, () -> send(port, "x".repeat(UdpPort.MAX_DATAGRAM_BYTES + 1)));

        assertThat(sent).isFalse();
        assertThat(loop.meter().count(LoopCount.DROPPED_OUT)).isEqualTo(1);
        assertThat(loop.meter().count(LoopCount.PACKETS_OUT)).isZero();
    }

    @Test
    void boundsWhatWaitsToBeSent() throws Exception {
        UdpPort port =
                Await.result(
                        UdpPort.open(loop, ANY_PORT, new UdpSettings(1, 1, 10), new Recording()));

        int accepted =
                Await.onLoop(
                        loop,
                        () -> {
                            int count = 0;
                            for (int i = 0; i < 15; i++) {
                                count += send(port, "packet " + i) ? 1 : 0;
                            }
                            return count;
                        });

        assertThat(accepted).isEqualTo(10);
        assertThat(loop.meter().count(LoopCount.DROPPED_OUT)).isEqualTo(5);
        for (int i = 0; i < 10; i++) {
            assertThat(toPeer()).isEqualTo("packet " + i);
        }
        assertThat(Await.onLoop(loop, () -> send(port, "again"))).isTrue();
        assertThat(toPeer()).isEqualTo("again");
    }

    @Test
    void countsWhatTheNetworkRefusesAndGoesOn() throws Exception {
        UdpPort port = open(new Recording());
        var broadcast = new InetSocketAddress("255.255.255.255", 9);

        Await.onLoop(
                loop,
                () -> {
                    send(port, "before");
                    port.send(broadcast, new byte[] {1}, 0, 1);
                    return send(port, "after");
                });

        assertThat(toPeer()).isEqualTo("before");
        assertThat(toPeer()).isEqualTo("after");
        assertThat(loop.meter().count(LoopCount.SOCKET_ERRORS)).isEqualTo(1);
    }

    @Test
    void survivesAPeerThatIsGone() throws Exception {
        var received = new Recording();
        UdpPort port = open(received);
        var gone = new DatagramSocket(ANY_PORT);
        var address = (InetSocketAddress) gone.getLocalSocketAddress();
        gone.close();

        for (int i = 0; i < 3; i++) {
            Await.onLoop(loop, () -> port.send(address, new byte[] {1}, 0, 1));
        }

        fromPeer(port, "still here");
        assertThat(received.next()).isEqualTo("still here");
    }

    @Test
    void keepsAPortOfItsOwn() throws Exception {
        UdpPort port = open(new Recording());

        Throwable refusal =
                Await.failure(UdpPort.open(loop, port.localAddress(), SETTINGS, new Recording()));

        assertThat(refusal)
                .isInstanceOf(PortUnavailable.class)
                .hasMessage("UDP port 127.0.0.1:" + port.localAddress().getPort());
    }

    @Test
    void refusesAnAddressOfAnotherMachine() throws Exception {
        var elsewhere = new InetSocketAddress("192.0.2.1", 0); // RFC 5737: documentation

        assertThat(Await.failure(UdpPort.open(loop, elsewhere, SETTINGS, new Recording())))
                .isInstanceOf(PortUnavailable.class);
    }

    @Test
    void goesOnAfterAReceiverFailed() throws Exception {
        UdpPort port =
                open(
                        new Echo() {
                            @Override
                            public void onDatagram(
                                    byte[] data, int offset, int length, InetSocketAddress from) {
                                if (data[offset] == 'b') {
                                    throw new IllegalStateException("planted");
                                }
                                sendBack(from, data, offset, length);
                            }
                        });

        fromPeer(port, "bad");
        fromPeer(port, "good");

        assertThat(toPeer()).isEqualTo("good");
        assertThat(loop.meter().count(LoopCount.FAILURES)).isEqualTo(1);
    }

    @Test
    void sendsWhatWasSentBeforeItCloses() throws Exception {
        UdpPort port = open(new Recording());
        int number = port.localAddress().getPort();

        Await.result(
                Await.onLoop(
                        loop,
                        () -> {
                            send(port, "bye");
                            return port.close();
                        }));

        assertThat(toPeer()).isEqualTo("bye");
        assertThat(Await.onLoop(loop, () -> send(port, "too late"))).isFalse();
        assertThat(becomesFree(number)).isTrue();
    }

    /**
     * The best of several rounds: until the compiler has seen a call, it may box what it passes.
     */
    @Test
    void putsNoDatagramOnTheHeap() throws Exception {
        assumeTrue(epoll, "the JDK's own sockets make garbage");
        UdpPort port = open(new Echo());

        long least =
                Allocation.least(
                        () -> {
                            long before = loopHeapBytes();
                            bursts(port);
                            return (loopHeapBytes() - before) / (MEASURED * BURST);
                        },
                        FEW_BYTES);

        assertThat(least).isLessThanOrEqualTo(FEW_BYTES);
    }

    private void bursts(UdpPort port) {
        try {
            for (int i = 0; i < MEASURED; i++) {
                for (int j = 0; j < BURST; j++) {
                    fromPeer(port, "x");
                }
                for (int j = 0; j < BURST; j++) {
                    peer.receive(EMPTY);
                }
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long loopHeapBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            return Await.onLoop(loop, threads::getCurrentThreadAllocatedBytes);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void speaksIpv6() throws Exception {
        var loopback6 = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback6) != null, "no IPv6 here");
        try (var peer6 = new DatagramSocket(0, loopback6)) {
            var echo = new Echo();
            UdpPort port =
                    Await.result(
                            UdpPort.open(
                                    loop, new InetSocketAddress(loopback6, 0), SETTINGS, echo));
            echo.port = port;
            peer6.setSoTimeout(10_000);
            peer6.send(new DatagramPacket(new byte[] {6}, 1, port.localAddress()));

            var answer = new DatagramPacket(new byte[10], 10);
            peer6.receive(answer);

            assertThat(answer.getLength()).isEqualTo(1);
            assertThat(answer.getAddress()).isEqualTo(loopback6);
        }
    }

    @Test
    void speaksBothFamiliesAtTheAddressOfAllAndKnowsEachByItsOwn() throws Exception {
        var loopback6 = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback6) != null, "no IPv6 here");
        var heardFrom = new LinkedBlockingQueue<InetSocketAddress>();
        Echo echo =
                new Echo() {
                    @Override
                    public void onDatagram(
                            byte[] data, int offset, int length, InetSocketAddress from) {
                        heardFrom.add(from);
                        sendBack(from, data, offset, length);
                    }
                };
        var all = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
        UdpPort port = Await.result(UdpPort.open(loop, all, SETTINGS, echo));
        echo.port = port;
        try (var peer6 = new DatagramSocket(0, loopback6)) {
            peer6.setSoTimeout(10_000);
            for (var one : List.of(peer, peer6)) {
                var here = one.getLocalAddress();
                var there = new InetSocketAddress(here, port.localAddress().getPort());
                one.send(new DatagramPacket(new byte[] {4, 6}, 2, there));
                var answer = new DatagramPacket(new byte[10], 10);
                one.receive(answer);

                assertThat(answer.getLength()).isEqualTo(2);
                assertThat(heardFrom.poll(10, TimeUnit.SECONDS))
                        .isEqualTo(new InetSocketAddress(here, one.getLocalPort()));
            }
        }
    }

    @Test
    void readsOnWhatOneTurnCouldNotTake() throws Exception {
        var received = new Recording();
        UdpPort port = open(received);
        var gate = new CountDownLatch(1);
        loop.execute(() -> awaitQuietly(gate));

        for (int i = 0; i < 700; i++) {
            fromPeer(port, "packet " + i);
        }
        gate.countDown();

        for (int i = 0; i < 700; i++) {
            assertThat(received.next()).isEqualTo("packet " + i);
        }
    }

    @Test
    void closesFromWithinAReceiver() throws Exception {
        var closed = new LinkedBlockingQueue<Boolean>();
        UdpPort port =
                open(
                        new Echo() {
                            @Override
                            public void onDatagram(
                                    byte[] data, int offset, int length, InetSocketAddress from) {
                                sendBack(from, data, offset, length);
                                close();
                                closed.add(true);
                            }
                        });

        fromPeer(port, "last words");
        fromPeer(port, "too late");

        assertThat(toPeer()).isEqualTo("last words");
        assertThat(closed.poll(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Await.onLoop(loop, () -> send(port, "too late"))).isFalse();
        assertThat(becomesFree(port.localAddress().getPort())).isTrue();
    }

    private UdpPort open(UdpPort.Receiver receiver) throws Exception {
        UdpPort port = Await.result(UdpPort.open(loop, ANY_PORT, SETTINGS, receiver));
        if (receiver instanceof Echo echo) {
            echo.port = port;
        }
        assertThat(port.localAddress().getPort()).isPositive();
        assertThat(port.receiveBufferBytes()).isPositive();
        return port;
    }

    private boolean send(UdpPort port, String text) {
        byte[] data = text.getBytes(US_ASCII);
        return port.send((InetSocketAddress) peer.getLocalSocketAddress(), data, 0, data.length);
    }

    private void fromPeer(UdpPort port, String text) throws Exception {
        byte[] data = text.getBytes(US_ASCII);
        peer.send(new DatagramPacket(data, data.length, port.localAddress()));
    }

    private String toPeer() throws Exception {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }

    /** At once with epoll; the JDK lets go of a port in its selector's next round. */
    private static boolean becomesFree(int number) {
        long deadlineNanos = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() - deadlineNanos < 0) {
            try (var reopened = new DatagramSocket(number, LOOPBACK)) {
                return reopened.isBound();
            } catch (SocketException _) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static class Echo implements UdpPort.Receiver {
        private volatile @Nullable UdpPort port;

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            sendBack(from, data, offset, length);
        }

        final void sendBack(InetSocketAddress to, byte[] data, int offset, int length) {
            requireNonNull(port).send(to, data, offset, length);
        }

        final void close() {
            var _ = requireNonNull(port).close();
        }

        @Override
        public void onBatchEnd() {}
    }

    private static final class Recording implements UdpPort.Receiver {
        private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> batches = new LinkedBlockingQueue<>();

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            packets.add(new String(data, offset, length, US_ASCII));
        }

        @Override
        public void onBatchEnd() {
            batches.add("end");
        }

        String next() throws InterruptedException {
            return String.valueOf(packets.poll(10, TimeUnit.SECONDS));
        }
    }
}
