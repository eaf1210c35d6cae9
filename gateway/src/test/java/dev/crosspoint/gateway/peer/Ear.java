package dev.crosspoint.gateway.peer;

import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** What a telephone hears, at 8 kHz. */
public interface Ear {
    /** Looks of half a second before something is given up. */
    int TRIES = 40;

    /** What everybody says: six at once are still within full scale, and no limiter answers. */
    double SPOKEN_AMPLITUDE = 0.15;

    /** A tone arrives about as it was spoken, in a mix a little lower. */
    double HEARD_AMPLITUDE = 0.05;

    /** 30 dB. */
    double ABSENT_SHARE = 0.0316;

    /** How much has been heard in all, ms. */
    int heardMs();

    /** Waits until so much has been heard in all. */
    void awaitHeard(int ms, int limitMs) throws InterruptedException;

    /** What it heard in the last so many milliseconds. */
    float[] heardLast(int ms);

    /**
     * Waits until for half a second it hears each of some tones, and none of others.
     *
     * @param absent have to be 30 dB below the loudest of the others
     */
    default void awaitTones(List<Integer> present, List<Integer> absent)
            throws InterruptedException {
        String heard = "";
        for (int i = 0; i < TRIES; i++) {
            awaitHeard(heardMs() + 500, 10_000);
            float[] last = heardLast(500);
            double[] wanted = amplitudes(last, present);
            double[] unwanted = amplitudes(last, absent);
            double loudest = Math.max(HEARD_AMPLITUDE, DoubleStream.of(wanted).max().orElse(0));
            if (DoubleStream.of(wanted).allMatch(level -> level > HEARD_AMPLITUDE)
                    && DoubleStream.of(unwanted)
                            .allMatch(level -> level < ABSENT_SHARE * loudest)) {
                return;
            }
            heard = Arrays.toString(wanted) + " and " + Arrays.toString(unwanted);
        }
        throw new AssertionError(
                "should hear " + present + " and none of " + absent + ", but hears " + heard);
    }

    private static double[] amplitudes(float[] pcm, List<Integer> tones) {
        return tones.stream().mapToDouble(hz -> Tone.amplitude(pcm, 8000, hz)).toArray();
    }
}
