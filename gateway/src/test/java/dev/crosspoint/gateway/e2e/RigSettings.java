package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.access.PasswordHash;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The configuration of the gateway of a {@link Rig}, as an operator would write it. */
final class RigSettings {
    private RigSettings() {}

    /**
     * @param folder where flows, music and certificates are
     * @param address the one by which peers reach the gateway
     * @param codecs what the tenant prefers
     * @param standing whether softphones keep their connections between contacts
     * @param phonesPort where the trunk {@code phones} is called, TLS
     */
    static String yaml(
            Path folder,
            String address,
            String codecs,
            boolean standing,
            int httpsPort,
            int sipPort,
            int sipTlsPort,
            int phonesPort)
            throws IOException {
        Path flows = Files.createDirectories(folder.resolve("flows"));
        String inbound = resource("inbound.json").formatted(Rig.ATTRIBUTE);
        Files.writeString(flows.resolve("inbound.json"), inbound);
        Files.writeString(
                flows.resolve("experts.json"),
                inbound.replace("\"QueueId\": \"service\"", "\"QueueId\": \"experts\""));
        for (var queue : List.of("inbound", "experts")) {
            var flow = Files.readString(flows.resolve(queue + ".json"));
            for (var sides : List.of("Agent", "Customer", "Agent\", \"Customer")) {
                Files.writeString(
                        flows.resolve(queue + "-" + word(sides) + ".json"),
                        recorded(flow, "\"" + sides + "\""));
            }
        }
        Files.writeString(
                flows.resolve("outbound.json"),
                recorded(
                        """
                        {"Version": "2019-10-30", "StartAction": "end", "Actions": [
                          {"Identifier": "end", "Type": "EndFlowExecution", "Parameters": {}, "Transitions": {}}]}
                        """,
                        "\"Agent\", \"Customer\""));
        Files.writeString(
                flows.resolve("mapping.yaml"), "queues: { service: service, experts: experts }\n");
        var hash = PasswordHash.of(Rig.PASSWORD).value();
        return """
        home: home
        https: { port: %d, resumeGraceMs: 20000 }
        sip: { udpTcpPort: %d, tlsPort: %d, advertisedAddress: %s }
        media: { %sadvertisedAddress: %s, browserPort: 0, trunkPortLow: %d, trunkPortHigh: %d }
        calls: { ringSeconds: 20, codecs: %s, holdMusic: %s }
        """
                        .formatted(
                                httpsPort,
                                sipPort,
                                sipTlsPort,
                                address,
                                standing ? "loops: 2, " : "",
                                address,
                                Rig.TRUNK_PORT_LOW,
                                Rig.TRUNK_PORT_HIGH,
                                codecs.equals("quality") ? "capacity" : "quality",
                                Wav.tone(folder.resolve("music.wav"), 8000, 1, Rig.MUSIC_HZ, 10))
                + """
                tenants:
                  - account: acme
                    instance: test
                    defaultCountry: DE
                    codecs: %s
                    outboundTrunk: phones
                    outboundFlow: outbound
                    callerId: "%s"
                    flows: %s
                    numbers: [%s]
                    afterContactSeconds: 0
                    standingConnectionSeconds: %d
                    queues:
                      - { id: service, name: Service }
                      - { id: experts, name: %s }
                    agents:
                      - { id: %s, name: %s, queues: [service], passwordHash: "%s" }
                      - id: %s
                        name: %s
                        queues: [experts]
                        deskPhone: "%s"
                        passwordHash: "%s"
                      - id: %s
                        name: %s
                        permissions: [BasicAgentAccess, OutboundCallAccess, AccessMetrics, ManagerListenIn, ManagerBargeIn, ContactSearch.View, ContactAttributes.View, ListenCallRecordings, DownloadCallRecordings, DeleteCallRecordings, AuditTrail.View]
                        passwordHash: "%s"
                """
                        .formatted(
                                codecs,
                                Rig.DIALLED,
                                flows,
                                numbers(),
                                standing ? 600 : 0,
                                Rig.EXPERTS,
                                Rig.AGENT,
                                Rig.AGENT_NAME,
                                hash,
                                Rig.BOB,
                                Rig.BOB_NAME,
                                Rig.DESK_PHONE,
                                hash,
                                Rig.CAROL,
                                Rig.CAROL_NAME,
                                hash)
                + """
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
                    networks: [127.0.0.1/32, %s/32]
                    defaultCountry: DE
                  - id: pbx
                    exposure: private
                    transports: [udp]
                    mediaSecurity: none
                    networks: [%s/32]
                    defaultCountry: DE
                    transfers: [inbound, outbound]
                """
                        .formatted(
                                address,
                                phonesPort,
                                address,
                                folder.resolve("phone-ca.pem"),
                                address,
                                Rig.PBX_ADDRESS);
    }

    /** {@code agent}, {@code customer} or {@code agent-customer}. */
    private static String word(String sides) {
        return sides.replaceAll("[^A-Za-z]+", "-").toLowerCase(Locale.ROOT);
    }

    private static String numbers() {
        var numbers = new ArrayList<String>();
        for (var trunk : List.of("phones", "circuit")) {
            numbers.add(number(trunk, Rig.AGENT_RECORDED, "inbound-agent"));
            numbers.add(number(trunk, Rig.CUSTOMER_RECORDED, "inbound-customer"));
            numbers.add(number(trunk, Rig.BOTH_RECORDED, "inbound-agent-customer"));
            numbers.add(number(trunk, "*", "inbound"));
        }
        numbers.add(number("circuit", Rig.EXPERT_RECORDED, "experts-agent"));
        numbers.add(number("circuit", Rig.EXPERTS_CUSTOMER_RECORDED, "experts-customer"));
        numbers.add(number("circuit", Rig.EXPERT_AND_CUSTOMER_RECORDED, "experts-agent-customer"));
        numbers.add(number("circuit", Rig.EXPERTS_NUMBER, "experts"));
        numbers.add(number("pbx", Rig.EXPERTS_NUMBER, "experts"));
        numbers.add(number("pbx", "*", "inbound"));
        return String.join(", ", numbers);
    }

    private static String number(String trunk, String number, String flow) {
        return "{ trunk: %s, number: \"%s\", flow: %s }".formatted(trunk, number, flow);
    }

    /** The same flow, and before all else it switches recording on. */
    private static String recorded(String flow, String sides) {
        var json = new JsonObject(flow);
        var first = json.getString("StartAction");
        json.getJsonArray("Actions")
                .add(
                        new JsonObject(
                                """
                                {"Identifier": "record", "Type": "UpdateContactRecordingBehavior",
                                 "Parameters": {"RecordingBehavior": {"RecordedParticipants": [%s]}},
                                 "Transitions": {"NextAction": "%s"}}
                                """
                                        .formatted(sides, first)));
        return json.put("StartAction", "record").encode();
    }

    static String resource(String name) throws IOException {
        try (var in = Rig.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no test resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
