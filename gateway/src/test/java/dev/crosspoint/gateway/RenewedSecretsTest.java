package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.home.OwnAddresses;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files, and a gateway that takes others while it runs. */
class RenewedSecretsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path folder;

    @BeforeEach
    void write() throws Exception {
        newCertificate();
        Files.createDirectories(folder.resolve("flows"));
        Files.writeString(
                folder.resolve("flows/inbound.json"),
                """
                {"Version": "2019-10-30", "StartAction": "bye", "Actions": [
                  {"Identifier": "bye", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}
                """);
        Files.writeString(folder.resolve("hook"), "h".repeat(32) + "\n");
        Files.writeString(folder.resolve("password"), "of-the-database\n");
    }

    @Test
    void readsSecretsFromFilesAndKnowsWhichTheyWere() {
        var json = configuration();
        json.getJsonArray("tenants")
                .getJsonObject(0)
                .put(
                        "webhooks",
                        new JsonObject()
                                .put("allowed", new JsonArray().add("https://crm.example/"))
                                .put("secretsFile", "hook"));
        json.put(
                "database",
                new JsonObject()
                        .put("url", "postgresql://db.example/calls")
                        .put("user", "owner")
                        .put("passwordFile", "password"));

        var config = read(json);

        assertThat(config.tenants().getFirst().webhooks().secrets().getFirst().value())
                .isEqualTo("h".repeat(32));
        assertThat(Objects.requireNonNull(config.database().server()).owner().password().value())
                .isEqualTo("of-the-database");
        assertThat(config.secretFiles())
                .containsExactlyInAnyOrder(folder.resolve("hook"), folder.resolve("password"));
        assertThat(new Secrets(config).files())
                .contains(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    }

    @Test
    void refusesASecretThatIsThereTwiceOrDoesNotFitAndQuotesNone() throws Exception {
        Files.writeString(folder.resolve("hook"), "too short\n");
        var json = configuration();
        json.getJsonArray("tenants")
                .getJsonObject(0)
                .put(
                        "webhooks",
                        new JsonObject()
                                .put("allowed", new JsonArray().add("https://crm.example/"))
                                .put("secretsFile", "hook"));
        json.put(
                "database",
                new JsonObject()
                        .put("url", "postgresql://db.example/calls")
                        .put("user", "owner")
                        .put("password", "given")
                        .put("passwordFile", "nowhere"));

        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("webhooks.secretsFile is (hidden), expected a file with")
                .hasMessageContaining("password or passwordFile, not both")
                .hasMessageContaining("passwordFile is " + folder.resolve("nowhere"))
                .hasMessageNotContaining("too short")
                .hasMessageNotContaining("given");
    }

    @Test
    void takesAnEmptyFileForHalfASecretAndForNone() throws Exception {
        var json = configuration();
        json.put(
                "database",
                new JsonObject()
                        .put("url", "postgresql://db.example/calls")
                        .put("user", "owner")
                        .put("password", "given")
                        .put("appPasswordFile", "password"));
        assertThat(Objects.requireNonNull(read(json).database().server()).app().password())
                .isNotNull();

        Files.writeString(folder.resolve("password"), "");
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("database.appPasswordFile is (hidden), expected a file with");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void showsAnotherCertificateWithoutARestart() throws Exception {
        var vertx = Vertx.vertx();
        LocalCodec.installOn(vertx.eventBus());
        var config = read(configuration());
        var identities = Identities.of(config, OwnAddresses.read(), Instant.now(), RANDOM);
        newCertificate(); // while it starts
        var gateway =
                new Gateway(vertx, config, identities, RANDOM, null, () -> read(configuration()));
        try {
            gateway.start(Accounts.of(config, RANDOM));
            var first = serial(identities.https());
            int port = gateway.httpsPort();
            Soon.until("the certificate of the start", () -> !shownAt(port).equals(first));
            try (var there = connect(port)) {
                var before = serial(there);

                newCertificate();

                Soon.until(
                        "another certificate for pages",
                        () -> {
                            assertThat(ask(there)).as("who was there stays").isEqualTo('H');
                            return !shownAt(port).equals(before);
                        });
                int sip = gateway.sipPort(Transport.TLS);
                Soon.until("and for trunks", () -> shownAt(sip).equals(shownAt(port)));
                assertThat(ask(there)).as("who was there stays").isEqualTo('H');
            }
        } finally {
            gateway.close();
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private GatewayConfig read(JsonObject json) {
        return new GatewayConfigReader("127.0.0.1").read(json, Overrides.none(), folder);
    }

    private void newCertificate() throws Exception {
        var identity = TlsIdentity.selfSigned(List.of("127.0.0.1"), Instant.now(), RANDOM);
        Files.writeString(folder.resolve("cert.pem"), identity.certificatePem());
        Files.writeString(folder.resolve("key.pem"), identity.keyPem());
    }

    private JsonObject configuration() {
        return new JsonObject()
                .put("home", folder.resolve("home").toString())
                .put(
                        "https",
                        new JsonObject()
                                .put("bindAddress", "127.0.0.1")
                                .put("port", 0)
                                .put("certificateFile", "cert.pem")
                                .put("keyFile", "key.pem"))
                .put(
                        "sip",
                        new JsonObject()
                                .put("bindAddress", "127.0.0.1")
                                .put("udpTcpPort", 0)
                                .put("tlsPort", 0))
                .put(
                        "media",
                        new JsonObject()
                                .put("loops", 1)
                                .put("bindAddress", "127.0.0.1")
                                .put("browserPort", 0))
                .put(
                        "tenants",
                        new JsonArray()
                                .add(
                                        new JsonObject()
                                                .put("account", "acme")
                                                .put("instance", "main")
                                                .put("defaultCountry", "DE")
                                                .put("flows", "flows")));
    }

    private static BigInteger shownAt(int port) throws Exception {
        try (var socket = connect(port)) {
            return serial(socket);
        }
    }

    /** Asks for the head of a page; the first character of the answer, or -1. */
    private static int ask(SSLSocket socket) throws Exception {
        socket.getOutputStream()
                .write("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        int first = socket.getInputStream().read();
        int last = 0;
        // Until the empty line, which is all of it.
        for (int next = first; next >= 0 && last != 0x0d0a0d0a; ) {
            next = socket.getInputStream().read();
            last = (last << 8) | next;
        }
        return first;
    }

    private static SSLSocket connect(int port) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static BigInteger serial(PemIdentity identity) throws Exception {
        var pem = identity.certificatePem().getBytes(StandardCharsets.US_ASCII);
        var certificate =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem));
        return ((X509Certificate) certificate).getSerialNumber();
    }

    private static BigInteger serial(SSLSocket socket) throws Exception {
        var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSerialNumber();
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
