package dev.crosspoint.media.seal;

import java.io.IOException;

/** Takes the bytes of a sealed file, one after the other. */
@FunctionalInterface
public interface ByteSink {
    /**
     * Takes these bytes behind those before, all of them or none. They are borrowed.
     *
     * @throws IOException when it did not; nothing of them is there then
     */
    void append(byte[] bytes, int offset, int length) throws IOException;
}
