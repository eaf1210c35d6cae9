package dev.crosspoint.gateway.signed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One way to write a JSON object: names sorted, nothing between, UTF-8; the part of RFC 8785 that
 * texts, whole numbers and booleans need. So that a signature is good however the object was laid
 * out since.
 */
public final class Canonical {
    private Canonical() {}

    /** The object in UTF-8. */
    public static byte[] bytes(JsonObject object) {
        return sorted(object).encode().getBytes(UTF_8);
    }

    private static JsonObject sorted(JsonObject object) {
        var names = new TreeMap<String, Object>(object.getMap());
        var result = new JsonObject();
        names.keySet().forEach(name -> result.put(name, sorted(object.getValue(name))));
        return result;
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> sorted(object);
            case JsonArray array -> {
                var result = new JsonArray();
                for (int i = 0; i < array.size(); i++) {
                    result.add(sorted(array.getValue(i)));
                }
                yield result;
            }
            case null, default -> value;
        };
    }
}
