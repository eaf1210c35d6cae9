package dev.crosspoint.gateway.home;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The addresses of this machine, read once. */
public final class OwnAddresses {
    private final List<InetAddress> addresses;

    private OwnAddresses(List<InetAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    /** Those of all network interfaces that are up. */
    public static OwnAddresses read() {
        var addresses = new ArrayList<InetAddress>();
        try {
            var interfaces = NetworkInterface.networkInterfaces().toList();
            for (var network : interfaces) {
                if (network.isUp()) {
                    network.inetAddresses()
                            .filter(address -> !address.isLinkLocalAddress())
                            .forEach(addresses::add);
                }
            }
        } catch (SocketException e) {
            addresses.clear(); // A machine that does not tell: loopback is what it surely has.
        }
        return new OwnAddresses(addresses);
    }

    /** The address that others in our network reach us by: IPv4 first; loopback when offline. */
    public String towardsNetwork() {
        return addresses.stream()
                .filter(address -> !address.isLoopbackAddress())
                .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .map(OwnAddresses::literal)
                .orElse("127.0.0.1");
    }

    /** All of them, as IP literals. */
    public List<String> all() {
        return addresses.stream().map(OwnAddresses::literal).distinct().toList();
    }

    private static String literal(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
