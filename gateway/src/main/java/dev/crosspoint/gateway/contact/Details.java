package dev.crosspoint.gateway.contact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.signaling.api.Private;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a contact is called, what it is about, and what it refers to elsewhere.
 *
 * @param name up to {@link #MAX_NAME_BYTES}, or null
 * @param description up to {@link #MAX_DESCRIPTION_BYTES}, or null
 * @param references up to {@link #MAX_REFERENCES} with {@link #MAX_REFERENCE_BYTES} together, one
 *     of each name
 */
public record Details(
        @Nullable Private name, @Nullable Private description, List<Reference> references) {
    /** Of UTF-8. The original has 512 characters; ours are bounded by what a record may have. */
    public static final int MAX_NAME_BYTES = 512;

    /** Of UTF-8. The original has 4,096 characters. */
    public static final int MAX_DESCRIPTION_BYTES = 4_096;

    /** Names and values together, of UTF-8, as in the original. */
    public static final int MAX_REFERENCE_BYTES = 4_096;

    /** So many that a record with the most of everything is still one entry of a journal. */
    public static final int MAX_REFERENCES = 20;

    /** Nothing is said of the contact. */
    public static final Details NONE = new Details(null, null, List.of());

    public Details {
        references = List.copyOf(references);
    }

    /**
     * With what is given in the place of what there was; empty, with nothing changed, when it grows
     * too large.
     *
     * @param newName null leaves it, empty text takes it away; likewise the description
     * @param added each in the place of one of its name, which must be of the same kind: what a
     *     kind's own place once took it does not give back. One without a value is none
     */
    public Optional<Details> with(
            @Nullable Private newName, @Nullable Private newDescription, List<Reference> added) {
        var all = new LinkedHashMap<String, Reference>();
        references.forEach(each -> all.put(each.name(), each));
        for (var each : added) {
            var before = all.put(each.name(), each);
            if (each.value().value().isEmpty()
                    || (before != null && before.kind() != each.kind())) {
                return Optional.empty();
            }
        }
        var changed =
                new Details(
                        newName == null ? name : filled(newName),
                        newDescription == null ? description : filled(newDescription),
                        List.copyOf(all.values()));
        return changed.fits() ? Optional.of(changed) : Optional.empty();
    }

    private static @Nullable Private filled(Private text) {
        return text.value().isEmpty() ? null : text;
    }

    private boolean fits() {
        long referred = 0;
        for (var each : references) {
            referred += bytes(each.name()) + bytes(each.value().value());
        }
        return (name == null || bytes(name.value()) <= MAX_NAME_BYTES)
                && (description == null || bytes(description.value()) <= MAX_DESCRIPTION_BYTES)
                && references.size() <= MAX_REFERENCES
                && referred <= MAX_REFERENCE_BYTES;
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
