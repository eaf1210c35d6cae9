package dev.crosspoint.gateway.peer;

import dev.crosspoint.media.audio.Tone;
import java.util.List;
import java.util.TreeMap;

/** What a telephone hears, at 8 kHz. */
public interface Ear {
    /** Looks of half a second before something is given up. */
    int TRIES = 20;

    /** A tone that is spoken with 0.3 arrives with about that, in a mix a little lower. */
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
        var heard = new TreeMap<Integer, Double>();
        for (int i = 0; i < TRIES; i++) {
            awaitHeard(heardMs() + 500, 10_000);
            float[] last = heardLast(500);
            heard.clear();
            present.forEach(hz -> heard.put(hz, Tone.amplitude(last, 8000, hz)));
            double loudest = heard.values().stream().reduce(HEARD_AMPLITUDE, Math::max);
            absent.forEach(hz -> heard.put(hz, Tone.amplitude(last, 8000, hz)));
            if (present.stream().allMatch(hz -> heard.get(hz) > HEARD_AMPLITUDE)
                    && absent.stream().allMatch(hz -> heard.get(hz) < ABSENT_SHARE * loudest)) {
                return;
            }
        }
        throw new AssertionError(
                "should hear " + present + " and none of " + absent + ", but hears " + heard);
    }
}
