package dev.crosspoint.media.mix;

/** An audio file is not what {@link WavAudio} reads; the message says why, for its owner. */
public final class BadAudioFile extends Exception {
    private static final long serialVersionUID = 1;

    BadAudioFile(String why) {
        super(why);
    }
}
