package dev.crosspoint.media.api;

/** The one answer to a {@link MediaCommand}. */
public sealed interface MediaReply {

    /** It is so. */
    record Done() implements MediaReply {}

    /** Our offer or answer. */
    record Described(SessionText description) implements MediaReply {}

    /**
     * It cannot be so; nothing changed.
     *
     * @param reason safe to log and to show: no address of a person, no key, no SDP text
     */
    record Refused(MediaError error, String reason) implements MediaReply {}

    /** Why a command was refused. */
    enum MediaError {
        /** The SDP breaks its grammar or our limits: 400. */
        BAD_DESCRIPTION,
        /** The SDP is sound but shares no codec, security or profile with us: 488. */
        NOT_ACCEPTABLE,
        /** No such call. */
        UNKNOWN_CALL,
        /** No such leg in this call, or no such play. */
        UNKNOWN_LEG,
        /** That id is taken. */
        DUPLICATE,
        /** The state of the leg does not allow it. */
        WRONG_STATE,
        /** The peer agreed on no telephone events. */
        TAKES_NO_DIGITS,
        /** No port, slot or thread is left: 503. */
        NO_CAPACITY,
        /** The audio file is missing or not one we can play. */
        BAD_AUDIO_FILE,
        /** A bug of ours; the call has ended. */
        INTERNAL
    }
}
