package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.mix.Knee;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One channel: the sum of its tracks, a block at a time. */
final class Side implements AutoCloseable {
    private final float[] sound;
    private final byte[] heard;
    private final Tally tally;
    private final List<TrackVoice> voices = new ArrayList<>();

    Side(int rateHz, int blockSamples) {
        sound = new float[blockSamples];
        heard = new byte[blockSamples];
        tally = new Tally(rateHz);
    }

    /** One more track, to be closed with this. */
    TrackVoice add(Track track, Codecs codecs, int rateHz) {
        var voice = new TrackVoice(track, codecs, rateHz, tally);
        voices.add(voice);
        return voice;
    }

    Tally tally() {
        return tally;
    }

    /**
     * Makes the next block.
     *
     * @return its samples, zeros behind the last; borrowed until the next call
     */
    float[] make(long from, int samples) {
        Arrays.fill(sound, 0);
        Arrays.fill(heard, Strip.SILENT);
        for (TrackVoice voice : voices) {
            voice.fill(sound, heard, from, samples);
        }
        if (voices.size() > 1) {
            Knee.bend(sound, sound);
        }
        tally.samples(heard, samples);
        return sound;
    }

    @Override
    public void close() {
        for (TrackVoice voice : voices) {
            voice.close();
        }
    }
}
