package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedReader;
import java.io.IOException;
import java.io.InputStream;

/** What is in a sealed file, decrypted as it is read and kept nowhere. */
public final class PlainStream extends InputStream {
    private final SealedReader reader;
    private long position;

    /** Takes the reader over, and closes it in the end. */
    public PlainStream(SealedReader reader) {
        this.reader = reader;
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
        try {
            int count = reader.read(position, to, offset, length);
            position += count;
            return count == 0 ? -1 : count;
        } catch (BadSealedFile e) {
            throw DeliveryFailure.broken(e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
