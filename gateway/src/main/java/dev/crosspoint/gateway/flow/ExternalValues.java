package dev.crosspoint.gateway.flow;

import dev.crosspoint.signaling.api.Private;
import java.util.Map;

/**
 * What a function of the tenant answered last: {@code $.External.*}. Names come from outside as the
 * values do, so {@link #toString} tells only how many there are.
 */
public record ExternalValues(Map<String, Private> values) {

    /** Nothing was answered yet, or the last function failed. */
    public static final ExternalValues NONE = new ExternalValues(Map.of());

    public ExternalValues {
        values = Map.copyOf(values);
    }

    @Override
    public String toString() {
        return "ExternalValues[" + values.size() + "]";
    }
}
