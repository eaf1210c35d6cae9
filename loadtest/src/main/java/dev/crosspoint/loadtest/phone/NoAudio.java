package dev.crosspoint.loadtest.phone;

/** A description with no audio that a phone could join. Never quotes what it says. */
final class NoAudio extends Exception {
    private static final long serialVersionUID = 1;

    NoAudio(String why) {
        super(why);
    }

    NoAudio(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
