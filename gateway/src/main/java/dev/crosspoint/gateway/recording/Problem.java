package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.vault.KeyFailure;

/** Why a recording does not come on, in codes for the store, the API and the metrics. */
final class Problem {
    /** Not one frame of it came to the disk. */
    static final String NOTHING_KEPT = "NOTHING_KEPT";

    /** Its files are not what was written. */
    static final String TAMPERED = "TAMPERED";

    /** Ours does not take or give what is to be written or read. */
    static final String DISK = "DISK";

    private Problem() {}

    /** The code of a failure of keys, place or disk. */
    static String code(Exception failure) {
        return switch (failure) {
            case KeyFailure key -> code(key.reason());
            case DeliveryFailure place when place.getCause() instanceof KeyFailure key ->
                    code(key.reason());
            case DeliveryFailure place ->
                    switch (place.reason()) {
                        case RETRY -> "TARGET_UNAVAILABLE";
                        case DENIED -> "ACCESS_DENIED";
                        case CONFLICT -> "NAME_TAKEN";
                        case BROKEN -> TAMPERED;
                    };
            default -> DISK;
        };
    }

    /** The code of a key service's refusal. */
    static String code(KeyFailure.Reason reason) {
        return switch (reason) {
            case DENIED -> "ACCESS_DENIED";
            case UNAVAILABLE -> "KEY_UNAVAILABLE";
            case INVALID -> TAMPERED;
        };
    }
}
