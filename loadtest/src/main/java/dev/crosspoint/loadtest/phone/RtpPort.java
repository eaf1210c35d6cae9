package dev.crosspoint.loadtest.phone;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.netty.util.collection.LongObjectHashMap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A UDP port of many phones, each known by its own address and the gateway's port that it talks to.
 * Many packets leave and arrive with one system call. The port is several sockets, so that what
 * arrives while the generator is kept waiting finds room; all that leaves goes through the first of
 * them. Opened by any thread, used by the pacing one. Linux and IPv4 only.
 */
final class RtpPort implements AutoCloseable {
    /** What is asked for each socket; Linux grants {@code net.core.rmem_max} at most. */
    private static final int BUFFER_BYTES = 4 << 20;

    /** Room for 5 ms of a thousand phones where each socket has the 208 KiB that are usual. */
    static final int SHARED = 4;

    /** {@code IPPROTO_IP} and {@code IP_PKTINFO} of Linux. */
    private static final int IP = 0;

    private static final int PACKET_INFO = 8;

    private final List<Datagrams> sockets = new ArrayList<>();
    private final List<UdpSocket> owned = new ArrayList<>();
    private final LongObjectHashMap<MediaLeg> legs = new LongObjectHashMap<>();
    private final int port;
    private boolean open = true;

    /** Netty knows how to make and bind a socket, and leaves the choice of kind to heirs. */
    private static final class UdpSocket extends Socket {
        UdpSocket() {
            super(newSocketDgram0(false));
        }
    }

    /**
     * Opens one on all addresses of this machine.
     *
     * @param count sockets that share it
     */
    RtpPort(int count) throws IOException {
        Epoll.ensureAvailability(); // loads what its sockets are made with
        int number = 0;
        for (int i = 0; i < count; i++) {
            var socket = new UdpSocket();
            owned.add(socket);
            socket.setReusePort(true);
            socket.setReceiveBufferSize(BUFFER_BYTES);
            socket.setSendBufferSize(BUFFER_BYTES);
            socket.setIntOpt(IP, PACKET_INFO, 1);
            socket.bind(new InetSocketAddress("0.0.0.0", number));
            number = socket.localAddress().getPort();
            sockets.add(new Datagrams(socket.intValue()));
        }
        port = number;
    }

    int port() {
        return port;
    }

    /** What comes from the gateway's end of the path is the leg's from now on. */
    void hears(RtpPath path, MediaLeg leg) {
        legs.put(path.key(), leg);
    }

    /** It no longer is, unless another leg has that path by now. */
    void forgets(RtpPath path, MediaLeg leg) {
        if (legs.get(path.key()) == leg) {
            legs.remove(path.key());
        }
    }

    /** Takes all that has arrived; whether that was anything. */
    boolean receive(byte[] memory) {
        boolean any = false;
        for (int i = 0; i < sockets.size(); i++) {
            Datagrams datagrams = sockets.get(i);
            int count;
            do {
                count = open ? datagrams.receive() : 0;
                long now = System.nanoTime();
                for (int n = 0; n < count; n++) {
                    @Nullable MediaLeg leg = legs.get(datagrams.key(n));
                    if (leg != null) {
                        leg.onDatagram(memory, datagrams.copy(n, memory), now);
                    }
                }
                any |= count > 0;
            } while (count == Datagrams.BATCH);
        }
        return any;
    }

    /** Puts a packet beside those that leave with the next {@link #flush}. */
    void send(byte[] data, int offset, int length, RtpPath path) {
        if (open) {
            sockets.getFirst().add(data, offset, length, path);
        }
    }

    /** Sends what waits; what the socket has no room for is lost, as it would be on the network. */
    void flush() {
        if (open) {
            sockets.getFirst().flush();
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        flush();
        open = false;
        for (UdpSocket socket : owned) {
            try {
                socket.close();
            } catch (IOException _) {
                // It is gone either way.
            }
        }
    }
}
