package dev.crosspoint.signaling.trunk;

import java.net.InetAddress;

/**
 * A block of addresses in CIDR notation. An address alone is a block of one.
 *
 * @param base lowest address, any within the block when parsed
 * @param prefixBits how many leading bits count
 */
record Network(InetAddress base, int prefixBits) {

    /**
     * @throws IllegalArgumentException when it is no CIDR block of literal addresses
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = base.getAddress().length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(text, slash + 1, text.length(), 10);
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("prefix length of " + text + ": 0 to " + all);
        }
        return new Network(base, bits);
    }

    boolean contains(InetAddress address) {
        byte[] a = address.getAddress();
        byte[] b = base.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += 8) {
            int mask = prefixBits - bit >= 8 ? 0xff : 0xff << (8 - (prefixBits - bit)) & 0xff;
            if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
