package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.LegScore;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How well two people understand each other over one leg, and what is in their way.
 *
 * @param saidLostPercent of what the leg's party says, 0 to 100
 * @param heardLostPercent of what it is sent, by its own reports, 0 to 100
 * @param waitMs that what it says waits for stragglers
 * @param roundTripMs of packets; 0 when unknown
 */
public record Diagnosis(
        double saidLostPercent, double heardLostPercent, double waitMs, double roundTripMs) {

    /** What can be wrong with a leg; {@link #word} is its name to the outside. */
    public enum Problem {
        /** From here on words are missed: it takes ten points of a hundred off the rating. */
        HIGH_LOSS,
        /** ITU-T G.114: above 150 ms one way, people notice. */
        HIGH_ROUND_TRIP,
        /** Of the 150 ms of G.114 as much for this alone as leaves too little for the rest. */
        HIGH_JITTER_BUFFER;

        /** Such as {@code high-loss}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Who reads a sentence about whose leg. */
    enum Whose {
        OWN("you", "you say", "you hear"),
        CUSTOMER("the customer", "the customer says", "the customer hears"),
        OTHER("this participant", "this participant says", "this participant hears");

        private final String name;
        private final String says;
        private final String hears;

        Whose(String name, String says, String hears) {
            this.name = name;
            this.says = says;
            this.hears = hears;
        }
    }

    private static final double HIGH_LOSS_PERCENT = 3;
    private static final double HIGH_ROUND_TRIP_MS = 300;
    private static final double HIGH_WAIT_MS = 100;

    /** Mean opinion score of the worse direction by the E-model (ITU-T G.107), 1 to 4.5. */
    public double mos() {
        return LegScore.mosAfter("", lostPercent(), waitMs, roundTripMs);
    }

    /** What is wrong, the worst first; empty when nothing is. */
    public Set<Problem> problems() {
        var problems = EnumSet.noneOf(Problem.class);
        if (lostPercent() >= HIGH_LOSS_PERCENT) {
            problems.add(Problem.HIGH_LOSS);
        }
        if (roundTripMs >= HIGH_ROUND_TRIP_MS) {
            problems.add(Problem.HIGH_ROUND_TRIP);
        }
        if (waitMs >= HIGH_WAIT_MS) {
            problems.add(Problem.HIGH_JITTER_BUFFER);
        }
        return problems;
    }

    /** The same as words. */
    List<String> words() {
        return problems().stream().map(Problem::word).toList();
    }

    /** Why it sounds as it does, and to whoever can do something about it, what; may be empty. */
    String sentence(Whose whose) {
        var worst = problems().stream().findFirst();
        if (worst.isEmpty()) {
            return "";
        }
        return switch (worst.get()) {
            case HIGH_LOSS -> loss(whose);
            case HIGH_ROUND_TRIP ->
                    "The way from here to %s and back takes %d ms, so that people interrupt each other.%s"
                            .formatted(
                                    whose.name,
                                    Math.round(roundTripMs),
                                    advice(whose, "A VPN that is not needed can be switched off."));
            case HIGH_JITTER_BUFFER ->
                    "What %s arrives so unevenly that every word has to wait %d ms.%s"
                            .formatted(
                                    whose.says,
                                    Math.round(waitMs),
                                    advice(whose, "Pause large downloads, or use a cable."));
        };
    }

    private String loss(Whose whose) {
        boolean said = saidLostPercent >= heardLostPercent;
        return "%d %% of what %s is lost on the way.%s"
                .formatted(
                        Math.round(lostPercent()),
                        said ? whose.says : whose.hears,
                        advice(whose, "A cable, or a place nearer to the Wi-Fi, usually helps."));
    }

    private static String advice(Whose whose, String toDo) {
        return whose == Whose.OWN ? " " + toDo : "";
    }

    private double lostPercent() {
        return Math.max(saidLostPercent, heardLostPercent);
    }
}
