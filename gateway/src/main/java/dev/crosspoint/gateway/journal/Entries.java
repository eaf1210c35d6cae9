package dev.crosspoint.gateway.journal;

import java.util.List;

/**
 * The oldest entries that wait, to be confirmed when the store has them.
 *
 * @param segment the file they are in
 * @param from the first one's place in it, from 0
 * @param payloads one or more, in the order in which they were appended
 */
public record Entries(long segment, int from, List<byte[]> payloads) {
    public Entries {
        payloads = List.copyOf(payloads);
    }
}
