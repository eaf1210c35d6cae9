package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers are told where media is. */
class AdvertisedAddressTest {
    private final JsonObject media = new JsonObject();

    @TempDir private Path folder;

    @Test
    void isThisMachinesOwnUnlessItIsConfigured() {
        assertThat(read().media().advertisedAddresses()).containsExactly("192.0.2.7");
        media.put("advertisedAddress", "203.0.113.10");
        assertThat(read().media().advertisedAddresses()).containsExactly("203.0.113.10");
        media.put("advertisedAddress", "2001:db8::7").put("bindAddress", "::");
        assertThat(read().media().advertisedAddresses()).containsExactly("2001:db8::7");
    }

    @Test
    void isOneOfEachFamilyOnSocketsOfBoth() {
        media.put("advertisedAddress", "203.0.113.10")
                .put("advertisedIpv6", "2001:db8::7")
                .put("bindAddress", "::");

        assertThat(read().media().advertisedAddresses())
                .containsExactly("203.0.113.10", "2001:db8::7");
    }

    @Test
    void refusesWhatCannotBe() {
        media.put("advertisedIpv6", "2001:db8::7");
        assertThat(problems()).singleElement().asString().contains("media.bindAddress", "\"::\"");

        media.put("bindAddress", "::").put("advertisedAddress", "2001:db8::8");
        assertThat(problems()).singleElement().asString().contains("media.advertisedAddress");

        media.put("advertisedAddress", "203.0.113.10").put("advertisedIpv6", "203.0.113.11");
        assertThat(problems()).singleElement().asString().contains("an IPv6 address");
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigError.class, this::read).problems();
    }

    private GatewayConfig read() {
        var tenant =
                new JsonObject(
                        """
                        {"account": "a", "instance": "i", "defaultCountry": "DE", "flows": "flows"}
                        """);
        var values =
                new JsonObject()
                        .put("home", "home")
                        .put("media", media)
                        .put("tenants", new JsonArray().add(tenant));
        return new GatewayConfigReader("192.0.2.7").read(values, Overrides.none(), folder);
    }
}
