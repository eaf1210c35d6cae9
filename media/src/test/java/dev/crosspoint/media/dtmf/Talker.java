package dev.crosspoint.media.dtmf;

import java.util.Random;

/**
 * Something like people who talk, for as long as one likes, always the same for a seed: a glottal
 * pulse train whose pitch wanders, through three formants that glide from vowel to vowel, with
 * hisses and stops between, in phrases with pauses; one speaker after the other, from a bass to a
 * child. 8 kHz.
 */
final class Talker {
    private static final int RATE_HZ = 8000;

    /** First three formants of ten vowels, Hz (Peterson and Barney 1952, men). */
    private static final int[][] VOWELS = {
        {270, 2290, 3010},
        {390, 1990, 2550},
        {530, 1840, 2480},
        {660, 1720, 2410},
        {730, 1090, 2440},
        {570, 840, 2410},
        {440, 1020, 2240},
        {300, 870, 2240},
        {640, 1190, 2390},
        {490, 1350, 1690}
    };

    private static final int[] BANDWIDTHS_HZ = {60, 90, 120};

    private final Random random;
    private final double[] formants = new double[3];
    private final double[] targets = new double[3];
    private final double[][] memory = new double[3][2];
    private double size = 1;
    private double pitchHz = 120;
    private double pitchTargetHz = 120;
    private double basePitchHz = 120;
    private double phase;
    private double voicing;
    private double voicingTarget;
    private double hiss;
    private double hissTarget;
    private double gain = 0.3;
    private int leftOfSound;
    private int leftOfPhrase;
    private int leftOfSpeaker;
    private double tilt;

    Talker(long seed) {
        random = new Random(seed);
    }

    float next() {
        if (leftOfSpeaker-- <= 0) {
            anotherSpeaker();
        }
        if (leftOfPhrase-- <= 0) {
            leftOfPhrase = (int) (RATE_HZ * (0.8 + 3 * random.nextDouble()));
            leftOfSound = 0;
        }
        if (leftOfSound-- <= 0) {
            anotherSound();
        }
        for (int i = 0; i < 3; i++) {
            formants[i] += (targets[i] - formants[i]) * 0.004;
        }
        pitchHz += (pitchTargetHz - pitchHz) * 0.0008;
        voicing += (voicingTarget - voicing) * 0.01;
        hiss += (hissTarget - hiss) * 0.02;
        phase += pitchHz * (1 + 0.004 * random.nextGaussian()) / RATE_HZ;
        double pulse = 0;
        if (phase >= 1) {
            phase -= 1;
            pulse = 1;
        }
        tilt += (pulse - tilt) * 0.5; // the glottis is no ideal click
        double source = voicing * tilt * 6 + hiss * random.nextGaussian() * 0.5;
        double sound = 0;
        for (int i = 0; i < 3; i++) {
            sound += resonate(i, source) / (1 + i);
        }
        return (float) Math.clamp(gain * sound, -1.0, 1.0);
    }

    private void anotherSpeaker() {
        leftOfSpeaker = RATE_HZ * (10 + random.nextInt(40));
        size = 0.9 + 0.5 * random.nextDouble();
        basePitchHz = 75 * Math.pow(5, random.nextDouble());
        gain = Math.pow(10, -(10 + 20 * random.nextDouble()) / 20);
    }

    private void anotherSound() {
        double kind = random.nextDouble();
        boolean pause = leftOfPhrase < RATE_HZ / 4;
        leftOfSound = (int) (RATE_HZ * (0.05 + 0.25 * random.nextDouble()));
        voicingTarget = pause || kind < 0.12 ? 0 : 1;
        hissTarget = !pause && kind < 0.25 ? 0.3 : 0.002;
        pitchTargetHz = basePitchHz * (0.7 + 0.6 * random.nextDouble());
        int[] vowel = VOWELS[random.nextInt(VOWELS.length)];
        for (int i = 0; i < 3; i++) {
            targets[i] = Math.min(3600, vowel[i] * size);
        }
    }

    private double resonate(int i, double source) {
        double radius = Math.exp(-Math.PI * BANDWIDTHS_HZ[i] / RATE_HZ);
        double cosine = Math.cos(2 * Math.PI * Math.max(200, formants[i]) / RATE_HZ);
        double now =
                (1 - radius) * source
                        + 2 * radius * cosine * memory[i][0]
                        - radius * radius * memory[i][1];
        memory[i][1] = memory[i][0];
        memory[i][0] = now;
        return now;
    }
}
