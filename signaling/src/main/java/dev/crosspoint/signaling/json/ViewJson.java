package dev.crosspoint.signaling.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.ContactView;

/** A call's view as JSON. */
public final class ViewJson {
    private ViewJson() {}

    /** Writes a view into an object. */
    public static void write(ContactView view, ObjectNode data) {
        data.put("contactId", view.contactId())
                .put("direction", view.direction())
                .put("number", view.number().value())
                .put("queue", view.queue())
                .put("state", view.state())
                .put("sinceMs", view.sinceMs());
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
}
