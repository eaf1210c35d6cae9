package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SipEndpoint} is set up.
 *
 * @param bindAddress IP literal
 * @param advertisedAddress IP literal for Via and Contact
 * @param advertisedIpv6 IPv6 literal instead, for whoever is reached by IPv6; null when that is the
 *     same
 * @param transports what it listens on; it calls out only by these
 * @param udpTcpPort port for UDP and TCP, 0 picks a free one
 * @param tlsPort port for TLS, 0 picks a free one; where WebSockets are the only transport, that of
 *     the listener they come by
 * @param identity TLS certificate and key; needed to listen on TLS
 * @param t1Ms RFC 3261's T1, ms: the estimate of a round trip that every other timer is a multiple
 *     of; 500 except in tests
 * @param minSessionSeconds shortest session interval we agree to (RFC 4028); 90 or more, except in
 *     tests
 * @param sessionSeconds session interval we propose, not below the shortest
 */
public record SipSettings(
        String bindAddress,
        String advertisedAddress,
        @Nullable String advertisedIpv6,
        Set<Transport> transports,
        int udpTcpPort,
        int tlsPort,
        @Nullable PemIdentity identity,
        int t1Ms,
        int minSessionSeconds,
        int sessionSeconds) {

    /** RFC 3261's estimate of a round trip, ms. */
    public static final int T1_MS = 500;

    public SipSettings {
        transports = Set.copyOf(transports);
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("transports: at least one is needed");
        }
        if (transports.contains(Transport.TLS) && identity == null) {
            throw new IllegalArgumentException("identity: TLS needs a certificate and a key");
        }
        if (t1Ms < 1 || minSessionSeconds < 1 || sessionSeconds < minSessionSeconds) {
            throw new IllegalArgumentException(
                    "t1Ms, minSessionSeconds, sessionSeconds: positive and in order");
        }
    }

    /** Reached at one address. */
    SipSettings(
            String bindAddress,
            String advertisedAddress,
            Set<Transport> transports,
            int udpTcpPort,
            int tlsPort,
            @Nullable PemIdentity identity,
            int t1Ms,
            int minSessionSeconds,
            int sessionSeconds) {
        this(
                bindAddress,
                advertisedAddress,
                null,
                transports,
                udpTcpPort,
                tlsPort,
                identity,
                t1Ms,
                minSessionSeconds,
                sessionSeconds);
    }

    /** The same, reached by IPv6 at an address of its own. */
    public SipSettings withIpv6(@Nullable String address) {
        return new SipSettings(
                bindAddress,
                advertisedAddress,
                address,
                transports,
                udpTcpPort,
                tlsPort,
                identity,
                t1Ms,
                minSessionSeconds,
                sessionSeconds);
    }

    /** Where a peer finds us, in the family that it has itself. */
    String advertisedTo(InetAddress peer) {
        return peer instanceof Inet6Address && advertisedIpv6 != null
                ? advertisedIpv6
                : advertisedAddress;
    }

    /** Whether we are found there. */
    boolean isAdvertised(InetAddress address) {
        return address.equals(InetAddress.ofLiteral(advertisedAddress))
                || (advertisedIpv6 != null
                        && address.equals(InetAddress.ofLiteral(advertisedIpv6)));
    }

    /** The timers of RFC 3261 and RFC 4028 as those documents recommend them. */
    public static SipSettings of(
            String bindAddress,
            String advertisedAddress,
            Set<Transport> transports,
            int udpTcpPort,
            int tlsPort,
            @Nullable PemIdentity identity) {
        return new SipSettings(
                bindAddress,
                advertisedAddress,
                transports,
                udpTcpPort,
                tlsPort,
                identity,
                T1_MS,
                90,
                1800);
    }

    /** The same with another T1, ms. */
    public SipSettings withT1(int ms) {
        return new SipSettings(
                bindAddress,
                advertisedAddress,
                transports,
                udpTcpPort,
                tlsPort,
                identity,
                ms,
                minSessionSeconds,
                sessionSeconds);
    }
}
