package dev.crosspoint.signaling.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of the signalling plane, checked by whoever builds them. */
public record SignalingConfig(AgentConfig agents, SipConfig sip, List<TrunkConfig> trunks) {
    public SignalingConfig {
        trunks = List.copyOf(trunks);
    }

    /** A certificate and its key as PEM text; the key never touches a disk of ours. */
    public record PemIdentity(String certificatePem, String keyPem) {
        @Override
        public String toString() {
            return "PemIdentity";
        }
    }

    /**
     * Reverse proxies of ours that clients may connect by.
     *
     * @param networks CIDR blocks they are in; empty when clients connect by themselves
     * @param header where they write for whom. Only that is read: a proxy that writes one passes on
     *     the other as the client has sent it
     */
    public record Proxies(List<String> networks, Header header) {
        /** Nobody stands before us. */
        public static final Proxies NONE = new Proxies(List.of(), Header.X_FORWARDED_FOR);

        public Proxies {
            networks = List.copyOf(networks);
        }

        /** What proxies write. */
        public enum Header {
            /** A list of addresses; no standard, and what most proxies write. */
            X_FORWARDED_FOR,
            /** RFC 7239. */
            FORWARDED
        }
    }

    /**
     * The HTTPS listener that carries the agents' WebSockets.
     *
     * @param bindAddress IP literal
     * @param port TCP port, 0 picks a free one
     * @param identity TLS certificate and key
     * @param allowedOrigins exact origins ({@code https://host:port}) a browser may come from;
     *     empty means only the host the request names
     * @param allowedNetworks CIDR blocks that may connect; empty means all
     * @param pingIntervalMs WebSocket ping period, ms
     * @param resumeGraceMs how long a session outlives its socket, ms
     * @param requestTimeoutMs deadline of every request, ms
     * @param maxMessageBytes longest message accepted
     * @param proxies who may say for whom a connection speaks
     * @param connectionsPerAddress most connections of one address; a proxy of ours may have any
     *     number
     */
    public record AgentConfig(
            String bindAddress,
            int port,
            PemIdentity identity,
            List<String> allowedOrigins,
            List<String> allowedNetworks,
            int pingIntervalMs,
            int resumeGraceMs,
            int requestTimeoutMs,
            int maxMessageBytes,
            Proxies proxies,
            int connectionsPerAddress) {
        public AgentConfig {
            allowedOrigins = List.copyOf(allowedOrigins);
            allowedNetworks = List.copyOf(allowedNetworks);
        }
    }

    /**
     * The SIP listeners.
     *
     * @param bindAddress IP literal
     * @param advertisedAddress IP literal for Via and Contact
     * @param advertisedIpv6 IPv6 literal instead, for whoever is reached by IPv6; null when that is
     *     the same
     * @param udpTcpPort port for UDP and TCP, 0 picks a free one
     * @param tlsPort port for TLS, 0 picks a free one
     * @param identity TLS certificate and key
     * @param unknownPerSecond requests a second, per source address, that anybody unknown may have
     *     looked at before silence
     */
    public record SipConfig(
            String bindAddress,
            String advertisedAddress,
            @Nullable String advertisedIpv6,
            int udpTcpPort,
            int tlsPort,
            PemIdentity identity,
            int unknownPerSecond) {

        /** Reached at one address. */
        public SipConfig(
                String bindAddress,
                String advertisedAddress,
                int udpTcpPort,
                int tlsPort,
                PemIdentity identity,
                int unknownPerSecond) {
            this(
                    bindAddress,
                    advertisedAddress,
                    null,
                    udpTcpPort,
                    tlsPort,
                    identity,
                    unknownPerSecond);
        }
    }

    /** Where a trunk's packets travel. */
    public enum Exposure {
        /** The public internet: TLS and SRTP, or it cannot be configured (SEC-3). */
        PUBLIC,
        /** A private circuit by the operator's word: may be plain; logged and audited (SEC-4). */
        PRIVATE
    }

    /** SIP transport protocols. */
    public enum Transport {
        UDP,
        TCP,
        TLS,
        /** WebSockets of the HTTPS listener (RFC 7118): agents' phones, and never a trunk. */
        WSS;

        /** What a trunk may use. */
        public static final List<Transport> OF_TRUNKS = List.of(UDP, TCP, TLS);
    }

    /** Whether a trunk's audio is SRTP. */
    public enum MediaSecurity {
        REQUIRED,
        PREFERRED,
        NONE
    }

    /** Who may ask whom to transfer a call, by REFER. */
    public enum TransferDirection {
        /** The trunk asks us: we place calls, which cost money, because it says so. */
        INBOUND,
        /** We ask the trunk, which has to know how. */
        OUTBOUND
    }

    /**
     * One carrier or PBX.
     *
     * @param id unique within the gateway
     * @param transports what its requests may arrive by; the first is the one we use to reach it
     * @param host IP literal or host name we send INVITEs to; null when it only calls us
     * @param port where we send INVITEs; 0 has it looked up by SRV
     * @param networks CIDR blocks its requests come from; with {@code inboundUser} null they alone
     *     identify it
     * @param username what we answer its digest challenges with, or null
     * @param inboundUser what it must prove to us by digest, or null
     * @param mediaNetworks CIDR blocks its plain RTP may come from; empty: the address in its SDP
     * @param defaultCountry region (ISO 3166 alpha-2) for numbers without a country code
     * @param trustedCaPem what we trust when we call it over TLS: certificates of authorities, or
     *     its own certificate; null trusts the system's authorities
     * @param transfers who may ask whom to transfer a call; empty: nobody
     * @param service its turn among others, and its limits
     */
    public record TrunkConfig(
            String id,
            Tenant tenant,
            Exposure exposure,
            List<Transport> transports,
            MediaSecurity mediaSecurity,
            @Nullable String host,
            int port,
            List<String> networks,
            @Nullable Private username,
            @Nullable Private password,
            @Nullable Private inboundUser,
            @Nullable Private inboundPassword,
            List<String> mediaNetworks,
            String defaultCountry,
            @Nullable String trustedCaPem,
            Set<TransferDirection> transfers,
            TrunkService service) {
        public TrunkConfig {
            transfers = Set.copyOf(transfers);
            transports = List.copyOf(transports);
            networks = List.copyOf(networks);
            mediaNetworks = List.copyOf(mediaNetworks);
            if (transports.isEmpty()) {
                throw new IllegalArgumentException("trunk " + id + " needs a transport");
            }
            if (!Transport.OF_TRUNKS.containsAll(transports)) {
                throw new IllegalArgumentException(
                        "trunk " + id + ": WebSockets are for agents' phones");
            }
            if (exposure == Exposure.PUBLIC
                    && (!transports.equals(List.of(Transport.TLS))
                            || mediaSecurity != MediaSecurity.REQUIRED)) {
                throw new IllegalArgumentException(
                        "trunk "
                                + id
                                + " is public: its only transport must be TLS and its media security"
                                + " REQUIRED; declare exposure PRIVATE if it is a private circuit");
            }
        }
    }
}
