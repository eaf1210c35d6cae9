package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkService.CallerId;
import dev.crosspoint.signaling.api.TrunkService.Limits;
import dev.crosspoint.signaling.api.TrunkService.Numbers;
import dev.crosspoint.signaling.api.TrunkService.Outbound;
import dev.crosspoint.signaling.api.TrunkService.Prefix;
import dev.crosspoint.signaling.api.TrunkService.Registration;
import dev.crosspoint.signaling.api.TrunkService.Rules;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of a trunk beyond who it is. */
final class TrunkSettingsTest {

    @TempDir Path folder;

    private static JsonObject trunk(String id, String more) {
        return new JsonObject(
                        """
                        {"networks": ["192.0.2.0/24"], "defaultCountry": "DE", "host": "192.0.2.1"%s}
                        """
                                .formatted(more.isEmpty() ? "" : ", " + more))
                .put("id", id);
    }

    private List<TrunkConfig> read(JsonObject... trunks) {
        var config =
                new JsonObject(
                                """
                                {"tenants": [{"account": "a", "instance": "i", "defaultCountry": "DE",
                                   "flows": "flows", "queues": [{"id": "q"}]}]}
                                """)
                        .put("trunks", new JsonArray(List.of(trunks)));
        return new GatewayConfigReader("192.0.2.7").read(config, Overrides.none(), folder).trunks();
    }

    private List<String> problems(JsonObject... trunks) {
        return catchThrowableOfType(ConfigError.class, () -> read(trunks)).problems();
    }

    @Test
    void leavesATrunkAloneThatSaysNothing() {
        assertThat(read(trunk("t", "")).getFirst().service()).isEqualTo(TrunkService.PLAIN);
    }

    @Test
    void leavesThePortOfANameToDns() {
        assertThat(read(trunk("t", "")).getFirst().port()).isEqualTo(5061);
        assertThat(read(trunk("t", "").put("host", "sip.example.net")).getFirst().port()).isZero();
        assertThat(
                        read(trunk("t", "\"port\": 5071").put("host", "a.example.net"))
                                .getFirst()
                                .port())
                .isEqualTo(5071);
    }

    @Test
    void readsGroupsProbesAndLimits() {
        var trunk =
                read(trunk(
                                "t",
                                """
                                "failover": {"group": "pstn", "priority": 3, "weight": 0},
                                "limits": {"calls": 30, "callsPerSecond": 5}
                                """))
                        .getFirst();
        assertThat(trunk.service().outbound()).isEqualTo(new Outbound("pstn", 3, 0, 30));
        assertThat(trunk.service().limits()).isEqualTo(new Limits(30, 5));
        assertThat(read(trunk("t", "\"probeSeconds\": 60")).getFirst().service().outbound())
                .isEqualTo(new Outbound(null, 1, 100, 60));
    }

    @Test
    void readsWhatIsToBeRegistered() {
        var trunk =
                trunk(
                        "t",
                        """
                        "registration": {"user": "4711-planted", "domain": "example.net", "expiresSeconds": 600}
                        """);
        trunk.remove("networks"); // the registration identifies it
        assertThat(read(trunk).getFirst().service().registration())
                .isEqualTo(new Registration(new Private("4711-planted"), "example.net", 600));
        assertThat(read(trunk).toString()).doesNotContain("planted");
        trunk.put("registration", new JsonObject().put("user", "4711"));
        assertThat(read(trunk).getFirst().service().registration())
                .isEqualTo(new Registration(new Private("4711"), "192.0.2.1", 3600));
        trunk.remove("host");
        assertThat(problems(trunk))
                .contains("trunks[0].host is missing, expected a host, to register with");
    }

    @Test
    void readsHowATrunkWritesNumbersAndFields() {
        var trunk =
                trunk(
                        "t",
                        """
                        "rules": {"callerId": "withheld",
                          "outbound": {"called": [{"prefix": "+49", "instead": "0"}, {"instead": "00"}]},
                          "inbound": {"caller": [{"prefix": "0"}]},
                          "setHeaders": [{"name": "X-Account", "value": "4711-planted"}],
                          "removeHeaders": ["User-Agent"]}
                        """);
        assertThat(read(trunk).getFirst().service().rules())
                .isEqualTo(
                        new Rules(
                                CallerId.WITHHELD,
                                new Numbers(
                                        List.of(new Prefix("+49", "0"), new Prefix("", "00")),
                                        List.of()),
                                new Numbers(List.of(), List.of(new Prefix("0", ""))),
                                Map.of("X-Account", new Private("4711-planted")),
                                Set.of("User-Agent")));
        assertThat(read(trunk).toString()).doesNotContain("planted");
    }

    @ParameterizedTest
    @CsvSource({
        "Via, x",
        "Contact, <sip:a@b>",
        "Route, <sip:a@b>",
        "Authorization, Digest x",
        "P-Asserted-Identity, <sip:",
        "X-A, ''",
        "X-A, ü",
        "Require, x",
        "Privacy, id"
    })
    void setsNoFieldThatACallIsHeldTogetherBy(String name, String value) {
        var header = new JsonObject().put("name", name).put("value", value);
        var rules = new JsonObject().put("setHeaders", new JsonArray(List.of(header)));
        assertThat(problems(trunk("t", "").put("rules", rules)))
                .singleElement()
                .asString()
                .startsWith("trunks[0].rules.setHeaders[0].name is \"" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'failover': {'priority': 2} | trunks[0].failover.group is missing, expected a group, to have a priority or weight in",
                "'failover': {'group': 'g', 'weight': 70000} | trunks[0].failover.weight is 70000, expected a whole number from 0 to 65535",
                "'failover': {'group': 'g g'} | trunks[0].failover.group is \"g g\"",
                "'probeSeconds': -1 | trunks[0].probeSeconds is -1, expected a whole number from 0 to 3600",
                "'limits': {'calls': 'many'} | trunks[0].limits.calls is \"many\"",
                "'limits': {'callsPerSecond': 1001} | trunks[0].limits.callsPerSecond is 1001",
                "'registration': {'domain': 'example.net'} | trunks[0].registration.user is missing, expected the user part of the address to register",
                "'registration': {'user': 'u', 'expiresSeconds': 59} | trunks[0].registration.expiresSeconds is 59, expected a whole number from 60 to 86400",
                "'registration': {'user': 'u', 'domain': 'a b'} | trunks[0].registration.domain is \"a b\"",
                "'rules': {'callerId': 'hidden'} | trunks[0].rules.callerId is \"hidden\", expected one of plain, asserted, withheld",
                "'rules': {'outbound': {'called': [{'prefix': '.*'}]}} | trunks[0].rules.outbound.called[0].prefix is \".*\"",
                "'rules': {'removeHeaders': ['Via']} | trunks[0].rules.removeHeaders is \"Via\", expected User-Agent",
                "'limits': {'call': 1} | trunks[0].limits.call is unknown"
            })
    void saysWhatIsWrong(String more, String problem) {
        assertThat(problems(trunk("t", more.replace('\'', '"'))))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void wantsTrunksOfAGroupToBeOfOneKind() {
        var group = "\"failover\": {\"group\": \"pstn\"}";
        var first = trunk("first", group);
        assertThat(read(first, trunk("second", group))).hasSize(2);
        var plain = trunk("second", group).put("exposure", "private").put("mediaSecurity", "none");
        assertThat(problems(first, plain))
                .containsExactly(
                        "trunks[].failover.group is \"second\", expected the mediaSecurity,"
                                + " mediaNetworks and transfers of first");
        var inbound = trunk("second", group);
        inbound.remove("host");
        assertThat(problems(first, inbound))
                .containsExactly(
                        "trunks[].failover is \"second\", expected a trunk with a host to call");
    }

    @Test
    void readsWhatATrunkHasToShow() throws Exception {
        var pem =
                TlsIdentity.selfSigned(List.of("192.0.2.1"), Instant.now(), new SecureRandom())
                        .certificatePem();
        Files.writeString(folder.resolve("ca.pem"), pem);
        Files.writeString(folder.resolve("empty.pem"), "nothing");
        var trunk = trunk("t", "\"clientCaFile\": \"ca.pem\"");
        assertThat(read(trunk).getFirst().service().clientCaPem()).isEqualTo(pem);
        assertThat(problems(trunk("t", "\"clientCaFile\": \"empty.pem\"")))
                .containsExactly(
                        "trunks[0].clientCaFile is \"empty.pem\", expected a PEM file of certificates");
        assertThat(problems(trunk("t", "\"clientCaFile\": \"gone.pem\"")))
                .singleElement()
                .asString()
                .contains("gone.pem")
                .endsWith("expected a PEM file that can be read");
        trunk.put("exposure", "private").put("transports", new JsonArray(List.of("tls", "tcp")));
        assertThat(problems(trunk))
                .singleElement()
                .asString()
                .startsWith("trunks[0].transports is")
                .endsWith("expected tls alone, with clientCaFile");
    }
}
