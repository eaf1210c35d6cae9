package dev.crosspoint.media.api;

/** A channel of a recording, which is always stereo. */
public enum Channel {
    /** What the agent could hear. */
    LEFT,
    /** What the agent said. */
    RIGHT
}
