package dev.crosspoint.signaling.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as the people in it and their supervisors see it. Silent supervisors are not in it.
 *
 * @param contactId the initial contact of the call, which stays the same through every transfer
 * @param direction {@code inbound}, {@code outbound} or {@code internal}
 * @param number the customer's number, or {@code anonymous}; empty in an internal call
 * @param queue name of the queue the contact was last put into, or empty
 * @param state {@code flow}, {@code waiting}, {@code ringing} or {@code connected}
 * @param sinceMs when the call began, ms since 1970
 * @param participants in the order in which they came
 * @param handover a transfer or consultation under way, or null
 * @param recording {@code off}, {@code on}, {@code paused} or {@code failed}
 */
public record ContactView(
        String contactId,
        String direction,
        Private number,
        String queue,
        String state,
        long sinceMs,
        List<Participant> participants,
        @Nullable Handover handover,
        String recording) {
    public ContactView {
        participants = List.copyOf(participants);
    }

    /**
     * Somebody in the call, or on the way to it.
     *
     * @param id unique within the call
     * @param role {@code customer}, {@code external}, {@code agent} or {@code supervisor}
     * @param agentId of an agent or supervisor, once it is known who; else empty
     * @param name a number, an agent's name or a queue's name
     * @param contactId the agent's own contact, or empty
     * @param state {@code flow}, {@code waiting}, {@code ringing}, {@code joining}, {@code dialing}
     *     or {@code connected}
     */
    public record Participant(
            String id,
            String role,
            String agentId,
            Private name,
            String contactId,
            String state,
            boolean held,
            boolean muted) {}

    /**
     * A call on its way from one to another.
     *
     * @param kind {@code blind} or {@code consult}
     * @param by the participant who began it
     * @param target the participant it is to go to
     */
    public record Handover(String kind, String by, String target) {}
}
