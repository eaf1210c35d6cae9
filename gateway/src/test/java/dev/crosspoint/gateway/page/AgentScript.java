package dev.crosspoint.gateway.page;

import dev.crosspoint.signaling.api.AgentMessage.AgentSeen;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/**
 * An agent as call control would tell supervisors of one, without anything that is not said here.
 *
 * @param agedMs how long the agent has been in the state
 * @param leftMs when the state ends by itself, from now; 0 when it does not
 * @param counts handled, missed and declined
 */
record AgentScript(
        String id,
        String name,
        String state,
        long agedMs,
        @Nullable String next,
        long leftMs,
        String contactId,
        String device,
        Counts counts) {

    /** What is counted of an agent. */
    record Counts(int handled, int missed, int rejected) {}

    static AgentScript of(String id, String name, String state) {
        return new AgentScript(id, name, state, 0, null, 0, "", "softphone", new Counts(0, 0, 0));
    }

    AgentScript aged(long forMs) {
        return new AgentScript(id, name, state, forMs, next, leftMs, contactId, device, counts);
    }

    AgentScript then(String follows, long inMs) {
        return new AgentScript(id, name, state, agedMs, follows, inMs, contactId, device, counts);
    }

    /** In a contact of the agent's own. */
    AgentScript in(String contact) {
        return new AgentScript(id, name, state, agedMs, next, leftMs, contact, device, counts);
    }

    AgentScript atDeskPhone() {
        return new AgentScript(
                id, name, state, agedMs, next, leftMs, contactId, "desk-phone", counts);
    }

    AgentScript counted(int handled, int missed, int rejected) {
        return new AgentScript(
                id,
                name,
                state,
                agedMs,
                next,
                leftMs,
                contactId,
                device,
                new Counts(handled, missed, rejected));
    }

    AgentSeen seen() {
        var nowMs = System.currentTimeMillis();
        return new AgentSeen(
                new AgentView(
                        id,
                        new Private(name),
                        state,
                        nowMs - agedMs,
                        next,
                        leftMs == 0 ? 0 : nowMs + leftMs,
                        contactId,
                        device,
                        1,
                        counts.handled(),
                        counts.missed(),
                        counts.rejected()));
    }
}
