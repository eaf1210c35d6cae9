package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.flow.FlowWorld.QueueView;
import dev.crosspoint.signaling.api.TrunkMessage;

/** What references point at, at one moment. What is not set reads as empty text. */
record Lookup(FlowWorld world, ContactData data, FlowSettings settings, ExternalValues external) {

    String text(Value value) {
        return switch (value) {
            case Value.Literal literal -> literal.text();
            case Value.Reference reference -> value(reference.path());
        };
    }

    String value(DataPath path) {
        return switch (path) {
            case DataPath.Attribute(var name) -> {
                var set = data.attributes().get(name);
                yield set == null ? "" : set.value();
            }
            case DataPath.External(var name) -> {
                var answered = external.values().get(name);
                yield answered == null ? "" : answered.value();
            }
            case DataPath.SipHeader(var name) -> carrier(name);
            case DataPath.SystemValue system -> value(system);
        };
    }

    /** What people call the target queue; its local name when nobody knows it by another. */
    String queueName() {
        var queue = settings.targetQueue();
        return queue == null ? "" : world.queue(queue).map(QueueView::name).orElse(queue);
    }

    private String value(DataPath.SystemValue system) {
        var contactId = data.contact().id();
        return switch (system) {
            case STORED_CUSTOMER_INPUT -> {
                var input = data.storedInput();
                yield input == null ? "" : input.value();
            }
            case CUSTOMER_ADDRESS -> data.customerAddress().value();
            case SYSTEM_ADDRESS -> data.systemAddress().value();
            case CALLBACK_NUMBER -> {
                var number = settings.callbackNumber();
                yield number == null ? data.customerAddress().value() : number.value();
            }
            case CONTACT_ID -> contactId;
            case INITIAL_CONTACT_ID -> data.contact().initialId();
            case CHANNEL -> "VOICE";
            case QUEUE_NAME -> queueName();
            case CONTACTS_FROM_NUMBER -> String.valueOf(world.contactsFromNumber(contactId));
            case CONTACTS_FROM_ADDRESS -> String.valueOf(world.contactsFromAddress(contactId));
            case DENIED -> world.isDenied(contactId) ? "True" : "False";
            case CALLER_VERDICT -> carrier(TrunkMessage.CallArrived.VERDICT);
            case POSITION_IN_QUEUE -> {
                var position = world.positionInQueue(contactId);
                yield position.isPresent() ? String.valueOf(position.getAsInt()) : "";
            }
        };
    }

    private String carrier(String name) {
        var said = data.carrier().get(name);
        return said == null ? "" : said.value();
    }
}
