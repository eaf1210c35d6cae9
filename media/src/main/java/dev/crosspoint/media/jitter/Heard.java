package dev.crosspoint.media.jitter;

/** What a frame that is played is mostly made of. */
public enum Heard {
    SPEECH,
    /** Invented to bridge a loss. */
    CONCEALED,
    /** The background that the sender has described (RFC 3389). */
    NOISE,
    /** Nothing to play: zeros. */
    SILENCE
}
