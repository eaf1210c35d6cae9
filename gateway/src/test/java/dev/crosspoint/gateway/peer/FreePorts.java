package dev.crosspoint.gateway.peer;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Port numbers for programs that must be told one. */
public final class FreePorts {
    private FreePorts() {}

    /** A port that was free a moment ago, for TCP and for UDP: browsers hold many of the latter. */
    public static int one() {
        while (true) {
            try (var tcp = new ServerSocket(0);
                    var udp = new DatagramSocket(tcp.getLocalPort())) {
                return udp.getLocalPort();
            } catch (BindException _) {
                // taken for UDP; the next draw is another
            } catch (IOException e) {
                throw new IllegalStateException("no port is free", e);
            }
        }
    }

    /** That port at an address when it can be had, else one that can. */
    public static int wished(String address, int port) {
        try (var tcp = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
            return tcp.getLocalPort();
        } catch (IOException _) {
            return one(); // It is taken, or for the privileged.
        }
    }

    /** An even port that was free a moment ago, as was the next. */
    public static int pair() {
        while (true) {
            int port = one() & ~1;
            try (var first = new ServerSocket(port);
                    var second = new ServerSocket(port + 1)) {
                return Math.min(first.getLocalPort(), second.getLocalPort());
            } catch (IOException _) {
                // taken; the next draw is another
            }
        }
    }
}
