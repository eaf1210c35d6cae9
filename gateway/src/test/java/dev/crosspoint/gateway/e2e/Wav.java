package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.mix.BadAudioFile;
import dev.crosspoint.media.mix.WavAudio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** WAV files that peers speak, and that they have recorded. */
final class Wav {
    /** Half a second at 8 kHz. */
    private static final int WINDOW = 4000;

    private Wav() {}

    /** Writes whole periods of a tone, so that it can be played again and again without a click. */
    static Path tone(Path file, int rateHz, int channels, int hz, int seconds) throws IOException {
        float[] pcm = Tone.sine(rateHz, hz, 0.3, rateHz * seconds);
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

    /** What a peer has recorded, at 8 kHz. */
    static float[] read(Path file) throws IOException, BadAudioFile {
        return WavAudio.parse(Files.readAllBytes(file)).samples(8000);
    }

    /** How much of the half second with most of a tone is that tone, 0 to 1. */
    static double purest(float[] pcm, double hz) {
        double best = 0;
        for (int from = 0; from + WINDOW <= pcm.length; from += WINDOW / 2) {
            double all = Tone.rms(pcm, from, WINDOW) * Math.sqrt(2);
            double tone = Tone.amplitude(pcm, from, WINDOW, 8000, hz);
            best = Math.max(best, all < 0.01 ? 0 : tone / all);
        }
        return best;
    }
}
