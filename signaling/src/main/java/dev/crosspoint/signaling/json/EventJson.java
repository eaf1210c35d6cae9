package dev.crosspoint.signaling.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.LegSound;
import java.util.Locale;
import java.util.Optional;

/** Events as the {@code type} and {@code data} of an {@code event} notification. */
public final class EventJson {

    /** One event, not yet numbered. */
    public record Body(String type, ObjectNode data) {
        @Override
        public String toString() {
            return "Body[" + type + "]";
        }
    }

    private EventJson() {}

    /** The event's body; empty for what the protocol says in another way. */
    public static Optional<Body> of(AgentMessage.Event event) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        return switch (event) {
            case AgentMessage.StateChanged e -> {
                data.put("state", e.state()).put("sinceMs", e.sinceMs());
                e.allowed().forEach(data.putArray("allowed")::add);
                data.put("next", e.next()).put("endsMs", e.endsMs()).put("device", e.device());
                e.devices().forEach(data.putArray("devices")::add);
                yield body("agent.state", data);
            }
            case AgentMessage.ContactOffered e -> {
                contact(data, e.contactId())
                        .put("direction", e.direction())
                        .put("number", e.number().value())
                        .put("queue", e.queue())
                        .put("from", e.from().value());
                ObjectNode attributes = data.putObject("attributes");
                e.attributes().forEach((name, value) -> attributes.put(name, value.value()));
                data.put("ringSeconds", e.ringSeconds()).put("device", e.device());
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
            case AgentMessage.ContactRoster e -> {
                contact(data, e.contactId()).put("self", e.self());
                ViewJson.write(e.view(), data.putObject("call"));
                yield body("contact.roster", data);
            }
            case AgentMessage.ContactTalkers e -> {
                e.talkers().forEach(contact(data, e.contactId()).putArray("talkers")::add);
                yield body("contact.talkers", data);
            }
            case AgentMessage.ContactTransferFailed e ->
                    body(
                            "contact.transferFailed",
                            contact(data, e.contactId())
                                    .put("participant", e.participant())
                                    .put("reason", e.reason())
                                    .put("sentence", e.sentence()));
            case AgentMessage.ContactSupervision e ->
                    body(
                            "contact.supervision",
                            contact(data, e.contactId())
                                    .put("participant", e.participant())
                                    .put("how", e.how().name().toLowerCase(Locale.ROOT)));
            case AgentMessage.ContactMicrophone e ->
                    body(
                            "contact.microphone",
                            contact(data, e.contactId()).put("state", e.state()));
            case AgentMessage.ContactDigit e ->
                    body(
                            "contact.digit",
                            contact(data, e.contactId())
                                    .put("participant", e.participant())
                                    .put("digit", e.digit().value()));
            case AgentMessage.ContactQuality e -> {
                contact(data, e.contactId());
                ObjectNode levels = data.putObject("levels");
                e.levels().forEach(levels::put);
                ObjectNode figures = data.putObject("figures");
                // JSON has no word for infinity or "not a number".
                e.figures().entrySet().stream()
                        .filter(figure -> Double.isFinite(figure.getValue()))
                        .forEach(figure -> figures.put(figure.getKey(), figure.getValue()));
                ObjectNode legs = data.putObject("legs");
                e.legs().forEach((leg, sound) -> put(legs.putObject(leg), sound));
                yield body("contact.quality", data);
            }
            case AgentMessage.ContactEnded e ->
                    body(
                            "contact.ended",
                            contact(data, e.contactId())
                                    .put("reason", e.reason())
                                    .put("sentence", e.sentence()));
            case AgentMessage.ContactSeen e -> {
                ViewJson.write(e.view(), data);
                yield body("call.seen", data);
            }
            case AgentMessage.ContactGone e -> body("call.gone", contact(data, e.contactId()));
            case AgentMessage.AgentSeen e -> {
                ViewJson.write(e.view(), data);
                yield body("agent.seen", data);
            }
            case AgentMessage.EndLeg _, AgentMessage.StandLeg _, AgentMessage.EndSession _ ->
                    Optional.empty();
        };
    }

    private static void put(ObjectNode leg, LegSound sound) {
        leg.put("mos", Math.round(100 * sound.mos()) / 100.0);
        sound.problems().forEach(leg.putArray("problems")::add);
        leg.put("sentence", sound.sentence());
    }

    private static ObjectNode contact(ObjectNode data, String contactId) {
        return data.put("contactId", contactId);
    }

    private static Optional<Body> body(String type, ObjectNode data) {
        return Optional.of(new Body(type, data));
    }
}
