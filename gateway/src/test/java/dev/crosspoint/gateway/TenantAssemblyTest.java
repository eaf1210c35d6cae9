package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.RecordingRules;
import dev.crosspoint.gateway.call.RecordingRules.Loss;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.flow.DemoFlows;
import dev.crosspoint.gateway.switchboard.CallSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is configured is what call control is told. */
class TenantAssemblyTest {
    @TempDir private Path folder;

    @BeforeEach
    void unpackFlows() throws Exception {
        DemoFlows.unpack(folder.resolve("flows"));
    }

    @ParameterizedTest
    @CsvSource({
        "refuse,              continue-unrecorded, REFUSE,              CONTINUE_UNRECORDED",
        "continue-unrecorded, refuse,              CONTINUE_UNRECORDED, REFUSE",
        "refuse,              refuse,              REFUSE,              REFUSE"
    })
    void tellsCallsWhatBecomesOfThemWhenTheyCannotBeRecorded(
            String onKeyLoss, String onDiskLoss, Loss keyLoss, Loss diskLoss) {
        var recording = new JsonObject().put("onKeyLoss", onKeyLoss).put("onDiskLoss", onDiskLoss);
        assertThat(settings(new JsonObject().put("recording", recording)).recording())
                .isEqualTo(new RecordingRules(keyLoss, diskLoss));
    }

    @Test
    void letsCallsGoOnUnrecordedUnlessItIsConfiguredOtherwise() {
        assertThat(settings(new JsonObject()).recording()).isEqualTo(RecordingRules.DEFAULT);
    }

    /** Each its own value, so that none is taken for another. */
    @Test
    void tellsCallsTheirTimesAndWhatTheyPlay() {
        var calls =
                new JsonObject()
                        .put("ringSeconds", 11)
                        .put("outboundRingSeconds", 12)
                        .put("joinSeconds", 14)
                        .put("rejoinSeconds", 13)
                        .put("requestTimeoutMs", 1_400)
                        .put("earlyMedia", true)
                        .put("holdMusic", "flows/welcome.wav")
                        .put("ringback", "flows/busy.wav");
        var settings = settings(new JsonObject().put("calls", calls));
        assertThat(settings.ringSeconds()).isEqualTo(11);
        assertThat(settings.outboundRingSeconds()).isEqualTo(12);
        assertThat(settings.joinSeconds()).isEqualTo(14);
        assertThat(settings.rejoinSeconds()).isEqualTo(13);
        assertThat(settings.requestTimeoutMs()).isEqualTo(1_400);
        assertThat(settings.earlyMedia()).isTrue();
        assertThat(settings.holdMusic()).isEqualTo(folder.resolve("flows/welcome.wav"));
        assertThat(settings.ringback()).isEqualTo(folder.resolve("flows/busy.wav"));
    }

    private CallSettings settings(JsonObject values) {
        var tenant =
                new JsonObject(
                        """
                        {"account": "a", "instance": "i", "defaultCountry": "DE",
                         "flows": "flows", "queues": [{"id": "sales"}, {"id": "service"}]}
                        """);
        var config =
                new GatewayConfigReader("192.0.2.7")
                        .read(
                                values.put("home", "home")
                                        .put("tenants", new JsonArray().add(tenant)),
                                Overrides.none(),
                                folder);
        return new TenantAssembly(config, List.of(), folder.resolve("flows"), Instant.EPOCH)
                .settings();
    }
}
