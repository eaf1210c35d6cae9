package dev.crosspoint.media.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket of Linux, watched by the loop's epoll and moved by our own system calls (ADR 013). Many
 * datagrams with one call, and none of them an object on the heap.
 */
final class EpollWire implements Wire {

    /** Edge-triggered: we read until the socket is empty, and are told of what comes after that. */
    private static final EpollIoOps READABLE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET);

    private static final EpollIoOps WRITABLE_TOO = READABLE.with(EpollIoOps.EPOLLOUT);

    /** Batches read from one socket before the others have their turn. */
    private static final int FAIR_BATCHES = 4;

    private final MediaLoop loop;
    private final Taker taker;
    private final DatagramSocket socket;
    private final InetSocketAddress localAddress;
    private final int receiveBufferBytes;
    private final PacketMemory.Queue queue = new PacketMemory.Queue();
    private final Runnable readOn = this::read;
    private @Nullable IoRegistration registration;
    private boolean awaitsRoom;

    private EpollWire(MediaLoop loop, Taker taker, DatagramSocket socket) throws IOException {
        this.loop = loop;
        this.taker = taker;
        this.socket = socket;
        this.localAddress = socket.localAddress();
        this.receiveBufferBytes = socket.getReceiveBufferSize();
    }

    /** Netty knows how to make and bind a socket, and leaves the choice of kind to heirs. */
    private static final class DatagramSocket extends Socket {
        private final boolean v6;

        DatagramSocket(boolean v6) {
            super(newSocketDgram0(v6));
            this.v6 = v6;
        }
    }

    /** Opens a socket, from any thread; the cause of a failure is the operating system's. */
    static Future<Wire> open(
            MediaLoop loop, InetSocketAddress bind, UdpSettings settings, Taker taker) {
        Promise<Wire> opened = loop.promise();
        loop.execute(() -> {
            try {
                EpollWire wire = new EpollWire(loop, taker, bound(bind, settings));
                loop.eventLoop()
                        .register(wire.new Watched())
                        .addListener(registered -> {
                            if (registered.isSuccess()) {
                                wire.watch((IoRegistration) registered.getNow());
                                opened.complete(wire);
                            } else {
                                wire.socket.close();
                                opened.fail(registered.cause());
                            }
                        });
            } catch (IOException | RuntimeException e) {
                opened.fail(e);
            }
        });
        return opened.future();
    }

    private static DatagramSocket bound(InetSocketAddress bind, UdpSettings settings)
            throws IOException {
        DatagramSocket socket = new DatagramSocket(bind.getAddress() instanceof Inet6Address);
        try {
            socket.setReceiveBufferSize(settings.receiveBufferBytes());
            socket.setSendBufferSize(settings.sendBufferBytes());
            socket.setTrafficClass(UdpPort.TRAFFIC_CLASS);
            socket.bind(bind);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void watch(IoRegistration registered) {
        registration = registered;
        registered.submit(READABLE);
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    // ---- in

    /** What the loop's epoll watches. */
    private final class Watched implements EpollIoHandle {

        @Override
        public FileDescriptor fd() {
            return socket;
        }

        @Override
        public void handle(IoRegistration registered, IoEvent event) {
            EpollIoOps ready = ((EpollIoEvent) event).ops();
            if (awaitsRoom && ready.contains(EpollIoOps.EPOLLOUT)) {
                flush();
            }
            if (ready.contains(EpollIoOps.EPOLLIN) || ready.contains(EpollIoOps.EPOLLERR)) {
                read();
            }
        }

        /** The loop ends, and this port was not closed before. */
        @Override
        public void close() {
            shut();
        }
    }

    private void read() {
        PacketMemory memory = loop.memory();
        for (int batch = 0; batch < FAIR_BATCHES; batch++) {
            if (!socket.isOpen()) {
                return; // by what a packet of the last batch has led to
            }
            int count = memory.receive(socket.intValue(), PacketMemory.BATCH);
            if (count < 0 && count != -DatagramCalls.EAGAIN && count != -DatagramCalls.EINTR) {
                loop.count(LoopCount.SOCKET_ERRORS);
            }
            for (int i = 0; i < count; i++) {
                InetSocketAddress from = memory.receivedFrom(i);
                if (from != null) {
                    int length = memory.receivedLength(i);
                    taker.onDatagram(memory.copyReceived(i, length), length, from);
                }
            }
            if (count != -DatagramCalls.EINTR && count < PacketMemory.BATCH) {
                taker.onBatchEnd();
                return;
            }
        }
        taker.onBatchEnd();
        loop.execute(readOn);
    }

    // ---- out

    @Override
    public boolean send(InetSocketAddress to, byte[] data, int offset, int length) {
        PacketMemory.Slot slot = socket.isOpen() ? loop.memory().slot() : null;
        if (slot == null) {
            return false;
        }
        if (!slot.fill(to, socket.v6, data, offset, length)) {
            slot.release();
            return false;
        }
        queue.add(slot);
        return true;
    }

    @Override
    public void flush() {
        PacketMemory memory = loop.memory();
        while (!queue.isEmpty() && socket.isOpen()) {
            int sent = memory.send(socket.intValue(), queue);
            if (sent == -DatagramCalls.EAGAIN) {
                awaitRoom(true);
                return;
            }
            if (sent < 0 && sent != -DatagramCalls.EINTR) {
                // The first one's fault: no way to that peer. The others go on.
                loop.count(LoopCount.SOCKET_ERRORS);
                sent = 1;
            }
            for (int i = 0; i < sent; i++) {
                queue.remove().release();
            }
        }
        awaitRoom(false);
    }

    private void awaitRoom(boolean wanted) {
        if (awaitsRoom != wanted && registration != null) {
            awaitsRoom = wanted;
            registration.submit(wanted ? WRITABLE_TOO : READABLE);
        }
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    // ---- the end

    @Override
    public Future<Void> close() {
        Promise<Void> closed = loop.promise();
        if (loop.inLoop()) {
            shut();
            closed.complete();
        } else {
            loop.execute(() -> {
                shut();
                closed.complete();
            });
        }
        return closed.future();
    }

    private void shut() {
        if (!socket.isOpen()) {
            return;
        }
        flush();
        if (registration != null) {
            registration.cancel();
        }
        try {
            socket.close();
        } catch (IOException e) {
            loop.count(LoopCount.SOCKET_ERRORS);
        }
        while (!queue.isEmpty()) {
            queue.remove().release();
        }
    }
}
