package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Whom to send an INVITE to.
 *
 * @param host IP literal or host name
 * @param port 1 to 65535; 0 has it looked up (RFC 3263 4.2), and is the usual one of an IP literal
 * @param account what its digest challenges are answered with, or null
 * @param trustedCaPem TLS certificates it may chain to, or its own; null for the system's
 *     authorities
 */
public record Destination(
        Transport transport,
        String host,
        int port,
        @Nullable Account account,
        @Nullable String trustedCaPem) {

    public Destination {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: 0 to 65535, not " + port);
        }
    }

    /** The host as it is written in a URI. */
    String uriHost() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Host, and port where one is given, as they are written in a URI. */
    String uriHostPort() {
        return port == 0 ? uriHost() : uriHost() + ":" + port;
    }

    int portOrStandard() {
        return port > 0 ? port : transport == Transport.TLS ? 5061 : 5060;
    }
}
