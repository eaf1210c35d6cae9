package dev.crosspoint.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TURN server of the configuration. */
class TurnConfigTest {
    private final JsonObject turn = new JsonObject();
    private final JsonObject https = new JsonObject();

    @TempDir private Path folder;

    @Test
    void hasNoneUnlessOneIsConfigured() {
        assertThat(read().turn()).isNull();
    }

    @Test
    void readsItWithItsSecretFromAFile() throws Exception {
        Files.writeString(folder.resolve("turn-secret"), "north wind\n");
        urls("turn:turn.example.com:3478?transport=udp", "turns:[2001:db8::7]:443?transport=tcp");
        turn.put("secretFile", "turn-secret");

        var read = requireNonNull(read().turn());

        assertThat(read.urls())
                .containsExactly(
                        "turn:turn.example.com:3478?transport=udp",
                        "turns:[2001:db8::7]:443?transport=tcp");
        assertThat(read.secret().value()).isEqualTo("north wind");
        assertThat(read.minutes()).isEqualTo(720);
        assertThat(read().secretFiles()).contains(folder.resolve("turn-secret"));
    }

    @Test
    void isGoodForAsLongAsASignInIs() {
        urls("turn:turn.example.com");
        turn.put("secret", "north wind");
        https.put("tokenMinutes", 900);
        assertThat(requireNonNull(read().turn()).minutes()).isEqualTo(900);

        turn.put("minutes", 60);

        assertThat(problems()).singleElement().asString().contains("turn.minutes", "900 to 1440");
    }

    @Test
    void refusesHalfOfItAndWhatIsNoUrl() {
        urls("turn:turn.example.com");
        assertThat(problems()).singleElement().asString().contains("both urls and secretFile");

        turn.clear().put("secret", "north wind");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("turn.urls", "both urls and secretFile")
                .doesNotContain("north wind");

        turn.clear().put("secret", "north wind");
        for (var bad :
                List.of("stun:turn.example.com", "turn:", "turn:a?transport=sctp", "turn:a b")) {
            urls(bad);
            assertThat(problems()).as(bad).anyMatch(problem -> problem.contains("such as turn:"));
        }
    }

    private void urls(String... urls) {
        turn.put("urls", new JsonArray(List.of(urls)));
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
                        .put("https", https)
                        .put("turn", turn)
                        .put("tenants", new JsonArray().add(tenant));
        return new GatewayConfigReader("192.0.2.7").read(values, Overrides.none(), folder);
    }
}
