package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/** Who somebody in a call is. */
public sealed interface Role {

    /** The customer whom the call is about. */
    record Customer(Private number) implements Role {}

    /** Anybody else outside: a third party who was called or passed on. */
    record External(Private number) implements Role {}

    /**
     * An agent, or a seat that waits for one.
     *
     * @param contact the agent's own contact in the call's chain
     * @param wanted how the seat comes by its agent
     * @param agent who has the contact or is offered it; null while the seat is empty
     * @param supervision what a supervisor does here; null for agents
     * @param connectedMs when the agent was first connected with somebody, ms since 1970; 0 before
     * @param microphone what arrives from it
     * @param recorded how this agent's interval is recorded
     */
    record Agent(
            Contact contact,
            Wanted wanted,
            @Nullable AgentKey agent,
            @Nullable Supervising supervision,
            long connectedMs,
            Microphone microphone,
            Recorded recorded)
            implements Role {

        /** An empty place in a call. */
        static Agent seat(Contact contact, Wanted wanted) {
            return new Agent(contact, wanted, null, null, 0, Microphone.UNKNOWN, Recorded.NOT);
        }

        /** Whether it hears without being a participant. */
        boolean isSilent() {
            return supervision != null && supervision.how() != Supervision.BARGE;
        }

        Agent with(@Nullable AgentKey who) {
            return new Agent(contact, wanted, who, supervision, connectedMs, microphone, recorded);
        }

        Agent with(Wanted changed) {
            return new Agent(
                    contact, changed, agent, supervision, connectedMs, microphone, recorded);
        }

        Agent with(Supervising changed) {
            return new Agent(contact, wanted, agent, changed, connectedMs, microphone, recorded);
        }

        Agent with(Microphone changed) {
            return new Agent(contact, wanted, agent, supervision, connectedMs, changed, recorded);
        }

        Agent with(Recorded changed) {
            return new Agent(contact, wanted, agent, supervision, connectedMs, microphone, changed);
        }

        Agent connectedAt(long epochMs) {
            return connectedMs != 0
                    ? this
                    : new Agent(contact, wanted, agent, supervision, epochMs, microphone, recorded);
        }
    }

    /** A supervisor's part: whose contact it is about, and how. */
    record Supervising(PartyId subject, Supervision how) {}

    /** How a seat comes by its agent. */
    sealed interface Wanted {

        /**
         * The next agent of a queue, which has that name.
         *
         * @param turn where the contact comes back to when the agent who is offered it does not
         *     take it; null before the first
         */
        record FromQueue(String queue, String name, @Nullable Turn turn) implements Wanted {}

        /** This agent and nobody else. */
        record Named(AgentKey agent) implements Wanted {}

        /** By the agent's own wish: whoever dials or supervises. */
        record Own() implements Wanted {}
    }
}
