package dev.crosspoint.gateway.flow;

import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where in a contact's data a JSONPath identifier of the flow language points. */
public sealed interface DataPath {

    /** A user-defined attribute: {@code $.Attributes.name} or {@code $.Attributes['name']}. */
    record Attribute(String name) implements DataPath {}

    /** What a function answered: {@code $.External.name} or {@code $.External['name']}. */
    record External(String name) implements DataPath {}

    /**
     * A header field by which the carrier says who calls: {@code $.Media.Sip.Headers.Diversion}.
     */
    record SipHeader(String name) implements DataPath {}

    /** What the gateway itself knows of the contact; {@code $.Crosspoint} is our own. */
    enum SystemValue implements DataPath {
        STORED_CUSTOMER_INPUT("$.StoredCustomerInput"),
        CUSTOMER_ADDRESS("$.CustomerEndpoint.Address"),
        SYSTEM_ADDRESS("$.SystemEndpoint.Address"),
        CALLBACK_NUMBER("$.CustomerCallbackNumber"),
        CONTACT_ID("$.ContactId"),
        INITIAL_CONTACT_ID("$.InitialContactId"),
        CHANNEL("$.Channel"),
        QUEUE_NAME("$.Queue.Name"),
        CONTACTS_FROM_NUMBER("$.Crosspoint.ContactsFromNumber"),
        CONTACTS_FROM_ADDRESS("$.Crosspoint.ContactsFromAddress"),
        DENIED("$.Crosspoint.Denied"),
        CALLER_VERDICT("$.Crosspoint.CallerVerdict"),
        POSITION_IN_QUEUE("$.Crosspoint.PositionInQueue");

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

    /** Names in answers, flat: one name, no path. */
    Pattern EXTERNAL =
            Pattern.compile("\\$\\.External(?:\\.([\\w-]{1,128})|\\['([^'\\]]{1,128})'])");

    /** Names of header fields, in any case. */
    Pattern SIP_HEADER =
            Pattern.compile(
                    "\\$\\.Media\\.Sip\\.Headers(?:\\.([\\w-]{1,64})|\\['([^'\\]]{1,64})'])");

    /** Reads an identifier; empty when we hold nothing under it. */
    static Optional<DataPath> parse(String text) {
        for (var value : SystemValue.values()) {
            if (value.text().equals(text)) {
                return Optional.of(value);
            }
        }
        return named(ATTRIBUTE, text, Attribute::new)
                .or(() -> named(EXTERNAL, text, External::new))
                .or(() -> named(SIP_HEADER, text, SipHeader::new).flatMap(DataPath::known));
    }

    /** Only what says who calls is kept of an INVITE. */
    private static Optional<DataPath> known(DataPath path) {
        return TrunkMessage.CallArrived.IDENTITY.stream()
                .filter(name -> !name.equals(TrunkMessage.CallArrived.VERDICT))
                .filter(name ->
                        path instanceof SipHeader(var asked) && name.equalsIgnoreCase(asked))
                .<DataPath>map(SipHeader::new)
                .findFirst();
    }

    private static Optional<DataPath> named(
            Pattern pattern, String text, Function<String, DataPath> path) {
        var matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var plain = matcher.group(1);
        return Optional.of(path.apply(plain != null ? plain : matcher.group(2)));
    }
}
