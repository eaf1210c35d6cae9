package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.gateway.switchboard.QuickConnect;
import dev.crosspoint.gateway.switchboard.TenantLimits;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tenant says of its queues, agents, callers and buttons. */
class TenantConfigTest {
    private static final String HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2g";

    private final JsonObject tenant =
            new JsonObject(
                    """
                    {"account": "a", "instance": "i", "defaultCountry": "DE", "flows": "flows",
                     "queues": [{"id": "q"}, {"id": "r"}],
                     "agents": [{"id": "alice", "passwordHash": "%s", "queues": ["q"]}]}
                    """
                            .formatted(HASH));

    // --- defaults ---

    @Test
    void isOrdinaryUnlessItSaysOtherwise() {
        var read = read();

        assertThat(read.limits()).isEqualTo(TenantLimits.ORDINARY);
        assertThat(read.fraud()).isEqualTo(FraudRules.LENIENT);
        assertThat(read.quickConnects()).isEmpty();
        assertThat(read.queues().getFirst().rules())
                .isEqualTo(new QueueRules("q", 100, 5, 0, null));
        var alice = read.agents().getFirst();
        assertThat(alice.queues()).containsExactly(new Serving("q", 1, 0));
        assertThat(alice.skills()).isEmpty();
        assertThat(alice.deskPhone()).as("off unless switched on").isNull();
        assertThat(alice.profiles()).containsExactly("Agent");
        assertThat(alice.permissions()).isEmpty();
        assertThat(read.profiles()).isEmpty();
    }

    // --- agents ---

    @Test
    void readsQueuesOfAnAgentAsIdsAsEntriesAndMixed() {
        agent("queues", new JsonArray("[\"q\", {\"queue\": \"r\", \"priority\": 2}]"));
        assertThat(read().agents().getFirst().queues())
                .containsExactly(new Serving("q", 1, 0), new Serving("r", 2, 0));

        agent("queues", new JsonArray("[{\"queue\": \"r\", \"delaySeconds\": 30}]"));
        assertThat(read().agents().getFirst().queues()).containsExactly(new Serving("r", 1, 30));
    }

    @Test
    void letsTheEnvironmentReplaceTheQueuesOfAnAgentOrASettingOfOne() {
        agent("queues", new JsonArray("[{\"queue\": \"r\", \"delaySeconds\": 30}]"));

        assertThat(read(Map.of("CROSSPOINT_TENANTS_0_AGENTS_0_QUEUES", "q, r")))
                .containsExactly(Serving.first("q"), Serving.first("r"));
        assertThat(read(Map.of("CROSSPOINT_TENANTS_0_AGENTS_0_QUEUES_0_DELAY_SECONDS", "7")))
                .containsExactly(new Serving("r", 1, 7));
    }

    @Test
    void namesWhatIsWrongWithTheQueuesOfAnAgent() {
        agent(
                "queues",
                new JsonArray(
                        """
                        [{"queue": "q", "priority": 0}, {"queue": "gone", "delaySeconds": 10000},
                         5, {"priorty": 1, "queue": "r"}]
                        """));

        assertThat(problems())
                .contains(
                        "tenants[0].agents[0].queues[0].priority is 0, expected a whole number from"
                                + " 1 to 99",
                        "tenants[0].agents[0].queues[1].delaySeconds is 10000, expected a whole"
                                + " number from 0 to 9999",
                        "tenants[0].agents[0].queues[2] is 5, expected 1 to 64 letters, digits, -"
                                + " . or _, or keys and values below it")
                .anyMatch(p -> p.startsWith("tenants[0].agents[0].queues[3].priorty is unknown"));
    }

    @Test
    void refusesAQueueThatIsUnknownOrTwiceAnAgents() {
        agent("queues", new JsonArray("[\"q\", {\"queue\": \"q\"}, \"gone\"]"));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[].agents[].queues is \"gone\", expected a queue of this tenant:"
                                + " q, r",
                        "tenants[].agents[].queues is \"q\", expected each only once");
    }

    @Test
    void readsSkillsAndNamesWhatIsWrongWithThem() {
        agent("skills", new JsonObject("{\"Language:German\": 4, \"loans\": 2.5}"));
        assertThat(read().agents().getFirst().skills())
                .isEqualTo(Map.of("Language:German", 4.0, "loans", 2.5));

        agent("skills", new JsonObject("{\"german\": 5.5, \"loans\": \"good\", \"\": 1}"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].agents[0].skills.german is 5.5, expected a number from 1.0 to"
                                + " 5.0",
                        "tenants[0].agents[0].skills.loans is \"good\", expected a number from 1.0"
                                + " to 5.0",
                        "tenants[0].agents[0].skills is \"\", expected names, each 1 to 129"
                                + " printable characters");
        agent("skills", new JsonArray());
        assertThat(problems())
                .containsExactly(
                        "tenants[0].agents[0].skills is [], expected keys and values below it");
    }

    @Test
    void readsPermissionsInTheWordsOfAmazonConnect() {
        agent("permissions", new JsonArray("[\"BasicAgentAccess\", \"ManagerListenIn\"]"));
        assertThat(read().agents().getFirst().permissions())
                .isEqualTo(Set.of(Permission.BASIC_AGENT_ACCESS, Permission.MANAGER_LISTEN_IN));

        agent("permissions", new JsonArray());
        assertThat(read().agents().getFirst().permissions()).isEmpty();

        agent("permissions", new JsonArray("[\"ListenIn\"]"));
        assertThat(problems())
                .containsExactly(
                        "tenants[0].agents[0].permissions is \"ListenIn\", expected a list, each"
                                + " one of "
                                + Permission.words());
    }

    @Test
    void readsSecurityProfiles() {
        agent("profiles", new JsonArray("[\"QualityAnalyst\"]"));
        assertThat(read().agents().getFirst().profiles()).containsExactly("QualityAnalyst");

        agent("profiles", new JsonArray("[\"Qualityanalyst\"]"));
        assertThat(problems())
                .containsExactly(
                        "tenants[].agents[].profiles is \"Qualityanalyst\", expected a security"
                                + " profile: Admin, Agent, CallCenterManager, QualityAnalyst");

        agent("profiles", new JsonArray("[\"Agent\"]"));
        agent("permissions", new JsonArray("[\"BasicAgentAccess\"]"));
        assertThat(problems()).singleElement().asString().contains("profiles or permissions");
    }

    @Test
    void hidesADeskPhone() {
        agent("deskPhone", "+4930555017");
        assertThat(read().agents().getFirst().deskPhone()).isEqualTo(new Private("+4930555017"));
        assertThat(read().toString()).doesNotContain("4930555017");

        agent("deskPhone", "030 555017");
        assertThat(problems())
                .containsExactly(
                        "tenants[0].agents[0].deskPhone is (hidden), expected a number such as"
                                + " \"+4930123456\", in quotes");
    }

    // --- queues ---

    @Test
    void readsHowAQueueIsRun() {
        tenant.getJsonArray("queues")
                .getJsonObject(0)
                .put("priority", 2)
                .put("timeoutSeconds", 90)
                .put("overflow", "r");

        assertThat(read().queues().getFirst().rules())
                .isEqualTo(new QueueRules("q", 100, 2, 90, "r"));
    }

    @Test
    void wantsATimeoutAndAnOverflowTogetherAndBothSound() {
        var queue = tenant.getJsonArray("queues").getJsonObject(0);
        queue.put("timeoutSeconds", 90);
        assertThat(problems())
                .containsExactly(
                        "tenants[0].queues[0].overflow is missing, expected timeoutSeconds and"
                                + " overflow together");
        queue.put("overflow", "gone");
        assertThat(problems())
                .containsExactly(
                        "tenants[].queues[].overflow is \"gone\", expected a queue of this tenant:"
                                + " q, r");
        queue.put("overflow", "r").remove("timeoutSeconds");
        assertThat(problems())
                .containsExactly(
                        "tenants[0].queues[0].timeoutSeconds is missing, expected timeoutSeconds"
                                + " and overflow together");
        queue.put("priority", 11).remove("overflow");
        assertThat(problems())
                .containsExactly(
                        "tenants[0].queues[0].priority is 11, expected a whole number from 1 to"
                                + " 10");
    }

    @Test
    void refusesQueuesThatOverflowInACircle() {
        tenant.put(
                "queues",
                new JsonArray(
                        """
                        [{"id": "q", "timeoutSeconds": 9, "overflow": "r"},
                         {"id": "r", "timeoutSeconds": 9, "overflow": "s"},
                         {"id": "s", "timeoutSeconds": 9, "overflow": "r"}]
                        """));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("tenants[].queues[].overflow is \"")
                .endsWith("expected queues that do not lead back to themselves")
                .containsAnyOf("\"r, s, r\"", "\"s, r, s\"");
    }

    // --- limits ---

    @ParameterizedTest
    @CsvSource({
        "afterContactSeconds, -1, 0 to 86400",
        "maxParticipants, 65, 2 to 64",
        "maxParticipants, 1, 2 to 64",
        "maxMonitors, 17, 0 to 16",
    })
    void keepsLimitsWithinLimits(String key, int value, String range) {
        tenant.put(key, value);

        assertThat(problems())
                .containsExactly(
                        "tenants[0].%s is %d, expected a whole number from %s"
                                .formatted(key, value, range));
    }

    @Test
    void readsLimits() {
        tenant.put("afterContactSeconds", 30).put("maxParticipants", 64).put("maxMonitors", 0);
        tenant.put("standingConnectionSeconds", 600);

        assertThat(read().limits()).isEqualTo(new TenantLimits(30, 64, 0, 600));
    }

    // --- fraud ---

    @Test
    void readsWhomToRefuse() {
        tenant.put(
                "fraud",
                new JsonObject(
                        """
                        {"windowSeconds": 600, "mostPerNumber": 5, "mostPerAddress": 50,
                         "refuseDenied": false,
                         "denied": [{"number": "+4930555666", "expires": "2027-01-31T00:00:00Z"},
                                    {"network": "203.0.113.0/24"}, {"network": "2001:db8::1"}]}
                        """));

        assertThat(read().fraud())
                .isEqualTo(
                        new FraudRules(
                                600,
                                5,
                                50,
                                false,
                                List.of(
                                        new Denial(
                                                "config-1",
                                                new Denial.OfNumber(new PhoneNumber("+4930555666")),
                                                Instant.parse("2027-01-31T00:00:00Z")),
                                        new Denial("config-2", network("203.0.113.0/24"), null),
                                        new Denial("config-3", network("2001:db8::1"), null))));
        assertThat(read().toString()).doesNotContain("30555666", "203.0.113", "2001:db8");
    }

    @Test
    void namesWhatIsWrongWithThoseDeniedAndNobodysNumber() {
        tenant.put(
                "fraud",
                new JsonObject(
                        """
                        {"windowSeconds": 59,
                         "denied": [{"number": "030555666"}, {"network": "203.0.113.0/33"}, {},
                                    {"number": "+4930555666", "network": "203.0.113.0/24"},
                                    {"network": "203.0.113.1", "expires": "tomorrow"}]}
                        """));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].fraud.windowSeconds is 59, expected a whole number from 60 to"
                                + " 86400",
                        "tenants[0].fraud.denied[0].number is (hidden), expected a number such as"
                                + " \"+4930123456\", in quotes",
                        "tenants[0].fraud.denied[1].network is \"203.0.113.0/33\", expected a"
                                + " network such as 192.0.2.0/24 or 2001:db8::/32",
                        "tenants[0].fraud.denied[2]: none of number, network is set, expected"
                                + " exactly one",
                        "tenants[0].fraud.denied[3]: number and network of number, network is set,"
                                + " expected exactly one",
                        "tenants[0].fraud.denied[4].expires is \"tomorrow\", expected a time such"
                                + " as 2027-01-31T00:00:00Z");
    }

    // --- quick connects ---

    @Test
    void readsQuickConnectsToWhateverThereIs() {
        tenant.put(
                "quickConnects",
                new JsonArray(
                        """
                        [{"name": "Bank", "number": "+4930555900"}, {"name": "R", "queue": "r"},
                         {"name": "Alice", "agent": "alice"}, {"name": "Menu", "flow": "menu"}]
                        """));

        assertThat(read().quickConnects())
                .containsExactly(
                        new QuickConnect(
                                new Private("Bank"),
                                new Target.ToNumber(new Private("+4930555900"))),
                        new QuickConnect(new Private("R"), new Target.ToQueue("r")),
                        new QuickConnect(new Private("Alice"), new Target.ToAgent("alice")),
                        new QuickConnect(new Private("Menu"), new Target.ToFlow("menu")));
        assertThat(read().toString()).doesNotContain("Bank", "4930555900");
    }

    @Test
    void namesWhatIsWrongWithAQuickConnect() {
        tenant.put(
                "quickConnects",
                new JsonArray(
                        "[{\"queue\": \"q\"}, {\"name\": \"x\"}, {\"name\": \"y\","
                                + " \"queue\": \"q\", \"agent\": \"alice\"}]"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].quickConnects[0].name is missing, expected a text",
                        "tenants[0].quickConnects[1]: none of number, queue, agent, flow is set,"
                                + " expected exactly one",
                        "tenants[0].quickConnects[2]: queue and agent of number, queue, agent,"
                                + " flow is set, expected exactly one");

        tenant.put(
                "quickConnects",
                new JsonArray(
                        "[{\"name\": \"x\", \"queue\": \"gone\"}, {\"name\": \"x\","
                                + " \"agent\": \"gone\"}]"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[].quickConnects[].queue is \"gone\", expected a queue of this"
                                + " tenant: q, r",
                        "tenants[].quickConnects[].agent is \"gone\", expected an agent of this"
                                + " tenant: alice",
                        "tenants[].quickConnects[].name is (hidden), expected each only once");
    }

    private void agent(String key, Object value) {
        tenant.getJsonArray("agents").getJsonObject(0).put(key, value);
    }

    private TenantEntry read() {
        return read(Overrides.none());
    }

    private List<Serving> read(Map<String, String> environment) {
        return read(new Overrides(environment, Map.of())).agents().getFirst().queues();
    }

    private TenantEntry read(Overrides overrides) {
        var values = new JsonObject().put("tenants", new JsonArray().add(tenant));
        return new GatewayConfigReader("192.0.2.7")
                .read(values, overrides, Path.of("folder"))
                .tenants()
                .getFirst();
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigError.class, this::read).problems();
    }

    private static Denial.Caller network(String block) {
        return new Denial.OfNetwork(NetworkBlock.parse(block));
    }
}
