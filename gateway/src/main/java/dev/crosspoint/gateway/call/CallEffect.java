package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.TrunkMessage;

/** What a call asks for, in order. */
public sealed interface CallEffect {

    /**
     * To the loop that owns the call. Answered by {@link CallInput.MediaReplied}.
     *
     * @param ticket the request that media's answer decides, or {@link CallInput#NOBODY}
     */
    record ToMedia(MediaCommand command, long ticket) implements CallEffect {}

    /** To the customer's trunk. Answered by {@link CallInput.TrunkRefused}, or not at all. */
    record ToTrunk(TrunkMessage.Command command) implements CallEffect {}

    /** To the agent's session, if there is one. */
    record ToAgent(AgentKey agent, AgentMessage.Event event) implements CallEffect {}

    /** To whatever carries the softphone's leg: hang up. */
    record EndSoftphone(LegId leg) implements CallEffect {}

    /** The one reply to a request. */
    record Reply(long ticket, AgentMessage.Reply reply) implements CallEffect {}

    /**
     * Into a queue.
     *
     * @param first a contact that had its turn goes before all others and always has room; any
     *     other is answered by {@link CallInput.QueueJoined} or {@link CallInput.QueueFull}
     */
    record Enqueue(String queue, boolean first) implements CallEffect {}

    /** Out of the queue it waits in. */
    record LeaveQueue(String queue) implements CallEffect {}

    /** The agent has no contact any more. */
    record Release(AgentKey agent, boolean missed) implements CallEffect {}

    /** A line for the operator's log; ids only. */
    record Log(String line) implements CallEffect {}

    /** An input that came too late or fits nothing. Counted. */
    record Late() implements CallEffect {}

    /** The call is over; the last effect. */
    record Over(EndCause cause) implements CallEffect {}
}
