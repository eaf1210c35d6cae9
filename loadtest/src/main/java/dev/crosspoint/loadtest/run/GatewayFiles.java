package dev.crosspoint.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.loadtest.phone.SipTransport;
import dev.crosspoint.media.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The configuration of a gateway that is there to be loaded: one tenant, many agents who all serve
 * one queue, a private trunk on the loopback interface.
 */
final class GatewayFiles {
    /** What customers call. */
    static final String NUMBER = "+4930555001";

    /** User name of an agent. */
    static final String AGENTS = "agent%04d";

    /** Password of every agent; the hash below is its. */
    static final String PASSWORD = "load test";

    static final String HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$lh+DKSeSyMM2irYTtMwIlw$3oUxnVYUct/JBHKhk/VlkjBnD7I2NRNyH7iWM1UDs54";

    /** The same password at next to no cost, for many agents of whom only the sessions count. */
    static final String CHEAP_HASH =
            "$argon2id$v=19$m=8,t=1,p=1$U2KMWBd7dS/tZWFGgEpfrg$QeLAz2WWryoaLyQgCEmIvzHirMvV5sJOuSRwpBJKuho";

    private GatewayFiles() {}

    /**
     * Writes them.
     *
     * @param hash of {@link #PASSWORD}
     * @param phonesPort where telephones are called
     * @return the configuration
     */
    static Path write(
            Path folder,
            RunSettings settings,
            String hash,
            int httpsPort,
            int sipPort,
            int phonesPort)
            throws IOException {
        Path flows = Files.createDirectories(folder.resolve("flows"));
        String flow = settings.recorded() ? "inbound-recorded.json" : "inbound.json";
        Files.writeString(flows.resolve("inbound.json"), resource(flow));
        Files.writeString(flows.resolve("mapping.yaml"), "queues: { service: service }\n");
        boolean tls = settings.transport() == SipTransport.TLS;
        var yaml = new StringBuilder();
        yaml.append(
                """
                home: home
                https: { port: %d, connectionsPerAddress: 20000 }
                sip: { udpTcpPort: %d, tlsPort: %d, advertisedAddress: 127.0.0.1 }
                media: { %sadvertisedAddress: 127.0.0.1, browserPort: 0, trunkPortLow: 32000, trunkPortHigh: 45999, shedding: { enabled: %s } }
                calls: { ringSeconds: 20, codecs: %s }
                tenants:
                  - account: load
                    instance: test
                    defaultCountry: DE
                    outboundTrunk: circuit
                    callerId: "%s"
                    flows: flows
                    afterContactSeconds: 5
                    standingConnectionSeconds: 600
                    numbers:
                      - { trunk: circuit, number: "*", flow: inbound }
                    queues:
                      - { id: service, name: Service, capacity: 1000 }
                    agents:
                """
                        .formatted(
                                httpsPort,
                                tls ? 0 : sipPort,
                                tls ? sipPort : 0,
                                settings.pinned() ? "loops: 1, " : "",
                                settings.sheds(),
                                settings.codec() == Codec.OPUS ? "quality" : "capacity",
                                NUMBER));
        for (int agent = 1; agent <= settings.agents(); agent++) {
            yaml.append("      - { id: ")
                    .append(AGENTS.formatted(agent))
                    .append(", queues: [service], passwordHash: \"")
                    .append(hash)
                    .append("\" }\n");
        }
        yaml.append(
                """
                trunks:
                  - id: circuit
                    exposure: private
                    transports: [%s]
                    mediaSecurity: %s
                    host: 127.0.0.1
                    port: %d
                    networks: [127.0.0.1/32]
                    defaultCountry: DE
                """
                        .formatted(
                                settings.transport().name().toLowerCase(Locale.ROOT),
                                settings.srtp() ? "required" : "none",
                                phonesPort));
        return Files.writeString(folder.resolve("gateway.yaml"), yaml);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = GatewayFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
