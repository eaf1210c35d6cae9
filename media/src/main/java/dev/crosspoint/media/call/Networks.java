package dev.crosspoint.media.call;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A set of CIDR blocks, IPv4 and IPv6. */
public final class Networks {
    private static final class Block {
        private final byte[] prefix;
        private final int bits;

        Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != prefix[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xFF) >> (8 - rest) == 0;
        }
    }

    private final List<Block> blocks;

    private Networks(List<Block> blocks) {
        this.blocks = blocks;
    }

    /**
     * Reads blocks such as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a bare address.
     *
     * @throws IllegalArgumentException when one is no CIDR block
     */
    public static Networks of(List<String> cidrs) {
        var blocks = new ArrayList<Block>();
        for (String cidr : cidrs) {
            int slash = cidr.indexOf('/');
            byte[] prefix = address(slash < 0 ? cidr : cidr.substring(0, slash), cidr);
            int bits = slash < 0 ? prefix.length * 8 : bits(cidr.substring(slash + 1), cidr);
            if (bits > prefix.length * 8) {
                throw notCidr(cidr);
            }
            blocks.add(new Block(prefix, bits));
        }
        return new Networks(List.copyOf(blocks));
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    public boolean contains(InetAddress address) {
        if (blocks.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] address(String literal, String cidr) {
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException _) {
            throw notCidr(cidr);
        }
    }

    private static int bits(String text, String cidr) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(Character::isDigit)) {
            throw notCidr(cidr);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException notCidr(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a network; expected something like 192.0.2.0/24");
    }
}
