package dev.crosspoint.media.seal;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a sealed file, in any order. */
public interface ByteSource extends Closeable {
    /** How many there are now. */
    long size() throws IOException;

    /**
     * Reads up to so many bytes.
     *
     * @param position of the first one, from 0
     * @return how many were read: fewer only when there are no more; 0 behind the end
     */
    int read(long position, byte[] to, int offset, int length) throws IOException;
}
