package dev.crosspoint.gateway.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;

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
        try {
            String found =
                    NetworkInterface.networkInterfaces()
                            .filter(Peers::isUsable)
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(Inet4Address.class::isInstance)
                            .map(InetAddress::getHostAddress)
                            .findFirst()
                            .orElse(null);
            assumeTrue(found != null, "this machine has no address but loopback");
            return found == null ? "" : found;
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list network interfaces", e);
        }
    }

    private static boolean isUsable(NetworkInterface face) {
        try {
            return face.isUp() && !face.isLoopback();
        } catch (SocketException _) {
            return false;
        }
    }
}
