package dev.crosspoint.media.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The wave form for the eye: the least and the greatest sample of each 100 ms, big-endian.
 *
 * <pre>
 * "XPPEAK" (6)  version = 1 (1)  channels = 2 (1)  window in ms = 100 (2)  windows (4)
 * then for each window and channel, left first: least (2), greatest (2), both signed
 * </pre>
 */
public final class Peaks {
    /** Length of the header, always. */
    public static final int HEADER_BYTES = 14;

    /** Bytes of a window, both channels. */
    public static final int WINDOW_BYTES = 8;

    /** Length of a window; the last one may be shorter. */
    public static final int WINDOW_MS = 100;

    private static final byte VERSION = 1;
    private static final byte CHANNELS = 2;

    private final ByteSink sink;
    private final byte[] bytes = new byte[WINDOW_BYTES];
    private final ByteBuffer window = ByteBuffer.wrap(bytes);

    /** Writes the header. */
    Peaks(long windows, ByteSink sink) throws IOException {
        this.sink = sink;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put("XPPEAK".getBytes(US_ASCII));
        header.put(VERSION).put(CHANNELS).putShort((short) WINDOW_MS).putInt((int) windows);
        sink.write(header.array(), 0, HEADER_BYTES);
    }

    /** Writes a window. */
    void write(float[] left, float[] right, int samples) throws IOException {
        window.clear();
        add(left, samples);
        add(right, samples);
        sink.write(bytes, 0, WINDOW_BYTES);
    }

    private void add(float[] sound, int samples) {
        float least = sound[0];
        float greatest = sound[0];
        for (int i = 1; i < samples; i++) {
            least = Math.min(least, sound[i]);
            greatest = Math.max(greatest, sound[i]);
        }
        window.putShort((short) WavFile.pcm16(least)).putShort((short) WavFile.pcm16(greatest));
    }
}
