package dev.crosspoint.signaling.agent;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** How many sockets of each address have not proved yet who they are. */
final class Arrivals {
    /** An IPv6 subscriber has a whole /64 (RFC 4291 2.5.1): count that as one address. */
    private static final int IPV6_PREFIX_BYTES = 8;

    private final Map<String, Integer> waiting = new HashMap<>();
    private final int mostPerAddress;

    /**
     * @param mostPerAddress sockets: an office behind one address comes back all at once after its
     *     network was away
     */
    Arrivals(int mostPerAddress) {
        this.mostPerAddress = mostPerAddress;
    }

    boolean hasRoom(String address) {
        return waiting.getOrDefault(key(address), 0) < mostPerAddress;
    }

    /** A socket arrives; run the answer once when it has proved itself or is gone. */
    Runnable arrive(String address) {
        String key = key(address);
        waiting.merge(key, 1, Integer::sum);
        return new Runnable() {
            private boolean left;

            @Override
            public void run() {
                if (!left) {
                    left = true;
                    waiting.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
                }
            }
        };
    }

    /** What addresses of one client have in common. */
    static String key(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address v6
                    ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), IPV6_PREFIX_BYTES))
                    : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
