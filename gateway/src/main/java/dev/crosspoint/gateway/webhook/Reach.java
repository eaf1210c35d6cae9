package dev.crosspoint.gateway.webhook;

import dev.crosspoint.signaling.agent.AddressBlocks;
import java.net.InetAddress;
import java.util.List;

/** Tells addresses of the public internet from those that only mean something here. */
final class Reach {

    /** RFC 6890 and the registries that it began: what is not globally reachable. */
    private static final AddressBlocks SPECIAL =
            new AddressBlocks(
                    List.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/3",
                            "::/8",
                            "64:ff9b::/96",
                            "64:ff9b:1::/48",
                            "100::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "2002::/16",
                            "3fff::/20",
                            "5f00::/16",
                            "fc00::/7",
                            "fe80::/10",
                            "fec0::/10",
                            "ff00::/8"));

    private Reach() {}

    /** Whether anybody on the internet would reach the same machine by this address. */
    static boolean isPublic(InetAddress address) {
        // Without a zone, which is no part of the address.
        return !SPECIAL.contains(address.getHostAddress().replaceFirst("%.*", ""));
    }
}
