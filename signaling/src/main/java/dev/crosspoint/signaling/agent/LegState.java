package dev.crosspoint.signaling.agent;

/** Where a softphone leg's negotiation stands. Its audio is no business of this room. */
sealed interface LegState {

    /** Call control has the offer. */
    record Inviting() implements LegState {}

    /** The client has our answer and owes an accept. */
    record Invited(long acceptByMs) implements LegState {}

    /** Call control has the accept. */
    record Accepting(long acceptByMs) implements LegState {}

    /** Accepted, and carries a contact. */
    record Talking() implements LegState {}

    /**
     * Accepted, and stands without a contact.
     *
     * @param untilMs when it has stood for too long
     */
    record Idle(long untilMs) implements LegState {}

    /** Call control has the contact that a leg which stands is to carry. */
    record Connecting(long untilMs, SoftphoneLeg.Contact contact) implements LegState {}

    /**
     * Call control has ended it and a bye is due; it waits while the client's next invite for the
     * contact is being answered.
     */
    record Ended() implements LegState {}

    /** We said bye and wait for the client's answer. */
    record Ending(String byeId, long answerByMs) implements LegState {}

    /** Whether call control still has the leg, as far as this room knows. */
    default boolean isAlive() {
        return switch (this) {
            case Inviting _, Invited _, Accepting _, Talking _, Idle _, Connecting _ -> true;
            case Ended _, Ending _ -> false;
        };
    }

    /** When this state has lasted too long; {@link Long#MAX_VALUE} when it may last. */
    default long deadlineMs() {
        return switch (this) {
            case Inviting _, Talking _, Connecting _, Ended _ -> Long.MAX_VALUE;
            case Idle s -> s.untilMs();
            case Invited s -> s.acceptByMs();
            case Accepting s -> s.acceptByMs();
            case Ending s -> s.answerByMs();
        };
    }
}
