package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage;

/** What a session's core asks of its shell, in this order. */
sealed interface Effect {

    /** Sends a text message on the session's socket. */
    record Send(String text) implements Effect {
        @Override
        public String toString() {
            return "Send[" + text.length() + "]";
        }
    }

    /** Sends it if the socket has room; stale at once, so it may be left out. */
    record SendIfIdle(String text) implements Effect {
        @Override
        public String toString() {
            return "SendIfIdle[" + text.length() + "]";
        }
    }

    /** Asks call control; the reply comes back as an input with the same {@code call}. */
    record Ask(long call, AgentMessage.Request request) implements Effect {}

    /** Tells call control; nobody waits for its reply. */
    record Tell(AgentMessage.Request request) implements Effect {}

    /** The peer has proved who it is: its socket no longer counts as an arrival. */
    record Proven() implements Effect {}

    /**
     * Closes the session's socket, which counts as lost from here: unless the session is forgotten,
     * {@link SessionCore#onSocketLost} follows.
     *
     * @param text the reason phrase
     */
    record Close(CloseReason reason, String text) implements Effect {
        Close(CloseReason reason) {
            this(reason, reason.label());
        }
    }

    /** The session is no more. */
    record Forget() implements Effect {}
}
