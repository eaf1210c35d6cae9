package dev.crosspoint.loadtest.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a gateway's books balance after a simulation: every call that was answered was ended, and
 * nothing of it is left.
 */
final class Ledger {
    /** Gauges that are zero when nobody calls. */
    private static final List<String> OPEN =
            List.of(
                    "crosspoint_calls_active",
                    "crosspoint_media_calls_open",
                    "crosspoint_media_legs_open",
                    "crosspoint_sip_calls_open");

    /** Counters of what must never happen. */
    private static final List<String> NEVER =
            List.of(
                    "crosspoint_media_call_failed_total",
                    "crosspoint_media_loop_failures_total",
                    "crosspoint_media_loop_dropped_out_total",
                    "crosspoint_media_loop_ring_dropped_total",
                    "crosspoint_media_recording_lost_total",
                    "crosspoint_calls_failed_total");

    private static final String REQUESTS = "crosspoint_sip_requests_total";

    private Ledger() {}

    /** What is left open; empty when nothing is. */
    static List<String> open(GatewayMetrics now) {
        return OPEN.stream()
                .filter(gauge -> now.total(gauge) != 0)
                .map(gauge -> "%s is %.0f".formatted(gauge, now.total(gauge)))
                .toList();
    }

    /**
     * What does not balance between two moments at which nobody called; empty when all does.
     *
     * @param unconfirmed ends of calls that the gateway did not confirm to the phones
     */
    static List<String> wrong(GatewayMetrics before, GatewayMetrics after, long unconfirmed) {
        var wrong = new ArrayList<>(open(after));
        double answered = requests(after, "INVITE") - requests(before, "INVITE");
        double ended = requests(after, "BYE") - requests(before, "BYE");
        if (answered != ended) {
            wrong.add(
                    "%.0f INVITEs were answered with 200, but %.0f BYEs"
                            .formatted(answered, ended));
        }
        for (String counter : NEVER) {
            double more = after.total(counter) - before.total(counter);
            if (more != 0) {
                wrong.add("%s grew by %.0f".formatted(counter, more));
            }
        }
        if (unconfirmed != 0) {
            wrong.add(unconfirmed + " ends of calls were not confirmed");
        }
        return List.copyOf(wrong);
    }

    /** Answered with 200, in both directions: a re-INVITE counts as well, and none is sent here. */
    private static double requests(GatewayMetrics metrics, String method) {
        return metrics.total(REQUESTS, "method=\"" + method + "\"", "status=\"200\"");
    }
}
