package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long contacts are kept and readable, and whose their references are. */
class ContactsConfigTest {
    @Test
    void keepsContactsThreeYearsAndReadableForTwo() {
        var contacts = read(tenant("i", new JsonObject())).tenants().getFirst().contacts();
        assertThat(contacts.fieldKeys()).isEqualTo(FieldPeriod.USUAL);
        assertThat(contacts.retentionDays()).isEqualTo(1_095);
        assertThat(contacts.agentHistoryDays()).isEqualTo(1_095);
        assertThat(contacts.profileDomain()).isNull();
    }

    @Test
    void readsWhatIsSaid() {
        var said =
                new JsonObject()
                        .put("fieldKeyHours", 720)
                        .put("fieldsReadableDays", 30)
                        .put("retentionDays", 0)
                        .put("agentHistoryDays", 90)
                        .put("profileDomain", "retail");
        var contacts = read(tenant("i", said)).tenants().getFirst().contacts();
        assertThat(contacts.fieldKeys())
                .isEqualTo(new FieldPeriod(Duration.ofDays(30), Duration.ofDays(30)));
        assertThat(contacts.retentionDays()).isZero();
        assertThat(contacts.agentHistoryDays()).isEqualTo(90);
        assertThat(contacts.profileDomain()).isEqualTo("retail");
    }

    @ParameterizedTest
    @CsvSource({
        "fieldKeyHours, 0",
        "fieldKeyHours, 721",
        "fieldsReadableDays, 0",
        "retentionDays, -1",
        "retentionDays, 36501",
        "agentHistoryDays, -1",
    })
    void refusesWhatIsOutOfRange(String key, int value) {
        var tenant = tenant("i", new JsonObject().put(key, value));
        assertThat(catchThrowableOfType(ConfigError.class, () -> read(tenant)))
                .hasMessageContaining("tenants[0].contacts." + key);
    }

    @Test
    void letsInstancesOfOneDomainShareWhatIsTheDomains() {
        var retail = new JsonObject().put("profileDomain", "retail");
        var config = read(tenant("i", retail), tenant("j", retail), tenant("k", new JsonObject()));
        assertThat(ContactPlant.allScopes(config))
                .containsOnlyKeys(new Tenant("a", "domain:retail"), new Tenant("a", "account:a"))
                .containsEntry(
                        new Tenant("a", "domain:retail"),
                        List.of(new Tenant("a", "i"), new Tenant("a", "j")));
    }

    private static JsonObject tenant(String instance, JsonObject contacts) {
        return new JsonObject()
                .put("account", "a")
                .put("instance", instance)
                .put("defaultCountry", "DE")
                .put("flows", "flows")
                .put("hosts", new JsonArray().add(instance + ".example.com"))
                .put("contacts", contacts);
    }

    private static GatewayConfig read(JsonObject... tenants) {
        var all = new JsonArray();
        List.of(tenants).forEach(all::add);
        return new GatewayConfigReader("192.0.2.1")
                .read(new JsonObject().put("tenants", all), Overrides.none(), Path.of("/etc/here"));
    }
}
