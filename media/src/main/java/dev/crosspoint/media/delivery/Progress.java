package dev.crosspoint.media.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a delivery has come.
 *
 * @param since when it was due first, or was asked for again
 * @param ordinal the {@link ObjectName#ordinal} it is tried under
 * @param failures how often in a row it failed
 * @param late whether somebody was told that it takes long
 * @param problem why it failed last, {@code null} when it has not
 */
public record Progress(
        Instant since,
        int ordinal,
        int failures,
        boolean late,
        DeliveryFailure.@Nullable Reason problem) {

    static Progress begin(int ordinal, Instant now) {
        return new Progress(now, ordinal, 0, false, null);
    }

    Progress failed(DeliveryFailure.Reason why) {
        return new Progress(since, ordinal, failures + 1, late, why);
    }

    Progress told() {
        return new Progress(since, ordinal, failures, true, problem);
    }

    Progress underNextName() {
        return new Progress(since, ordinal + 1, 0, late, DeliveryFailure.Reason.CONFLICT);
    }
}
