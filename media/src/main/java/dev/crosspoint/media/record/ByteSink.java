package dev.crosspoint.media.record;

import java.io.IOException;

/** Takes the bytes of a file, one after the other. */
@FunctionalInterface
public interface ByteSink {
    /** Takes some; they are borrowed until this returns. */
    void write(byte[] bytes, int offset, int length) throws IOException;
}
