package dev.crosspoint.gateway.page;

import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.ContactView.Handover;
import dev.crosspoint.signaling.api.ContactView.Participant;
import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call as call control would show it. The customer is {@code p1}, the page's agent {@code p2},
 * everybody who comes later counts on.
 *
 * @param handover a transfer or consultation under way, or null
 * @param recording {@code off}, {@code on}, {@code paused} or {@code failed}
 */
record CallScript(
        String contactId,
        List<Participant> participants,
        @Nullable Handover handover,
        String recording) {
    static final String CUSTOMER = "+4930123456";
    static final String SELF = "p2";

    CallScript {
        participants = List.copyOf(participants);
    }

    /** A customer who talks to an agent. */
    static CallScript of(String contactId, String agentId, String agentName) {
        return new CallScript(contactId, List.of(), null, "off")
                .with("customer", "", CUSTOMER)
                .with("agent", agentId, agentName);
    }

    /** Somebody more, who is connected. */
    CallScript with(String role, String agentId, String name) {
        var id = "p" + (participants.size() + 1);
        var more = new ArrayList<>(participants);
        more.add(
                new Participant(
                        id,
                        role,
                        agentId,
                        new Private(name),
                        agentId.isEmpty() ? "" : contactId + "-" + id,
                        "connected",
                        false,
                        false));
        return with(more);
    }

    CallScript without(String id) {
        return with(participants.stream().filter(one -> !one.id().equals(id)).toList());
    }

    CallScript state(String id, String participantState) {
        return change(id, one -> copy(one, participantState, one.held(), one.muted()));
    }

    CallScript held(String id, boolean held) {
        return change(id, one -> copy(one, one.state(), held, one.muted()));
    }

    CallScript muted(String id, boolean muted) {
        return change(id, one -> copy(one, one.state(), one.held(), muted));
    }

    /** A transfer or consultation that the page's agent has begun; null when it is over. */
    CallScript handover(@Nullable String kind, String target) {
        return new CallScript(
                contactId,
                participants,
                kind == null ? null : new Handover(kind, SELF, target),
                recording);
    }

    /** {@code off}, {@code on}, {@code paused} or {@code failed}. */
    CallScript recording(String state) {
        return new CallScript(contactId, participants, handover, state);
    }

    ContactView view() {
        return new ContactView(
                contactId,
                "inbound",
                new Private(CUSTOMER),
                "Service",
                state(),
                System.currentTimeMillis(),
                participants,
                handover,
                recording);
    }

    /** The furthest that an agent is. */
    private String state() {
        return Stream.of("connected", "ringing", "waiting")
                .filter(state ->
                        participants.stream()
                                .anyMatch(one ->
                                        one.role().equals("agent") && one.state().equals(state)))
                .findFirst()
                .orElse("connected");
    }

    private CallScript change(String id, UnaryOperator<Participant> how) {
        return with(
                participants.stream()
                        .map(one -> one.id().equals(id) ? how.apply(one) : one)
                        .toList());
    }

    private CallScript with(List<Participant> changed) {
        return new CallScript(contactId, changed, handover, recording);
    }

    private static Participant copy(Participant one, String state, boolean held, boolean muted) {
        return new Participant(
                one.id(),
                one.role(),
                one.agentId(),
                one.name(),
                one.contactId(),
                state,
                held,
                muted);
    }
}
