package dev.crosspoint.media.bench;

import dev.crosspoint.media.codec.Codec;
import java.io.IOException;
import java.util.List;

/** A media server under load, in a process of its own: ours, or a peer's beside it. */
interface LoadedServer extends AutoCloseable {
    /**
     * What a measured time cost.
     *
     * @param cpuNanos of the process, user and system, in steps of 10 ms
     * @param remark what it tells of itself
     */
    record Cost(long cpuNanos, String remark) {}

    /**
     * A call in which everybody hears everybody else.
     *
     * @return the answer to the offer of each phone, in order
     * @throws IOException it refused, or has ended
     */
    List<String> call(List<Codec> codecs, List<LoadPhone> phones) throws IOException;

    /** The measured time begins. */
    void begin() throws IOException;

    /** What it cost since then. */
    Cost end() throws IOException;

    /** Ends the process. */
    @Override
    void close() throws IOException;
}
