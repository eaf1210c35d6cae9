package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.aws.AwsAccess;
import dev.crosspoint.gateway.network.NetworkRule;
import dev.crosspoint.gateway.network.NetworkRule.Direction;
import dev.crosspoint.gateway.network.NetworkRule.End;
import dev.crosspoint.gateway.network.NetworkRule.Protocol;
import dev.crosspoint.gateway.network.NetworkRule.Purpose;
import dev.crosspoint.gateway.network.NetworkRules;
import dev.crosspoint.gateway.network.Ports;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the configuration to what its networks have to let pass. Pure. */
final class NetworkNeeds {
    private static final int HTTPS = 443;

    private final GatewayConfig config;
    private final Opened opened;
    private final List<NetworkRule> rules = new ArrayList<>();

    /**
     * Ports as they are open; 0 where that is not known.
     *
     * @param udpTcp of SIP
     * @param tls of SIP
     */
    record Opened(int https, int udpTcp, int tls) {
        /** Those of a gateway that does not run. */
        static Opened configured(GatewayConfig config) {
            return new Opened(
                    config.https().port(), config.sip().udpTcpPort(), config.sip().tlsPort());
        }
    }

    private NetworkNeeds(GatewayConfig config, Opened opened) {
        this.config = config;
        this.opened = opened;
    }

    /**
     * All of them.
     *
     * @param trunks those of the configuration, or of the demo
     */
    static NetworkRules of(GatewayConfig config, List<TrunkConfig> trunks, Opened opened) {
        var needs = new NetworkNeeds(config, opened);
        needs.pages();
        needs.browserAudio();
        needs.relays();
        trunks.forEach(needs::trunk);
        needs.database();
        config.tenants().forEach(needs::tenant);
        return new NetworkRules(needs.rules).withNames();
    }

    private void pages() {
        var here = at(config.https().bindAddress(), ports(opened.https()));
        for (var entry : config.tenants()) {
            var of = config.tenants().size() == 1 ? null : entry.tenant();
            var there = new End(clients(entry), null);
            add(Purpose.PAGES, "", Direction.IN, Protocol.TCP, here, there, false, of);
        }
        var scrapers = new End(config.https().metricsNetworks(), null);
        add(Purpose.METRICS, "", Direction.IN, Protocol.TCP, here, scrapers, false, null);
    }

    /** People come by the proxies, if there are any. */
    private List<String> clients(TenantEntry entry) {
        var proxies = config.https().proxies().networks();
        return proxies.isEmpty() ? entry.access().networks() : proxies;
    }

    private void browserAudio() {
        var here = browserPorts();
        for (var entry : config.tenants()) {
            var of = config.tenants().size() == 1 ? null : entry.tenant();
            var there = new End(entry.access().networks(), null);
            add(Purpose.BROWSER_AUDIO, "", Direction.BOTH, Protocol.UDP, here, there, false, of);
            if (config.media().browserTcp()) {
                add(Purpose.BROWSER_AUDIO, "", Direction.IN, Protocol.TCP, here, there, false, of);
            }
        }
    }

    /** What a relay sends comes from its own address, and from any port. */
    private void relays() {
        if (config.turn() != null) {
            for (var url : config.turn().urls()) {
                var there = End.of(host(url), null);
                var here = browserPorts();
                add(
                        Purpose.RELAYED_AUDIO,
                        "",
                        Direction.BOTH,
                        Protocol.UDP,
                        here,
                        there,
                        false,
                        null);
            }
        }
    }

    private End browserPorts() {
        var media = config.media();
        int first = media.browserPort();
        var ports = first == 0 ? null : new Ports(first, first + media.loops() - 1);
        return new End(media.advertisedAddresses(), ports);
    }

    /** That of a TURN URL, as the configuration's reader takes them. */
    private static String host(String url) {
        return url.replaceFirst("^turns?:", "")
                .replaceFirst("\\?.*$", "")
                .replaceFirst("^\\[(.*)\\].*$|^([^:]*):[0-9]+$", "$1$2");
    }

    private void trunk(TrunkConfig trunk) {
        boolean isPrivate = trunk.exposure() == Exposure.PRIVATE;
        for (var transport : trunk.transports()) {
            var here = sip(port(transport));
            var there = new End(trunk.networks(), null);
            add(
                    Purpose.SIGNALING,
                    trunk.id(),
                    Direction.IN,
                    protocol(transport),
                    here,
                    there,
                    isPrivate,
                    trunk.tenant());
        }
        var host = trunk.host();
        if (host != null) {
            var transport = trunk.transports().getFirst();
            // UDP leaves from the port that it arrives at; a connection from any.
            var from = transport == Transport.UDP ? port(transport) : null;
            add(
                    Purpose.SIGNALING,
                    trunk.id(),
                    Direction.OUT,
                    protocol(transport),
                    sip(from),
                    End.of(host, Ports.of(calledPort(trunk))),
                    isPrivate,
                    trunk.tenant());
        }
        var media = config.media();
        add(
                Purpose.TRUNK_AUDIO,
                trunk.id(),
                Direction.BOTH,
                Protocol.UDP,
                new End(
                        media.advertisedAddresses(),
                        new Ports(media.trunkPortLow(), media.trunkPortHigh())),
                new End(trunk.mediaNetworks(), null),
                trunk.mediaSecurity() != MediaSecurity.REQUIRED,
                trunk.tenant());
    }

    private End sip(@Nullable Ports ports) {
        var addresses = new ArrayList<>(List.of(config.sip().advertisedAddress()));
        var ipv6 = config.sip().advertisedIpv6();
        if (ipv6 != null) {
            addresses.add(ipv6);
        }
        return new End(addresses, ports);
    }

    private void database() {
        var server = config.database().server();
        if (server != null) {
            out(Purpose.DATABASE, server.database(), server.host(), server.port(), null);
        }
    }

    private void tenant(TenantEntry entry) {
        var tenant = entry.tenant();
        for (var delivery : entry.recording().deliveries()) {
            var bucket = delivery.bucket();
            if (bucket != null) {
                var host = "s3." + bucket.access().region() + ".amazonaws.com";
                aws(
                        Purpose.STORAGE,
                        bucket.bucket(),
                        bucket.access(),
                        bucket.pathStyle() ? host : bucket.bucket() + "." + host,
                        tenant);
            }
        }
        var keys = new ArrayList<>(entry.keys().former());
        if (entry.keys().current() != null) {
            keys.addFirst(entry.keys().current());
        }
        for (var key : keys) {
            var host = "kms." + key.access().region() + ".amazonaws.com";
            aws(Purpose.KEYS, "", key.access(), host, tenant);
        }
        var asked = new LinkedHashSet<String>();
        for (var url : entry.webhooks().allowed()) {
            if (asked.add(url.host() + ":" + url.port())) {
                out(Purpose.WEBHOOK, url.host(), url.host(), url.port(), tenant);
            }
        }
        var provider = entry.signInProvider();
        if (provider != null) {
            var issuer = provider.issuer();
            int usual = "http".equals(issuer.getScheme()) ? 80 : HTTPS;
            out(
                    Purpose.IDENTITY_PROVIDER,
                    provider.name(),
                    issuer.getHost(),
                    issuer.getPort() < 0 ? usual : issuer.getPort(),
                    tenant);
        }
    }

    private void aws(
            Purpose purpose, String what, AwsAccess access, String regional, Tenant tenant) {
        URI endpoint = access.endpoint();
        if (endpoint == null) {
            out(purpose, what, regional, HTTPS, tenant);
        } else {
            int usual = "http".equals(endpoint.getScheme()) ? 80 : HTTPS;
            var host = Objects.requireNonNullElse(endpoint.getHost(), regional);
            out(purpose, what, host, endpoint.getPort() < 0 ? usual : endpoint.getPort(), tenant);
        }
    }

    private void out(Purpose purpose, String what, String host, int port, @Nullable Tenant tenant) {
        var there = End.of(host, Ports.of(port));
        add(purpose, what, Direction.OUT, Protocol.TCP, End.ANY, there, false, tenant);
    }

    private void add(
            Purpose purpose,
            String what,
            Direction direction,
            Protocol protocol,
            End here,
            End there,
            boolean isPrivateCircuit,
            @Nullable Tenant tenant) {
        var rule =
                new NetworkRule(
                        purpose,
                        what,
                        direction,
                        protocol,
                        here,
                        there,
                        isPrivateCircuit,
                        Optional.ofNullable(tenant));
        // Two tenants, or two keys, may need the same.
        if (!rules.contains(rule)) {
            rules.add(rule);
        }
    }

    private @Nullable Ports port(Transport transport) {
        return ports(
                switch (transport) {
                    case UDP, TCP -> opened.udpTcp();
                    case TLS -> opened.tls();
                    case WSS -> opened.https();
                });
    }

    private static @Nullable Ports ports(int port) {
        return port < 1 ? null : Ports.of(port);
    }

    private static Protocol protocol(Transport transport) {
        return switch (transport) {
            case UDP -> Protocol.UDP;
            case TCP, TLS, WSS -> Protocol.TCP;
        };
    }

    /** An address to listen on; the wildcard stands for all that the machine has. */
    private static End at(String bindAddress, @Nullable Ports ports) {
        return InetAddress.ofLiteral(bindAddress).isAnyLocalAddress()
                ? new End(List.of(), ports)
                : End.of(bindAddress, ports);
    }

    /** Without one, the usual: SRV records may name another, which is not known here. */
    private static int calledPort(TrunkConfig trunk) {
        return trunk.port() > 0
                ? trunk.port()
                : trunk.transports().getFirst() == Transport.TLS ? 5061 : 5060;
    }
}
