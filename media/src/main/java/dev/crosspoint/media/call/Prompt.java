package dev.crosspoint.media.call;

/** Audio that can be played into a call, at any rate that a call can have. */
public interface Prompt {

    /**
     * All of its samples. Called on a media loop: prepared beforehand, not computed.
     *
     * @param rateHz 8000, 16000 or 48000
     */
    float[] samples(int rateHz);
}
