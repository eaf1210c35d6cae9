package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.peer.Baresip;
import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.gateway.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with agents, a browser for each whom a test asks for, and two trunks: {@code phones},
 * TLS and SRTP, is where baresip lives; {@code circuit}, a private one without encryption, where
 * sipp does.
 */
final class Rig implements AutoCloseable {
    static final String AGENT = "alice";

    /** What colleagues call the agent. */
    static final String AGENT_NAME = "Alberta Vogelsang";

    static final String PASSWORD = "correct horse";

    /** What the agent says, Hz. */
    static final int AGENT_HZ = 440;

    /** Colleagues, who serve no queue. */
    static final String BOB = "bob";

    static final String BOB_NAME = "Bartholomew Kasten";
    static final int BOB_HZ = 620;
    static final String CAROL = "carol";
    static final String CAROL_NAME = "Carolina Dorn";
    static final int CAROL_HZ = 770;

    /** What whoever is on hold, or waits in the queue, hears, Hz. */
    static final int MUSIC_HZ = 1730;

    /** baresip hangs up at the end of its file. */
    private static final int VOICE_SECONDS = 120;

    /** What the customer says, Hz. */
    static final int CUSTOMER_HZ = 1000;

    /** The customer, as the agent dials and as logs must not show. */
    static final String CUSTOMER = "+4930901820";

    /** What the customer's phone shows as its owner. */
    static final String CUSTOMER_NAME = "Wilhelmina Quast";

    /** What the flow finds out about the customer. */
    static final String ATTRIBUTE = "Quittenkompott";

    private static final List<Integer> TONES =
            List.of(AGENT_HZ, BOB_HZ, CAROL_HZ, CUSTOMER_HZ, MUSIC_HZ);

    private static final Map<String, Integer> MICROPHONES =
            Map.of(AGENT, AGENT_HZ, BOB, BOB_HZ, CAROL, CAROL_HZ);

    /** Our own number. */
    static final String DIALLED = "+4930555001";

    private final Path folder;
    private final String address = Peers.address();
    private final int httpsPort = FreePorts.one();
    private final int sipPort = FreePorts.one();
    private final int sipTlsPort = FreePorts.one();
    private final Baresip baresip;
    private final GatewayProcess gateway;
    private final TcpProxy proxy;
    private final Map<String, AgentPage> pages = new HashMap<>();
    private @Nullable Browsers browsers;
    private int calls;

    private Rig(Path folder, String codecs) throws Exception {
        this.folder = folder;
        Path certificate = certificate();
        this.baresip =
                Baresip.start(
                        Files.createDirectories(folder.resolve("baresip")),
                        new Baresip.Setup(
                                CUSTOMER_NAME,
                                "srtp-mand",
                                "PCMU",
                                certificate,
                                List.of(
                                        new Baresip.Line(
                                                CUSTOMER,
                                                Wav.tone(
                                                        folder.resolve("customer.wav"),
                                                        8000,
                                                        1,
                                                        CUSTOMER_HZ,
                                                        VOICE_SECONDS),
                                                true))));
        this.gateway =
                GatewayProcess.start(
                        Files.createDirectories(folder.resolve("gateway")), yaml(codecs));
        this.proxy = TcpProxy.to(httpsPort);
    }

    /**
     * Starts everything.
     *
     * @param codecs {@code quality} or {@code capacity}
     */
    static Rig start(Path folder, String codecs) throws Exception {
        return new Rig(folder, codecs);
    }

    /** The page of the agent who serves the queue. */
    AgentPage page() {
        return page(AGENT);
    }

    /** An agent's page, in a browser of its own that is opened when it is first asked for. */
    AgentPage page(String agent) {
        return pages.computeIfAbsent(agent, this::open);
    }

    private AgentPage open(String agent) {
        try {
            var opened = browsers == null ? Browsers.of(Peers.require("chromium")) : browsers;
            browsers = opened;
            int hz = requireNonNull(MICROPHONES.get(agent));
            var microphone = Wav.tone(folder.resolve(agent + ".wav"), 48_000, 1, hz, 2);
            return opened.open(microphone, "https://127.0.0.1:" + proxy.port() + "/", TONES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a telephone hears exactly these of all tones in the tests. */
    static void awaitHears(Ear telephone, Integer... hz) throws InterruptedException {
        var present = List.of(hz);
        telephone.awaitTones(
                present, TONES.stream().filter(tone -> !present.contains(tone)).toList());
    }

    /** The page of a colleague, signed in, idle and available whatever the test before has left. */
    AgentPage colleague(String agent) {
        boolean known = pages.containsKey(agent);
        var page = page(agent);
        if (!known) {
            page.signIn(agent, PASSWORD);
        }
        page.recover();
        return page;
    }

    Baresip baresip() {
        return baresip;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** What the gateway keeps. */
    Path home() {
        return folder.resolve("gateway").resolve("home");
    }

    TcpProxy proxy() {
        return proxy;
    }

    int httpsPort() {
        return httpsPort;
    }

    /** Lets baresip call in over TLS with SRTP. */
    void callFromBaresip() {
        baresip.dial("sip:" + DIALLED + "@" + address + ":" + sipTlsPort + ";transport=tls");
    }

    /** Lets sipp call in on the private circuit. */
    Sipp callFromSipp(String transport, RtpProbe audio, Sipp.Ending ending, int talkMs)
            throws IOException {
        return Sipp.call(
                folder.resolve("sipp-" + calls++),
                transport,
                "127.0.0.1",
                sipPort,
                CUSTOMER,
                DIALLED,
                audio,
                ending,
                talkMs);
    }

    @Override
    public void close() throws IOException {
        try (gateway;
                baresip;
                proxy) {
            if (browsers != null) {
                browsers.close();
            }
        }
    }

    private Path certificate() throws IOException {
        var identity = TlsIdentity.selfSigned(List.of(address), Instant.now(), new SecureRandom());
        Files.writeString(folder.resolve("phone-ca.pem"), identity.certificatePem());
        return Files.writeString(
                folder.resolve("phone.pem"), identity.certificatePem() + identity.keyPem());
    }

    private String yaml(String codecs) throws IOException {
        Path flows = Files.createDirectories(folder.resolve("flows"));
        Files.writeString(
                flows.resolve("inbound.json"), resource("inbound.json").formatted(ATTRIBUTE));
        var hash = PasswordHash.of(PASSWORD).value();
        Files.writeString(flows.resolve("mapping.yaml"), "queues: { service: service }\n");
        return """
        home: home
        https: { port: %d, resumeGraceMs: 20000 }
        sip: { udpTcpPort: %d, tlsPort: %d, advertisedAddress: %s }
        media: { advertisedAddress: %s, browserPort: 0, trunkPortLow: 31000, trunkPortHigh: 31999 }
        calls: { ringSeconds: 20, codecs: %s, holdMusic: %s }
        tenants:
          - account: acme
            instance: test
            defaultCountry: DE
            codecs: %s
            outboundTrunk: phones
            callerId: "%s"
            flows: %s
            numbers:
              - { trunk: phones, number: "*", flow: inbound }
              - { trunk: circuit, number: "*", flow: inbound }
            queues:
              - { id: service, name: Service }
            agents:
              - { id: %s, name: %s, queues: [service], passwordHash: "%s" }
              - { id: %s, name: %s, passwordHash: "%s" }
              - { id: %s, name: %s, passwordHash: "%s" }
        trunks:
          - id: phones
            exposure: public
            transports: [tls]
            mediaSecurity: required
            host: %s
            port: %d
            networks: [%s/32]
            trustedCaFile: %s
            defaultCountry: DE
          - id: circuit
            exposure: private
            transports: [udp, tcp]
            mediaSecurity: none
            networks: [127.0.0.1/32]
            defaultCountry: DE
        """
                .formatted(
                        httpsPort,
                        sipPort,
                        sipTlsPort,
                        address,
                        address,
                        codecs.equals("quality") ? "capacity" : "quality",
                        Wav.tone(folder.resolve("music.wav"), 8000, 1, MUSIC_HZ, 10),
                        codecs,
                        DIALLED,
                        flows,
                        AGENT,
                        AGENT_NAME,
                        hash,
                        BOB,
                        BOB_NAME,
                        hash,
                        CAROL,
                        CAROL_NAME,
                        hash,
                        address,
                        baresip.sipPort() + 1,
                        address,
                        folder.resolve("phone-ca.pem"));
    }

    private static String resource(String name) throws IOException {
        try (var in = Rig.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no test resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
