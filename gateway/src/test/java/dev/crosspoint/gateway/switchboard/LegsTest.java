package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.legs.LegRecord;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.Traffic;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of the newest legs. */
class LegsTest {
    private static final AgentKey SUE = new AgentKey(Office.TENANT, "sue");
    private final Scene scene = Scene.annTalks();

    @Test
    void remembersWhatPassedThroughTheLegsOfACall() {
        var customer = scene.leg("customer");
        var ann = scene.leg("ann");
        tell(new MediaEvent.LegTraffic(Office.mediaTenant(), scene.call(), customer, traffic(0)));
        tell(new MediaEvent.LegTraffic(Office.mediaTenant(), scene.call(), ann, traffic(500)));
        tell(
                new MediaEvent.DigitHeard(
                        Office.mediaTenant(), scene.call(), customer, new Digits("7")));

        var ofAnn = find(null, "ann", null).getFirst();
        assertThat(ofAnn.trunk()).isNull();
        var heardOfAnn = requireNonNull(ofAnn.traffic());
        assertThat(heardOfAnn.received()).isEqualTo(500);
        assertThat(heardOfAnn.target()).isEmpty();

        var ofCall = find(null, null, ofAnn.contactId());
        assertThat(ofCall).hasSize(2).contains(ofAnn);
        var ofCustomer = ofCall.stream().filter(leg -> leg.agent() == null).findFirst().get();
        assertThat(ofCustomer.trunk()).isNotNull();
        var heardOfCustomer = requireNonNull(ofCustomer.traffic());
        assertThat(heardOfCustomer.target()).isEqualTo("192.0.2.0/24");
        assertThat(heardOfCustomer.strangeFrom()).isEqualTo("198.51.100.0/24");
        assertThat(ofCustomer.keys().events()).isEqualTo(1);
        assertThat(find(ofCustomer.trunk(), null, null)).containsExactly(ofCustomer);
    }

    @Test
    void remembersACallWhenItIsOver() {
        var customer = scene.leg("customer");
        var trunk = find(null, null, null).stream().map(LegRecord::trunk).toList();
        scene.finish();

        assertThat(trunk).isNotEmpty();
        assertThat(customer).isNotNull();
        assertThat(find(null, null, null))
                .hasSize(2)
                .allSatisfy(leg -> assertThat(leg.endedMs()).isPositive());
    }

    @Test
    void isNothingToAnotherTenant() {
        var foreign =
                new AgentKey(new dev.crosspoint.signaling.api.Tenant("another", "one"), "sue");
        var found =
                scene.office.control.find(
                        new ControlMessage.ListLegs(foreign, null, null, null),
                        scene.office.nowNanos);

        assertThat(((Finding.Legs) found).records()).isEmpty();
    }

    private void tell(MediaEvent event) {
        scene.office.media(event);
    }

    private static Traffic traffic(long received) {
        return new Traffic(
                received,
                500,
                0,
                0,
                3,
                0,
                true,
                true,
                true,
                false,
                InetAddress.ofLiteral("192.0.2.77"),
                InetAddress.ofLiteral("198.51.100.77"));
    }

    private List<LegRecord> find(
            @Nullable String trunk, @Nullable String agent, @Nullable String contact) {
        var found =
                scene.office.control.find(
                        new ControlMessage.ListLegs(SUE, trunk, agent, contact),
                        scene.office.nowNanos);
        return ((Finding.Legs) found).records();
    }
}
