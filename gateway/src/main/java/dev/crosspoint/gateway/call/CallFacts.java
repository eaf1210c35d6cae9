package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.flow.FlowSettings;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call whoever is in it.
 *
 * @param tenant whose call it is
 * @param data the contact that the call began with, its attributes and numbers
 * @param settings what flows have switched and chosen
 * @param last the agent whom the customer was connected to last; null before the first
 * @param queue name of the queue the contact was last put into, or empty
 * @param clock turns the monotonic clock into the time of day
 * @param startedMs when the call began, ms since 1970
 * @param names participants and prompts named so far
 */
public record CallFacts(
        Tenant tenant,
        CallId call,
        Direction direction,
        ContactData data,
        FlowSettings settings,
        @Nullable Connected last,
        String queue,
        WallClock clock,
        long startedMs,
        int names) {

    /** Who called whom. */
    public enum Direction {
        /** The customer called us. */
        INBOUND,
        /** An agent called somebody. */
        OUTBOUND,
        /** An agent called an agent. */
        INTERNAL
    }

    /** An agent, and the contact by which the agent was connected. */
    public record Connected(Contact contact, AgentKey agent) {}

    /**
     * A moment on both clocks.
     *
     * @param nanos on the monotonic clock, which may wrap
     * @param epochMs ms since 1970
     */
    public record WallClock(long nanos, long epochMs) {
        /** The time of day at a moment of the monotonic clock, ms since 1970. */
        public long epochMsAt(long nowNanos) {
            return epochMs + (nowNanos - nanos) / 1_000_000;
        }
    }

    /** A call that begins. */
    public static CallFacts of(
            Tenant tenant,
            CallId call,
            Direction direction,
            ContactData data,
            WallClock clock,
            long nowNanos) {
        return new CallFacts(
                tenant,
                call,
                direction,
                data,
                FlowSettings.INITIAL,
                null,
                "",
                clock,
                clock.epochMsAt(nowNanos),
                0);
    }

    /** The contact that the call began with. */
    public String contactId() {
        return data.contact().id();
    }

    /** Which sides of an agent's interval are to be recorded, as the flow set it. */
    public RecordingPolicy recording() {
        return RecordingPolicy.of(settings.recordAgent(), settings.recordCustomer());
    }

    CallFacts with(ContactData changed, FlowSettings chosen) {
        return new CallFacts(
                tenant, call, direction, changed, chosen, last, queue, clock, startedMs, names);
    }

    CallFacts with(Connected connected) {
        return new CallFacts(
                tenant, call, direction, data, settings, connected, queue, clock, startedMs, names);
    }

    CallFacts withQueue(String name) {
        return new CallFacts(
                tenant, call, direction, data, settings, last, name, clock, startedMs, names);
    }

    CallFacts withNames(int count) {
        return new CallFacts(
                tenant, call, direction, data, settings, last, queue, clock, startedMs, count);
    }
}
