package dev.crosspoint.media.audio;

import dev.crosspoint.media.codec.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files in memory, for tests that need one. */
public final class WavBytes {
    /** The sample formats that WAV files come in. */
    public enum Format {
        PCM_8(1, 8),
        PCM_16(1, 16),
        PCM_24(1, 24),
        FLOAT(3, 32),
        A_LAW(6, 8),
        MU_LAW(7, 8),
        PCM_16_EXTENSIBLE(0xFFFE, 16);

        private final int tag;
        private final int bits;

        Format(int tag, int bits) {
            this.tag = tag;
            this.bits = bits;
        }
    }

    private WavBytes() {}

    /** A mono file. */
    public static byte[] mono(Format format, int rateHz, float[] pcm) {
        return file(format, rateHz, new float[][] {pcm});
    }

    /** A stereo file; both channels have the same length. */
    public static byte[] stereo(Format format, int rateHz, float[] left, float[] right) {
        return file(format, rateHz, new float[][] {left, right});
    }

    private static byte[] file(Format format, int rateHz, float[][] channels) {
        int block = channels.length * format.bits / 8;
        int dataLength = block * channels[0].length;
        int formatLength = format == Format.PCM_16_EXTENSIBLE ? 40 : 16;
        int riff = 4 + 8 + formatLength + 8 + dataLength + (dataLength & 1);
        var out = ByteBuffer.allocate(8 + riff).order(ByteOrder.LITTLE_ENDIAN);
        out.put(id("RIFF")).putInt(riff).put(id("WAVE"));
        out.put(id("fmt ")).putInt(formatLength).putShort((short) format.tag);
        out.putShort((short) channels.length).putInt(rateHz).putInt(rateHz * block);
        out.putShort((short) block).putShort((short) format.bits);
        if (formatLength == 40) {
            out.putShort((short) 22).putShort((short) format.bits).putInt(0);
            // KSDATAFORMAT_SUBTYPE_PCM
            out.putInt(1).putInt(0x00100000).putInt(0xAA000080).putInt(0x719B3800);
        }
        out.put(id("data")).putInt(dataLength);
        for (int i = 0; i < channels[0].length; i++) {
            for (float[] channel : channels) {
                put(out, format, channel[i]);
            }
        }
        return out.array();
    }

    private static void put(ByteBuffer out, Format format, float sample) {
        switch (format) {
            case PCM_8 -> out.put((byte) (Math.round(sample * 127) + 128));
            case PCM_16, PCM_16_EXTENSIBLE -> out.putShort((short) Math.round(sample * 32_768));
            case PCM_24 -> {
                int value = Math.round(sample * 8_388_607);
                out.put((byte) value).putShort((short) (value >> 8));
            }
            case FLOAT -> out.putFloat(sample);
            case A_LAW -> out.put(G711.A_LAW.encode(sample));
            case MU_LAW -> out.put(G711.MU_LAW.encode(sample));
        }
    }

    private static byte[] id(String fourCharacters) {
        return fourCharacters.getBytes(StandardCharsets.US_ASCII);
    }
}
