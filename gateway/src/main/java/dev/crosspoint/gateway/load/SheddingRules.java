package dev.crosspoint.gateway.load;

/**
 * When new calls are refused for the sake of those that are there.
 *
 * @param enabled false to take whatever comes
 * @param busyPercent the share of a core that a media loop takes, 30 to 95
 * @param lateMs when half of a loop's ticks begin later, it is behind and not just interrupted;
 *     loops count by 5, 10, 20 and 50, and what is between is taken for the one below
 */
public record SheddingRules(boolean enabled, int busyPercent, int lateMs) {
    /** Far ends conceal one period of 20 ms and no more; half of that is left for the network. */
    public static final SheddingRules USUAL = new SheddingRules(true, 70, 10);
}
