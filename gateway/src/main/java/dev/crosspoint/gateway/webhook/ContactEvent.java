package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.flow.FunctionCall;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question in the words of Amazon Connect's event for Lambda functions. */
final class ContactEvent {
    private ContactEvent() {}

    static byte[] json(Tenant tenant, FunctionCall call) {
        var contact = call.contact();
        var previous = contact.contact().previousId();
        var data =
                new JsonObject()
                        .put("Attributes", texts(contact.attributes()))
                        .put("Channel", "VOICE")
                        .put("ContactId", contact.contact().id())
                        .put("InitialContactId", contact.contact().initialId())
                        // As in the original: the first of a chain is its own predecessor.
                        .put(
                                "PreviousContactId",
                                previous == null ? contact.contact().id() : previous)
                        .put("InitiationMethod", previous == null ? "INBOUND" : "TRANSFER")
                        .put("InstanceARN", instance(tenant))
                        .put("CustomerEndpoint", endpoint(contact.customerAddress()))
                        .put("SystemEndpoint", endpoint(contact.systemAddress()))
                        .put("Queue", queue(tenant, call))
                        .put(
                                "MediaStreams",
                                new JsonObject()
                                        .put("Customer", new JsonObject().putNull("Audio")));
        return new JsonObject()
                .put(
                        "Details",
                        new JsonObject()
                                .put("ContactData", data)
                                .put("Parameters", texts(call.parameters())))
                .put("Name", "ContactFlowEvent")
                .toBuffer()
                .getBytes();
    }

    private static @Nullable JsonObject queue(Tenant tenant, FunctionCall call) {
        return call.queue() == null
                ? null
                : new JsonObject()
                        .put("ARN", instance(tenant) + "/queue/" + call.queue())
                        .put("Name", call.queueName());
    }

    /** In the form of an ARN, of which there is none here. */
    private static String instance(Tenant tenant) {
        return "arn:crosspoint:connect::" + tenant.account() + ":instance/" + tenant.instance();
    }

    private static JsonObject endpoint(Private address) {
        return new JsonObject().put("Address", address.value()).put("Type", "TELEPHONE_NUMBER");
    }

    private static JsonObject texts(Map<String, Private> values) {
        var texts = new JsonObject();
        values.forEach((name, value) -> texts.put(name, value.value()));
        return texts;
    }
}
