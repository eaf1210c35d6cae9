package dev.crosspoint.gateway.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Which peers this machine has; the build's peer script has looked. */
public final class Peers {
    private Peers() {}

    /** The program of a peer; skips the test when it is not there. */
    public static Path require(String name) {
        String path = System.getProperty("peer." + name);
        assumeTrue(path != null, name + " is not installed");
        return Path.of(path == null ? "" : path);
    }

    /** An IPv4 address of this machine that is not loopback, for peers which refuse loopback. */
    public static String address() {
        return address(Inet4Address.class::isInstance, "this machine has no address but loopback");
    }

    /** Likewise an IPv6 address, that means the same on every link. */
    public static String ipv6() {
        return address(
                one -> one instanceof Inet6Address && !one.isLinkLocalAddress(),
                "this machine has no IPv6 address but loopback");
    }

    private static String address(Predicate<InetAddress> wanted, String otherwise) {
        try {
            String found =
                    NetworkInterface.networkInterfaces()
                            .filter(Peers::isUsable)
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(wanted)
                            .map(Peers::text)
                            .findFirst()
                            .orElse(null);
            assumeTrue(found != null, otherwise);
            return found == null ? "" : found;
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list network interfaces", e);
        }
    }

    /** In the shortest form (RFC 5952), as others write it. */
    private static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    private static boolean isUsable(NetworkInterface face) {
        try {
            return face.isUp() && !face.isLoopback();
        } catch (SocketException _) {
            return false;
        }
    }
}
