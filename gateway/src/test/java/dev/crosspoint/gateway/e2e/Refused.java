package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.hostile.Flood;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a gateway's counters tell of datagrams that it wanted nothing to do with.
 *
 * @param media by the counter's name
 * @param dropped SIP that got no answer, by its cause
 * @param answered SIP that got one, by its status
 */
record Refused(
        Map<String, Double> media, Map<String, Double> dropped, Map<String, Double> answered) {
    /** Counters of the packet path: of strangers, of the ends' own addresses, of either. */
    private static final List<String> MEDIA =
            List.of(
                    "nobodys",
                    "rtp_wrong_source",
                    "dtls_wrong_source",
                    "rtp_unexpected_type",
                    "srtp_unauthentic",
                    "dtls_taken",
                    "malformed",
                    "stun_refused",
                    "unknown_protocol");

    private static final List<String> CAUSES =
            List.of("unknown-source", "malformed", "stray-response");

    /**
     * Of those with the address of a trunk: what is well-formed and harmless; no message; a
     * transfer of nobody; no method; an extension; a dialog that is not.
     */
    private static final List<String> STATUSES = List.of("200", "400", "403", "405", "420", "481");

    /** Of what is sent; the rest was lost before the gateway while it had other things to do. */
    private static final double LEAST_COUNTED = 0.9;

    /** Between two looks. */
    Refused(Metrics before, Metrics after) {
        this(
                grown(MEDIA, "crosspoint_media_%s_total", "", before, after),
                grown(CAUSES, "crosspoint_sip_dropped_total", "cause=\"%s\"", before, after),
                grown(STATUSES, "crosspoint_sip_requests_total", "status=\"%s\"", before, after));
    }

    private static Map<String, Double> grown(
            List<String> words, String name, String label, Metrics before, Metrics after) {
        var grown = new TreeMap<String, Double>();
        for (var word : words) {
            var whole = name.formatted(word);
            var of = label.formatted(word);
            double more = after.total(whole, of) - before.total(whole, of);
            if (more > 0) {
                grown.put(word, more);
            }
        }
        return grown;
    }

    /** Whether each of them tells of something. */
    boolean isWhole() {
        return media.size() == MEDIA.size()
                && dropped.size() == CAUSES.size()
                && answered.size() == STATUSES.size();
    }

    /** That of what was sent to media ports hardly anything has vanished uncounted. */
    void tellsOf(List<Flood.Sent> sent) {
        double thrown = sent.stream().mapToLong(Flood.Sent::media).sum();
        double counted = media.values().stream().mapToDouble(it -> it).sum();
        System.out.printf("of %.0f datagrams for media refused: %s%n", thrown, this);
        assertThat(counted / thrown).isBetween(LEAST_COUNTED, 1.0);
    }
}
