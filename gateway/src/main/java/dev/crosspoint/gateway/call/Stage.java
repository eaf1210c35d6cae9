package dev.crosspoint.gateway.call;

import java.util.OptionalLong;

/**
 * How far somebody is on the way into a call.
 *
 * <pre>
 * customer, calling us   Arriving - Present
 * whoever is called      Planned - Dialing - Present
 * agent of a queue       Sought - Offered - Joining - Present
 *                           ^-- missed --'     ^-- audio lost --'
 * </pre>
 *
 * Everybody can leave at every stage.
 */
public sealed interface Stage {

    /** A SIP call came in, and media prepares its leg; the flow is to welcome it. */
    record Arriving(long deadlineNanos, String flow) implements Stage {}

    /** To be called, or looked for, as soon as whoever wants it can hear. */
    record Planned() implements Stage {}

    /** An empty seat: a queue, or one agent, is asked for. */
    record Sought() implements Stage {}

    /** The contact rings at an agent. */
    record Offered(long deadlineNanos) implements Stage {}

    /** The agent has taken the contact, and the softphone is to send audio: first, or again. */
    record Joining(long deadlineNanos) implements Stage {}

    /** A SIP call of ours that was not answered yet. */
    record Dialing(long deadlineNanos) implements Stage {}

    /** A SIP call came in that is to take the place of somebody's, and media prepares its leg. */
    record Replacing(long deadlineNanos, PartyId whom) implements Stage {}

    /** The carrier of somebody has been asked to call this number in our place. */
    record Referring(long deadlineNanos, PartyId whom) implements Stage {}

    /** Here. */
    record Present() implements Stage {}

    /** When it has taken too long; empty where time alone changes nothing. */
    default OptionalLong deadline() {
        return switch (this) {
            case Arriving(long nanos, _) -> OptionalLong.of(nanos);
            case Offered(long nanos) -> OptionalLong.of(nanos);
            case Joining(long nanos) -> OptionalLong.of(nanos);
            case Dialing(long nanos) -> OptionalLong.of(nanos);
            case Replacing(long nanos, _) -> OptionalLong.of(nanos);
            case Referring(long nanos, _) -> OptionalLong.of(nanos);
            case Planned _, Sought _, Present _ -> OptionalLong.empty();
        };
    }
}
