package dev.crosspoint.media.loop;

import com.sun.management.ThreadMXBean;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What a port costs: bursts of packets of a G.711 call go to a media loop and come back. The time
 * is that of a whole burst, there and back, and says little; the counters are the loop's own, per
 * packet received and sent: CPU nanoseconds and allocated bytes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class UdpEchoBench {
    /** 160 bytes of G.711, the RTP header and an SRTP tag. */
    private static final int PACKET_BYTES = 182;

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Ports on a loop that send back what comes, and a peer for each packet of a burst. */
    @State(Scope.Benchmark)
    public static class Echo {
        @Param({"epoll", "nio"})
        public String transport = "";

        @Param({"1", "8", "32"})
        public int burst;

        /** Whether all peers send to one port, as browsers do, or each to its own. */
        @Param({"shared", "own"})
        public String ports = "";

        private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_BYTES);
        private final Vertx vertx = Vertx.vertx();
        private final List<DatagramChannel> peers = new ArrayList<>();
        private @Nullable MediaLoops loops;

        /** Opens both ends. */
        @Setup
        public void open() throws Exception {
            loops = MediaLoops.start(vertx, 1, transport.equals("epoll"));
            UdpPort port = openPort(UdpSettings.SHARED);
            for (int i = 0; i < burst; i++) {
                UdpPort own = ports.equals("shared") ? port : openPort(UdpSettings.LEG);
                peers.add(DatagramChannel.open().bind(ANY_PORT).connect(own.localAddress()));
            }
        }

        private UdpPort openPort(UdpSettings settings) throws Exception {
            var receiver = new SendingBack();
            UdpPort port = Await.result(UdpPort.open(loop(), ANY_PORT, settings, receiver));
            receiver.port = port;
            return port;
        }

        /** Closes both ends. */
        @TearDown
        public void close() throws Exception {
            for (DatagramChannel peer : peers) {
                peer.close();
            }
            if (loops != null) {
                Await.result(loops.close());
            }
            Await.result(vertx.close());
        }

        MediaLoop loop() {
            if (loops == null) {
                throw new IllegalStateException("not open");
            }
            return loops.loop(0);
        }

        void thereAndBack() throws IOException {
            for (int i = 0; i < peers.size(); i++) {
                peers.get(i).write(packet.clear());
            }
            for (int i = 0; i < peers.size(); i++) {
                peers.get(i).read(packet.clear());
            }
        }
    }

    private static final class SendingBack implements UdpPort.Receiver {
        private volatile @Nullable UdpPort port;

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            UdpPort back = port;
            if (back != null) {
                back.send(from, data, offset, length);
            }
        }

        @Override
        public void onBatchEnd() {}
    }

    /** What the loop's thread spent on a packet, received and sent. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class PerPacket {
        private static final ThreadMXBean THREADS =
                (ThreadMXBean) ManagementFactory.getThreadMXBean();

        /** CPU time, user and system. */
        public double cpuNanos;

        /** Heap. */
        public double heapBytes;

        private long thread;
        private long packets;
        private long cpuBefore;
        private long heapBefore;

        /** Remembers what the loop has spent so far. */
        @Setup(Level.Iteration)
        public void begin(Echo echo) throws Exception {
            thread = Await.onLoop(echo.loop(), () -> Thread.currentThread().threadId());
            packets = echo.loop().meter().count(LoopCount.PACKETS_IN);
            cpuBefore = THREADS.getThreadCpuTime(thread);
            heapBefore = THREADS.getThreadAllocatedBytes(thread);
        }

        /** Divides what it has spent since by the packets, and by the iterations: JMH adds up. */
        @TearDown(Level.Iteration)
        public void end(Echo echo, IterationParams iteration) {
            packets = echo.loop().meter().count(LoopCount.PACKETS_IN) - packets;
            double parts = (double) packets * iteration.getCount();
            cpuNanos = (THREADS.getThreadCpuTime(thread) - cpuBefore) / parts;
            heapBytes = (THREADS.getThreadAllocatedBytes(thread) - heapBefore) / parts;
        }
    }

    /** One burst. */
    @Benchmark
    public void burst(Echo echo, PerPacket perPacket) throws IOException {
        echo.thereAndBack();
    }
}
