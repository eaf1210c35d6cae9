package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.routing.AgentProfile;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.gateway.switchboard.TenantSettings.AgentSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings.QueueSettings;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSettingsTest {
    private static final QueueSettings SALES = queue("sales", null);
    private static final QueueSettings SERVICE = queue("service", null);

    @Test
    void tellsTheBoardWhatAnAgentDoesAndCanAndMayBe() {
        var settings = settings(List.of(SALES, SERVICE), List.of(), List.of("lunch"));

        assertThat(settings.profile(settings.agents().getFirst()))
                .isEqualTo(
                        new AgentProfile(
                                List.of(new Serving("sales", 2, 30)),
                                Map.of("german", 4.0),
                                List.of("lunch"),
                                45));
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of(new Target.ToNumber(new Private("+442079460900")), null),
                Arguments.of(new Target.ToQueue("sales"), null),
                Arguments.of(new Target.ToQueue("gone"), "unknown queue: gone"),
                Arguments.of(new Target.ToAgent("ann"), null),
                Arguments.of(new Target.ToAgent("gone"), "unknown agent: gone"),
                Arguments.of(new Target.ToFlow("inbound"), null),
                Arguments.of(new Target.ToFlow("gone"), "unknown flow: gone"));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void wantsQuickConnectsToLeadSomewhere(Target target, @Nullable String fault) {
        var quick = List.of(new QuickConnect(new Private("name"), target));

        if (fault == null) {
            assertThat(settings(List.of(SALES, SERVICE), quick, List.of()).quickConnects())
                    .isEqualTo(quick);
        } else {
            assertThatThrownBy(() -> settings(List.of(SALES, SERVICE), quick, List.of()))
                    .hasMessage("a quick connect names an " + fault);
        }
    }

    @Test
    void refusesAnOverflowThatIsUnknownOrEndless() {
        var lost = List.of(SALES, queue("service", "gone"));
        assertThatThrownBy(() -> settings(lost, List.of(), List.of()))
                .hasMessage("queue service overflows into an unknown queue: gone");

        var circle = List.of(SALES, queue("service", "service"));
        assertThatThrownBy(() -> settings(circle, List.of(), List.of()))
                .hasMessage("queues overflow in a circle: service, service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline", "available", "busy", "after-contact", "missed", "rejected"})
    void keepsTheStatesOfTheGatewayApartFromTheReasonsOfTheTenant(String state) {
        assertThatThrownBy(() -> settings(List.of(SALES, SERVICE), List.of(), List.of(state)))
                .hasMessage("not-ready reason is a reserved word: " + state);
    }

    private static TenantSettings settings(
            List<QueueSettings> queues, List<QuickConnect> quick, List<String> reasons) {
        return new TenantSettings(
                Office.TENANT,
                "GB",
                CodecPolicy.QUALITY,
                null,
                FlowFixtures.straightToSales(),
                List.of(),
                queues,
                List.of(
                        new AgentSettings(
                                "ann",
                                new Private("Ann"),
                                List.of(new Serving("sales", 2, 30)),
                                Map.of("german", 4.0),
                                null)),
                quick,
                reasons,
                new TenantLimits(45, 6, 2, 0),
                FraudRules.LENIENT);
    }

    private static QueueSettings queue(String id, @Nullable String overflow) {
        return new QueueSettings(id, new QueueRules(id, 9, 5, overflow == null ? 0 : 60, overflow));
    }
}
