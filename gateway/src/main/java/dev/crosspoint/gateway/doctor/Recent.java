package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.legs.LegRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which legs say how things are now: what was wrong this morning may have been mended. */
final class Recent {
    private static final Duration LATELY = Duration.ofHours(1);
    private static final int FEW = 5;

    private Recent() {}

    /**
     * Those of the last hour; when there are none, the newest few.
     *
     * @param legs the newest first
     */
    static List<LegRecord> of(List<LegRecord> legs, Instant now) {
        long sinceMs = now.minus(LATELY).toEpochMilli();
        var lately =
                legs.stream()
                        .filter(leg -> leg.endedMs() == 0 || leg.beganMs() >= sinceMs)
                        .toList();
        return lately.isEmpty() ? legs.stream().limit(FEW).toList() : lately;
    }
}
