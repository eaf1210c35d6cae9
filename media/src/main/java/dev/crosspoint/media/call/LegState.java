package dev.crosspoint.media.call;

import dev.crosspoint.media.api.MediaEvent.EndReason;

/** How far a leg has come. */
public sealed interface LegState {

    /** A browser's leg waits for a nominated pair. */
    record Checking(long sinceNanos) implements LegState {}

    /** The pair is there, DTLS is under way. */
    record Handshaking(long sinceNanos) implements LegState {}

    /** Packets could flow; none has come yet. */
    record Ready(long sinceNanos) implements LegState {}

    /** Audio has come. */
    record Flowing(long sinceNanos) implements LegState {}

    /** Over. */
    record Closed(EndReason why) implements LegState {}

    /** The state after an input. Closed is for ever; what does not fit a state changes nothing. */
    static LegState step(LegState state, LegInput input, long nowNanos) {
        if (state instanceof Closed) {
            return state;
        }
        return switch (input) {
            case NOMINATED -> state instanceof Checking ? new Handshaking(nowNanos) : state;
            case KEYED ->
                    state instanceof Checking || state instanceof Handshaking
                            ? new Ready(nowNanos)
                            : state;
            case HEARD -> state instanceof Ready ? new Flowing(nowNanos) : state;
            case CONNECT_TIMEOUT ->
                    state instanceof Checking || state instanceof Handshaking
                            ? new Closed(EndReason.NO_PATH)
                            : state;
            case MEDIA_TIMEOUT ->
                    state instanceof Ready || state instanceof Flowing
                            ? new Closed(EndReason.MEDIA_TIMEOUT)
                            : state;
            case CONSENT_LOST -> new Closed(EndReason.CONSENT_EXPIRED);
            case HANDSHAKE_FAILED ->
                    state instanceof Checking || state instanceof Handshaking
                            ? new Closed(EndReason.HANDSHAKE_FAILED)
                            : state;
            case PEER_CLOSED -> new Closed(EndReason.PEER_CLOSED);
            case CLOSE -> new Closed(EndReason.CLOSED);
        };
    }
}
