package dev.crosspoint.gateway.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One object of a flow, read key by key. A fault is told and reading goes on, so that one look
 * finds them all; what was never asked for is a fault as well, because nothing is silently skipped.
 */
final class Parameters {
    private final Map<?, ?> map;
    private final String where;
    private final Consumer<String> faults;
    private final Set<String> read = new HashSet<>();

    /**
     * @param where what precedes a key in messages, empty or ending with a dot
     */
    Parameters(Map<?, ?> map, String where, Consumer<String> faults) {
        this.map = map;
        this.where = where;
        this.faults = faults;
    }

    /** An object within this one, named on its own, with faults told to somebody else. */
    Parameters object(String key, Consumer<String> others) {
        var inner = object(key);
        return new Parameters(inner.map, key + ".", others);
    }

    boolean has(String key) {
        return map.get(key) != null;
    }

    Optional<String> text(String key) {
        read.add(key);
        var value = map.get(key);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        faults.accept(where + key + " must be text");
        return Optional.empty();
    }

    String requiredText(String key) {
        var value = text(key);
        if (value.isEmpty() && !has(key)) {
            faults.accept(where + key + " is missing");
        }
        return value.orElse("");
    }

    /** A number that is there; when it is not, a fault and the smallest. */
    int integer(String key, int min, int max) {
        return (int) whole(key, min, max);
    }

    /** Likewise, for great ones. */
    long whole(String key, long min, long max) {
        var value = requiredText(key);
        if (has(key)) {
            try {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below, with what was expected.
            }
            faults.accept(where + key + " must be a whole number from " + min + " to " + max);
        }
        return min;
    }

    int integerOr(String key, int min, int max, int otherwise) {
        return has(key) ? integer(key, min, max) : otherwise;
    }

    boolean flagOr(String key, boolean otherwise) {
        var value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get().equalsIgnoreCase("true") || value.get().equalsIgnoreCase("false")) {
            return value.get().equalsIgnoreCase("true");
        }
        faults.accept(where + key + " must be True or False");
        return otherwise;
    }

    String oneOf(String key, List<String> words) {
        var value = requiredText(key);
        if (!words.contains(value) && has(key)) {
            faults.accept(where + key + " must be one of " + String.join(", ", words));
        }
        return value;
    }

    /** Text or a reference that is there; when it is not, a fault and empty text. */
    Value value(String key) {
        return valueOf(
                requiredText(key), "refers, in " + key + ", to a value we hold nothing under: ");
    }

    /** Text or a reference that may be there. */
    Optional<Value> optionalValue(String key) {
        return text(key).map(_ -> value(key));
    }

    /** All keys with text or a reference, whatever they are. */
    Map<String, Value> allValues() {
        var values = new LinkedHashMap<String, Value>();
        allTexts()
                .forEach((key, text) ->
                        values.put(
                                key,
                                valueOf(
                                        text,
                                        "refers, in "
                                                + key
                                                + ", to a value we hold nothing under: ")));
        return values;
    }

    /** What a text means here; a reference to nothing is a fault and empty text. */
    Value valueOf(String text, String otherwise) {
        if (!text.startsWith("$.")) {
            return new Value.Literal(text);
        }
        var path = DataPath.parse(text);
        if (path.isEmpty()) {
            fault(otherwise + text);
        }
        return path.<Value>map(Value.Reference::new).orElse(new Value.Literal(""));
    }

    Parameters object(String key) {
        read.add(key);
        var value = map.get(key);
        if (value != null && !(value instanceof Map<?, ?>)) {
            faults.accept(where + key + " must be an object");
        }
        return new Parameters(
                value instanceof Map<?, ?> object ? object : Map.of(), where + key + ".", faults);
    }

    /** The members of a list, as objects. */
    List<Parameters> objects(String key) {
        var objects = new ArrayList<Parameters>();
        for (var member : list(key)) {
            if (member instanceof Map<?, ?> object) {
                objects.add(new Parameters(object, where + key + "[].", faults));
            } else {
                faults.accept(where + key + " must be a list of objects");
            }
        }
        return objects;
    }

    /** The members of a list, as text. */
    List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (var member : list(key)) {
            if (member instanceof String text) {
                texts.add(text);
            } else {
                faults.accept(where + key + " must be a list of texts");
            }
        }
        return texts;
    }

    /** All keys with text, whatever they are. */
    Map<String, String> allTexts() {
        var texts = new LinkedHashMap<String, String>();
        map.forEach((key, value) -> {
            if (key instanceof String name && value instanceof String text) {
                read.add(name);
                texts.put(name, text);
            } else {
                faults.accept(where + key + " must be text");
                read.add(String.valueOf(key));
            }
        });
        return texts;
    }

    /** All keys with objects, whatever they are. */
    Map<String, Parameters> allObjects() {
        var objects = new LinkedHashMap<String, Parameters>();
        map.keySet().stream().map(String::valueOf).forEach(key -> objects.put(key, object(key)));
        return objects;
    }

    /** A key of the language that this gateway does not have. */
    void refuse(String key, String why) {
        read.add(key);
        if (has(key)) {
            faults.accept(where + key + " is not supported: " + why);
        }
    }

    /** A key that may be there and means nothing here. */
    void ignore(String key) {
        read.add(key);
    }

    void nothingElse() {
        map.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !read.contains(key))
                .forEach(key -> faults.accept(where + key + " is not a known parameter"));
    }

    void fault(String what) {
        faults.accept(where.isEmpty() ? what : where.substring(0, where.length() - 1) + " " + what);
    }

    private List<?> list(String key) {
        read.add(key);
        var value = map.get(key);
        if (value != null && !(value instanceof List<?>)) {
            faults.accept(where + key + " must be a list");
        }
        return value instanceof List<?> list ? list : List.of();
    }
}
