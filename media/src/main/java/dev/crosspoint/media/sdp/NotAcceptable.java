package dev.crosspoint.media.sdp;

/** No common ground with a sound description. Never leaves the room: a refusal tells it. */
final class NotAcceptable extends Exception {
    private static final long serialVersionUID = 1;

    NotAcceptable(String reason) {
        super(reason);
    }
}
