package dev.crosspoint.loadtest.phone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Between a phone and the gateway: the phone's own address, and address and port of the gateway's
 * end. Addresses are IPv4's 32 bits, the first one highest.
 */
record RtpPath(int own, int gateway, int gatewayPort) {
    /** An IPv4 address as 32 bits; fails with {@link IllegalArgumentException} for any other. */
    static int bits(InetAddress address) {
        if (address instanceof Inet4Address) {
            return ByteBuffer.wrap(address.getAddress()).getInt();
        }
        throw new IllegalArgumentException("phones have audio over IPv4 only");
    }

    /** Where its packets go. */
    InetSocketAddress gatewayEnd() {
        byte[] address = ByteBuffer.allocate(Integer.BYTES).putInt(gateway).array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), gatewayPort);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /** What tells the packets of this path from those of others at the same port of ours. */
    long key() {
        return key(own, gatewayPort);
    }

    static long key(int own, int gatewayPort) {
        return (long) own << 16 | gatewayPort;
    }
}
