package dev.crosspoint.signaling.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a far end shows whoever looks at it from where we are.
 *
 * @param looks one at each of its addresses, in the order in which they would be tried
 * @param notFound why it has none; empty when it has
 */
public record Sighting(List<Look> looks, String notFound) {
    public Sighting {
        looks = List.copyOf(looks);
    }

    /** It has no address. */
    public static Sighting nowhere(String why) {
        return new Sighting(List.of(), why);
    }

    /**
     * At one address.
     *
     * @param door whether a connection came about; of UDP, whether anything came back
     * @param certificate what it showed; null where it is not TLS, or did not come so far
     * @param reply to OPTIONS; null when there was none
     */
    public record Look(
            InetSocketAddress address,
            Door door,
            @Nullable Certificate certificate,
            @Nullable Reply reply) {}

    /** What became of a first packet. */
    public enum Door {
        /** Somebody is there. */
        OPEN,
        /** The machine is there, and nobody listens. */
        REFUSED,
        /** Nothing came back. */
        SILENT,
        /** The network says that there is no way. */
        NO_WAY
    }

    /**
     * A TLS handshake.
     *
     * @param names DNS names and IP addresses of the certificate; empty when none came
     * @param issuer distinguished name of who has issued it
     * @param notBefore of the certificate that is the trouble, else of the first
     * @param notAfter likewise
     * @param asksForOurs whether we had to show one
     */
    public record Certificate(
            Trouble trouble,
            List<String> names,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            boolean asksForOurs) {
        public Certificate {
            names = List.copyOf(names);
        }
    }

    /** Why there is no connection by TLS; the first that applies. */
    public enum Trouble {
        NONE,
        /** What came back is not TLS. */
        NOT_TLS,
        /** No version or cipher suite in common. */
        NOTHING_IN_COMMON,
        /** It does not take our certificate, or wants one and we have none. */
        OURS_REFUSED,
        /** The handshake came to no end. */
        BROKEN,
        EXPIRED,
        NOT_YET_VALID,
        /** It does not chain to what is trusted. */
        UNTRUSTED,
        /** It is good, and somebody else's. */
        WRONG_NAME
    }

    /**
     * The answer to OPTIONS.
     *
     * @param allow methods; empty when it does not say
     * @param accept media types, likewise
     * @param supported option tags, likewise
     * @param server what it calls itself; empty when it does not
     * @param date its clock; null when it does not say
     * @param at ours at that moment
     * @param seenAs our address as it saw it (RFC 3581); null when it does not say
     */
    public record Reply(
            int status,
            Set<String> allow,
            Set<String> accept,
            Set<String> supported,
            String server,
            @Nullable Instant date,
            Instant at,
            @Nullable InetAddress seenAs) {
        public Reply {
            allow = Set.copyOf(allow);
            accept = Set.copyOf(accept);
            supported = Set.copyOf(supported);
        }
    }
}
