package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.doctor.Diagnosis;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.OpensslServer;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.gateway.tls.TlsIdentity;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with trunks each of which has something else wrong with it, real programs at their
 * other ends, and an operator who asks what it is.
 */
class DoctorIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Nobody has it (RFC 5737). */
    private static final String NOT_OURS = "192.0.2.10";

    /** Where each trunk that calls us calls from. */
    private static final String FOREIGN_CODEC = "127.0.0.21";

    private static final String FOREIGN_SUITE = "127.0.0.22";
    private static final String IN_THE_CLEAR = "127.0.0.23";
    private static final String ONE_WAY = "127.0.0.24";
    private static final String NO_KEYS = "127.0.0.25";
    private static final String WRONG_NUMBER = "127.0.0.26";

    /** So few at once as the machine can start. */
    private static final Semaphore ROOM = new Semaphore(3);

    @TempDir Path folder;
    private final int httpsPort = FreePorts.one();
    private final int sipPort = FreePorts.one();
    private String token = "";

    @Test
    void saysOfEachTrunkWhatIsWrongWithIt() throws Exception {
        Peers.require("kamailio-tls");
        Peers.require("sipp");
        Peers.require("openssl");
        var longAgo = Instant.now().minus(Duration.ofDays(400));
        var expired = TlsIdentity.selfSigned(List.of("127.0.0.1"), longAgo, new SecureRandom());
        OpensslServer.issue(folder.resolve("tls"), "sip.elsewhere.example");
        try (var kamailio =
                        Kamailio.start(
                                folder.resolve("kamailio"),
                                new Kamailio.Setup(
                                        "SHA-256",
                                        expired,
                                        List.of(9),
                                        null,
                                        date(Instant.now().minus(Duration.ofHours(3)))));
                var named = OpensslServer.start(folder.resolve("tls"));
                var mutual =
                        OpensslServer.start(
                                folder.resolve("tls"),
                                "-Verify",
                                "1",
                                "-verify_return_error",
                                "-CAfile",
                                "ca.pem");
                var lost = RtpProbe.open(ONE_WAY, Rig.CUSTOMER_HZ);
                var heard = RtpProbe.open(NO_KEYS, Rig.CUSTOMER_HZ)) {
            var place = Files.createDirectories(folder.resolve("gateway"));
            try (var _ = GatewayProcess.start(place, yaml(kamailio, named.port(), mutual.port()))) {
                token = signIn();
                lost.speakTo(new InetSocketAddress(NOT_OURS, 31_000));
                refused(FOREIGN_CODEC, Rig.DIALLED, "RTP/AVP 18", "", 488);
                refused(
                        FOREIGN_SUITE,
                        Rig.DIALLED,
                        "RTP/SAVP 0",
                        "a=crypto:1 F8_128_HMAC_SHA1_80 inline:"
                                + "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
                        488);
                refused(IN_THE_CLEAR, Rig.DIALLED, "RTP/AVP 0", "", 488);
                refused(WRONG_NUMBER, "+4930555999", "RTP/AVP 0", "", 404);
                try (var deaf = answered(ONE_WAY, lost, true);
                        var toneless = answered(NO_KEYS, heard, false)) {
                    awaitTraffic("one-way", 0);
                    awaitTraffic("no-keys", 50);
                    ask(place, kamailio);
                    assertThat(deaf.how()).isNotNull();
                    assertThat(toneless.how()).isNotNull();
                }
            }
        }
    }

    private void ask(Path place, Kamailio kamailio) throws Exception {
        var cases = new ArrayList<Callable<Void>>();
        cases.add(
                finds(
                        place,
                        "wrong-name",
                        "The trunk's certificate is for sip.elsewhere.example, and we call it localhost."));
        cases.add(
                finds(
                        place,
                        "mutual",
                        "localhost wants a certificate of ours (mutual TLS), and does not take the one that we show."));
        cases.add(finds(place, "expired", "The certificate of 127.0.0.1 ended on "));
        cases.add(
                finds(
                        place,
                        "wrong-port",
                        "Nobody listens at 127.0.0.1:9 for UDP: the connection is refused."));
        cases.add(finds(place, "slow-clock", "This machine's clock is 3 h "));
        cases.add(
                finds(
                        place,
                        "foreign-codec",
                        "There is no codec in common: the trunk has g729, and we speak opus, G.722 (g722) and G.711 (pcmu, pcma) (1 recent call was refused)."));
        cases.add(
                finds(
                        place,
                        "foreign-suite",
                        "There is no SRTP suite in common: the trunk has F8_128_HMAC_SHA1_80, and we speak "));
        cases.add(
                finds(
                        place,
                        "in-the-clear",
                        "The trunk describes plain audio (RTP/AVP), and is configured to need SRTP (1 recent call was refused)."));
        cases.add(
                finds(
                        place,
                        "wrong-number",
                        "The trunk calls a number that no flow is configured for: 1 recent call was refused with 404."));
        cases.add(
                finds(
                        place,
                        "one-way",
                        "Nothing of what the trunk says arrives (1 recent call: sent "));
        cases.add(
                finds(
                        place,
                        "one-way",
                        "because we tell it to send to %s, and it sees us as 127.0.0.1."
                                .formatted(NOT_OURS)));
        cases.add(
                finds(
                        place,
                        "no-keys",
                        "Keys (DTMF) have no sure way: telephone events were agreed on in none of 1 recent call"));
        cases.add(() -> {
            var said = doctor(place, Map.of(), "--agent", "anna");
            assertThat(said.output()).contains("Cannot tell: ").contains("--user");
            assertThat(said.exitCode()).isEqualTo(Diagnosis.CANNOT_TELL);
            return null;
        });
        cases.add(() -> {
            var said = doctor(place, env(), "--agent", "anna", "--json");
            var json = new JsonObject(said.output());
            assertThat(json.getString("verdict")).isEqualTo("cause-found");
            assertThat(json.getJsonArray("findings").getJsonObject(0).getString("cause"))
                    .isEqualTo("Agent anna is not signed in at a page, so no call rings.");
            return null;
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(cases)) {
                done.get();
            }
        }
        assertThat(kamailio.log()).contains("ready");
    }

    private Callable<Void> finds(Path place, String trunk, String cause) {
        return () -> {
            var said = doctor(place, env(), "--trunk", trunk);
            var first =
                    said.output().lines().filter(line -> line.startsWith("Cause: ")).findFirst();
            assertThat(first.orElse("")).as("%s", said).contains(cause);
            assertThat(said.exitCode()).as("%s", said).isEqualTo(Diagnosis.CAUSE_FOUND);
            assertThat(said.output()).contains("Next:  ");
            assertThat(said.toString()).doesNotContain(Rig.CUSTOMER, Rig.DIALLED, token);
            return null;
        };
    }

    private Map<String, String> env() {
        return Map.of("CROSSPOINT_TOKEN", token);
    }

    private static OperatorCommand doctor(
            Path place, Map<String, String> environment, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(arguments));
        ROOM.acquire();
        try {
            return OperatorCommand.run(place, environment, all.toArray(String[]::new));
        } finally {
            ROOM.release();
        }
    }

    // --- calls

    /** A call that the gateway does not take. */
    private void refused(String from, String dialled, String audio, String attribute, int status)
            throws Exception {
        try (var sipp =
                play(
                        from,
                        invite(dialled, "40000 " + audio, attribute)
                                + """
                                <recv response="100" optional="true"/>
                                <recv response="%d"/>
                                """
                                        .formatted(status)
                                + ack(dialled))) {
            sipp.awaitSuccess(LIMIT);
        }
    }

    /** A call that waits in the queue, and hears music there. */
    private Sipp answered(String from, RtpProbe audio, boolean events) throws IOException {
        return play(
                from,
                invite(
                                Rig.DIALLED,
                                audio.port() + (events ? " RTP/AVP 0 101" : " RTP/AVP 0"),
                                events ? "a=rtpmap:101 telephone-event/8000" : "")
                        + """
                        <recv response="100" optional="true"/>
                        <recv response="180" optional="true"/>
                        <recv response="183" optional="true"/>
                        <recv response="200" rrs="true"/>
                        """
                        + ack(Rig.DIALLED)
                        + "<pause milliseconds=\"60000\"/>");
    }

    private Sipp play(String from, String steps) throws IOException {
        var place = Files.createDirectories(folder.resolve("sipp-" + from));
        var scenario =
                Files.writeString(
                        place.resolve("scenario.xml"),
                        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<scenario name=\"call\">\n"
                                + steps
                                + "\n</scenario>\n");
        return Sipp.play(place, scenario, from, "127.0.0.1:" + sipPort, "u1", List.of());
    }

    private static String invite(String dialled, String audio, String attribute) {
        return """
        <send retrans="500"><![CDATA[
        INVITE sip:%1$s@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:%2$s@[local_ip]:[local_port]>;tag=[call_number]
        To: <sip:%1$s@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:%2$s@[local_ip]:[local_port];transport=[transport]>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=sipp 1 1 IN IP4 [media_ip]
        s=-
        c=IN IP4 [media_ip]
        t=0 0
        m=audio %3$s
        %4$s
        ]]></send>
        """
                .formatted(
                        dialled,
                        Rig.CUSTOMER,
                        audio,
                        attribute.isEmpty() ? "a=sendrecv" : attribute);
    }

    private static String ack(String dialled) {
        return """
        <send><![CDATA[
        ACK sip:%1$s@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:%2$s@[local_ip]:[local_port]>;tag=[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        """
                .formatted(dialled, Rig.CUSTOMER);
    }

    // --- the gateway

    private String signIn() throws IOException {
        var body = new JsonObject().put("user", "carol").put("password", Rig.PASSWORD);
        var connection = Https.open(httpsPort, "/api/session");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body.encode().getBytes(UTF_8));
        return requireNonNull(new JsonObject(Https.body(connection)).getString("token"));
    }

    /** Until a second of music and more was sent, and so much has come back. */
    private void awaitTraffic(String trunk, long received) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var connection = Https.open(httpsPort, "/api/legs?trunk=" + trunk);
            connection.setRequestProperty("Authorization", "Bearer " + token);
            var said = Https.body(connection);
            var legs = new JsonObject(said).getJsonArray("legs");
            var traffic = legs.isEmpty() ? null : legs.getJsonObject(0).getJsonObject("traffic");
            if (traffic != null
                    && traffic.getLong("sent") >= 60
                    && traffic.getLong("received") >= received) {
                assertThat(said).doesNotContain(Rig.CUSTOMER, Rig.DIALLED);
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(said);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
    }

    private static String date(Instant at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC));
    }

    private String yaml(Kamailio kamailio, int namedPort, int mutualPort) throws IOException {
        var flows = Files.createDirectories(folder.resolve("flows"));
        Files.writeString(
                flows.resolve("inbound.json"), RigSettings.resource("inbound.json").formatted("x"));
        Files.writeString(flows.resolve("mapping.yaml"), "queues: { service: service }\n");
        var hash = PasswordHash.of(Rig.PASSWORD).value();
        var circuits = new StringBuilder();
        circuit(circuits, "foreign-codec", FOREIGN_CODEC, "none", "");
        circuit(circuits, "foreign-suite", FOREIGN_SUITE, "required", "");
        circuit(circuits, "in-the-clear", IN_THE_CLEAR, "required", "");
        circuit(circuits, "wrong-number", WRONG_NUMBER, "none", "");
        circuit(circuits, "one-way", ONE_WAY, "none", host(kamailio.port()));
        circuit(circuits, "no-keys", NO_KEYS, "none", host(kamailio.port()));
        circuit(circuits, "slow-clock", "127.0.0.27", "none", host(kamailio.port()));
        circuit(circuits, "wrong-port", "127.0.0.28", "none", "host: 127.0.0.1, port: 9");
        return """
        home: home
        https: { port: %1$d }
        sip: { udpTcpPort: %2$d, tlsPort: 0, advertisedAddress: 127.0.0.1 }
        media: { advertisedAddress: %3$s, browserPort: 0, trunkPortLow: 31000, trunkPortHigh: 31999 }
        tenants:
          - account: acme
            instance: test
            defaultCountry: DE
            flows: %5$s
            numbers:
        %6$s
            queues: [{ id: service, name: Service }]
            agents:
              - { id: anna, name: Anna, queues: [service], passwordHash: "%7$s" }
              - { id: carol, name: Carol, permissions: [AccessMetrics], passwordHash: "%7$s" }
        trunks:
          - { id: wrong-name, host: localhost, port: %8$d, networks: [127.0.0.31/32], trustedCaFile: %10$s/tls/ca.pem, defaultCountry: DE }
          - { id: mutual, host: localhost, port: %9$d, networks: [127.0.0.32/32], trustedCaFile: %10$s/tls/leaf.pem, defaultCountry: DE }
          - { id: expired, host: 127.0.0.1, port: %11$d, networks: [127.0.0.33/32], trustedCaFile: %10$s/kamailio/cert.pem, defaultCountry: DE }
        %12$s
        """
                .formatted(
                        httpsPort,
                        sipPort,
                        NOT_OURS,
                        Rig.DIALLED,
                        flows,
                        numbers(),
                        hash,
                        namedPort,
                        mutualPort,
                        folder,
                        kamailio.port() + 1,
                        circuits);
    }

    private static String host(int port) {
        return "host: 127.0.0.1, port: " + port;
    }

    private static void circuit(
            StringBuilder yaml, String id, String from, String security, String host) {
        yaml.append(
                "  - { id: %s, exposure: private, transports: [udp], mediaSecurity: %s, networks: [%s/32], %sdefaultCountry: DE }\n"
                        .formatted(id, security, from, host.isEmpty() ? "" : host + ", "));
    }

    private static String numbers() {
        var numbers = new StringBuilder();
        for (var trunk :
                List.of(
                        "foreign-codec",
                        "foreign-suite",
                        "in-the-clear",
                        "one-way",
                        "no-keys",
                        "wrong-number")) {
            numbers.append(
                    "      - { trunk: %s, number: \"%s\", flow: inbound }\n"
                            .formatted(trunk, Rig.DIALLED));
        }
        return numbers.toString();
    }
}
