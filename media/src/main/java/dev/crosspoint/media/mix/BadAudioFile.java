package dev.crosspoint.media.mix;

/** An audio file is not one that we play; the message says why, for its owner. */
public final class BadAudioFile extends Exception {
    private static final long serialVersionUID = 1;

    public BadAudioFile(String why) {
        super(why);
    }
}
