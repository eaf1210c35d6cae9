package dev.crosspoint.media.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of a session or of one of its media, in their order. */
public record Attributes(List<Attribute> list) {
    static final Attributes NONE = new Attributes(List.of());

    public Attributes {
        list = List.copyOf(list);
    }

    /** Whether there is an attribute of that name, with a value or without. */
    public boolean has(String name) {
        return list.stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    /** The value of the first attribute of that name that has one, or null. */
    public @Nullable String value(String name) {
        for (Attribute attribute : list) {
            if (attribute.name().equals(name) && attribute.value() != null) {
                return attribute.value();
            }
        }
        return null;
    }

    /** The values of all attributes of that name, in their order. */
    public List<String> values(String name) {
        var values = new ArrayList<String>();
        for (Attribute attribute : list) {
            if (attribute.name().equals(name) && attribute.value() != null) {
                values.add(attribute.value());
            }
        }
        return values;
    }

    /** Collects attributes in the order in which they will be written. */
    static final class Builder {
        private final List<Attribute> list = new ArrayList<>();

        Builder add(String name, String value) {
            list.add(new Attribute(name, value));
            return this;
        }

        Builder add(String property) {
            list.add(Attribute.property(property));
            return this;
        }

        Attributes build() {
            return new Attributes(list);
        }
    }
}
