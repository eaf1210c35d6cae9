package dev.crosspoint.gateway.switchboard;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every text within records and collections, also what hides itself from logs. */
final class InClear {
    private final List<String> texts = new ArrayList<>();

    private InClear() {}

    static List<String> textsOf(Object whole) {
        var clear = new InClear();
        clear.add(whole);
        return clear.texts;
    }

    private void add(@Nullable Object part) {
        switch (part) {
            case null -> {}
            case CharSequence text -> texts.add(text.toString());
            case Iterable<?> parts when !(parts instanceof java.nio.file.Path) ->
                    parts.forEach(this::add);
            case Map<?, ?> map -> {
                map.keySet().forEach(this::add);
                map.values().forEach(this::add);
            }
            case Optional<?> perhaps -> perhaps.ifPresent(this::add);
            case Throwable failure -> texts.add(failure.toString());
            case Record whole -> {
                for (var component : whole.getClass().getRecordComponents()) {
                    add(valueOf(whole, component));
                }
            }
            default -> texts.add(part.toString());
        }
    }

    private static @Nullable Object valueOf(Record whole, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
