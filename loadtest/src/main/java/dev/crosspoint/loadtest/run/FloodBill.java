package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What was thrown at a gateway, what its counters tell of it, and what the calls lost meanwhile.
 *
 * @param media hostile datagrams sent to media ports
 * @param sip likewise to the port of SIP
 * @param seconds that it took
 * @param refused datagrams that the media plane counted as refused
 * @param unheard SIP that was dropped or answered with an error
 * @param lostShare of what the phones should have heard, 0 to 1
 */
record FloodBill(
        long media, long sip, double seconds, double refused, double unheard, double lostShare) {
    /** Of running calls (issue "Every edge holds"). */
    private static final double MOST_LOST = 0.001;

    /** Of datagrams for media; the rest did not fit into a socket's buffer. */
    private static final double LEAST_REFUSED = 0.5;

    private static final List<String> REFUSED =
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

    /**
     * Adds it up.
     *
     * @param log as {@code FloodSimulation} writes it
     */
    static FloodBill of(
            Path log, GatewayMetrics before, GatewayMetrics after, List<PhoneSecond> phones)
            throws IOException {
        var sent = new Properties();
        try (var in = Files.newBufferedReader(log)) {
            sent.load(in);
        }
        double refused =
                REFUSED.stream()
                        .map("crosspoint_media_%s_total"::formatted)
                        .mapToDouble(name -> after.total(name) - before.total(name))
                        .sum();
        double unheard =
                after.total("crosspoint_sip_dropped_total")
                        - before.total("crosspoint_sip_dropped_total");
        long lost = phones.isEmpty() ? 0 : phones.getLast().lost();
        long heard = phones.isEmpty() ? 0 : phones.getLast().heard();
        return new FloodBill(
                Long.parseLong(sent.getProperty("media")),
                Long.parseLong(sent.getProperty("sip")),
                Double.parseDouble(sent.getProperty("seconds")),
                refused,
                unheard,
                (double) lost / Math.max(1, lost + heard));
    }

    /** What is wrong with it; empty when nothing is. */
    List<String> wrong() {
        var wrong = new ArrayList<String>();
        if (lostShare > MOST_LOST) {
            wrong.add(
                    format(
                            ROOT,
                            "%.3f %% of what calls said was lost in the flood",
                            100 * lostShare));
        }
        if (refused < LEAST_REFUSED * media) {
            wrong.add(
                    format(
                            ROOT,
                            "of %d hostile datagrams the gateway has refused %.0f",
                            media,
                            refused));
        }
        if (unheard == 0) {
            wrong.add("of %d hostile SIP messages the gateway has dropped none".formatted(sip));
        }
        return wrong;
    }

    /** In a line. */
    @Override
    public String toString() {
        return format(
                ROOT,
                "%.0f a second for %.1f s; of %d for media %.0f refused by its counters, of %d for SIP %.0f dropped",
                (media + sip) / seconds,
                seconds,
                media,
                refused,
                sip,
                unheard);
    }
}
