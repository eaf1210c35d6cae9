package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.Diagnosis;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.flow.FunctionCall;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.jspecify.annotations.Nullable;

/** What the switchboard asks its shell to carry out, in order. */
sealed interface Errand {

    /** Send to a media loop, and bring back the reply, or the lack of one, with the ticket. */
    record ToMedia(int loop, MediaCommand command, long ticket) implements Errand {}

    /**
     * Send to the trunks, and bring back the reply, or the lack of one, with the ticket.
     *
     * @param call whose command it is; null when there is no call to tell
     */
    record ToTrunk(@Nullable CallId call, TrunkMessage.Command command, long ticket)
            implements Errand {

        /** Of no call: nobody hears of the reply. */
        ToTrunk(TrunkMessage.Command command) {
            this(null, command, CallInput.NOBODY);
        }
    }

    /** Send to a session, or to a softphone leg on a socket of its own. */
    record ToSession(String session, AgentMessage.Event event) implements Errand {}

    /** Reply to a request. */
    record Reply(long ticket, AgentMessage.Reply reply) implements Errand {}

    /** Ask a function of a tenant's, and bring back the answer, or the lack of one. */
    record Invoke(CallId call, int run, int ticket, Tenant tenant, FunctionCall question)
            implements Errand {}

    /** Put on record. */
    record Audit(Tenant tenant, String agentId, Deed deed) implements Errand {}

    /** Put on record, then ask again; refuse when that cannot be. */
    record AuditFirst(CallInput.Asked asked, Deed deed) implements Errand {}

    /** Write down how a contact is. */
    record Keep(ContactRecord contact) implements Errand {}

    /**
     * Write down what an agent has done.
     *
     * @param atMs ms since 1970
     */
    record Remember(AgentActivity activity, long atMs) implements Errand {}

    /** Let the demo customer call, and reply with what comes of it. */
    record CallDemo(long ticket, Tenant tenant, String agentId) implements Errand {}

    /** Count. */
    record Count(Counted what) implements Errand {}

    /** Count a call that is over. */
    record CountEnd(EndCause cause) implements Errand {}

    /** Count how a leg has sounded, and tell whoever watches. */
    record Diagnosed(Tenant tenant, Diagnosis diagnosis, LegNews news) implements Errand {}

    /** Say in the log; ids only. */
    record Log(CallId call, String line) implements Errand {}

    /** A bug ended a call. The stack belongs in the log, the message of the exception does not. */
    record LogBug(CallId call, Throwable bug) implements Errand {}

    /** What is counted. */
    enum Counted {
        ARRIVED,
        DIALED,
        /** No number, tenant or trunk of ours. */
        UNKNOWN_NUMBER,
        /** A caller who is denied, or calls too often. */
        DENIED,
        OFFERED,
        MISSED,
        /** An event for nobody, or for somebody in no state for it. */
        LATE,
        /** A call that a bug ended. */
        FAILED
    }
}
