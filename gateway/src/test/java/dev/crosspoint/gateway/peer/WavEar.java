package dev.crosspoint.gateway.peer;

import dev.crosspoint.media.audio.Tone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a telephone hears, by the file that it records it into: 16 bits, mono, 8 kHz. */
public final class WavEar implements Ear {
    private static final int HEADER_BYTES = 44;
    private static final int RATE_HZ = 8000;

    /** Half a second. */
    private static final int WINDOW = RATE_HZ / 2;

    private final Path file;

    WavEar(Path file) {
        this.file = file;
    }

    @Override
    public int heardMs() {
        try {
            // The header says how long it is only once the call is over.
            return (int) (Math.max(0, Files.size(file) - HEADER_BYTES) * 1000 / (2 * RATE_HZ));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void awaitHeard(int ms, int limitMs) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (heardMs() < ms) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("heard " + heardMs() + " ms, not " + ms + " ms");
            }
            // A file grows without telling anybody.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public float[] heardLast(int ms) {
        float[] all = samples();
        int from = Math.max(0, all.length - ms * RATE_HZ / 1000);
        return Arrays.copyOfRange(all, from, all.length);
    }

    /** How much of the half second with most of a tone is that tone, 0 to 1. */
    public double purest(double hz) {
        float[] pcm = samples();
        double best = 0;
        for (int from = 0; from + WINDOW <= pcm.length; from += WINDOW / 2) {
            double all = Tone.rms(pcm, from, WINDOW) * Math.sqrt(2);
            double tone = Tone.amplitude(pcm, from, WINDOW, RATE_HZ, hz);
            best = Math.max(best, all < 0.01 ? 0 : tone / all);
        }
        return best;
    }

    private float[] samples() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            float[] samples = new float[Math.max(0, bytes.length - HEADER_BYTES) / 2];
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < samples.length; i++) {
                samples[i] = buffer.getShort(HEADER_BYTES + 2 * i) / 32768f;
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
