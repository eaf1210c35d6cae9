package dev.crosspoint.loadtest.measure;

/**
 * How one phone heard one call.
 *
 * @param packets that it heard
 * @param lost that it did not, by their sequence numbers
 * @param stamped packets that came through as they were sent, and told their delay
 * @param delayP50Ms one way, from phone to phone
 * @param delayP99Ms likewise
 * @param jitterMs RFC 3550 A.8, at the end of the call
 * @param mos 1 to 4.5 (ITU-T G.107)
 * @param toneMs for how long the tone of the other side was heard; {@link #UNKNOWN} where nobody
 *     listened for it
 */
public record CallSound(
        long packets,
        long lost,
        long stamped,
        double delayP50Ms,
        double delayP99Ms,
        double jitterMs,
        double mos,
        int toneMs) {

    /** Nobody listened. */
    public static final int UNKNOWN = -1;

    /** Of what should have come, 0 to 100. */
    public double lostPercent() {
        return packets + lost == 0 ? 0 : 100.0 * lost / (packets + lost);
    }
}
