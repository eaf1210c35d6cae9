package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The smallest gateway there can be talk with: one agent, and customers who call in by sipp on a
 * private circuit. For tests of how agents are reached, which want it configured in their own way.
 */
final class Outpost implements AutoCloseable {
    private static final List<Integer> TONES = List.of(Rig.AGENT_HZ, Rig.CUSTOMER_HZ, Rig.MUSIC_HZ);

    /** RTP and RTCP of two calls. */
    private static final int TRUNK_PORTS = 4;

    private final Path folder;
    private final int httpsPort = FreePorts.one();
    private final int sipPort = FreePorts.one();
    private final int browserPort = FreePorts.one();
    private final int trunkPort = FreePorts.row(TRUNK_PORTS);
    private final Browsers browsers;
    private final GatewayProcess gateway;
    private final List<SippCustomer> customers = new ArrayList<>();

    /**
     * How this one is configured.
     *
     * @param media addresses of media, members of a YAML mapping
     * @param listeners where HTTPS and SIP listen
     * @param more further sections of the configuration, YAML
     */
    record Setup(String media, Listeners listeners, String more) {
        Setup(String media, String more) {
            this(media, Listeners.IPV4, more);
        }

        /** As machines are that have one address. */
        static Setup usual(String more) {
            return new Setup("advertisedAddress: " + Peers.address(), more);
        }
    }

    /** Members of YAML mappings. */
    enum Listeners {
        IPV4("", "bindAddress: 127.0.0.1, advertisedAddress: 127.0.0.1"),
        /** At all addresses; SIP is told to be on loopback, of either family. */
        DUAL_STACK(
                ", bindAddress: \"::\"",
                "bindAddress: \"::\", advertisedAddress: 127.0.0.1, advertisedIpv6: \"::1\"");

        private final String https;
        private final String sip;

        Listeners(String https, String sip) {
            this.https = https;
            this.sip = sip;
        }
    }

    private Outpost(Path folder, Setup setup) throws Exception {
        this.folder = folder;
        this.gateway =
                GatewayProcess.start(
                        Files.createDirectories(folder.resolve("gateway")), yaml(setup));
        this.browsers = Browsers.of(Peers.require("chromium"), false);
    }

    static Outpost start(Path folder, Setup setup) throws Exception {
        return new Outpost(folder, setup);
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** Where the agent's page is. */
    String url() {
        return "https://127.0.0.1:" + httpsPort + "/";
    }

    /** Where agents' audio is bound, UDP. */
    Set<Integer> browserPorts() {
        return Set.of(browserPort);
    }

    /** Where all audio is bound, UDP. */
    Set<Integer> mediaPorts() {
        return Stream.concat(browserPorts().stream(), trunkPorts().stream())
                .collect(Collectors.toSet());
    }

    /** Where customers' audio is bound, UDP. */
    Set<Integer> trunkPorts() {
        return IntStream.range(trunkPort, trunkPort + TRUNK_PORTS)
                .boxed()
                .collect(Collectors.toSet());
    }

    /**
     * The agent's page in a Chromium of its own, signed in and available.
     *
     * @param script run in the page before its own
     */
    AgentPage page(String script) throws IOException {
        return page(url(), script);
    }

    /** Likewise, by another of the gateway's addresses. */
    AgentPage page(String url, String script) throws IOException {
        var microphone = Wav.tone(folder.resolve("microphone.wav"), 48_000, 1, Rig.AGENT_HZ, 2);
        var page = browsers.open(microphone, url, TONES, script);
        page.signIn(Rig.AGENT, Rig.PASSWORD);
        page.recover();
        return page;
    }

    /** A customer calls in from 127.0.0.1, and stays until the gateway hangs up. */
    SippCustomer call() throws IOException {
        return call("127.0.0.1");
    }

    /** A customer calls in from an address of loopback, where it looks for the gateway too. */
    SippCustomer call(String address) throws IOException {
        var ear = RtpProbe.open(address, Rig.CUSTOMER_HZ);
        var sipp =
                Sipp.call(
                        folder.resolve("sipp-" + customers.size()),
                        "u1",
                        address,
                        sipPort,
                        Rig.CUSTOMER,
                        Rig.DIALLED,
                        ear,
                        Sipp.Ending.WAITS_FOR_BYE);
        var customer = new SippCustomer(ear, sipp);
        customers.add(customer);
        return customer;
    }

    int httpsPort() {
        return httpsPort;
    }

    /** What the gateway shows to Prometheus. */
    Metrics metrics() throws IOException {
        return Metrics.of(httpsPort);
    }

    @Override
    public void close() {
        try (gateway;
                browsers) {
            customers.forEach(SippCustomer::close);
        }
    }

    private String yaml(Setup setup) throws IOException {
        Path flows = Files.createDirectories(folder.resolve("flows"));
        Files.writeString(
                flows.resolve("inbound.json"),
                RigSettings.resource("inbound.json").formatted(Rig.ATTRIBUTE));
        Files.writeString(flows.resolve("mapping.yaml"), "queues: { service: service }\n");
        return """
        home: home
        https: { port: %d%s }
        sip: { udpTcpPort: %d, tlsPort: 0, %s }
        media: { loops: 1, %s, browserPort: %d, trunkPortLow: %d, trunkPortHigh: %d, portQuarantineMs: 0 }
        calls: { ringSeconds: 20, holdMusic: %s }
        tenants:
          - account: acme
            instance: test
            defaultCountry: DE
            flows: %s
            numbers: [{ trunk: circuit, number: "*", flow: inbound }]
            afterContactSeconds: 0
            queues: [{ id: service, name: Service }]
            agents: [{ id: %s, name: %s, queues: [service], passwordHash: "%s" }]
        trunks:
          - id: circuit
            exposure: private
            transports: [udp]
            mediaSecurity: none
            networks: [127.0.0.1/32, "::1/128"]
            defaultCountry: DE
        %s
        """
                .formatted(
                        httpsPort,
                        setup.listeners().https,
                        sipPort,
                        setup.listeners().sip,
                        setup.media(),
                        browserPort,
                        trunkPort,
                        trunkPort + TRUNK_PORTS - 1,
                        Wav.tone(folder.resolve("music.wav"), 8000, 1, Rig.MUSIC_HZ, 10),
                        flows,
                        Rig.AGENT,
                        Rig.AGENT_NAME,
                        PasswordHash.of(Rig.PASSWORD).value(),
                        setup.more());
    }
}
