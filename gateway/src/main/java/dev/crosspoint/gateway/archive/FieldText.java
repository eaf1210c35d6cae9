package dev.crosspoint.gateway.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled.By;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sealed of a kind that is more than one text: JSON. Empty where there is nothing. */
final class FieldText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FieldText() {}

    /** A dialled number and its place among all of them. */
    record Placed(int place, Dialled dialled) {}

    static String dialled(List<Dialled> all, By by) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).by() == by) {
                array.addArray().add(i).add(all.get(i).number().value());
            }
        }
        return text(array);
    }

    static List<Placed> dialled(String text, By by) {
        var all = new ArrayList<Placed>();
        for (var each : parse(text)) {
            var number = new Private(each.path(1).asText());
            all.add(new Placed(each.path(0).asInt(), new Dialled(by, number)));
        }
        return all;
    }

    static String attributes(Map<String, Private> attributes) {
        var array = JsonNodeFactory.instance.arrayNode();
        attributes.forEach((name, value) -> array.addArray().add(name).add(value.value()));
        return text(array);
    }

    static Map<String, Private> attributes(String text) {
        var all = new LinkedHashMap<String, Private>();
        for (var each : parse(text)) {
            all.put(each.path(0).asText(), new Private(each.path(1).asText()));
        }
        return all;
    }

    /**
     * A reference as it lies in one place.
     *
     * @param value null when it lies in its scope
     */
    record Referred(Reference.Kind kind, String name, @Nullable Private value) {
        static Referred whole(Reference reference) {
            return new Referred(reference.kind(), reference.name(), reference.value());
        }

        static Referred elsewhere(Reference reference) {
            return new Referred(reference.kind(), reference.name(), null);
        }

        @Override
        public String toString() {
            return "Referred[" + kind + "]";
        }
    }

    static String references(List<Referred> references) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var each : references) {
            var one = array.addArray().add(each.kind().name()).add(each.name());
            if (each.value() != null) {
                one.add(each.value().value());
            }
        }
        return text(array);
    }

    static List<Referred> references(String text) {
        var all = new ArrayList<Referred>();
        for (var each : parse(text)) {
            all.add(
                    new Referred(
                            Reference.Kind.valueOf(each.path(0).asText()),
                            each.path(1).asText(),
                            each.size() > 2 ? new Private(each.path(2).asText()) : null));
        }
        return all;
    }

    private static String text(ArrayNode array) {
        return array.isEmpty() ? "" : array.toString();
    }

    private static Iterable<JsonNode> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            // Without its message, which quotes. What opened under its key was written here.
            throw new IllegalStateException("a sealed field is no JSON");
        }
    }
}
