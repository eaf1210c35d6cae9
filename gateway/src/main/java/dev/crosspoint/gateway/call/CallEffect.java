package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FunctionCall;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.gateway.routing.Standing;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.LegSound;
import dev.crosspoint.signaling.api.TrunkMessage;

/** What a call asks for, in order. */
public sealed interface CallEffect {

    /**
     * To the loop that owns the call. Answered by {@link CallInput.MediaReplied}.
     *
     * @param ticket the request that media's answer decides, or {@link CallInput#NOBODY}
     */
    record ToMedia(MediaCommand command, long ticket) implements CallEffect {}

    /**
     * To a trunk. Answered by {@link CallInput.TrunkReplied}.
     *
     * @param ticket the request that the trunk's answer decides, or {@link CallInput#NOBODY}
     */
    record ToTrunk(TrunkMessage.Command command, long ticket) implements CallEffect {}

    /** To an agent's session, if there is one. */
    record ToAgent(AgentKey agent, AgentMessage.Event event) implements CallEffect {}

    /** To whatever carries the softphone's leg: hang up. */
    record EndSoftphone(LegId leg) implements CallEffect {}

    /**
     * A leg that stands outside is to come in. Answered by {@link CallInput.Adopted} or {@link
     * CallInput.NotAdopted}.
     *
     * @param ticket the request that is replied to then
     */
    record Adopt(LegId leg, long ticket) implements CallEffect {}

    /** A leg is not to come in, and whoever asked was told so. */
    record Decline(LegId leg) implements CallEffect {}

    /**
     * A leg that came in by {@link Adopt}, or is about to, is of no use here any more.
     *
     * @param stands whether it is to stand outside again; else it ends
     */
    record LetGo(LegId leg, boolean stands) implements CallEffect {}

    /** The one reply to a request. */
    record Reply(long ticket, AgentMessage.Reply reply) implements CallEffect {}

    /** What is asked of queues and agents. */
    sealed interface Routed extends CallEffect {}

    /**
     * Into a queue. Answered by {@link CallInput.QueueJoined} or {@link CallInput.QueueRefused}.
     *
     * @param onlyWithAgents whether a queue that nobody is signed in for is to refuse it
     */
    record Enqueue(String contactId, String queue, Standing standing, boolean onlyWithAgents)
            implements Routed {}

    /**
     * Out of the queue it waits in and into another, if that takes it. Answered by {@link
     * CallInput.QueueMoved} and {@link CallInput.QueueJoined}, or by {@link
     * CallInput.QueueUnchanged}.
     */
    record ChangeQueue(String contactId, String queue, Standing standing, boolean onlyWithAgents)
            implements Routed {}

    /** Another standing in the queue it waits in. */
    record Restand(String contactId, Standing standing) implements Routed {}

    /** Back to where it stood in its queue. */
    record Rejoin(Turn turn) implements Routed {}

    /** Out of the queue it waits in. */
    record LeaveQueue(String contactId) implements Routed {}

    /**
     * To one agent. Answered by {@link CallInput.AgentFound} or {@link CallInput.AgentUnavailable}.
     */
    record Reserve(String contactId, AgentKey agent) implements Routed {}

    /** The agent has taken this contact, or begins it. */
    record Engage(String contactId, AgentKey agent) implements Routed {}

    /** The agent listens as a supervisor, which is this contact. */
    record Monitor(String contactId, AgentKey agent) implements Routed {}

    /** The agent has no contact any more. */
    record Free(AgentKey agent, Release how) implements Routed {}

    /**
     * An agent's contact, or the seat that waited for one, is over.
     *
     * @param cause as that agent sees it
     */
    record Parted(String contactId, EndCause cause) implements CallEffect {}

    /** What supervisors see of the call has changed. */
    record Show(ContactView view) implements CallEffect {}

    /** To one run of a flow of its own, after everything else that is to happen now. */
    record ToFlow(int run, FlowInput input) implements CallEffect {}

    /** To a function of the tenant. Answered by {@link CallInput.ForFlow}. */
    record Invoke(int run, int ticket, FunctionCall call) implements CallEffect {}

    /** On record. */
    record Audit(AgentKey by, Deed deed) implements CallEffect {}

    /**
     * On record before it happens, or it does not happen. Asked again by {@code asked} when it is;
     * otherwise the request is refused.
     */
    record AuditFirst(CallInput.Asked asked, Deed deed) implements CallEffect {}

    /** How a leg has sounded in the last seconds. Counted. */
    record Diagnosed(PartyId party, Diagnosis diagnosis, LegSound sound) implements CallEffect {}

    /** A line for the operator's log; ids only. */
    record Log(String line) implements CallEffect {}

    /** An input that came too late or fits nothing. Counted. */
    record Late() implements CallEffect {}

    /** The call is over; the last effect. */
    record Over(EndCause cause) implements CallEffect {}
}
