package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.contact.Reference.Kind;
import dev.crosspoint.gateway.flow.Action.Referred;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a contact is called, is about and refers to. */
final class DetailsReader {
    /** Types of the original; to us they are all the tenant's own, and which one is not kept. */
    private static final List<String> ORIGINAL =
            List.of("URL", "NUMBER", "STRING", "DATE", "EMAIL");

    /** Types of our own: the systems beside us, which the original sets by other actions. */
    private static final List<Kind> BESIDE_US =
            List.of(
                    Kind.OUTBOUND_CAMPAIGN,
                    Kind.CUSTOMER_PROFILE,
                    Kind.CASE,
                    Kind.TASK,
                    Kind.EXTERNAL_APPLICATION,
                    Kind.SPEAKER_ID);

    private DetailsReader() {}

    static Action read(String id, Parameters p, TransitionsReader t) {
        var name = p.optionalValue("Name").orElse(null);
        var description = p.optionalValue("Description").orElse(null);
        var references = references(p.object("References"));
        // What the block that sets the voice writes beside it, for services that are not here.
        p.ignore("LanguageCode");
        if (name == null
                && description == null
                && references.isEmpty()
                && !p.has("References")
                && !p.has("LanguageCode")) {
            p.fault("needs at least one of Name, Description and References");
        }
        if (p.text("TargetContact").orElse("Current").equals("Related")) {
            p.fault("has a TargetContact other than Current, and there is no related contact");
        }
        if (!fits(name, description, references)) {
            p.fault(
                    "is too large: of UTF-8, Name may have %d bytes, Description %d, and %d References %d"
                            .formatted(
                                    Details.MAX_NAME_BYTES,
                                    Details.MAX_DESCRIPTION_BYTES,
                                    Details.MAX_REFERENCES,
                                    Details.MAX_REFERENCE_BYTES));
        }
        return new Action.UpdateContactData(
                id,
                t.straight(Set.of(), Set.of(ErrorType.NO_MATCHING_ERROR)),
                name,
                description,
                references);
    }

    private static List<Referred> references(Parameters all) {
        var references = new ArrayList<Referred>();
        all.allObjects()
                .forEach((name, one) -> {
                    var value = one.value("Value");
                    var type = one.oneOf("Type", types());
                    one.nothingElse();
                    if (name.isEmpty()) {
                        one.fault("has no name");
                    } else if (one.text("Value").filter(String::isEmpty).isPresent()) {
                        one.fault("needs a Value that is not empty");
                    } else if (types().contains(type) && !value.equals(new Value.Literal(""))) {
                        references.add(new Referred(kind(type), name, value));
                    }
                });
        return references;
    }

    private static List<String> types() {
        var types = new ArrayList<>(ORIGINAL);
        BESIDE_US.forEach(kind -> types.add(kind.name()));
        return types;
    }

    private static Kind kind(String type) {
        return ORIGINAL.contains(type) ? Kind.CONTACT_REFERENCE : Kind.valueOf(type);
    }

    /** Of what is fixed; the rest is known when the flow runs. */
    private static boolean fits(
            @Nullable Value name, @Nullable Value description, List<Referred> references) {
        return Details.NONE
                .with(
                        new Private(fixed(name)),
                        new Private(fixed(description)),
                        references.stream()
                                .map(each ->
                                        new Reference(
                                                each.kind(),
                                                each.name(),
                                                new Private(
                                                        each.value()
                                                                        instanceof
                                                                        Value.Literal(var text)
                                                                ? text
                                                                : "?")))
                                .toList())
                .isPresent();
    }

    private static String fixed(@Nullable Value value) {
        return value instanceof Value.Literal(var text) ? text : "";
    }
}
