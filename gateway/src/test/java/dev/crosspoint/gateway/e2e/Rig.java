package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.peer.Baresip;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.gateway.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with one agent, a browser for those tests that ask for it, and two trunks: {@code
 * phones}, TLS and SRTP, is where baresip lives; {@code circuit}, a private one without encryption,
 * where sipp does.
 */
final class Rig implements AutoCloseable {
    static final String AGENT = "alice";

    /** What colleagues call the agent. */
    static final String AGENT_NAME = "Alberta Vogelsang";

    static final String PASSWORD = "correct horse";

    /** What the agent says, Hz. */
    static final int AGENT_HZ = 440;

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
    private final Path microphone;
    private @Nullable AgentPage page;
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
        this.microphone = Wav.tone(folder.resolve("agent.wav"), 48_000, 1, AGENT_HZ, 2);
    }

    /**
     * Starts everything.
     *
     * @param codecs {@code quality} or {@code capacity}
     */
    static Rig start(Path folder, String codecs) throws Exception {
        return new Rig(folder, codecs);
    }

    /** The agent's browser, opened when it is first asked for. */
    AgentPage page() {
        AgentPage open = page;
        if (open == null) {
            open =
                    AgentPage.open(
                            Peers.require("chromium"),
                            microphone,
                            "https://127.0.0.1:" + proxy.port() + "/");
            page = open;
        }
        return open;
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
            AgentPage open = page;
            if (open != null) {
                open.close();
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
        Files.writeString(flows.resolve("mapping.yaml"), "queues: { service: service }\n");
        return """
        home: home
        https: { port: %d, resumeGraceMs: 20000 }
        sip: { udpTcpPort: %d, tlsPort: %d, advertisedAddress: %s }
        media: { advertisedAddress: %s, browserPort: 0, trunkPortLow: 31000, trunkPortHigh: 31999 }
        calls: { ringSeconds: 20, codecs: %s }
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
                        codecs,
                        DIALLED,
                        flows,
                        AGENT,
                        AGENT_NAME,
                        PasswordHash.of(PASSWORD).value(),
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
