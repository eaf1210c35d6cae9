package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactTimes;
import java.util.Objects;
import java.util.stream.Stream;

/** Contacts that the gateway was killed in: closed with what is known of them. */
final class Unfinished {
    /** Why they ended; no word of {@code EndCause}. */
    static final String GATEWAY_LOST = "gateway-lost";

    private Unfinished() {}

    /**
     * Its next version, with an end.
     *
     * @param aliveMs when the process was last known to run, ms since 1970; 0 when unknown
     */
    static ContactRecord closed(ContactRecord record, long aliveMs) {
        var times = record.times();
        return new ContactRecord(
                record.tenant(),
                record.contact(),
                record.version() + 1,
                record.method(),
                new ContactTimes(
                        times.initiatedMs(),
                        times.queuedMs(),
                        times.connectedMs(),
                        Math.max(latestMs(times), aliveMs),
                        times.holds(),
                        times.holdMs(),
                        times.longestHoldMs(),
                        times.afterWorkMs()),
                record.queue(),
                record.agentId(),
                record.customerNumber(),
                record.systemNumber(),
                record.dialled(),
                record.name(),
                record.description(),
                record.attributes(),
                record.references(),
                GATEWAY_LOST,
                record.legs(),
                record.recordings());
    }

    private static long latestMs(ContactTimes times) {
        return Stream.of(times.queuedMs(), times.connectedMs())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .reduce(times.initiatedMs(), Math::max);
    }
}
