package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.Optional;

/** Events as the {@code type} and {@code data} of an {@code event} notification. */
final class EventJson {

    /** One event, not yet numbered. */
    record Body(String type, ObjectNode data) {
        @Override
        public String toString() {
            return "Body[" + type + "]";
        }
    }

    private EventJson() {}

    /** The event's body; empty for what the protocol says in another way. */
    static Optional<Body> of(AgentMessage.Event event) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        return switch (event) {
            case AgentMessage.StateChanged e -> {
                data.put("state", e.state()).put("sinceMs", e.sinceMs());
                e.allowed().forEach(data.putArray("allowed")::add);
                yield body("agent.state", data);
            }
            case AgentMessage.ContactOffered e -> {
                contact(data, e.contactId())
                        .put("direction", e.direction())
                        .put("number", e.number().value())
                        .put("queue", e.queue());
                ObjectNode attributes = data.putObject("attributes");
                e.attributes().forEach((name, value) -> attributes.put(name, value.value()));
                data.put("ringSeconds", e.ringSeconds());
                yield body("contact.offered", data);
            }
            case AgentMessage.ContactAccepted e ->
                    body(
                            "contact.accepted",
                            contact(data, e.contactId())
                                    .put("contactToken", e.contactToken().value()));
            case AgentMessage.ContactProgress e ->
                    body(
                            "contact.progress",
                            contact(data, e.contactId()).put("progress", e.progress()));
            case AgentMessage.ContactConnected e ->
                    body(
                            "contact.connected",
                            contact(data, e.contactId()).put("sinceMs", e.sinceMs()));
            case AgentMessage.ContactMuted e ->
                    body("contact.muted", contact(data, e.contactId()).put("muted", e.muted()));
            case AgentMessage.ContactDigit e ->
                    body(
                            "contact.digit",
                            contact(data, e.contactId()).put("digit", e.digit().value()));
            case AgentMessage.ContactQuality e -> {
                contact(data, e.contactId());
                ObjectNode levels = data.putObject("levels");
                e.levels().forEach(levels::put);
                ObjectNode figures = data.putObject("figures");
                // JSON has no word for infinity or "not a number".
                e.figures().entrySet().stream()
                        .filter(figure -> Double.isFinite(figure.getValue()))
                        .forEach(figure -> figures.put(figure.getKey(), figure.getValue()));
                yield body("contact.quality", data);
            }
            case AgentMessage.ContactEnded e ->
                    body(
                            "contact.ended",
                            contact(data, e.contactId())
                                    .put("reason", e.reason())
                                    .put("sentence", e.sentence()));
            case AgentMessage.EndLeg _, AgentMessage.EndSession _ -> Optional.empty();
        };
    }

    /** The notification's text. */
    static String print(long seq, long atMs, Body body) {
        ObjectNode params =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("seq", seq)
                        .put("type", body.type())
                        .put("at", atMs);
        params.set("data", body.data());
        return JsonRpc.notification("event", params);
    }

    private static ObjectNode contact(ObjectNode data, String contactId) {
        return data.put("contactId", contactId);
    }

    private static Optional<Body> body(String type, ObjectNode data) {
        return Optional.of(new Body(type, data));
    }
}
