package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.sip.Account;
import dev.crosspoint.signaling.sip.Admission;
import dev.crosspoint.signaling.sip.ClientTrust;
import dev.crosspoint.signaling.sip.Destination;
import dev.crosspoint.signaling.sip.Registration;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which trunk a message comes from. Its source network says so; where several trunks share one, or
 * a trunk has none, the digest of its INVITE does. Strangers, and trunks on a transport they are
 * not allowed, get silence: an answer would tell a scanner that there is something, and over UDP
 * the source may be forged.
 */
final class TrunkBook implements Admission {

    private record Entry(
            TrunkConfig config, List<Network> networks, Peer peer, @Nullable ClientTrust clients) {
        boolean contains(InetAddress address) {
            return networks.stream().anyMatch(network -> network.contains(address));
        }
    }

    /** A contact of ours that a trunk has, and where it calls it from. */
    private record Contact(String trunk, InetAddress registrar) {}

    private List<Entry> entries;
    private final Map<String, Contact> contacts = new HashMap<>();
    private final TrunkStates states;
    private final Shedding shedding;
    private final TokenBuckets strangers;
    private final LongSupplier nowNanos;

    /**
     * @param unknownPerSecond what a source may ask a second while it has proven nothing
     * @throws IllegalArgumentException when a trunk's network is no CIDR block, or its authorities
     *     no certificates
     */
    TrunkBook(
            List<TrunkConfig> trunks,
            TrunkStates states,
            Shedding shedding,
            int unknownPerSecond,
            LongSupplier nowNanos) {
        this.states = states;
        this.shedding = shedding;
        this.entries = trunks.stream().map(TrunkBook::entry).toList();
        this.strangers = new TokenBuckets(unknownPerSecond, nowNanos.getAsLong());
        this.nowNanos = nowNanos;
    }

    /** Other passwords from now on, of the same trunks. */
    void renew(List<TrunkConfig> trunks) {
        entries = trunks.stream().map(TrunkBook::entry).toList();
    }

    private static Entry entry(TrunkConfig trunk) {
        return new Entry(
                trunk,
                trunk.networks().stream().map(Network::parse).toList(),
                new Peer(
                        trunk.id(),
                        account(trunk.inboundUser(), trunk.inboundPassword()),
                        trunk.transfers().contains(TransferDirection.INBOUND)),
                clients(trunk));
    }

    private static @Nullable ClientTrust clients(TrunkConfig trunk) {
        String pem = trunk.service().clientCaPem();
        return pem == null ? null : new ClientTrust(pem, trunk.host());
    }

    @Override
    public boolean asksForCertificates() {
        return entries.stream().anyMatch(entry -> entry.clients() != null);
    }

    @Override
    public boolean proves(Peer peer, List<X509Certificate> chain) {
        return entries.stream()
                .filter(entry -> entry.peer().id().equals(peer.id()))
                .map(Entry::clients)
                .allMatch(clients -> clients == null || clients.accepts(chain));
    }

    private static @Nullable Account account(@Nullable Private user, @Nullable Private password) {
        return user == null || password == null ? null : new Account(user, password);
    }

    Optional<TrunkConfig> find(String trunk) {
        return entries.stream().map(Entry::config).filter(t -> t.id().equals(trunk)).findFirst();
    }

    List<TrunkConfig> all() {
        return entries.stream().map(Entry::config).toList();
    }

    /** Who a trunk is to the endpoint. */
    Peer peer(TrunkConfig trunk) {
        return entries.stream()
                .filter(entry -> entry.config().id().equals(trunk.id()))
                .map(Entry::peer)
                .findFirst()
                .orElseThrow();
    }

    /** Where its calls go; empty when it only calls us. */
    static Optional<Destination> destination(TrunkConfig trunk) {
        String host = trunk.host();
        return host == null
                ? Optional.empty()
                : Optional.of(
                        new Destination(
                                trunk.transports().getFirst(),
                                host,
                                trunk.port(),
                                account(trunk.username(), trunk.password()),
                                trunk.trustedCaPem()));
    }

    /** A trunk calls that contact from there, from now on; null when it does not any more. */
    void registered(String trunk, String contactUser, @Nullable InetAddress registrar) {
        if (registrar == null) {
            contacts.remove(contactUser);
        } else {
            contacts.put(contactUser, new Contact(trunk, registrar));
        }
    }

    @Override
    public Optional<Peer> registered(String contactUser, Transport transport, String address) {
        Contact contact = contacts.get(contactUser);
        if (contact == null) {
            return Optional.empty();
        }
        InetAddress source = InetAddress.ofLiteral(address);
        return entries.stream()
                .filter(e -> e.config().id().equals(contact.trunk()))
                .filter(e -> e.config().transports().contains(transport))
                .filter(e -> contact.registrar().equals(source) || e.contains(source))
                .map(Entry::peer)
                .findFirst();
    }

    private boolean isRegisteredAt(Entry entry, InetAddress source) {
        return contacts.values().stream()
                .anyMatch(contact ->
                        contact.trunk().equals(entry.config().id())
                                && contact.registrar().equals(source));
    }

    @Override
    public boolean mayBe(Peer peer, Transport transport, String address) {
        InetAddress source = InetAddress.ofLiteral(address);
        return entries.stream()
                .filter(e -> e.peer().id().equals(peer.id()))
                .filter(e -> e.config().transports().contains(transport))
                .anyMatch(e -> e.contains(source) || isRegisteredAt(e, source));
    }

    @Override
    public boolean takesCall(Peer peer) {
        return !shedding.refuses() && states.of(peer.id()).takes(nowNanos.getAsLong());
    }

    /** What is to be registered there; empty for nothing. */
    static Optional<Registration.Wanted> registration(TrunkConfig trunk) {
        var wanted = trunk.service().registration();
        return wanted == null
                ? Optional.empty()
                : destination(trunk)
                        .map(to ->
                                new Registration.Wanted(
                                        to, wanted.user(), wanted.domain(), wanted.seconds()));
    }

    @Override
    public Verdict judge(Transport transport, String address) {
        InetAddress source = InetAddress.ofLiteral(address);
        List<Entry> there =
                entries.stream()
                        .filter(e -> e.contains(source) || isRegisteredAt(e, source))
                        .toList();
        if (there.isEmpty()) {
            return stranger(transport, source);
        }
        List<Entry> allowed =
                there.stream().filter(e -> e.config().transports().contains(transport)).toList();
        if (allowed.isEmpty()) {
            return new Verdict.Silence(DropCause.FORBIDDEN_TRANSPORT);
        }
        // A network says whose calls come from there. Those of accounts that are only registered
        // there are told by the contact that is called, and so are those among them.
        boolean byNetwork = there.stream().anyMatch(e -> e.contains(source));
        if (!byNetwork && allowed.size() == 1) {
            return new Verdict.Known(allowed.getFirst().peer());
        }
        List<Peer> ofNetwork =
                allowed.stream().filter(e -> e.contains(source)).map(Entry::peer).toList();
        boolean isProof = !ofNetwork.isEmpty() && ofNetwork.getFirst().inbound() == null;
        return isProof || (ofNetwork.size() == 1 && allowed.size() == 1)
                ? new Verdict.Known(ofNetwork.getFirst())
                : new Verdict.Claimant(allowed.stream().map(Entry::peer).toList());
    }

    private Verdict stranger(Transport transport, InetAddress source) {
        List<Peer> anywhere =
                entries.stream()
                        .filter(e -> e.networks().isEmpty() && e.peer().inbound() != null)
                        .filter(e -> e.config().transports().contains(transport))
                        .map(Entry::peer)
                        .toList();
        if (anywhere.isEmpty()) {
            return new Verdict.Silence(DropCause.UNKNOWN_SOURCE);
        }
        return strangers.take(source, nowNanos.getAsLong())
                ? new Verdict.Claimant(anywhere)
                : new Verdict.Silence(DropCause.RATE_LIMIT);
    }
}
