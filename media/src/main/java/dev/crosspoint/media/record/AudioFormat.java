package dev.crosspoint.media.record;

/**
 * What a recording is rendered to: always stereo, left what the agent heard, right what it said.
 */
public enum AudioFormat {
    /** WAV, PCM of 16 bits, 8 kHz: 115 MB an hour. */
    WAV_8_KHZ(8000),
    /** WAV, PCM of 16 bits, 16 kHz: 230 MB an hour. */
    WAV_16_KHZ(16_000),
    /** Ogg Opus of speech up to 8 kHz wide: about 20 MB an hour. */
    OGG_OPUS(16_000);

    private final int rateHz;

    AudioFormat(int rateHz) {
        this.rateHz = rateHz;
    }

    /** Samples per second and channel. */
    public int rateHz() {
        return rateHz;
    }
}
