package dev.crosspoint.media.jitter;

/** What the samples that were queued for a tick are made of. */
final class Frame {
    private int spoken;
    private int invented;
    private int noise;
    private Heard heard = Heard.SILENCE;

    /** A tick begins. */
    void begin() {
        spoken = 0;
        invented = 0;
        noise = 0;
    }

    /** So many samples are what the sender said. */
    void spoken(int samples) {
        spoken += samples;
    }

    /** So many bridge a loss. */
    void invented(int samples) {
        invented += samples;
    }

    /** So many are the background that the sender has described. */
    void noise(int samples) {
        noise += samples;
    }

    /** Whether there is anything in it that the sender said. */
    boolean hasSpeech() {
        return spoken > 0;
    }

    /**
     * What a tick mostly is.
     *
     * @param fresh whether its samples are of this tick; else they are as those before
     */
    Heard end(boolean fresh) {
        if (fresh) {
            heard = mostly();
        }
        return heard;
    }

    private Heard mostly() {
        if (spoken + invented == 0) {
            return noise > 0 ? Heard.NOISE : Heard.SILENCE;
        }
        return invented > spoken ? Heard.CONCEALED : Heard.SPEECH;
    }
}
