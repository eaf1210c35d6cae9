package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.json.VerbJson;
import java.util.Optional;

/** What programs changed, for the record. */
final class ControlAudit {
    private ControlAudit() {}

    /** What a request that was answered like this leaves on record; nothing when it was refused. */
    static Optional<Errand.Audit> of(ControlMessage.Request request, Reply reply) {
        if (reply instanceof Reply.Refused) {
            return Optional.empty();
        }
        return switch (request) {
            case ControlMessage.Act(var by, var contact, var verb) ->
                    Optional.of(audit(by, VerbJson.word(verb), "contact:" + contact));
            case ControlMessage.Dial(var by, _) ->
                    reply instanceof Reply.Dialing(var contact)
                            ? Optional.of(audit(by, "dial", "contact:" + contact))
                            : Optional.empty();
            case ControlMessage.SetState(var by, var agent, _) ->
                    Optional.of(audit(by, "setState", "agent:" + agent));
            // These leave a deed of their own.
            case ControlMessage.Deny _, ControlMessage.Lift _ -> Optional.empty();
            case ControlMessage.Watch _ -> Optional.empty();
        };
    }

    private static Errand.Audit audit(AgentKey by, String method, String resource) {
        return new Errand.Audit(by.tenant(), by.agentId(), new Deed.UsedApi(method, resource));
    }
}
