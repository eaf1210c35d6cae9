package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.seal.ByteSource;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of the spool as a stream. */
final class SpoolStream extends InputStream {
    private final ByteSource source;
    private long position;

    SpoolStream(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = source.read(position, to, offset, length);
        position += count;
        return count == 0 ? -1 : count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
