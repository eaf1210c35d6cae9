package dev.crosspoint.signaling.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.AgentMessage.QuickConnect;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactView;
import java.util.List;

/** Views of calls and agents, and quick connects, as JSON. */
public final class ViewJson {
    private ViewJson() {}

    /** Writes a call. */
    public static void write(ContactView view, ObjectNode data) {
        data.put("contactId", view.contactId())
                .put("direction", view.direction())
                .put("number", view.number().value())
                .put("queue", view.queue())
                .put("state", view.state())
                .put("sinceMs", view.sinceMs())
                .put("recording", view.recording());
        var participants = data.putArray("participants");
        for (var participant : view.participants()) {
            participants
                    .addObject()
                    .put("id", participant.id())
                    .put("role", participant.role())
                    .put("agent", participant.agentId())
                    .put("name", participant.name().value())
                    .put("contactId", participant.contactId())
                    .put("state", participant.state())
                    .put("held", participant.held())
                    .put("muted", participant.muted());
        }
        var handover = view.handover();
        if (handover == null) {
            data.putNull("handover");
        } else {
            data.putObject("handover")
                    .put("kind", handover.kind())
                    .put("by", handover.by())
                    .put("target", handover.target());
        }
    }

    /** Writes an agent. */
    public static void write(AgentView view, ObjectNode data) {
        data.put("agent", view.agentId())
                .put("name", view.name().value())
                .put("state", view.state())
                .put("sinceMs", view.sinceMs())
                .put("next", view.next())
                .put("endsMs", view.endsMs())
                .put("contactId", view.contactId())
                .put("device", view.device())
                .put("signedInMs", view.signedInMs())
                .put("handled", view.handled())
                .put("missed", view.missed())
                .put("rejected", view.rejected());
    }

    /** Writes quick connects, as a member of that name. */
    public static void write(List<QuickConnect> quickConnects, ObjectNode data) {
        var array = data.putArray("quickConnects");
        for (var entry : quickConnects) {
            var json = array.addObject().put("name", entry.name().value());
            VerbJson.write(entry.target(), json);
            if (entry.available() != null) {
                json.put("available", entry.available());
            }
        }
    }
}
