package dev.crosspoint.loadtest.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the pacing thread: of one browser, or of many telephones, which the gateway sends to
 * from a port of its own each. Opened by any thread, used by the pacing one.
 */
final class RtpSocket implements AutoCloseable {
    private static final int BUFFER_BYTES = 2 << 20;

    private final DatagramChannel channel;
    private final Map<Integer, MediaLeg> byPort = new HashMap<>();
    private @Nullable MediaLeg only;
    private int legs;

    RtpSocket(InetAddress address) throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.bind(new InetSocketAddress(address, 0));
        channel.configureBlocking(false);
    }

    DatagramChannel channel() {
        return channel;
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Phones that share it, counted by whoever hands it out. */
    int legs() {
        return legs;
    }

    void take() {
        legs++;
    }

    void release() {
        legs--;
    }

    /**
     * A socket of one leg: all goes to the gateway and comes from it, which costs the kernel and us
     * less than an address with each packet.
     */
    void connect(InetSocketAddress gateway, MediaLeg leg) throws IOException {
        channel.connect(gateway);
        only = leg;
    }

    /** From now on what comes from that port of the gateway is the leg's. */
    void hears(int port, MediaLeg leg) {
        byPort.put(port, leg);
    }

    void forgets(int port, MediaLeg leg) {
        byPort.remove(port, leg);
    }

    /**
     * Takes all that has arrived.
     *
     * @param buffer around the whole of the memory
     */
    void receive(byte[] memory, ByteBuffer buffer, long nowNanos) throws IOException {
        MediaLeg one = only;
        if (one != null) {
            read(one, memory, buffer, nowNanos);
            return;
        }
        for (buffer.clear();
                channel.receive(buffer) instanceof InetSocketAddress from;
                buffer.clear()) {
            MediaLeg leg = byPort.get(from.getPort());
            if (leg != null) {
                leg.onDatagram(memory, buffer.position(), nowNanos);
            }
        }
    }

    private void read(MediaLeg leg, byte[] memory, ByteBuffer buffer, long nowNanos)
            throws IOException {
        try {
            for (buffer.clear(); channel.read(buffer) > 0; buffer.clear()) {
                leg.onDatagram(memory, buffer.position(), nowNanos);
            }
        } catch (PortUnreachableException _) {
            // The gateway has closed its port, which the call's end will tell.
        }
    }

    /** Sends; what the socket has no room for is lost, as it would be on the network. */
    void send(ByteBuffer data, InetSocketAddress to) {
        try {
            if (only != null) {
                channel.write(data);
            } else {
                channel.send(data, to);
            }
        } catch (IOException _) {
            // The far side's loss will show it.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }
}
