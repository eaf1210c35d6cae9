package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaEvent.RecordingFailure;

/**
 * What becomes of a conversation that is to be recorded and cannot be.
 *
 * @param onKeyLoss when no data key is to be had
 * @param onDiskLoss when the disk is full or refuses
 */
public record RecordingRules(Loss onKeyLoss, Loss onDiskLoss) {
    /** Calls are worth more than their recordings, unless somebody says otherwise. */
    public static final RecordingRules DEFAULT =
            new RecordingRules(Loss.CONTINUE_UNRECORDED, Loss.CONTINUE_UNRECORDED);

    /** What to do. */
    public enum Loss {
        /** The call ends: nobody talks unrecorded who must not. */
        REFUSE,
        /** It goes on, and everybody who can see its state sees that it is not recorded. */
        CONTINUE_UNRECORDED
    }

    boolean endsCall(RecordingFailure failure) {
        return switch (failure) {
                    case NO_KEY -> onKeyLoss;
                    case NO_SPACE, DISK_ERROR -> onDiskLoss;
                }
                == Loss.REFUSE;
    }
}
