package dev.crosspoint.gateway.network;

import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sort of traffic that has to pass.
 *
 * @param what it is called in the configuration: a trunk's id, a URL's host; empty for what there
 *     is once
 * @param here our end
 * @param there the other end
 * @param isPrivateCircuit whether it may be plain by the operator's word (SEC-4), and so belongs on
 *     no public network
 * @param tenant whose it is; empty for what all share
 */
public record NetworkRule(
        Purpose purpose,
        String what,
        Direction direction,
        Protocol protocol,
        End here,
        End there,
        boolean isPrivateCircuit,
        Optional<Tenant> tenant) {

    /** What for. */
    public enum Purpose {
        /** Pages, API, event streams and WebSockets: HTTPS and WSS. */
        PAGES,
        /** Prometheus reads {@code /metrics}. */
        METRICS,
        /** Agents' audio: ICE, DTLS and SRTP. */
        BROWSER_AUDIO,
        /** Likewise, by way of the TURN server. */
        RELAYED_AUDIO,
        /** SIP of a trunk. */
        SIGNALING,
        /** RTP and RTCP of trunks; SRTP unless the trunk is a private circuit. */
        TRUNK_AUDIO,
        DATABASE,
        /** Where recordings are delivered. */
        STORAGE,
        /** The key service. */
        KEYS,
        /** Functions of flows. */
        WEBHOOK,
        /** Where people sign in who have no password here. */
        IDENTITY_PROVIDER,
        /** DNS, for peers that are named. */
        NAMES;

        /** As JSON has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Who sends first; answers have to come back. */
    public enum Direction {
        IN,
        OUT,
        BOTH;

        /** As JSON has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Below it all. */
    public enum Protocol {
        TCP,
        UDP
    }

    /**
     * One end.
     *
     * @param addresses IP literals, CIDR blocks or host names; empty for any
     * @param ports null for any
     */
    public record End(List<String> addresses, @Nullable Ports ports) {
        /** Anybody, from any port. */
        public static final End ANY = new End(List.of(), null);

        public End {
            addresses = List.copyOf(addresses);
        }

        /** One address. */
        public static End of(String address, @Nullable Ports ports) {
            return new End(List.of(address), ports);
        }
    }
}
