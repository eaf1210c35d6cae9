package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.GatewayConfig.Certificate;
import dev.crosspoint.gateway.GatewayConfig.LogFormat;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.ConfigFile;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.flow.FunctionUrl;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayConfigTest {
    private static final Path EXAMPLE = Path.of("docs/example.yaml");
    private static final Path MANUAL = Path.of("docs/configuration.md");

    private static Vertx vertx;
    private static JsonObject example;

    @TempDir Path folder;

    @BeforeAll
    static void readTheExample() throws Exception {
        vertx = Vertx.vertx();
        example = yaml(EXAMPLE);
    }

    @AfterAll
    static void close() {
        vertx.close();
    }

    @Test
    void readsTheExampleOfTheManual() {
        var config = read(example);

        assertThat(config.home()).isEqualTo(Path.of("/var/lib/crosspoint"));
        assertThat(config.https().certificate())
                .isEqualTo(
                        new Certificate(
                                folder.resolve("tls/fullchain.pem"),
                                folder.resolve("tls/key.pem")));
        assertThat(config.media().loops()).isEqualTo(4);
        assertThat(config.media().advertisedAddresses()).containsExactly("203.0.113.10");
        assertThat(config.log().format()).isEqualTo(LogFormat.JSON);
        var tenant = config.tenants().getFirst();
        assertThat(tenant.numbers().get(1).number().value()).isEqualTo("*");
        assertThat(tenant.queues().get(1).rules().name()).isEqualTo("Sales");
        assertThat(tenant.agents().getFirst().queues())
                .containsExactly(Serving.first("support"), Serving.first("sales"));
        var pbx = config.trunks().get(1);
        assertThat(pbx.exposure()).isEqualTo(Exposure.PRIVATE);
        assertThat(pbx.transports()).containsExactly(Transport.UDP, Transport.TCP);
        assertThat(pbx.mediaSecurity()).isEqualTo(MediaSecurity.NONE);
        assertThat(pbx.transfers())
                .containsExactlyInAnyOrder(TransferDirection.INBOUND, TransferDirection.OUTBOUND);
        assertThat(config.trunks().getFirst().transfers()).isEmpty();
        assertThat(pbx.tenant()).isEqualTo(tenant.tenant());
    }

    @Test
    void hasTheDocumentedPortsByDefault() {
        var config = read(minimal());

        assertThat(config.https().port()).isEqualTo(8443);
        assertThat(config.sip().udpTcpPort()).isEqualTo(5060);
        assertThat(config.sip().tlsPort()).isEqualTo(5061);
        assertThat(config.media().browserPort()).isEqualTo(10_000);
        assertThat(config.media().trunkPortLow()).isEqualTo(20_000);
        assertThat(config.media().trunkPortHigh()).isEqualTo(29_999);
        assertThat(config.sip().advertisedAddress()).isEqualTo("192.0.2.7");
    }

    @Test
    void handsThePlanesExactlyWhatWasConfigured() {
        var config =
                read(
                        minimal()
                                .put(
                                        "https",
                                        new JsonObject().put("port", 0).put("resumeGraceMs", 7_000))
                                .put("sip", new JsonObject().put("tlsPort", 15_061)));
        var identity = new PemIdentity("certificate", "key");

        assertThat(config.agentConfig(identity).port()).isZero();
        assertThat(config.agentConfig(identity).resumeGraceMs()).isEqualTo(7_000);
        assertThat(config.sipConfig(identity).tlsPort()).isEqualTo(15_061);
        assertThat(config.sipConfig(identity).udpTcpPort()).isEqualTo(5060);
    }

    @Test
    void namesEveryProblemAtOnceWithKeyValueAndExpectation() {
        var broken =
                minimal()
                        .put("https", new JsonObject().put("port", 70_000).put("prot", 1))
                        .put("media", new JsonObject().put("bindAddress", "localhost"))
                        .put("log", new JsonObject().put("format", "xml"));
        broken.getJsonArray("trunks")
                .getJsonObject(0)
                .put("transports", List.of("udp"))
                .put("networks", List.of("10.0.0.0/40"));

        assertThat(problemsOf(broken))
                .contains(
                        "https.port is 70000, expected a whole number from 0 to 65535",
                        "media.bindAddress is \"localhost\", expected an IP address",
                        "log.format is \"xml\", expected one of console, json")
                .anyMatch(p -> p.startsWith("https.prot is unknown, expected one of"))
                .anyMatch(p ->
                        p.startsWith("trunks[0].networks is \"10.0.0.0/40\"")
                                && p.contains("a network such as"))
                .anyMatch(p -> p.startsWith("trunks[0]: trunk t is public"));
    }

    @Test
    void refusesAPublicTrunkWithoutTlsOrSrtp() {
        var plain = minimal();
        plain.getJsonArray("trunks").getJsonObject(0).put("mediaSecurity", "preferred");

        assertThat(problemsOf(plain)).singleElement().asString().contains("is public");
    }

    @Test
    void wantsATrunkForTheFlowOfCallsThatAgentsPlace() {
        var config = minimal();
        config.getJsonArray("tenants").getJsonObject(0).put("outboundFlow", "outbound");

        assertThat(problemsOf(config))
                .singleElement()
                .asString()
                .contains("tenants[].outboundFlow")
                .contains("outboundTrunk as well");
    }

    @Test
    void wantsAListenerOfIpv6ForAnAddressOfIt() {
        var sip = new JsonObject().put("advertisedIpv6", "2001:db8::1");
        var config = minimal().put("sip", sip);
        assertThat(problemsOf(config))
                .containsExactly("sip.bindAddress is missing, expected \"::\" with advertisedIpv6");

        sip.put("bindAddress", "::");
        assertThat(read(config).sip().advertisedIpv6()).isEqualTo("2001:db8::1");
    }

    @Test
    void findsThatBrowsersWouldConnectWhereOthersListen() {
        var media = new JsonObject().put("loops", 2).put("browserPort", 5_059);
        var config = minimal().put("media", media);
        assertThat(problemsOf(config))
                .containsExactly(
                        "media.browserPort is \"5059 to 5060\", expected ports other than"
                                + " https.port, sip.udpTcpPort and sip.tlsPort");

        media.put("browserTcp", false);
        assertThat(read(config).media().browserTcp()).isFalse();
    }

    @Test
    void findsWhatDoesNotFitTogether() {
        var odd = minimal().put("sip", new JsonObject().put("udpTcpPort", 8443));
        var tenant = odd.getJsonArray("tenants").getJsonObject(0);
        tenant.put("outboundTrunk", "nowhere").put("callerId", "+4930555000");
        tenant.getJsonArray("agents").getJsonObject(0).put("queues", List.of("gone"));
        odd.put("media", new JsonObject().put("trunkPortLow", 20_001).put("browserPort", 25_000));

        assertThat(problemsOf(odd))
                .containsExactlyInAnyOrder(
                        "tenants[].agents[].queues is \"gone\", expected a queue of this tenant: q",
                        "tenants[].outboundTrunk is \"nowhere\", expected a trunk of this tenant: t",
                        "media.trunkPortLow is \"20001 to 29999\", expected an even port, and"
                                + " trunkPortHigh above it",
                        "media.browserPort is \"25000 to "
                                + lastBrowserPort()
                                + "\", expected ports"
                                + " outside trunkPortLow to trunkPortHigh",
                        "TCP port of https.port, sip.udpTcpPort, sip.tlsPort is \"8443\", expected"
                                + " each only once");
    }

    @Test
    void letsATenantHaveItsOwnCodecPolicy() {
        var config = minimal().put("calls", new JsonObject().put("codecs", "capacity"));
        var other =
                new JsonObject(
                        """
                        {"account": "a", "instance": "j", "hosts": ["j.example.com"],
                         "defaultCountry": "DE", "flows": "flows", "codecs": "quality"}
                        """);
        config.getJsonArray("tenants").getJsonObject(0).put("hosts", List.of("i.example.com"));
        config.getJsonArray("tenants").add(other);
        config.getJsonArray("trunks").getJsonObject(0).put("account", "a").put("instance", "i");

        assertThat(read(config).tenants())
                .extracting(TenantEntry::codecs)
                .containsExactly(CodecPolicy.CAPACITY, CodecPolicy.QUALITY);
        other.put("codecs", "cheap");
        assertThat(problemsOf(config))
                .containsExactly(
                        "tenants[1].codecs is \"cheap\", expected one of quality, capacity");
    }

    @Test
    void shedsComplexityBeforeItRefusesCallsAndNotBelowItsFloor() {
        var config = minimal();
        var media = new JsonObject().put("opusComplexity", 4).put("leastOpusComplexity", 2);
        media.put("shedding", new JsonObject().put("busyPercent", 80));
        config.put("media", media);

        assertThat(read(config).media().opusEffort()).isEqualTo(new OpusEffort(4, 2, 70));
        assertThat(read(minimal()).media().opusEffort()).isEqualTo(OpusEffort.USUAL);
        media.put("leastOpusComplexity", 5);
        assertThat(problemsOf(config))
                .containsExactly(
                        "media.leastOpusComplexity is 5, expected media.opusComplexity at the most");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 9, 29, 96})
    void saysWhichSharesOfItsTimeALoopMayBeBusy(int busyPercent) {
        var config = minimal();
        var shedding = new JsonObject().put("busyPercent", busyPercent);
        config.put("media", new JsonObject().put("shedding", shedding));

        assertThat(problemsOf(config))
                .containsExactly(
                        "media.shedding.busyPercent is %d, expected a whole number from 30 to 95"
                                .formatted(busyPercent));
    }

    @Test
    void showsNoSecretInProblemsOrToString() {
        var secret = "s3cret-s3cret";
        var config = minimal();
        var trunk = config.getJsonArray("trunks").getJsonObject(0);
        trunk.put("username", "u").put("password", secret);
        var tenant = config.getJsonArray("tenants").getJsonObject(0);
        tenant.getJsonArray("agents").getJsonObject(0).put("passwordHash", secret);

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("passwordHash is (hidden)")
                .hasMessageNotContaining(secret);
        tenant.getJsonArray("agents").getJsonObject(0).put("passwordHash", hash());
        tenant.put("outboundTrunk", "t").put("callerId", "+4930555000");
        trunk.put("host", "sip.example.com");
        assertThat(read(config).toString()).doesNotContain(secret, "argon2", "+4930555000");
    }

    @Test
    void readsWhomFlowsMayAsk() {
        var secret = "a secret of 32 characters, planted";
        var config = minimal();
        var webhooks =
                new JsonObject()
                        .put("allowed", List.of("https://Hooks.example.com:8443/in/planted/"))
                        .put("privateHosts", List.of("hooks.EXAMPLE.com"))
                        .put("secrets", List.of(secret, secret + "2"));
        config.getJsonArray("tenants").getJsonObject(0).put("webhooks", webhooks);

        var settings = read(config).webhooks().values().iterator().next();
        assertThat(settings.secrets())
                .containsExactly(new Private(secret), new Private(secret + "2"));
        assertThat(settings.maxInFlight()).isEqualTo(20);
        assertThat(settings.privateHosts()).containsExactly("hooks.example.com");
        for (var url :
                Map.of(
                                "https://hooks.example.com:8443/in/planted/who?x=y", true,
                                "https://hooks.example.com:8443/in/planted", false,
                                "https://hooks.example.com/in/planted/who", false)
                        .entrySet()) {
            assertThat(settings.allows(FunctionUrl.parse(url.getKey()).orElseThrow()))
                    .isEqualTo(url.getValue());
        }
        assertThat(read(config).toString()).doesNotContain("planted");
    }

    @Test
    void refusesWebhooksThatCannotBe() {
        var config = minimal();
        var webhooks =
                new JsonObject()
                        .put("allowed", List.of("http://planted.example.com/"))
                        .put("privateHosts", List.of("erp.internal"))
                        .put("secrets", "planted")
                        .put("trustedCaFile", "nowhere.pem");
        config.getJsonArray("tenants").getJsonObject(0).put("webhooks", webhooks);

        assertThat(problemsOf(config))
                .containsExactlyInAnyOrder(
                        "tenants[0].webhooks.allowed is (hidden), expected a list, each an https URL"
                                + " without a query, such as https://hooks.example.com/crosspoint/",
                        "tenants[0].webhooks.secrets is (hidden), expected a list, each a text of"
                                + " 32 characters or more",
                        "tenants[0].webhooks.privateHosts is \"erp.internal\", expected a host of"
                                + " one of allowed",
                        "tenants[0].webhooks.trustedCaFile is "
                                + folder.resolve("nowhere.pem")
                                + ", expected a PEM file that can be read");
        webhooks.clear().put("allowed", List.of("https://hooks.example.com"));
        assertThat(problemsOf(config))
                .containsExactly(
                        "tenants[0].webhooks.secrets is missing, expected a secret to sign requests"
                                + " with");
    }

    @Test
    void hasADatabaseOfItsOwnUnlessThereIsAnother() {
        assertThat(read(minimal()).database()).isEqualTo(DatabaseSettings.EMBEDDED);

        var database =
                new JsonObject()
                        .put("url", "postgresql://db.example.com/crosspoint")
                        .put("user", "owner")
                        .put("password", "planted")
                        .put("appPassword", "planted too")
                        .put("connections", 20);
        var config = read(minimal().put("database", database));
        assertThat(config.database().connections()).isEqualTo(20);
        assertThat(config.database().server())
                .isEqualTo(
                        new Server(
                                "db.example.com",
                                5432,
                                "crosspoint",
                                new Login("owner", new Private("planted")),
                                new AppLogin("crosspoint_app", new Private("planted too")),
                                Tls.VERIFY,
                                null));
        assertThat(config.toString()).doesNotContain("planted");

        database.put("url", "postgresql://[::1]:6432/crosspoint").put("appUser", "worker");
        var local =
                Objects.requireNonNull(
                        read(minimal().put("database", database)).database().server());
        assertThat(local.host()).isEqualTo("::1");
        assertThat(local.port()).isEqualTo(6432);
        assertThat(local.tls()).isEqualTo(Tls.DISABLE);
        assertThat(local.app().user()).isEqualTo("worker");
    }

    @Test
    void refusesADatabaseThatCannotBe() {
        var database = new JsonObject().put("user", "owner").put("password", "planted");
        var config = minimal().put("database", database);
        assertThat(problemsOf(config))
                .containsExactly(
                        "database.url is missing, expected the server that users and passwords are"
                                + " for");

        for (var url :
                List.of(
                        "postgresql://owner:planted@db/x",
                        "jdbc:postgresql://db/x",
                        "postgresql://db/",
                        "postgresql://db",
                        "postgresql://db/x?ssl=planted")) {
            database.put("url", url);
            assertThat(problemsOf(config))
                    .as(url)
                    .containsExactly(
                            "database.url is (hidden), expected postgresql://host:port/database"
                                    + " without user, password or parameters");
        }
        database.put("url", "postgresql://db/x").put("trustedCaFile", "nowhere.pem");
        database.put("appUser", "Robert'); DROP").put("tls", "maybe").remove("password");
        assertThat(problemsOf(config))
                .containsExactlyInAnyOrder(
                        "database.appUser is \"Robert'); DROP\", expected 1 to 63 small letters,"
                                + " digits or _",
                        "database.tls is \"maybe\", expected one of disable, require, verify",
                        "database.trustedCaFile is "
                                + folder.resolve("nowhere.pem")
                                + ", expected a PEM file that can be read",
                        "database.password is missing, expected the owner of the database");
    }

    @Test
    void letsTheEnvironmentOverrideTheFileAndAPropertyOverrideBoth() {
        var overrides =
                new Overrides(
                        Map.of(
                                "CROSSPOINT_MEDIA_BROWSER_PORT", "11000",
                                "CROSSPOINT_HTTPS_PORT", "9443",
                                "CROSSPOINT_HTTPS_ALLOWED_ORIGINS",
                                        "https://a.example, https://b.example",
                                "CROSSPOINT_TRUNKS_0_INBOUND_USER", "carrier",
                                "CROSSPOINT_HOME", "/data",
                                "PATH", "/bin"),
                        Map.of(
                                "crosspoint.https.port", "9444",
                                "crosspoint.trunks.0.inboundPassword", "from outside"));

        var config = reader().read(minimal(), overrides, folder);

        assertThat(config.media().browserPort()).isEqualTo(11_000);
        assertThat(config.https().port()).isEqualTo(9444);
        assertThat(config.https().allowedOrigins())
                .containsExactly("https://a.example", "https://b.example");
        assertThat(config.home()).isEqualTo(Path.of("/data"));
        assertThat(config.trunks().getFirst().inboundPassword())
                .isEqualTo(new Private("from outside"));
    }

    @Test
    void refusesAMisspeltVariable() {
        var overrides = new Overrides(Map.of("CROSSPOINT_HTTP_PORT", "1"), Map.of());

        assertThatThrownBy(() -> reader().read(minimal(), overrides, folder))
                .hasMessageContaining("CROSSPOINT_HTTP_PORT is set, but there is no such key");
    }

    @Test
    void readsEnvironmentAndPropertiesOfThisProcess() throws Exception {
        System.setProperty("crosspoint.media.opusComplexity", "9");
        try {
            var config = reader().read(minimal(), await(ConfigFile.overrides(vertx)), folder);
            assertThat(config.media().opusEffort().complexity()).isEqualTo(9);
        } finally {
            System.clearProperty("crosspoint.media.opusComplexity");
        }
    }

    @Test
    void readsJsonAsWell() throws Exception {
        var file = folder.resolve("gateway.json");
        Files.writeString(file, minimal().encode());

        assertThat(read(await(ConfigFile.read(vertx, file))).trunks()).hasSize(1);
    }

    @Test
    void saysWhichFileCannotBeRead() {
        var file = folder.resolve("broken.yaml");

        var error =
                catchThrowableOfType(
                        ConfigError.class,
                        () -> {
                            Files.writeString(file, "a: [b\nc: }");
                            yaml(file);
                        });
        assertThat(error).hasMessageContaining("broken.yaml cannot be read as yaml");
    }

    @Test
    void asksForQuotesAroundNumbersThatYamlWouldEat() {
        var config = minimal();
        config.getJsonArray("tenants").getJsonObject(0).put("account", 111122223333L);

        assertThat(problemsOf(config)).anyMatch(p -> p.contains("put it in quotes"));
    }

    @Test
    void documentsEveryKeyInTheManual() throws IOException {
        var manual = Files.readString(MANUAL);

        assertThat(reader().keys(example)).hasSizeGreaterThan(60);
        assertThat(reader().keys(example))
                .allSatisfy(key -> assertThat(manual).contains("`" + key + "`"));
    }

    @Test
    void readsTheEmbeddedDemo() throws Exception {
        var config = read(yaml(Path.of("src/main/resources/demo/demo.yaml")));

        assertThat(config.demo().enabled()).isTrue();
        assertThat(config.tenants().getFirst().agents()).hasSize(3);
    }

    private GatewayConfigReader reader() {
        return new GatewayConfigReader("192.0.2.7");
    }

    private GatewayConfig read(JsonObject values) {
        return reader().read(values, Overrides.none(), folder);
    }

    private List<String> problemsOf(JsonObject values) {
        return catchThrowableOfType(ConfigError.class, () -> read(values)).problems();
    }

    private int lastBrowserPort() {
        return 25_000 + read(minimal()).media().loops() - 1;
    }

    private static String hash() {
        return "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2g";
    }

    private static JsonObject minimal() {
        return new JsonObject(
                """
                {"tenants": [{"account": "a", "instance": "i", "defaultCountry": "DE", "flows": "flows",
                   "numbers": [{"trunk": "t", "flow": "f"}], "queues": [{"id": "q"}],
                   "agents": [{"id": "alice", "passwordHash": "%s", "queues": ["q"]}]}],
                 "trunks": [{"id": "t", "networks": ["192.0.2.0/24"], "defaultCountry": "DE"}]}
                """
                        .formatted(hash()));
    }

    private static JsonObject yaml(Path file) throws Exception {
        return await(ConfigFile.read(vertx, file));
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
