package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.LegQuality;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A contact as it is kept: what is personal is sealed.
 *
 * @param sealed by kind; a kind of which there is nothing is missing
 */
public record ContactRow(
        Contact contact,
        long version,
        Method method,
        ContactTimes times,
        String queue,
        @Nullable String agentId,
        @Nullable String disconnectReason,
        List<LegQuality> legs,
        List<String> recordings,
        Map<SealedKind, byte[]> sealed) {
    public ContactRow {
        legs = List.copyOf(legs);
        recordings = List.copyOf(recordings);
        sealed = Map.copyOf(sealed);
    }

    /** How the worst leg sounded; empty when none was measured. */
    public Optional<Double> worstMos() {
        return legs.stream().map(LegQuality::mos).min(Double::compare);
    }

    /** From its beginning to its end, ms; null while it goes on. */
    public @Nullable Long durationMs() {
        var ended = times.endedMs();
        return ended == null ? null : Math.max(0, ended - times.initiatedMs());
    }
}
