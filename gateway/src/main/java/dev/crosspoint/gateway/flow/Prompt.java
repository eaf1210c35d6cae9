package dev.crosspoint.gateway.flow;

import java.nio.file.Path;
import java.util.List;

/** What a message says. */
public sealed interface Prompt {

    /** Always the same. */
    record Fixed(Path file) implements Prompt {}

    /**
     * The contact's place in its queue.
     *
     * @param files the first for position 1, and so on; nothing is said beyond the last
     */
    record ByPosition(List<Path> files) implements Prompt {
        public ByPosition {
            files = List.copyOf(files);
        }
    }
}
