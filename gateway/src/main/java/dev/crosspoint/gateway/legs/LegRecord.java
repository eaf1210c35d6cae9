package dev.crosspoint.gateway.legs;

import org.jspecify.annotations.Nullable;

/**
 * One leg, live or over.
 *
 * @param contactId the agent's own contact, or that of the call
 * @param initialContactId the contact that the call began with
 * @param trunk it is on; null for a browser's
 * @param agent whose audio it carries; null for a customer's
 * @param outbound whether we made the offer
 * @param beganMs ms since 1970
 * @param endedMs ms since 1970; 0 while it is there
 * @param offered by whoever made the offer; null when there was none that can be read
 * @param agreed the answer to it; null when there was none
 * @param refusal why we could not take what the far end has described; empty when we could
 * @param status the failure that a SIP call ended with, ours or theirs; 0 for none
 * @param end why media gave it up, a word; empty when it did not
 * @param traffic what has passed; null before the first account
 * @param sound how it was lately; null before the first report
 * @param keys how keys came
 */
public record LegRecord(
        String contactId,
        String initialContactId,
        @Nullable String trunk,
        @Nullable String agent,
        boolean outbound,
        long beganMs,
        long endedMs,
        @Nullable SessionOutline offered,
        @Nullable SessionOutline agreed,
        String refusal,
        int status,
        String end,
        @Nullable Passed traffic,
        @Nullable Heard sound,
        Keys keys) {

    /**
     * Packets so far, as media counts them.
     *
     * @param keyed whether there are keys, or need be none
     * @param expects whether the peer is to send
     * @param sends whether the peer is to be sent to
     * @param target network that audio goes to; empty while none is known, and for a browser
     * @param strangeFrom network that the last packet came from which was not let in; empty for
     *     none
     */
    public record Passed(
            long received,
            long sent,
            long unauthentic,
            long unprotected,
            long strange,
            long unexpected,
            boolean expects,
            boolean sends,
            boolean keyed,
            boolean tcp,
            String target,
            String strangeFrom) {}

    /**
     * How it was in the last seconds, the newest counting most.
     *
     * @param reports seconds that were reported on
     * @param silentSeconds of those since anything but digital silence came, in a row
     * @param lossPercent of what it says
     * @param peerLossPercent of what it is sent, by its own word, on its own way
     * @param jitterMs of what it says
     * @param roundTripMs -1 when not known
     */
    public record Heard(
            long reports,
            long silentSeconds,
            double lossPercent,
            double peerLossPercent,
            double jitterMs,
            double roundTripMs) {}

    /**
     * How many keys came which way; not which.
     *
     * @param refusedInfo keys of ours that it did not take by INFO
     */
    public record Keys(long events, long tones, long info, long refusedInfo) {
        static final Keys NONE = new Keys(0, 0, 0, 0);
    }
}
