package dev.crosspoint.media.sdp;

import java.util.List;

/** What came of an offer or an answer. */
public sealed interface Negotiation {

    /**
     * Both sides agree.
     *
     * @param description our side of it: the answer, or the offer that was answered
     */
    record Agreed(Sdp description, MediaPlan plan) implements Negotiation {

        /** Our candidates as they travel beside the text: {@code candidate:...}. */
        public List<String> candidates() {
            return description.media().stream()
                    .flatMap(medium -> medium.attributes().values("candidate").stream())
                    .map(value -> "candidate:" + value)
                    .toList();
        }
    }

    /**
     * They do not.
     *
     * @param reason safe to log and to show: quotes nothing of the description
     */
    record Refused(Why why, String reason) implements Negotiation {}

    /** Whose fault it is. */
    enum Why {
        /** The description breaks the grammar or our limits. */
        BAD_DESCRIPTION,
        /** It is sound, but there is no common ground. */
        NOT_ACCEPTABLE
    }
}
