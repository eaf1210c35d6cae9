package dev.crosspoint.signaling.api;

import org.jspecify.annotations.Nullable;

/**
 * An agent as supervisors see one. What is counted is counted since the gateway started.
 *
 * @param state as in {@link AgentMessage.StateChanged}
 * @param sinceMs when the state began, ms since 1970
 * @param next the state that the agent chose for the time after this contact, or null
 * @param endsMs when the state ends by itself, ms since 1970; 0 when it does not
 * @param contactId the contact that is offered to or held by the agent; empty without one
 * @param device what carries the agent's audio: {@code softphone} or {@code desk-phone}
 * @param signedInMs when the session began that is there now, ms since 1970; 0 without one
 * @param handled contacts taken and ended
 * @param missed contacts let ring
 * @param rejected contacts declined
 */
public record AgentView(
        String agentId,
        Private name,
        String state,
        long sinceMs,
        @Nullable String next,
        long endsMs,
        String contactId,
        String device,
        long signedInMs,
        int handled,
        int missed,
        int rejected) {}
