package dev.crosspoint.gateway.fraud;

import java.util.List;

/**
 * What a tenant puts up with.
 *
 * @param windowSeconds how long an arrival counts, s, 60 to 86400
 * @param mostPerNumber arrivals from one number within the window that are admitted; 0 for any
 *     number of them
 * @param mostPerAddress the same for one network address
 * @param refuseDenied whether who is denied is refused; otherwise the flow is told
 * @param denied those denied from the start
 */
public record FraudRules(
        int windowSeconds,
        int mostPerNumber,
        int mostPerAddress,
        boolean refuseDenied,
        List<Denial> denied) {

    public static final int LEAST_WINDOW_SECONDS = 60;
    public static final int MOST_WINDOW_SECONDS = 86_400;

    /** Counts over an hour, and refuses nobody. */
    public static final FraudRules LENIENT = new FraudRules(3_600, 0, 0, true, List.of());

    public FraudRules {
        denied = List.copyOf(denied);
        if (windowSeconds < LEAST_WINDOW_SECONDS || windowSeconds > MOST_WINDOW_SECONDS) {
            throw new IllegalArgumentException(
                    "arrivals count for 60 to 86400 s: " + windowSeconds);
        }
        if (mostPerNumber < 0 || mostPerAddress < 0) {
            throw new IllegalArgumentException("0 arrivals or more are admitted");
        }
        if (denied.size() > DenyList.MOST_ENTRIES) {
            throw new IllegalArgumentException("10000 callers at most are denied");
        }
    }
}
