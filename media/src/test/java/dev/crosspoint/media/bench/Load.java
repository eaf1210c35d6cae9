package dev.crosspoint.media.bench;

import java.io.IOException;

/** Phones that load one server and then are no more. */
interface Load extends AutoCloseable {
    /** Connects all phones and lets them talk for a while: the JIT's time. */
    void warmUp(LoadedServer server) throws IOException;

    /** Talks on and measures. */
    LoadResult measure(LoadedServer server, int seconds) throws IOException;

    @Override
    void close() throws IOException;
}
