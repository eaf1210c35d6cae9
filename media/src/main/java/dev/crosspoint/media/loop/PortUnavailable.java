package dev.crosspoint.media.loop;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A port could not be opened: taken, not of this machine, or no more sockets. */
public final class PortUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    PortUnavailable(String protocol, InetSocketAddress address, Throwable cause) {
        super(
                protocol
                        + " port "
                        + address.getAddress().getHostAddress()
                        + ":"
                        + address.getPort(),
                cause);
    }
}
