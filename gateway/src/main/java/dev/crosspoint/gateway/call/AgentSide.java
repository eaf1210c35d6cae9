package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/**
 * The agent's end of a call.
 *
 * @param agent who
 * @param token what the softphone shows for this contact
 * @param softphone the leg that carries the audio; null until invited and while lost
 * @param muted whether the customer is not to hear the agent
 * @param connectedMs when the two were first connected, ms since 1970; 0 before that
 */
public record AgentSide(
        AgentKey agent,
        Private token,
        @Nullable Softphone softphone,
        boolean muted,
        long connectedMs) {

    /**
     * A leg of the softphone.
     *
     * @param ticket the invite that waits for our answer; {@link CallInput#NOBODY} when none does
     * @param ownSocket whether it is signalled on a socket of its own, which outlives the session
     * @param flowing whether audio has arrived
     */
    public record Softphone(LegId leg, long ticket, boolean ownSocket, boolean flowing) {

        Softphone answered() {
            return new Softphone(leg, CallInput.NOBODY, ownSocket, flowing);
        }

        Softphone asked(long by) {
            return new Softphone(leg, by, ownSocket, flowing);
        }

        Softphone heard() {
            return new Softphone(leg, ticket, ownSocket, true);
        }
    }

    AgentSide with(@Nullable Softphone changed) {
        return new AgentSide(agent, token, changed, muted, connectedMs);
    }

    AgentSide withMuted(boolean silent) {
        return new AgentSide(agent, token, softphone, silent, connectedMs);
    }

    AgentSide connectedAt(long epochMs) {
        return new AgentSide(
                agent, token, softphone, muted, connectedMs == 0 ? epochMs : connectedMs);
    }

    boolean has(LegId leg) {
        return softphone != null && softphone.leg().equals(leg);
    }

    boolean isFlowing() {
        return softphone != null && softphone.flowing();
    }
}
