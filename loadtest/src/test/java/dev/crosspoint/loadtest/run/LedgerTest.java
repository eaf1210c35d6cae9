package dev.crosspoint.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final GatewayMetrics BEFORE =
            new GatewayMetrics(
                    """
                    # HELP crosspoint_sip_requests_total requests
                    crosspoint_sip_requests_total{direction="inbound",method="INVITE",status="200"} 5.0
                    crosspoint_sip_requests_total{direction="outbound",method="BYE",status="200"} 5.0
                    crosspoint_media_legs_open{loop="0"} 0.0
                    crosspoint_media_call_failed_total{loop="0"} 2.0
                    crosspoint_media_tick_lateness_buckets_total{le="0.005",loop="0"} 90.0
                    crosspoint_media_tick_lateness_buckets_total{le="+Inf",loop="0"} 100.0
                    crosspoint_media_tick_lateness_buckets_total{le="0.005",loop="1"} 80.0
                    """);

    @Test
    void balancesWhenEveryAnsweredCallWasEnded() {
        var after = with("INVITE\",status=\"200\"} 7.0", "BYE\",status=\"200\"} 7.0");
        assertThat(Ledger.wrong(BEFORE, after, 0)).isEmpty();
    }

    @Test
    void missesAByeInEitherDirection() {
        var after = with("INVITE\",status=\"200\"} 7.0", "BYE\",status=\"200\"} 6.0");
        assertThat(Ledger.wrong(BEFORE, after, 0))
                .containsExactly("2 INVITEs were answered with 200, but 1 BYEs");
    }

    @Test
    void doesNotCountWhatWasRefused() {
        var after =
                new GatewayMetrics(
                        BEFORE.text()
                                + "crosspoint_sip_requests_total{direction=\"inbound\",method=\"INVITE\",status=\"503\"} 9.0\n");
        assertThat(Ledger.wrong(BEFORE, after, 0)).isEmpty();
    }

    @Test
    void findsWhatIsLeft() {
        var after =
                new GatewayMetrics(
                        BEFORE.text().replace("open{loop=\"0\"} 0.0", "open{loop=\"0\"} 1.0"));
        assertThat(Ledger.open(after)).containsExactly("crosspoint_media_legs_open is 1");
        assertThat(Ledger.wrong(BEFORE, after, 0)).hasSize(1);
    }

    @Test
    void findsWhatMustNeverHappen() {
        var after =
                new GatewayMetrics(
                        BEFORE.text()
                                .replace(
                                        "failed_total{loop=\"0\"} 2.0",
                                        "failed_total{loop=\"0\"} 3.0"));
        assertThat(Ledger.wrong(BEFORE, after, 4))
                .containsExactly(
                        "crosspoint_media_call_failed_total grew by 1",
                        "4 ends of calls were not confirmed");
    }

    @Test
    void readsTheBucketsOfAllLoops() {
        assertThat(BEFORE.byBound("crosspoint_media_tick_lateness_buckets_total"))
                .isEqualTo(Map.of(0.005, 170.0, Double.POSITIVE_INFINITY, 100.0));
    }

    private static GatewayMetrics with(String invites, String byes) {
        return new GatewayMetrics(
                BEFORE.text()
                        .replace("INVITE\",status=\"200\"} 5.0", invites)
                        .replace("BYE\",status=\"200\"} 5.0", byes));
    }
}
