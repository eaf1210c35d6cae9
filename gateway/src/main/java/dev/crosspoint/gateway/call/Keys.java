package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keys to be pressed one after the other, with pauses between.
 *
 * @param waiting {@code 0-9 * # ,} where a comma is a pause of 750 ms; null once they are pressed
 * @param left groups of keys and when each is due
 */
public record Keys(@Nullable Private waiting, List<Group> left) {
    static final Keys NONE = new Keys(null, List.of());

    /** A comma in the flow language. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(750);

    /** A tone and the silence behind it, as media sends them. */
    private static final long KEY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    public Keys {
        left = List.copyOf(left);
    }

    /** Keys without a pause between them. */
    public record Group(long dueNanos, Digits digits) {}

    /** Keys to be pressed later. */
    static Keys of(@Nullable Private text) {
        return new Keys(text, List.of());
    }

    /** The same from now on. */
    Keys begun(long nowNanos) {
        if (waiting == null) {
            return this;
        }
        var groups = new ArrayList<Group>();
        long due = nowNanos;
        for (var part : waiting.value().split(",", -1)) {
            if (!part.isEmpty()) {
                groups.add(new Group(due, new Digits(part)));
                due += part.length() * KEY_NANOS;
            }
            due += PAUSE_NANOS;
        }
        return new Keys(null, groups);
    }

    OptionalLong nextDeadlineNanos() {
        return left.isEmpty() ? OptionalLong.empty() : OptionalLong.of(left.getFirst().dueNanos());
    }

    Keys withoutFirst() {
        return new Keys(waiting, left.subList(1, left.size()));
    }
}
