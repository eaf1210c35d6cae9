package dev.crosspoint.signaling.api;

import java.util.List;

/**
 * How a trunk does. Published to {@link #CHANGES} whenever its condition changes; whoever asks
 * {@link #QUESTIONS} gets {@link All}.
 *
 * @param trunk its id in the configuration
 * @param calls what it carries now, in both directions
 * @param mostCalls what it may carry; 0 for as many as come
 */
public record TrunkStatus(
        Tenant tenant, String trunk, Condition condition, int calls, int mostCalls) {

    /** Event-bus address of every change. */
    public static final String CHANGES = "trunk.changes";

    /** Event-bus address that tells about all of a tenant's, which is the question. */
    public static final String QUESTIONS = "trunk.questions";

    /** Whether calls go out by it first, and why not. */
    public enum Condition {
        /** It is there, as far as anybody knows. */
        UP,
        /** It has not answered two OPTIONS in a row. */
        NO_ANSWER,
        /** It has failed three calls in a row, and rests. */
        FAILING,
        /** It has answered 503, and said for how long. */
        ASKS_FOR_REST,
        /** Its registrar does not have us, or does not say so. */
        NOT_REGISTERED
    }

    /** All trunks of a tenant, in the order of the configuration. */
    public record All(List<TrunkStatus> trunks) {
        public All {
            trunks = List.copyOf(trunks);
        }
    }
}
