package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.NetworkNeeds.Opened;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.network.NetworkRules;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What networks have to let pass, on several configurations. */
class NetworkNeedsTest {
    @TempDir private Path folder;

    @Test
    void listsWhatTheSmallestConfigurationNeeds() {
        assertThat(lines(configuration(tenant("main"))))
                .containsExactly(
                        "in TCP any port 8443 <- any port any: pages -",
                        "in TCP any port 8443 <- 127.0.0.0/8,::1/128 port any: metrics -",
                        "both UDP 203.0.113.10 port 10000-10003 <- any port any: browser-audio -",
                        "in TCP 203.0.113.10 port 10000-10003 <- any port any: browser-audio -");
    }

    @Test
    void listsNoConnectionsOfBrowsersWhereNoneAreTaken() {
        var json = configuration(tenant("main"));
        json.getJsonObject("media").put("browserTcp", false);
        assertThat(lines(json))
                .contains("both UDP 203.0.113.10 port 10000-10003 <- any port any: browser-audio -")
                .noneMatch(line -> line.startsWith("in TCP 203.0.113.10"));
    }

    @Test
    void listsTrunksByTransportWithTheirPeersAndAudio() {
        var carrier =
                trunk("carrier")
                        .put("host", "sip.carrier.example")
                        .put("networks", new JsonArray().add("198.51.100.0/24"));
        var pbx =
                trunk("pbx")
                        .put("exposure", "private")
                        .put("transports", new JsonArray().add("udp").add("tcp"))
                        .put("mediaSecurity", "none")
                        .put("host", "10.20.0.10")
                        .put("networks", new JsonArray().add("10.20.0.10/32"))
                        .put("mediaNetworks", new JsonArray().add("10.20.0.0/16"));
        var json =
                configuration(tenant("main")).put("trunks", new JsonArray().add(carrier).add(pbx));

        assertThat(lines(json))
                .contains(
                        "in TCP 203.0.113.10 port 5061 <- 198.51.100.0/24 port any: signaling carrier",
                        "out TCP 203.0.113.10 port any <- sip.carrier.example port 5061: signaling carrier",
                        "both UDP 203.0.113.10 port 20000-29999 <- any port any: trunk-audio carrier",
                        "in UDP 203.0.113.10 port 5060 <- 10.20.0.10/32 port any: signaling pbx private",
                        "in TCP 203.0.113.10 port 5060 <- 10.20.0.10/32 port any: signaling pbx private",
                        "out UDP 203.0.113.10 port 5060 <- 10.20.0.10 port 5060: signaling pbx private",
                        "both UDP 203.0.113.10 port 20000-29999 <- 10.20.0.0/16 port any: trunk-audio pbx"
                                + " private",
                        "out UDP any port any <- any port 53: names -",
                        "out TCP any port any <- any port 53: names -");
    }

    @Test
    void listsSipAtItsAddressesOfBothFamilies() {
        var pbx = trunk("pbx").put("networks", new JsonArray().add("2001:db8::/32"));
        var json =
                configuration(tenant("main"))
                        .put(
                                "sip",
                                new JsonObject()
                                        .put("bindAddress", "::")
                                        .put("advertisedIpv6", "2001:db8:1::10"))
                        .put("trunks", new JsonArray().add(pbx));

        assertThat(lines(json))
                .contains(
                        "in TCP 203.0.113.10,2001:db8:1::10 port 5061 <- 2001:db8::/32 port any:"
                                + " signaling pbx");
    }

    @Test
    void listsServicesElsewhereOnceEach() {
        var tenant =
                tenant("main")
                        .put(
                                "webhooks",
                                new JsonObject()
                                        .put(
                                                "allowed",
                                                new JsonArray()
                                                        .add("https://crm.example/a")
                                                        .add("https://crm.example/b")
                                                        .add("https://crm.example:8444/"))
                                        .put("secrets", new JsonArray().add("s".repeat(32))))
                        .put(
                                "signInProvider",
                                new JsonObject()
                                        .put("name", "Example SSO")
                                        .put("issuer", "https://id.example:8443/realms/support")
                                        .put("clientId", "crosspoint")
                                        .put("clientSecret", "secret"));
        var json =
                configuration(tenant)
                        .put(
                                "database",
                                new JsonObject()
                                        .put("url", "postgresql://db.example:6432/calls")
                                        .put("user", "owner")
                                        .put("password", "secret-password"));

        assertThat(lines(json))
                .contains(
                        "out TCP any port any <- db.example port 6432: database calls",
                        "out TCP any port any <- crm.example port 443: webhook crm.example",
                        "out TCP any port any <- crm.example port 8444: webhook crm.example",
                        "out TCP any port any <- id.example port 8443: identity-provider Example"
                                + " SSO")
                .filteredOn(line -> line.contains("webhook"))
                .hasSize(2);
    }

    @Test
    void saysWhereProxiesAndAllowedNetworksStandBetween() {
        var limited =
                tenant("main")
                        .put(
                                "access",
                                new JsonObject()
                                        .put("networks", new JsonArray().add("192.0.2.0/24")));
        assertThat(lines(configuration(limited)))
                .contains(
                        "in TCP any port 8443 <- 192.0.2.0/24 port any: pages -",
                        "both UDP 203.0.113.10 port 10000-10003 <- 192.0.2.0/24 port any:"
                                + " browser-audio -");

        var proxied = configuration(limited);
        proxied.getJsonObject("https").put("trustedProxies", new JsonArray().add("10.0.0.0/29"));
        assertThat(lines(proxied))
                .contains(
                        "in TCP any port 8443 <- 10.0.0.0/29 port any: pages -",
                        "both UDP 203.0.113.10 port 10000-10003 <- 192.0.2.0/24 port any:"
                                + " browser-audio -");
    }

    @Test
    void showsATenantItsOwnAndNothingOfOthersOrOfTheHouse() {
        var json = configuration(tenant("main"));
        json.getJsonArray("tenants")
                .add(tenant("branch").put("hosts", new JsonArray().add("branch.example")));
        json.getJsonArray("tenants")
                .getJsonObject(0)
                .put("hosts", new JsonArray().add("main.example"));
        json.put(
                "trunks",
                new JsonArray()
                        .add(trunk("ours").put("networks", new JsonArray().add("198.51.100.0/24")))
                        .add(
                                trunk("theirs")
                                        .put("instance", "branch")
                                        .put("host", "sip.carrier.example")
                                        .put("networks", new JsonArray().add("203.0.113.0/24"))));
        var all = needs(json);
        var ours = all.of(new Tenant("acme", "main"), false);

        assertThat(ours.lines().toString())
                .contains("ours", "pages", "browser-audio")
                .doesNotContain("theirs", "203.0.113.0/24", "metrics", "branch", "names");
        assertThat(all.of(new Tenant("acme", "branch"), false).lines().toString())
                .contains("theirs", "names");
        assertThat(all.lines().toString()).contains("theirs", "metrics", "names");
    }

    @Test
    void namesNoPortThatIsChosenAtStart() {
        var json = configuration(tenant("main"));
        json.getJsonObject("https").put("port", 0);
        var config = read(json);

        assertThat(NetworkNeeds.of(config, config.trunks(), Opened.configured(config)).lines())
                .anyMatch(line -> line.contains("any port any") && line.contains("pages"));
        assertThat(NetworkNeeds.of(config, config.trunks(), new Opened(40_443, 0, 0)).lines())
                .anyMatch(line -> line.contains("port 40443") && line.contains("pages"));
    }

    @Test
    void isJsonForPrograms() {
        var rule = needs(configuration(tenant("main"))).json().path("rules").path(2);

        assertThat(rule.path("purpose").textValue()).isEqualTo("browser-audio");
        assertThat(rule.path("direction").textValue()).isEqualTo("both");
        assertThat(rule.path("protocol").textValue()).isEqualTo("UDP");
        assertThat(rule.path("privateCircuit").booleanValue()).isFalse();
        assertThat(rule.at("/gateway/addresses/0").textValue()).isEqualTo("203.0.113.10");
        assertThat(rule.at("/gateway/ports/last").intValue()).isEqualTo(10_003);
        assertThat(rule.at("/peer/addresses").isEmpty()).isTrue();
        assertThat(rule.path("peer").has("ports")).isFalse();
    }

    @Test
    void letsRelaysInByTheirAddressAndFromAnyPort() {
        var turn =
                new JsonObject()
                        .put("secret", "north wind")
                        .put(
                                "urls",
                                new JsonArray()
                                        .add("turn:turn.example.com:3478?transport=udp")
                                        .add("turn:turn.example.com?transport=tcp")
                                        .add("turns:[2001:db8::7]:443?transport=tcp"));

        assertThat(lines(configuration(tenant("main")).put("turn", turn)))
                .contains(
                        "both UDP 203.0.113.10 port 10000-10003 <- turn.example.com port any:"
                                + " relayed-audio -",
                        "both UDP 203.0.113.10 port 10000-10003 <- 2001:db8::7 port any:"
                                + " relayed-audio -",
                        "out UDP any port any <- any port 53: names -")
                .filteredOn(line -> line.contains("relayed-audio"))
                .hasSize(2);
    }

    private List<String> lines(JsonObject json) {
        return needs(json).all().stream()
                .map(rule ->
                        rule.direction().word()
                                + " "
                                + rule.protocol()
                                + " "
                                + end(rule.here())
                                + " <- "
                                + end(rule.there())
                                + ": "
                                + rule.purpose().word()
                                + " "
                                + (rule.what().isEmpty() ? "-" : rule.what())
                                + (rule.isPrivateCircuit() ? " private" : ""))
                .toList();
    }

    private static String end(dev.crosspoint.gateway.network.NetworkRule.End end) {
        return (end.addresses().isEmpty() ? "any" : String.join(",", end.addresses()))
                + " port "
                + (end.ports() == null ? "any" : end.ports());
    }

    private NetworkRules needs(JsonObject json) {
        var config = read(json);
        return NetworkNeeds.of(config, config.trunks(), Opened.configured(config));
    }

    private GatewayConfig read(JsonObject json) {
        return new GatewayConfigReader("203.0.113.10").read(json, Overrides.none(), folder);
    }

    private static JsonObject configuration(JsonObject tenant) {
        return new JsonObject()
                .put("https", new JsonObject())
                .put("media", new JsonObject().put("loops", 4))
                .put("tenants", new JsonArray().add(tenant));
    }

    private static JsonObject tenant(String instance) {
        return new JsonObject()
                .put("account", "acme")
                .put("instance", instance)
                .put("defaultCountry", "DE")
                .put("flows", "flows");
    }

    private static JsonObject trunk(String id) {
        return new JsonObject()
                .put("id", id)
                .put("account", "acme")
                .put("instance", "main")
                .put("defaultCountry", "DE");
    }
}
