package dev.crosspoint.gateway.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.sip.SipCounters.Direction;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every metric of the rules is there, {@code GatewayTest} asks a gateway that runs. */
@ExtendWith(VertxExtension.class)
class AlertRulesTest {

    @Test
    void sayWhatIsWrongHowBadThatIsAndWhatToDo(Vertx vertx) throws Exception {
        var names = new HashSet<String>();
        for (var rule : AlertRules.read(vertx)) {
            var name = rule.getString("alert");
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(name).matches("Crosspoint[A-Za-z]+");
            assertThat(PromQl.metrics(rule.getString("expr"))).as(name).isNotEmpty();
            assertThat(rule.getString("for")).as(name).matches("[0-9]+m");
            assertThat(rule.getJsonObject("labels").getString("severity")).isIn("page", "ticket");
            var annotations = rule.getJsonObject("annotations");
            assertThat(annotations.getString("summary")).as(name).isNotBlank();
            assertThat(annotations.getString("runbook")).as(name).hasSizeGreaterThan(20);
        }
        assertThat(names).hasSizeGreaterThan(20);
    }

    @Test
    void askTrunksByTheLabelsThatTheyAreCountedWith() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new SipMeters(registry).request(Direction.OUTBOUND, "INVITE", 503);
        assertThat(registry.scrape())
                .contains(
                        "crosspoint_sip_requests_total{direction=\"outbound\",method=\"INVITE\",status=\"503\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(a[5m]",
                "rate(a)",
                "a[5m] > 1",
                "sum(rate(a[5m])) >",
                "a{b=c} > 0",
                "a{b=\"c\" > 0",
                "a > 1 2",
                "rate(a[5 minutes])",
                "increase(rate(a[5m])[5m])",
                "histogram_quantile(99, rate(a[5m]))",
                "histogram_quantile(rate(a[5m]))",
                "Upper > 1",
                ""
            })
    void areReadByWhatKnowsAMistake(String expression) {
        assertThatThrownBy(() -> PromQl.metrics(expression))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
