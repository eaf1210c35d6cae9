package dev.crosspoint.gateway.fraud;

import java.net.InetAddress;
import java.util.Arrays;

/** Neighbouring IP addresses, in CIDR notation. An address alone is a block of one. */
public final class NetworkBlock {
    private final byte[] base;
    private final int prefixBits;

    private NetworkBlock(byte[] base, int prefixBits) {
        this.base = base;
        this.prefixBits = prefixBits;
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or an address; bits behind the prefix do
     * not matter. Throws an {@link IllegalArgumentException}, which does not quote it, for anything
     * else.
     */
    public static NetworkBlock parse(String text) {
        int slash = text.indexOf('/');
        var address = literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int most = address.length * 8;
        int bits = slash < 0 ? most : prefix(text.substring(slash + 1), most);
        return new NetworkBlock(masked(address, bits), bits);
    }

    /** Whether the address is one of these. */
    public boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == base.length && Arrays.equals(masked(bytes, prefixBits), base);
    }

    /** The address with only so many leading bits. */
    static byte[] masked(byte[] address, int bits) {
        var masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] = (byte) (address[i] & (0xff << (8 - kept)));
        }
        return masked;
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a network begins with an IP address");
        }
    }

    private static int prefix(String text, int most) {
        int bits = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("a network's prefix is 0 to " + most + " bits");
        }
        return bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkBlock block
                && prefixBits == block.prefixBits
                && Arrays.equals(base, block.base);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(base) * 31 + prefixBits;
    }

    /** Without the address, which may be somebody's. */
    @Override
    public String toString() {
        return "NetworkBlock[/" + prefixBits + "]";
    }
}
