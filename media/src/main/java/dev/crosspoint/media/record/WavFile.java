package dev.crosspoint.media.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * RIFF WAVE, PCM of 16 bits, stereo. The sizes in the header are right from the start, and sample n
 * lies at {@link #HEADER_BYTES} + 4 n, so that players can seek.
 */
public final class WavFile implements AudioFile {
    /** Length of the header, always. */
    public static final int HEADER_BYTES = 44;

    /** Bytes of a sample of both channels. */
    public static final int FRAME_BYTES = 4;

    private static final int PCM = 1;
    private static final int CHANNELS = 2;
    private static final int BITS = 16;
    private static final int FORMAT_BYTES = 16;

    private final ByteSink sink;
    private byte[] bytes = new byte[0];

    /** Writes the header. */
    WavFile(int rateHz, long samples, ByteSink sink) throws IOException {
        this.sink = sink;
        // unsigned 32 bits, as RIFF has them; Renderer refuses what is longer
        int data = (int) (samples * FRAME_BYTES);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(US_ASCII)).putInt(HEADER_BYTES - 8 + data);
        header.put("WAVEfmt ".getBytes(US_ASCII)).putInt(FORMAT_BYTES);
        header.putShort((short) PCM).putShort((short) CHANNELS).putInt(rateHz);
        header.putInt(rateHz * FRAME_BYTES).putShort((short) FRAME_BYTES).putShort((short) BITS);
        header.put("data".getBytes(US_ASCII)).putInt(data);
        sink.write(header.array(), 0, HEADER_BYTES);
    }

    @Override
    public void write(float[] left, float[] right, int samples) throws IOException {
        int length = samples * FRAME_BYTES;
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        for (int i = 0; i < samples; i++) {
            int l = pcm16(left[i]);
            int r = pcm16(right[i]);
            bytes[FRAME_BYTES * i] = (byte) l;
            bytes[FRAME_BYTES * i + 1] = (byte) (l >> 8);
            bytes[FRAME_BYTES * i + 2] = (byte) r;
            bytes[FRAME_BYTES * i + 3] = (byte) (r >> 8);
        }
        sink.write(bytes, 0, length);
    }

    @Override
    public void end() {}

    @Override
    public void close() {}

    /** A sample as 16 bits, -32768 to 32767; what G.711 says stays exactly that. */
    static int pcm16(float sample) {
        return Math.clamp(Math.round(sample * 32768), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
