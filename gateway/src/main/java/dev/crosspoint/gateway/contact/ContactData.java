package dev.crosspoint.gateway.contact;

import dev.crosspoint.signaling.api.Private;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a contact carries from flow to agent. All values about the customer hide themselves.
 *
 * @param attributes user-defined, by name
 * @param details what it is called, is about and refers to
 * @param customerAddress the customer's number in E.164, or {@code anonymous}
 * @param systemAddress the number of ours that is used
 * @param carrier what the trunk says of who calls, by the name of a SIP header field
 * @param storedInput digits the customer entered last, in clear or sealed as the flow says, or
 *     {@code Timeout}; null before that
 */
public record ContactData(
        Contact contact,
        Map<String, Private> attributes,
        Details details,
        Private customerAddress,
        Private systemAddress,
        Map<String, Private> carrier,
        @Nullable Private storedInput) {

    /**
     * All attributes of a contact together, bytes of UTF-8: names and values, as in the original,
     * and {@link #ATTRIBUTE_BYTES} of each, so that a record of the contact has a bound however
     * many there are.
     */
    public static final int MAX_ATTRIBUTE_BYTES = 32_768;

    /** What each attribute takes beside its name and value where it is written down. */
    public static final int ATTRIBUTE_BYTES = 8;

    public ContactData {
        attributes = Map.copyOf(attributes);
        carrier = Map.copyOf(carrier);
    }

    /**
     * With these attributes added or replaced; empty, with nothing set, when they grow too large.
     */
    public Optional<ContactData> withAttributes(Map<String, Private> added) {
        var all = new LinkedHashMap<>(attributes);
        all.putAll(added);
        long bytes = (long) all.size() * ATTRIBUTE_BYTES;
        for (var attribute : all.entrySet()) {
            bytes += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += attribute.getValue().value().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes > MAX_ATTRIBUTE_BYTES
                ? Optional.empty()
                : Optional.of(
                        new ContactData(
                                contact,
                                all,
                                details,
                                customerAddress,
                                systemAddress,
                                carrier,
                                storedInput));
    }

    /** With other details. */
    public ContactData withDetails(Details changed) {
        return new ContactData(
                contact, attributes, changed, customerAddress, systemAddress, carrier, storedInput);
    }

    /** With another stored input. */
    public ContactData withStoredInput(Private input) {
        return new ContactData(
                contact, attributes, details, customerAddress, systemAddress, carrier, input);
    }
}
