package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import java.util.List;

/**
 * The thinking part of what lives on a socket: takes inputs with the time and answers with effects,
 * to be carried out in order. Owns no socket, timer or bus. {@code nowMs} is any monotonic clock
 * that starts at or above 0.
 */
sealed interface SessionCore permits AgentSession, DirectSession {

    /** A whole text message of the current socket. */
    List<Effect> onText(String text, long nowMs);

    /** Call control's reply to the {@link Effect.Ask} of that number, if it is still waited for. */
    List<Effect> onReply(long number, Reply reply, long nowMs);

    /**
     * Call control says that something happened.
     *
     * @param atMs wall-clock time, ms since 1970
     */
    List<Effect> onEvent(AgentMessage.Event event, long atMs, long nowMs);

    /** The current socket is gone. */
    List<Effect> onSocketLost(long nowMs);

    /** The time of {@link #nextDeadlineMs} has come; does nothing when called early. */
    List<Effect> onDeadline(long nowMs);

    /** When to call {@link #onDeadline}; {@link Long#MAX_VALUE} when nothing is waited for. */
    long nextDeadlineMs();
}
