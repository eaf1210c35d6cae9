package dev.crosspoint.media.call;

import java.util.List;

/** The sample rate at which a call is mixed: the highest that at least two of its legs can use. */
final class CallRate {
    static final int NARROWBAND_HZ = 8000;

    private CallRate() {}

    /** 8000 while there are fewer than two legs: prompts and music are narrowband. */
    static int of(List<Party> parties) {
        int highest = 0;
        int second = NARROWBAND_HZ;
        for (Party party : parties) {
            int rate = rateOf(party);
            if (rate > highest) {
                second = Math.max(highest, NARROWBAND_HZ);
                highest = rate;
            } else if (rate > second) {
                second = rate;
            }
        }
        return second;
    }

    /** The highest rate of any leg, or {@code none} when there is no leg. */
    static int highest(List<Party> parties, int none) {
        return parties.stream().mapToInt(CallRate::rateOf).max().orElse(none);
    }

    private static int rateOf(Party party) {
        var codec = party.agreedCodec();
        return codec == null ? NARROWBAND_HZ : codec.highestRateHz();
    }
}
