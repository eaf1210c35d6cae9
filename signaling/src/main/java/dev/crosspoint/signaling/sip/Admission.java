package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who is heard, before a byte of a message is interpreted. */
public interface Admission {

    /**
     * Somebody we know.
     *
     * @param id ours, safe to log
     * @param inbound what it must prove by digest before a call, or null when its address is proof
     *     enough
     * @param mayRefer whether it may have us call others by REFER
     */
    record Peer(String id, @Nullable Account inbound, boolean mayRefer) {}

    /** What happens to a message of this source. */
    sealed interface Verdict {
        /** It is this peer, which still may have to prove itself. */
        record Known(Peer peer) implements Verdict {}

        /** It may be one of these, if its INVITE proves so; nothing else of it is heard. */
        record Claimant(List<Peer> candidates) implements Verdict {
            public Claimant {
                candidates = List.copyOf(candidates);
            }
        }

        /** It gets no answer at all. */
        record Silence(DropCause cause) implements Verdict {}
    }

    /**
     * Judges a message, or a new connection.
     *
     * @param address IP literal it came from
     */
    Verdict judge(Transport transport, String address);

    /**
     * Whether this is one of those whose messages may come from there; several may share a source.
     *
     * @param address IP literal it came from
     */
    default boolean mayBe(Peer peer, Transport transport, String address) {
        return judge(transport, address) instanceof Verdict.Known(Peer known)
                && known.id().equals(peer.id());
    }

    /**
     * Whether somebody known may have one more call now. Asked once for each that comes in, right
     * before it is told of; when not, it is told to try later.
     */
    default boolean takesCall(Peer peer) {
        return true;
    }

    /** Whether anybody has to show a certificate who connects to us by TLS. */
    default boolean asksForCertificates() {
        return false;
    }

    /**
     * Whether what somebody has shown who connected to us is enough for who it is by its address.
     *
     * @param chain its certificate and those above it; empty when it has shown none
     */
    default boolean proves(Peer peer, List<X509Certificate> chain) {
        return true;
    }

    /**
     * Who calls a contact that we have registered; empty when that is none, or when the registrar
     * is somewhere else.
     *
     * @param contactUser user part of the Request-URI
     * @param address IP literal it came from
     */
    default Optional<Peer> registered(String contactUser, Transport transport, String address) {
        return Optional.empty();
    }

    /**
     * The same of a message that came by a flow; only those of WebSockets are more than an address.
     */
    default Verdict judge(Transport transport, InetSocketAddress from) {
        return judge(transport, from.getAddress().getHostAddress());
    }

    /** Who takes REGISTER; empty when nobody does. */
    default Optional<Registrar> registrar() {
        return Optional.empty();
    }

    /** Hears everybody as one peer: for user agents in tests and demonstrations. */
    static Admission ofEverybody(Peer peer) {
        var known = new Verdict.Known(peer);
        return (_, _) -> known;
    }
}
