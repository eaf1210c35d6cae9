package dev.crosspoint.gateway.config;

import dev.crosspoint.signaling.api.Private;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration while it is read. A value that is wrong is noted and replaced by
 * its default, so that reading goes on and finds the next problem too; {@link #finish} throws when
 * there was any.
 */
public final class Section {
    private final String path;
    private final JsonObject values;
    private final Reading reading;
    private final Set<String> known = new TreeSet<>();
    private final List<Section> children = new ArrayList<>();

    /** The whole configuration. */
    public Section(JsonObject values, Overrides overrides) {
        this("", values, new Reading(overrides));
    }

    private Section(String path, JsonObject values, Reading reading) {
        this.path = path;
        this.values = values;
        this.reading = reading;
    }

    /** A text, or the default when there is none. */
    public String text(String key, Expected expected, String otherwise) {
        return optionalText(key, expected).orElse(otherwise);
    }

    /** A text that must be there. */
    public String text(String key, Expected expected) {
        var text = optionalText(key, expected);
        if (text.isEmpty() && raw(key) == null) {
            problem(key, null, expected.words());
        }
        return text.orElse("missing");
    }

    /** A text that may be absent. */
    public Optional<String> optionalText(String key, Expected expected) {
        var raw = raw(key);
        if (raw == null) {
            return Optional.empty();
        }
        if (!(raw instanceof String text)) {
            problem(key, raw, expected.words() + "; put it in quotes");
            return Optional.empty();
        }
        if (!expected.met().test(text)) {
            problem(key, raw, expected.words());
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A text about a person, or a secret: problems do not quote it. */
    public Optional<Private> secret(String key, Expected expected) {
        var raw = raw(key);
        if (raw == null) {
            return Optional.empty();
        }
        if (!(raw instanceof String text) || !expected.met().test(text)) {
            problem(key, Reading.HIDDEN, expected.words());
            return Optional.empty();
        }
        return Optional.of(new Private(text));
    }

    /**
     * A secret, or the first line of the file that {@code <key>File} names; not both. Such files
     * can be changed while the gateway runs.
     *
     * @param folder what the file's name is relative to
     */
    public Optional<Private> secretOrFile(String key, Expected expected, Path folder) {
        var given = secret(key, expected);
        return new SecretFile(this, reading, key, expected)
                .read(folder, given.isPresent())
                .map(secrets -> secrets.stream().findFirst())
                .orElse(given);
    }

    /** Likewise, a list of them, or a file with one in each line. */
    public List<Private> secretsOrFile(String key, Expected expected, Path folder) {
        var given = secrets(key, expected);
        return new SecretFile(this, reading, key, expected)
                .read(folder, !given.isEmpty())
                .orElse(given);
    }

    /** Files that secrets were read from. */
    public Set<Path> filesRead() {
        return reading.files();
    }

    /** Likewise, a list of them. */
    public List<Private> secrets(String key, Expected expected) {
        var raw = raw(key);
        var secrets = new ArrayList<Private>();
        for (Object entry : raw == null ? List.of() : entries(raw)) {
            if (entry instanceof String text && expected.met().test(text)) {
                secrets.add(new Private(text));
            } else {
                problem(key, Reading.HIDDEN, "a list, each " + expected.words());
            }
        }
        return secrets;
    }

    /** A secret that must be there. */
    public Private requiredSecret(String key, Expected expected) {
        var secret = secret(key, expected);
        if (secret.isEmpty() && raw(key) == null) {
            problem(key, null, expected.words());
        }
        return secret.orElse(new Private("missing"));
    }

    /** A whole number. */
    public int integer(String key, int least, int most, int otherwise) {
        var raw = raw(key);
        if (raw == null) {
            return otherwise;
        }
        var text = raw.toString();
        if (text.matches("-?\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        problem(key, raw, "a whole number from " + least + " to " + most);
        return otherwise;
    }

    /** A port that can be listened at; 0 picks a free one. */
    public int port(String key, int otherwise) {
        return integer(key, 0, 65_535, otherwise);
    }

    /** Yes or no. */
    public boolean flag(String key, boolean otherwise) {
        var raw = raw(key);
        if (raw == null) {
            return otherwise;
        }
        var text = raw.toString();
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, raw, "true or false");
            return otherwise;
        }
        return text.equals("true");
    }

    /** One of an enum's names, in small letters and with hyphens. */
    public <E extends Enum<E>> E choice(String key, List<E> options, E otherwise) {
        var raw = raw(key);
        if (raw == null) {
            return otherwise;
        }
        var words = new EnumWords<>(options);
        var chosen = words.find(raw.toString());
        if (chosen.isEmpty()) {
            problem(key, raw, "one of " + words.all());
        }
        return chosen.orElse(otherwise);
    }

    /** Some of an enum's names, in the order given. */
    public <E extends Enum<E>> List<E> choices(String key, List<E> options, List<E> otherwise) {
        var chosen = new ArrayList<E>();
        var words = new EnumWords<>(options);
        var expected = new Expected("a list out of " + words.all(), _ -> true);
        for (var text : texts(key, expected)) {
            words.find(text)
                    .ifPresentOrElse(chosen::add, () -> problem(key, text, expected.words()));
        }
        return chosen.isEmpty() ? otherwise : chosen;
    }

    /** A list of texts, empty when absent; an override separates them by commas. */
    public List<String> texts(String key, Expected expected) {
        return optionalTexts(key, expected).orElse(List.of());
    }

    /** A list of texts, for those who treat none otherwise than an empty one. */
    public Optional<List<String>> optionalTexts(String key, Expected expected) {
        var raw = raw(key);
        if (raw == null) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        for (Object entry : entries(raw)) {
            if (entry instanceof String text && expected.met().test(text)) {
                texts.add(text);
            } else {
                problem(key, entry, "a list, each " + expected.words());
            }
        }
        return Optional.of(texts);
    }

    private static List<?> entries(Object raw) {
        return switch (raw) {
            case JsonArray array -> array.getList();
            case String line -> Arrays.asList(line.split("\\s*,\\s*"));
            default -> List.of(raw);
        };
    }

    /** Numbers, with a fraction or not, by names that are the operator's own; empty when absent. */
    public Map<String, Double> numbers(String key, Expected name, double least, double most) {
        known.add(key);
        reading.asked(pathOf(key));
        var numbers = new TreeMap<String, Double>();
        for (var entry : objectAt(key, values.getValue(key))) {
            if (!name.met().test(entry.getKey())) {
                problem(key, entry.getKey(), "names, each " + name.words());
            } else if (entry.getValue() instanceof Number number
                    && number.doubleValue() >= least
                    && number.doubleValue() <= most) {
                numbers.put(entry.getKey(), number.doubleValue());
            } else {
                problem(
                        key + "." + entry.getKey(),
                        entry.getValue(),
                        "a number from " + least + " to " + most);
            }
        }
        return numbers;
    }

    /** A mapping below this one; empty when absent. */
    public Section section(String key) {
        known.add(key);
        return child(pathOf(key), objectAt(key, values.getValue(key)));
    }

    /** A list of mappings. What {@code read} refuses with an exception becomes a problem. */
    public <T> List<T> each(String key, Function<Section, T> read) {
        known.add(key);
        var raw = values.getValue(key);
        if (raw != null && !(raw instanceof JsonArray)) {
            problem(key, raw, "a list");
        }
        var array = raw instanceof JsonArray given ? given : new JsonArray();
        int size = Math.max(array.size(), reading.overrides().entriesOf(pathOf(key)));
        var result = new ArrayList<T>();
        for (int i = 0; i < size; i++) {
            var at = key + "[" + i + "]";
            var entry =
                    child(pathOf(at), objectAt(at, i < array.size() ? array.getValue(i) : null));
            entry.read(read).ifPresent(result::add);
        }
        return result;
    }

    /** A list whose entries are mappings, or texts where one says enough. */
    public <T> List<T> each(
            String key, Expected text, Function<String, T> simple, Function<Section, T> read) {
        if (reading.overrides().of(pathOf(key)).isPresent()
                || !(values.getValue(key) instanceof JsonArray array)
                || array.stream().noneMatch(JsonObject.class::isInstance)) {
            return texts(key, text).stream().map(simple).toList();
        }
        known.add(key);
        var result = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++) {
            var at = key + "[" + i + "]";
            if (array.getValue(i) instanceof String word && text.met().test(word)) {
                result.add(simple.apply(word));
            } else if (array.getValue(i) instanceof JsonObject object) {
                child(pathOf(at), object).read(read).ifPresent(result::add);
            } else {
                problem(at, array.getValue(i), text.words() + ", or keys and values below it");
            }
        }
        return result;
    }

    /** Reads this section into one value; what the value's own checks refuse becomes a problem. */
    public <T> Optional<T> read(Function<Section, T> read) {
        try {
            return Optional.of(read.apply(this));
        } catch (IllegalArgumentException e) {
            reading.problemIn(path, e.getMessage());
            return Optional.empty();
        }
    }

    /** Notes something wrong with a value that was read. */
    public void problem(String key, @Nullable Object value, String expected) {
        reading.problem(pathOf(key), value, expected);
    }

    /** Whether one of these keys has a value and no other; what is otherwise is noted. */
    public boolean isExactlyOneGiven(String... keys) {
        var given = Stream.of(keys).filter(key -> raw(key) != null).toList();
        if (given.size() == 1) {
            return true;
        }
        var names = String.join(", ", keys);
        reading.problemIn(
                path,
                (given.isEmpty() ? "none" : String.join(" and ", given))
                        + " of "
                        + names
                        + " is set, expected exactly one");
        return false;
    }

    /** Whether nothing was wrong with what was read so far. */
    public boolean isSound() {
        return reading.isSound();
    }

    /** Throws when anything was wrong, unknown keys among it. */
    public void finish() {
        noteUnknown();
        reading.finish();
    }

    /** Every key that was asked for, list positions left out: {@code trunks[].id}. */
    public Set<String> keysRead() {
        return reading.keys();
    }

    private void noteUnknown() {
        for (var name : values.fieldNames()) {
            if (!known.contains(name)) {
                reading.unknown(pathOf(name), known);
            }
        }
        children.forEach(Section::noteUnknown);
    }

    private Section child(String childPath, JsonObject childValues) {
        var child = new Section(childPath, childValues, reading);
        children.add(child);
        return child;
    }

    private JsonObject objectAt(String key, @Nullable Object raw) {
        if (raw instanceof JsonObject object) {
            return object;
        }
        if (raw != null) {
            problem(key, raw, "keys and values below it");
        }
        return new JsonObject();
    }

    private @Nullable Object raw(String key) {
        known.add(key);
        var override = reading.override(pathOf(key));
        return override.isPresent() ? override.get() : values.getValue(key);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
