package dev.crosspoint.media.bench;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * What is said in a conference under load: the noise of a quiet room, and turns of a few seconds
 * that open with a tone of the talker's own over something like speech.
 */
final class RoomVoices {
    /** Amplitude of the opening tone. */
    static final double OPENING = 0.1;

    private static final int OPENING_MS = 100;

    /** Told apart in 5 ms, and from the voice below them. */
    private static final int[] OPENING_HZ = {1000, 1400, 1800, 2200, 2600, 3000};

    private static final int FRAMES_PER_SECOND = 50;
    private static final int HARMONIC_HZ = 150;
    private static final double ROOM_NOISE = 0.0003;

    private final Codecs codecs;
    private final Map<String, byte[][]> packets = new HashMap<>();

    RoomVoices(Codecs codecs) {
        this.codecs = codecs;
    }

    static int openingHz(int seat) {
        return OPENING_HZ[seat % OPENING_HZ.length];
    }

    /** The payload of a talker's turn, so many frames after its beginning. */
    byte[] talk(Codec codec, int seat, int seconds, int frame) {
        int hz = openingHz(seat);
        byte[][] turn =
                packets.computeIfAbsent(
                        codec + " " + hz + " " + seconds, _ -> encoded(codec, hz, seconds));
        return turn[FRAMES_PER_SECOND + frame];
    }

    /** A payload of somebody who listens. */
    byte[] room(Codec codec, int frame) {
        byte[][] quiet = packets.computeIfAbsent(codec + " room", _ -> encoded(codec, 0, 0));
        return quiet[FRAMES_PER_SECOND + Math.floorMod(frame, FRAMES_PER_SECOND)];
    }

    /** A second of the room, and then the turn, or another second of the room. */
    private byte[][] encoded(Codec codec, int openingHz, int seconds) {
        int rateHz = codec.highestRateHz();
        var random = new Random(1);
        float[] pcm = new float[(1 + Math.max(1, seconds)) * rateHz];
        for (int harmonic = 1; harmonic <= 4 && seconds > 0; harmonic++) {
            double hz = HARMONIC_HZ * harmonic;
            Tone.add(pcm, rateHz, seconds * rateHz, 0, rateHz, hz, 0.2 / harmonic);
        }
        for (int i = 0; i < pcm.length; i++) {
            double syllable = 0.5 - 0.5 * Math.cos(2 * Math.PI * 4 * i / rateHz);
            pcm[i] = (float) (pcm[i] * syllable + ROOM_NOISE * random.nextGaussian());
        }
        if (seconds > 0) {
            int opening = rateHz / 1000 * OPENING_MS;
            Tone.add(pcm, rateHz, opening, 0, rateHz, openingHz, OPENING);
        }
        int frame = rateHz / FRAMES_PER_SECOND;
        byte[][] encoded = new byte[pcm.length / frame][];
        try (Encoder encoder = codecs.encoder(codec, rateHz)) {
            byte[] out = new byte[1276];
            for (int i = 0; i < encoded.length; i++) {
                int length = encoder.encode(pcm, i * frame, frame, out, 0);
                encoded[i] = Arrays.copyOf(out, length);
            }
        }
        return encoded;
    }
}
