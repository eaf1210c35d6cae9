package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.json.VerbJson;
import java.util.Optional;

/** What programs changed, for the record. */
final class ControlAudit {
    private ControlAudit() {}

    /** What a request that was answered like this leaves on record; nothing when it was refused. */
    static Optional<AuditEvent> of(ControlMessage.Request request, Origin from, Reply reply) {
        if (reply instanceof Reply.Refused) {
            return Optional.empty();
        }
        return switch (request) {
            case ControlMessage.Act(var by, var contact, var verb) ->
                    used(by, from, VerbJson.word(verb), "contact:" + contact);
            case ControlMessage.Dial(var by, _) ->
                    reply instanceof Reply.Dialing(var contact)
                            ? used(by, from, "dial", "contact:" + contact)
                            : Optional.empty();
            case ControlMessage.SetState(var by, var agent, _) ->
                    used(by, from, "setState", "agent:" + agent);
            case ControlMessage.Deny(var by, var denial) -> {
                var shown = denial.shown();
                var until = Optional.ofNullable(shown.until());
                yield did(by, from, new Deed.DeniedCaller(shown.id(), shown.kind(), until));
            }
            case ControlMessage.Lift(var by, var denial) ->
                    did(by, from, new Deed.LiftedDenial(denial));
            case ControlMessage.Watch _ -> Optional.empty();
        };
    }

    private static Optional<AuditEvent> used(
            AgentKey by, Origin from, String method, String resource) {
        return did(by, from, new Deed.UsedApi(method, resource));
    }

    private static Optional<AuditEvent> did(AgentKey by, Origin from, Deed deed) {
        return Optional.of(AuditEvent.now(new Actor.Agent(by.agentId()), from, by.tenant(), deed));
    }
}
