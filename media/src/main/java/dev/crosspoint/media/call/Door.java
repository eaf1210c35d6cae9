package dev.crosspoint.media.call;

/**
 * The sockets that a leg's packets leave by. Opened by the shell, opaque here; it stays with the
 * leg for life, whoever holds it.
 */
public interface Door {

    /** The loop that reads and writes the sockets. */
    int homeLoop();
}
