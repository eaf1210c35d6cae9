package dev.crosspoint.gateway.legs;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses as far as they are kept: the network that somebody is in, and not who it is. */
final class Networks {
    private static final int BITS_OF_IPV4 = 24;

    /** RFC 6177: what a site is given. */
    private static final int BITS_OF_IPV6 = 48;

    private Networks() {}

    /** Of an IP literal; empty for anything else. */
    static String of(String literal) {
        try {
            return of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Such as {@code 192.0.2.0/24} or {@code 2001:db8:1:0:0:0:0:0/48}. */
    static String of(InetAddress address) {
        int bits = address instanceof Inet4Address ? BITS_OF_IPV4 : BITS_OF_IPV6;
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, bits / Byte.SIZE, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of another length", e);
        }
    }
}
