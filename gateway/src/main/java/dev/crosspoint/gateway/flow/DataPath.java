package dev.crosspoint.gateway.flow;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where in a contact's data a JSONPath identifier of the flow language points. */
public sealed interface DataPath {

    /** A user-defined attribute: {@code $.Attributes.name} or {@code $.Attributes['name']}. */
    record Attribute(String name) implements DataPath {}

    /** What the gateway itself knows of the contact. */
    enum SystemValue implements DataPath {
        STORED_CUSTOMER_INPUT("$.StoredCustomerInput"),
        CUSTOMER_ADDRESS("$.CustomerEndpoint.Address"),
        SYSTEM_ADDRESS("$.SystemEndpoint.Address"),
        CONTACT_ID("$.ContactId"),
        INITIAL_CONTACT_ID("$.InitialContactId"),
        CHANNEL("$.Channel"),
        QUEUE_NAME("$.Queue.Name");

        private final String text;

        SystemValue(String text) {
            this.text = text;
        }

        /** The identifier as flows write it. */
        public String text() {
            return text;
        }
    }

    /** Attribute names as the flow language allows them. */
    Pattern ATTRIBUTE =
            Pattern.compile("\\$\\.Attributes(?:\\.([\\w-]{1,128})|\\['([^'\\]]{1,128})'])");

    /** Reads an identifier; empty when we hold nothing under it. */
    static Optional<DataPath> parse(String text) {
        for (var value : SystemValue.values()) {
            if (value.text().equals(text)) {
                return Optional.of(value);
            }
        }
        var attribute = ATTRIBUTE.matcher(text);
        if (!attribute.matches()) {
            return Optional.empty();
        }
        var plain = attribute.group(1);
        return Optional.of(new Attribute(plain != null ? plain : attribute.group(2)));
    }
}
