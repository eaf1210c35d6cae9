package dev.crosspoint.signaling.agent;

import java.net.InetAddress;
import java.util.List;

/**
 * A list of CIDR blocks (RFC 4632, RFC 4291 2.3), IPv4 and IPv6; an empty list holds every address.
 */
public final class AddressBlocks {

    private static final class Block {
        private final byte[] prefix;
        private final int bits;

        Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }
    }

    private final List<Block> blocks;

    /**
     * @param cidrs for example {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single address
     * @throws IllegalArgumentException naming the block that cannot be read
     */
    public AddressBlocks(List<String> cidrs) {
        this.blocks = cidrs.stream().map(AddressBlocks::parse).toList();
    }

    /** Whether the address, an IP literal, lies in a block; false for anything else. */
    public boolean contains(String address) {
        if (blocks.isEmpty()) {
            return true;
        }
        byte[] bytes;
        try {
            bytes = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
        return blocks.stream().anyMatch(block -> matches(block, bytes));
    }

    private static Block parse(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            // An IPv4-mapped IPv6 literal becomes IPv4 here, on both sides of the comparison.
            byte[] prefix =
                    InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash)).getAddress();
            if (cidr.indexOf(':') < 0 && cidr.chars().filter(c -> c == '.').count() != 3) {
                throw new IllegalArgumentException("not a dotted quad");
            }
            int all = prefix.length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("prefix length " + bits);
            }
            return new Block(prefix, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a CIDR block: " + cidr, e);
        }
    }

    private static boolean matches(Block block, byte[] address) {
        if (address.length != block.prefix.length) {
            return false;
        }
        int whole = block.bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != block.prefix[i]) {
                return false;
            }
        }
        int rest = block.bits % Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - rest);
        return rest == 0 || ((address[whole] ^ block.prefix[whole]) & mask & 0xff) == 0;
    }
}
