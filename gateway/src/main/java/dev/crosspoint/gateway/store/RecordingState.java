package dev.crosspoint.gateway.store;

/** How far a recording is on its way. */
public enum RecordingState {
    /** It is being made. */
    OPEN,
    /** It is complete in the spool. */
    SEALED,
    /** It is on its way to its target. */
    UPLOADING,
    /** Its target has confirmed it. */
    DELIVERED,
    /** It was given up; everything is still there, and it can be asked for again. */
    FAILED,
    /** Somebody deleted it; this is all that is left. */
    DELETED;

    /** Whether {@code move} may go there; the other ways have methods of their own. */
    boolean mayMoveTo(RecordingState next) {
        return switch (this) {
            case SEALED -> next == UPLOADING;
            case UPLOADING, FAILED -> next == SEALED;
            case OPEN, DELIVERED, DELETED -> false;
        };
    }
}
