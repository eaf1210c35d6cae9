package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a sound takes from one end of a running call to the other, by the beginnings of a tone
 * after silence. One clock for both ends: they are on one machine.
 *
 * <p>The customer's end is a telephone that fills a packet of 20 ms before it sends it and plays
 * what arrives at once; the agent's is the browser with its own buffer, from the moment its
 * microphone is let through and to the samples that the page can play. Loudspeakers, microphones
 * and their drivers are not in it.
 */
final class MouthToEar {
    private static final int ONSETS = 5;

    /**
     * A frame of 20 ms has to be complete before anybody can send it; but a browser's microphone
     * comes in blocks of 10 ms, and the first one let through was spoken before.
     */
    private static final double LEAST_MS = 10;

    /** ITU-T G.114: what disturbs a conversation. The best of the onsets has to stay below. */
    private static final double MOST_MS = 400;

    /**
     * No onset may take longer. Much, because the browser's buffer grows with whatever else the
     * machine does meanwhile: this is the bound of a defect; the figures are the measurement.
     */
    private static final double FAULT_MS = 2_000;

    private static final int LIMIT_MS = 10_000;

    /** Longer than any buffer on the way. */
    private static final int SILENCE_MS = 700;

    private MouthToEar() {}

    /** Measures both directions, prints the figures, and holds them to their bounds. */
    static void measure(String what, AgentPage page, RtpProbe customer) throws Exception {
        check(what + ", customer to agent", toAgent(page, customer));
        check(what + ", agent to customer", toCustomer(page, customer));
    }

    private static double[] toAgent(AgentPage page, RtpProbe customer) throws Exception {
        var delays = new double[ONSETS];
        for (int i = 0; i < ONSETS; i++) {
            customer.hush();
            customer.awaitHeard(customer.heardMs() + SILENCE_MS, LIMIT_MS);
            page.ears().listenForSound();
            double spokenMs = customer.speakUp();
            delays[i] = page.ears().soundMs() - spokenMs;
        }
        return delays;
    }

    private static double[] toCustomer(AgentPage page, RtpProbe customer) throws Exception {
        var delays = new double[ONSETS];
        for (int i = 0; i < ONSETS; i++) {
            page.ears().letThrough(false);
            customer.awaitHeard(customer.heardMs() + SILENCE_MS, LIMIT_MS);
            int from = customer.heardMs();
            double spokenMs = page.ears().letThrough(true);
            delays[i] = customer.onsetMs(from, LIMIT_MS) - spokenMs;
        }
        return delays;
    }

    private static void check(String what, double[] delays) {
        Arrays.sort(delays);
        System.out.printf(
                Locale.ROOT,
                "mouth to ear, %s: median %.0f ms, %.0f to %.0f of %d%n",
                what,
                delays[ONSETS / 2],
                delays[0],
                delays[ONSETS - 1],
                ONSETS);
        assertThat(delays[0]).as(what + ", the shortest").isGreaterThan(LEAST_MS);
        assertThat(delays[0]).as(what + ", the shortest").isLessThan(MOST_MS);
        assertThat(delays[ONSETS - 1]).as(what + ", the longest").isLessThan(FAULT_MS);
    }
}
