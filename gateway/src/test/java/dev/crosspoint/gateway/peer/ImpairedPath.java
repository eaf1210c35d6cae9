package dev.crosspoint.gateway.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * A network path between UDP clients and a server, in user space and without privileges: a relay
 * that listens on the server's ports at another address, with a socket of its own towards the
 * server for each client, as a NAT has. It does what {@link Impairment}s say, can be cut, and can
 * let all clients appear at another address in mid-call. When the server advertises the address
 * where this listens, it is the server's 1:1 NAT.
 *
 * <p>All of its methods may be called by any thread; what they say counts for datagrams that come
 * after they have returned.
 */
public final class ImpairedPath implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_536;

    /** No burst of a busy machine overflows it. */
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private static final Duration FOREVER = Duration.ofDays(365);
    private static final int STOP_LIMIT_SECONDS = 5;

    /** A port where clients knock. */
    private record Door(DatagramChannel channel, InetSocketAddress server) {}

    /** A client at one of the doors. */
    private record Client(Door door, InetSocketAddress address) {}

    /** The socket by which the server knows a client. */
    private static final class Face {
        final DatagramChannel channel;
        final Client client;

        /** The client has another by now, and nothing that comes here reaches it. */
        boolean dead;

        Face(DatagramChannel channel, Client client) {
            this.channel = channel;
            this.client = client;
        }
    }

    private record Flying(
            long atNanos, long order, ByteBuffer data, DatagramChannel by, InetSocketAddress to)
            implements Comparable<Flying> {
        @Override
        public int compareTo(Flying other) {
            long byTime = atNanos - other.atNanos;
            return byTime != 0 ? Long.signum(byTime) : Long.compare(order, other.order);
        }
    }

    private final Selector selector;
    private final Fate toServer;
    private final Fate toClients;
    private final Thread thread;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final List<Face> all = new ArrayList<>();
    private final List<Door> doors = new ArrayList<>();
    private final Map<Client, Face> faces = new HashMap<>();
    private final PriorityQueue<Flying> flying = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final LongAdder passed = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private Function<byte[], List<byte[]>> meddler = List::of;
    private InetAddress shownAs;
    private long order;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    private ImpairedPath(
            InetAddress outside,
            InetAddress server,
            Set<Integer> ports,
            InetAddress shownAs,
            long seed)
            throws IOException {
        this.selector = Selector.open();
        this.shownAs = shownAs;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        long now = System.nanoTime();
        this.toServer = new Fate(random, now);
        this.toClients = new Fate(random, now);
        for (int port : ports) {
            var channel = channel(new InetSocketAddress(outside, port));
            var door = new Door(channel, new InetSocketAddress(server, port));
            channel.register(selector, SelectionKey.OP_READ, door);
            doors.add(door);
        }
        this.thread = Thread.ofPlatform().name("impaired-path").daemon().unstarted(this::run);
    }

    /**
     * Opens a clean path.
     *
     * @param outside where clients send to: an address of this machine that the server is not bound
     *     to
     * @param server where the server is bound, on the same ports
     * @param shownAs the address of this machine at which the server sees clients
     * @param seed the same one draws the same fates
     */
    public static ImpairedPath open(
            String outside, String server, Set<Integer> ports, String shownAs, long seed)
            throws IOException {
        var path =
                new ImpairedPath(
                        InetAddress.ofLiteral(outside),
                        InetAddress.ofLiteral(server),
                        new HashSet<>(ports),
                        InetAddress.ofLiteral(shownAs),
                        seed);
        path.thread.start();
        return path;
    }

    /** Impairs both directions alike. */
    public void impair(Impairment both) {
        impair(both, both);
    }

    /** Impairs each direction in its own way. */
    public void impair(Impairment towardsServer, Impairment towardsClients) {
        ask(() -> {
            toServer.become(towardsServer);
            toClients.become(towardsClients);
        });
    }

    /** Lets nothing through in either direction, until {@link #mend}. */
    public void cut() {
        cut(FOREVER);
    }

    /** Lets nothing through in either direction for so long. */
    public void cut(Duration outage) {
        ask(() -> {
            long until = System.nanoTime() + outage.toNanos();
            toServer.cutUntil(until);
            toClients.cutUntil(until);
        });
    }

    /** Ends a cut. */
    public void mend() {
        cut(Duration.ZERO);
    }

    /**
     * Lets every client appear at another address and port, as after a change of network or when a
     * NAT has forgotten; what is sent to the old ones vanishes without a word.
     *
     * @param shown an address of this machine; the same as before changes only ports
     */
    public void move(String shown) {
        InetAddress next = InetAddress.ofLiteral(shown);
        ask(() -> {
            shownAs = next;
            faces.values().forEach(face -> face.dead = true);
            faces.clear();
        });
    }

    /**
     * Lets the server get something else for what clients send.
     *
     * @param other what is sent instead of a datagram, in this order; called by the path's thread
     */
    public void meddle(Function<byte[], List<byte[]>> other) {
        ask(() -> meddler = other);
    }

    /** Datagrams that it has let through so far. */
    public long passed() {
        return passed.sum();
    }

    /** Datagrams that it has lost so far. */
    public long lost() {
        return lost.sum();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            if (!thread.join(Duration.ofSeconds(STOP_LIMIT_SECONDS))) {
                throw new AssertionError("the path does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    // ---- the thread of the path

    private void ask(Runnable what) {
        orders.add(what);
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                obey();
                deliver(System.nanoTime());
                waitForNext();
                for (var key : selector.selectedKeys()) {
                    switch (key.attachment()) {
                        case Door door -> fromClients(door);
                        case Face face -> fromServer(face);
                        default -> throw new IllegalStateException("nobody's socket");
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            doors.forEach(door -> close(door.channel()));
            all.forEach(face -> close(face.channel));
        }
    }

    private void obey() {
        for (var what = orders.poll(); what != null; what = orders.poll()) {
            what.run();
        }
    }

    private void waitForNext() throws IOException {
        Flying next = flying.peek();
        if (next == null) {
            selector.select();
            return;
        }
        long leftNanos = next.atNanos() - System.nanoTime();
        if (leftNanos <= 0) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
        }
    }

    private void fromClients(Door door) throws IOException {
        for (var from = receive(door.channel()); from != null; from = receive(door.channel())) {
            Face face = face(new Client(door, from));
            var came = new byte[buffer.remaining()];
            buffer.get(came);
            for (byte[] goes : meddler.apply(came)) {
                buffer.clear().put(goes).flip();
                fly(toServer, face.channel, door.server());
            }
        }
    }

    private void fromServer(Face face) throws IOException {
        for (var from = receive(face.channel); from != null; from = receive(face.channel)) {
            // A NAT lets in whom it has sent to.
            if (!face.dead && from.equals(face.client.door().server())) {
                fly(toClients, face.client.door().channel(), face.client.address());
            }
        }
    }

    private @Nullable InetSocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        var from = (InetSocketAddress) channel.receive(buffer);
        // It may have been sent after something was asked.
        obey();
        buffer.flip();
        return from;
    }

    private Face face(Client client) throws IOException {
        Face known = faces.get(client);
        if (known != null) {
            return known;
        }
        var channel = channel(new InetSocketAddress(shownAs, 0));
        var face = new Face(channel, client);
        channel.register(selector, SelectionKey.OP_READ, face);
        faces.put(client, face);
        all.add(face);
        return face;
    }

    /** Sends what is in the buffer, when its time has come. */
    private void fly(Fate fate, DatagramChannel by, InetSocketAddress to) throws IOException {
        long now = System.nanoTime();
        long at = fate.arrivalNanos(buffer.remaining(), now);
        if (at == Fate.LOST) {
            lost.increment();
        } else if (at - now <= 0) {
            passed.increment();
            send(by, buffer, to);
        } else {
            passed.increment();
            var copy = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            flying.add(new Flying(at, order++, copy, by, to));
        }
    }

    private void deliver(long nowNanos) throws IOException {
        for (var next = flying.peek();
                next != null && next.atNanos() - nowNanos <= 0;
                next = flying.peek()) {
            flying.remove();
            send(next.by(), next.data(), next.to());
        }
    }

    private static void send(DatagramChannel by, ByteBuffer data, InetSocketAddress to)
            throws IOException {
        // A full socket drops it, as a network would.
        int _ = by.send(data, to);
    }

    private static DatagramChannel channel(InetSocketAddress local) throws IOException {
        var channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.bind(local);
        channel.configureBlocking(false);
        return channel;
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone one way or the other.
        }
    }
}
