package dev.crosspoint.signaling.api;

import org.jspecify.annotations.Nullable;

/**
 * What an agent or a supervisor can do with a contact. The desktop's WebSocket and the HTTP API
 * speak the same verbs. A {@code participant} is an id of the contact's roster ({@link
 * AgentMessage.Participant}).
 */
public sealed interface ContactVerb {

    /** Takes an offered contact. */
    record Accept() implements ContactVerb {}

    /** Declines an offered contact; it goes to the next agent. */
    record Reject() implements ContactVerb {}

    /** Leaves the call; two or more who are left go on without this agent. */
    record HangUp() implements ContactVerb {}

    /** Ends the call for everybody. */
    record End() implements ContactVerb {}

    /**
     * Puts somebody on hold, or takes them back. Whoever is held hears music, hears nobody and is
     * heard by nobody; the others go on.
     *
     * @param participant null for everybody else
     */
    record Hold(@Nullable String participant, boolean held) implements ContactVerb {}

    /**
     * Silences somebody, or no longer; they go on hearing.
     *
     * @param participant null for oneself
     */
    record Mute(@Nullable String participant, boolean muted) implements ContactVerb {}

    /**
     * Pauses what is recorded of the call, or goes on: silence takes the place of what is said
     * meanwhile. A pause ends with the part of whoever wanted it, at the latest.
     */
    record PauseRecording(boolean paused) implements ContactVerb {}

    /**
     * Sends keypad digits as telephone events.
     *
     * @param participant null for everybody outside who hears this agent
     * @param digits 1 to 32 of {@code 0-9 * # A-D}
     */
    record SendDigits(@Nullable String participant, Private digits) implements ContactVerb {}

    /**
     * A blind transfer: the others wait on hold, and this agent leaves as soon as the target has
     * answered. When it does not, the call comes back to this agent.
     */
    record Transfer(Target target) implements ContactVerb {}

    /** A warm transfer begins: the others wait on hold while this agent speaks to the target. */
    record Consult(Target target) implements ContactVerb {}

    /** The target joins the conversation as soon as it answers. */
    record Add(Target target) implements ContactVerb {}

    /**
     * Ends a consultation by leaving: the target and the others talk. Before the target has
     * answered, the transfer becomes a blind one.
     */
    record Complete() implements ContactVerb {}

    /** Changes who waits on hold in a consultation: the target, or the others. */
    record Swap() implements ContactVerb {}

    /** Ends a consultation by talking all together. */
    record Join() implements ContactVerb {}

    /** Ends a consultation, or a blind transfer under way, by giving the target up. */
    record Cancel() implements ContactVerb {}

    /** Takes somebody out of the call. */
    record Remove(String participant) implements ContactVerb {}

    /**
     * A supervisor listens to somebody else's contact, or does so in another way. {@link HangUp}
     * ends it.
     */
    record Supervise(Supervision how) implements ContactVerb {}

    /** How a supervisor takes part. */
    enum Supervision {
        /** Hears all and is heard by nobody. Nobody is told. */
        MONITOR,
        /** Hears all and is heard by the agent of the contact only. Nobody is told. */
        WHISPER,
        /** A participant like any other. */
        BARGE
    }
}
