package dev.crosspoint.media.loop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** How a {@link WirePhone} reaches the gateway. */
interface WireLink extends AutoCloseable {

    /** As candidates name it. */
    String protocol();

    /** Where it is. */
    InetSocketAddress here();

    void connect(InetSocketAddress there) throws IOException;

    void send(byte[] data, int offset, int length) throws IOException;

    /** The length of the next datagram. */
    int receive(byte[] into) throws IOException;

    @Override
    void close();

    static WireLink udp(InetAddress here) throws IOException {
        var socket = new DatagramSocket(0, here);
        return new WireLink() {
            private volatile @Nullable InetSocketAddress there;

            @Override
            public String protocol() {
                return "udp";
            }

            @Override
            public InetSocketAddress here() {
                return (InetSocketAddress) socket.getLocalSocketAddress();
            }

            @Override
            public void connect(InetSocketAddress to) {
                there = to;
            }

            @Override
            public void send(byte[] data, int offset, int length) throws IOException {
                if (there != null) {
                    socket.send(new DatagramPacket(data, offset, length, there));
                }
            }

            @Override
            public int receive(byte[] into) throws IOException {
                var packet = new DatagramPacket(into, into.length);
                socket.receive(packet);
                return packet.getLength();
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /**
     * By one connection.
     *
     * @param receiveBytes what the operating system may keep of what is not read; 0 as it likes
     */
    static WireLink tcp(InetAddress here, int receiveBytes) throws IOException {
        var socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(here, 0));
        return new WireLink() {
            @Override
            public String protocol() {
                return "tcp";
            }

            @Override
            public InetSocketAddress here() {
                return (InetSocketAddress) socket.getLocalSocketAddress();
            }

            @Override
            public void connect(InetSocketAddress to) throws IOException {
                socket.connect(to, 5_000);
            }

            @Override
            public synchronized void send(byte[] data, int offset, int length) throws IOException {
                if (socket.isConnected()) {
                    byte[] frame = new byte[2 + length];
                    frame[0] = (byte) (length >> 8);
                    frame[1] = (byte) length;
                    System.arraycopy(data, offset, frame, 2, length);
                    new DataOutputStream(socket.getOutputStream()).write(frame);
                }
            }

            @Override
            public int receive(byte[] into) throws IOException {
                var in = new DataInputStream(socket.getInputStream());
                int length = in.readUnsignedShort();
                in.readFully(into, 0, length);
                return length;
            }

            @Override
            public void close() {
                try {
                    socket.close();
                } catch (IOException _) {
                    // it is gone all the same
                }
            }
        };
    }
}
