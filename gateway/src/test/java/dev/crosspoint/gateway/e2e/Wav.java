package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.media.audio.Tone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** WAV files that peers speak. */
final class Wav {
    private Wav() {}

    /** Writes whole periods of a tone, so that it can be played again and again without a click. */
    static Path tone(Path file, int rateHz, int channels, int hz, int seconds) throws IOException {
        float[] pcm = Tone.sine(rateHz, hz, Ear.SPOKEN_AMPLITUDE, rateHz * seconds);
        int bytes = pcm.length * channels * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + bytes).put("WAVEfmt ".getBytes(US_ASCII));
        wav.putInt(16).putShort((short) 1).putShort((short) channels).putInt(rateHz);
        wav.putInt(rateHz * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
        wav.put("data".getBytes(US_ASCII)).putInt(bytes);
        for (float sample : pcm) {
            for (int channel = 0; channel < channels; channel++) {
                wav.putShort((short) Math.round(sample * 32767));
            }
        }
        return Files.write(file, wav.array());
    }
}
