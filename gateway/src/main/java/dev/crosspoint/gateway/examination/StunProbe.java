package dev.crosspoint.gateway.examination;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Asks a STUN server which address it sees us at (RFC 8489), as any TURN server says. */
final class StunProbe {
    private static final short BINDING_REQUEST = 0x0001;
    private static final short BINDING_SUCCESS = 0x0101;
    private static final int MAGIC = 0x2112A442;
    private static final short XOR_MAPPED_ADDRESS = 0x0020;
    private static final int HEADER = 20;
    private static final int TRIES = 4;
    private static final int WAIT_MS = 600;

    private StunProbe() {}

    /**
     * Asks, a few times; null when nothing comes back.
     *
     * @throws IOException when the port is closed, or there is no way there
     */
    static @Nullable InetAddress ask(InetSocketAddress server) throws IOException {
        byte[] id = new byte[12];
        new SecureRandom().nextBytes(id);
        byte[] request =
                ByteBuffer.allocate(HEADER)
                        .putShort(BINDING_REQUEST)
                        .putShort((short) 0)
                        .putInt(MAGIC)
                        .put(id)
                        .array();
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(WAIT_MS);
            byte[] answer = new byte[1500];
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(request, request.length));
                var packet = new DatagramPacket(answer, answer.length);
                try {
                    socket.receive(packet);
                    return mapped(ByteBuffer.wrap(answer, 0, packet.getLength()), id);
                } catch (SocketTimeoutException _) {
                    // Once more: one datagram may be lost.
                }
            }
            return null;
        }
    }

    /** The address in an answer; null when it is none to this question. */
    static @Nullable InetAddress mapped(ByteBuffer answer, byte[] id) {
        if (answer.remaining() < HEADER || answer.getShort() != BINDING_SUCCESS) {
            return null;
        }
        answer.getShort();
        byte[] mask = new byte[16];
        ByteBuffer.wrap(mask).putInt(MAGIC).put(id);
        byte[] same = new byte[16];
        answer.get(same);
        if (!Arrays.equals(same, mask)) {
            return null;
        }
        while (answer.remaining() >= 4) {
            short type = answer.getShort();
            int length = answer.getShort() & 0xffff;
            if (length > answer.remaining()) {
                return null;
            }
            if (type == XOR_MAPPED_ADDRESS && (length == 8 || length == 20)) {
                answer.getInt(); // family and port
                byte[] address = new byte[length - 4];
                answer.get(address);
                for (int i = 0; i < address.length; i++) {
                    address[i] ^= mask[i];
                }
                return address(address);
            }
            int padded = Math.min(answer.remaining(), (length + 3) & ~3);
            answer.position(answer.position() + padded);
        }
        return null;
    }

    private static @Nullable InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
