package dev.crosspoint.gateway.meters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.loop.LoopCount;
import dev.crosspoint.media.loop.LoopMeter;
import dev.crosspoint.media.loop.LoopMeter.Spread;
import dev.crosspoint.media.loop.MediaMeter;
import dev.crosspoint.signaling.sip.SipCounters.Direction;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import dev.crosspoint.signaling.sip.SipCounters.Load;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatewayMetersTest {
    private final GatewayMeters meters = new GatewayMeters();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void showsWhatEveryMediaLoopCountsWhenAsked() {
        var ticks =
                new Spread(
                        List.of(1_000_000L, 5_000_000L, Long.MAX_VALUE), List.of(98L, 1L, 1L), 7L);
        var loop =
                new LoopMeter(
                        0,
                        Map.of(
                                LoopCount.TICKS, 100L,
                                LoopCount.COMPLEXITY_LOWERED, 7L,
                                LoopCount.COMPLEXITY_RAISED, 3L),
                        ticks,
                        ticks);
        var counts =
                Map.of(
                        Count.LEGS_OPENED, 5L,
                        Count.LEGS_CLOSED, 3L,
                        Count.SRTP_UNAUTHENTIC, 2L,
                        Count.CONCEALED_MS, 40L);
        meters.bind(new MediaMeters(() -> List.of(new MediaMeter(loop, counts))));

        assertThat(meters.scrape())
                .contains("crosspoint_media_legs_open{loop=\"0\"} 2.0")
                .contains("crosspoint_media_srtp_unauthentic_total{loop=\"0\"} 2.0")
                .contains("crosspoint_media_concealed_ms_total{loop=\"0\"} 40.0")
                .contains("crosspoint_media_loop_ticks_total{loop=\"0\"} 100.0")
                .contains("crosspoint_media_loop_complexity_lowered_total{loop=\"0\"} 7.0")
                .contains("crosspoint_media_opus_complexity_shed{loop=\"0\"} 4.0")
                .contains(
                        "crosspoint_media_tick_lateness_seconds{loop=\"0\",quantile=\"0.5\"} 0.001")
                .contains(
                        "crosspoint_media_tick_lateness_seconds{loop=\"0\",quantile=\"0.99\"} 0.005")
                .contains(
                        "crosspoint_media_tick_lateness_buckets_total{le=\"0.001\",loop=\"0\"} 98.0")
                .contains(
                        "crosspoint_media_tick_lateness_buckets_total{le=\"0.005\",loop=\"0\"} 99.0")
                .contains(
                        "crosspoint_media_tick_lateness_buckets_total{le=\"+Inf\",loop=\"0\"} 100.0")
                .contains(
                        "crosspoint_media_tick_duration_seconds{loop=\"0\",quantile=\"0.999\"} +Inf");
    }

    @Test
    void showsWhatItsProcessHoldsOpen() {
        assertThat(meters.scrape())
                .containsPattern("process_files_open_files [1-9]")
                .containsPattern("process_files_max_files [1-9]");
    }

    @Test
    void countsRequestsByTheirResult() {
        var agents = new AgentMeters(meters.registry());
        agents.request("contact.accept", "ok");
        agents.request("contact.accept", "ok");
        agents.request("contact.accept", "not-found");
        agents.upgrade("origin");
        var sip = new SipMeters(meters.registry());
        sip.request(Direction.INBOUND, "INVITE", 488);
        sip.dropped(DropCause.RATE_LIMIT);
        sip.trunk("carrier", true);
        sip.trunk("spare", true);
        sip.trunk("spare", false);
        sip.registered("spare", true);
        sip.refuses(Load.MEDIA, true);
        sip.refuses(Load.SIGNALING, false);

        assertThat(meters.scrape())
                .contains(
                        "crosspoint_websocket_requests_total{method=\"contact.accept\",outcome=\"ok\"} 2.0")
                .contains("outcome=\"not-found\"} 1.0")
                .contains("crosspoint_websocket_upgrades_total{outcome=\"origin\"} 1.0")
                .contains(
                        "crosspoint_sip_requests_total{direction=\"inbound\",method=\"INVITE\",status=\"488\"} 1.0")
                .contains("crosspoint_sip_dropped_total{cause=\"rate-limit\"} 1.0")
                .contains("crosspoint_sip_trunk_well{trunk=\"carrier\"} 1.0")
                .contains("crosspoint_sip_trunk_registered{trunk=\"spare\"} 1.0")
                .contains("crosspoint_sip_trunk_well{trunk=\"spare\"} 0.0")
                .contains("crosspoint_sip_refuses_calls{load=\"media\"} 1.0")
                .contains("crosspoint_sip_refuses_calls{load=\"signaling\"} 0.0");
    }
}
