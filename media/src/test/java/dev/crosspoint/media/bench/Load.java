package dev.crosspoint.media.bench;

import java.io.IOException;

/**
 * Phones that load one server and then are no more. The system property {@code load.warmup} is how
 * many seconds they talk before anything is measured (20); few of them need more, until the JIT has
 * seen enough.
 */
interface Load extends AutoCloseable {
    /** How long they talk before anything is measured, s. */
    static int warmUpSeconds() {
        return Integer.getInteger("load.warmup", 20);
    }

    /** Connects all phones and lets them talk for a while: the JIT's time. */
    void warmUp(LoadedServer server) throws IOException;

    /** Talks on and measures. */
    LoadResult measure(LoadedServer server, int seconds) throws IOException;

    @Override
    void close() throws IOException;
}
