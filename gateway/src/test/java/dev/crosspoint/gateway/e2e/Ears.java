package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a page hears and says, measured inside its browser. */
final class Ears {
    /** A tone of a fake microphone measures about -30 dB in the analyser, wherever it went. */
    private static final int HEARD_DB = -45;

    /** How far a tone that is not heard is below whatever is loudest, dB. */
    private static final int BELOW_DB = 30;

    /** The same among more than two tones, between which Opus makes noise of its own, dB. */
    private static final int BELOW_MANY_DB = 15;

    /** Looks in a row, 0.2 s apart: what is true once may be on its way from one to the other. */
    private static final int LOOKS = 3;

    private final Page page;
    private final List<Integer> tones;
    private final Supplier<String> console;

    /**
     * @param tones every tone that anybody in the tests says, Hz
     * @param console what the page has said, for failures
     */
    Ears(Page page, List<Integer> tones, Supplier<String> console) {
        this.page = page;
        this.tones = List.copyOf(tones);
        this.console = console;
    }

    /** Waits until it hears exactly these of all tones, and goes on hearing them for a moment. */
    void awaitExactly(List<Integer> present) {
        var absent = tones.stream().filter(tone -> !present.contains(tone)).toList();
        @SuppressWarnings("unchecked") // the shape of the answer in ears.js
        var answer =
                (Map<String, Object>)
                        page.evaluate(
                                "question => window.__hears(question)",
                                Map.of(
                                        "present", present,
                                        "absent", absent,
                                        "heardDb", HEARD_DB,
                                        "below", present.size() > 2 ? BELOW_MANY_DB : BELOW_DB,
                                        "looks", LOOKS,
                                        "limitMs", Browsers.LIMIT_MS));
        if (!Boolean.TRUE.equals(answer.get("ok"))) {
            throw new AssertionError(
                    "the browser should hear "
                            + present
                            + " and none of "
                            + absent
                            + ", but hears (dB) "
                            + answer.get("levels")
                            + "\n"
                            + console.get());
        }
    }

    /** Begins to listen for a sound after silence; {@link #soundMs} says when it came. */
    void listenForSound() {
        page.evaluate("limitMs => window.__listenForSound(limitMs)", Browsers.LIMIT_MS);
    }

    /** When the browser played the first sample of the sound, ms since 1970. */
    double soundMs() {
        double at = number(page.evaluate("async () => await window.__sound"));
        if (at < 0) {
            throw new AssertionError("the browser hears nothing\n" + console.get());
        }
        return at;
    }

    /**
     * Lets the microphone through, or has it send silence; neither the page nor the gateway knows.
     *
     * @return when, ms since 1970
     */
    double letThrough(boolean on) {
        return number(page.evaluate("on => window.__letThrough(on)", on));
    }

    /** When sound was first received since the page was loaded, ms since 1970. */
    long audioSinceLoadMs() {
        double at =
                number(page.evaluate("limitMs => window.__firstSound(limitMs)", Browsers.LIMIT_MS));
        if (at < 0) {
            throw new AssertionError("nothing was received\n" + console.get());
        }
        return Math.round(at);
    }

    /** When the first WebSocket since the page was loaded was open, ms since 1970. */
    long socketOpenedMs() {
        return Math.round(number(page.evaluate("() => window.__socketsOpened[0]")));
    }

    /** Begins to watch for pauses between the packets that its newest connection receives. */
    void watchGaps() {
        page.evaluate("() => window.__watchGaps()");
    }

    /** The longest pause between two packets since {@link #watchGaps}, ms; watches no longer. */
    double longestGapMs() {
        return number(page.evaluate("async () => await window.__longestGapMs()"));
    }

    /** What its receiver has counted so far. */
    Inbound inbound() {
        @SuppressWarnings("unchecked") // the shape of the answer in ears.js
        var counts = (Map<String, Object>) page.evaluate("async () => await window.__inbound()");
        return new Inbound(
                number(requireNonNull(counts.get("packets"))),
                number(requireNonNull(counts.get("lost"))),
                number(requireNonNull(counts.get("concealed"))),
                number(requireNonNull(counts.get("total"))),
                number(requireNonNull(counts.get("waited"))),
                number(requireNonNull(counts.get("emitted"))));
    }

    /**
     * @param waited how long all samples together have waited in the jitter buffer, s
     * @param emitted how many those are
     */
    record Inbound(
            double packets,
            double lost,
            double concealed,
            double total,
            double waited,
            double emitted) {

        /** What a sample has waited since then on the average, ms. */
        double waitMsSince(Inbound before) {
            return (waited - before.waited()) / Math.max(1, emitted - before.emitted()) * 1000;
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
