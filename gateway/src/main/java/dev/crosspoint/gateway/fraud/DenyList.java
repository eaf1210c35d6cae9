package dev.crosspoint.gateway.fraud;

import dev.crosspoint.gateway.fraud.Denial.Kind;
import dev.crosspoint.gateway.fraud.Denial.Shown;
import dev.crosspoint.gateway.fraud.KeyedHash.Digest;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is denied. All of it is looked through once per call, which is why it has an end. */
final class DenyList {
    static final int MOST_ENTRIES = 10_000;

    private final KeyedHash hash;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private sealed interface Match {
        record ByNumber(Digest digest) implements Match {}

        record ByNetwork(NetworkBlock block) implements Match {}
    }

    private record Entry(Match match, Shown shown) {}

    DenyList(KeyedHash hash) {
        this.hash = hash;
    }

    /** Adds an entry, or replaces that with its id; false when the list is full. */
    boolean put(Denial denial, Instant now) {
        entries.values().removeIf(entry -> entry.shown().isOver(now));
        if (entries.size() >= MOST_ENTRIES && !entries.containsKey(denial.id())) {
            return false;
        }
        var match =
                switch (denial.caller()) {
                    case Denial.OfNumber(var number) -> new Match.ByNumber(hash.of(number));
                    case Denial.OfNetwork(var block) -> new Match.ByNetwork(block);
                };
        entries.put(denial.id(), new Entry(match, denial.shown()));
        return true;
    }

    /** Takes an entry out; false when there is none. */
    boolean remove(String id) {
        return entries.remove(id) != null;
    }

    /** Why somebody is denied, the number first; empty when nobody minds. */
    Optional<Kind> find(@Nullable Digest number, @Nullable InetAddress address, Instant now) {
        Optional<Kind> found = Optional.empty();
        for (var entry : entries.values()) {
            if (!entry.shown().isOver(now) && isMet(entry.match(), number, address)) {
                if (entry.shown().kind() == Kind.NUMBER) {
                    return Optional.of(Kind.NUMBER);
                }
                found = Optional.of(Kind.NETWORK);
            }
        }
        return found;
    }

    List<Shown> shown(Instant now) {
        return entries.values().stream()
                .map(Entry::shown)
                .filter(shown -> !shown.isOver(now))
                .toList();
    }

    private static boolean isMet(
            Match match, @Nullable Digest number, @Nullable InetAddress address) {
        return switch (match) {
            case Match.ByNumber(var digest) -> digest.equals(number);
            case Match.ByNetwork(var block) -> address != null && block.contains(address);
        };
    }
}
