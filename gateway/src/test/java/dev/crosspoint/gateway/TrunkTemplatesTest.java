package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.config.ConfigFile;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trunk that the manual shows can be configured so. */
final class TrunkTemplatesTest {
    private static final Pattern YAML =
            Pattern.compile("^```yaml\\n(trunks:.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir Path folder;

    static List<String> templates() throws IOException {
        return YAML.matcher(Files.readString(Path.of("docs/trunks.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void areThere() throws IOException {
        var all = Files.readString(Path.of("docs/trunks.md"));
        assertThat(all)
                .contains("### Twilio", "### Telnyx", "### Amazon Chime", "### Asterisk")
                .contains("### Kamailio");
        assertThat(templates()).hasSizeGreaterThanOrEqualTo(7);
        assertThat(YAML.matcher(all).results().map(MatchResult::start)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void canBeConfigured(String template) throws Exception {
        for (var file : List.of("ca.pem", "carrier")) {
            Files.writeString(folder.resolve(file), "secret\n");
        }
        var yaml = folder.resolve("trunks.yaml");
        Files.writeString(
                yaml, template.replace("/etc/crosspoint/", "").replace("/run/secrets/", ""));
        var vertx = Vertx.vertx();
        JsonObject trunks = ConfigFile.read(vertx, yaml).await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
        var config =
                new JsonObject(
                                """
                                {"tenants": [{"account": "a", "instance": "i", "defaultCountry": "DE",
                                   "flows": "flows", "queues": [{"id": "q"}]}]}
                                """)
                        .mergeIn(trunks);
        var read = new GatewayConfigReader("192.0.2.7").read(config, Overrides.none(), folder);
        assertThat(read.trunks())
                .isNotEmpty()
                .allSatisfy(trunk -> assertThat(trunk.host()).isNotNull())
                .allSatisfy(trunk ->
                        assertThat(trunk.exposure() == Exposure.PRIVATE)
                                .isEqualTo(template.contains("exposure: private")));
    }
}
