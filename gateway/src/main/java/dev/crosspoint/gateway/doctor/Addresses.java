package dev.crosspoint.gateway.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Addresses, and who can reach them. */
final class Addresses {
    private static final int UNIQUE_LOCAL = 0xfc;
    private static final int SEVEN_BITS = 0xfe;

    private Addresses() {}

    /** Whether somebody who sees us at one address would send elsewhere by the other. */
    static boolean leadsElsewhere(String advertised, String seenAs) {
        try {
            var told = InetAddress.ofLiteral(advertised);
            var seen = InetAddress.ofLiteral(seenAs);
            return told.getClass() == seen.getClass() && !told.equals(seen);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether what is told is wrong for everybody: whoever is beside us sees a private address,
     * where others are told, rightly, the public one.
     */
    static boolean isWrong(String advertised, String seenAs) {
        return leadsElsewhere(advertised, seenAs)
                && (!isPrivate(InetAddress.ofLiteral(seenAs))
                        || isPrivate(InetAddress.ofLiteral(advertised)));
    }

    /**
     * Whether somebody cannot reach it, as far as an address alone can tell.
     *
     * @param outside whether whoever it is has a public address
     */
    static boolean isUnreachable(String advertised, List<InetAddress> own, boolean outside) {
        try {
            var told = InetAddress.ofLiteral(advertised);
            return isPrivate(told)
                    && (outside || (!told.isLoopbackAddress() && !own.contains(told)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** RFC 1918, RFC 4193, loopback and link-local. */
    static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address
                        && (address.getAddress()[0] & SEVEN_BITS) == UNIQUE_LOCAL);
    }
}
