package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.legs.LegRecord;
import dev.crosspoint.signaling.api.Sighting.Reply;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkService.InfoUse;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the newest calls of a trunk show beside their audio: failures, and keys. */
final class TrunkCalls {
    /** What callees say, and nobody can mend. */
    private static final Set<Integer> CALLEES_WORDS = Set.of(0, 480, 486, 487, 600, 603);

    private static final Set<Integer> NOT_ACCEPTABLE = Set.of(415, 488, 606);

    private final TrunkConfig trunk;
    private final List<LegRecord> legs;
    private final List<Finding> findings;
    private final List<Check> checks;

    /**
     * @param legs the newest first
     * @param findings takes what is wrong
     * @param checks takes what was looked at
     */
    TrunkCalls(
            TrunkConfig trunk, List<LegRecord> legs, List<Finding> findings, List<Check> checks) {
        this.trunk = trunk;
        this.legs = legs;
        this.findings = findings;
        this.checks = checks;
    }

    /** What SIP calls have failed with. */
    void statuses() {
        var counts = new HashMap<Integer, Long>();
        for (var leg : legs) {
            if (!CALLEES_WORDS.contains(leg.status())) {
                int key = leg.outbound() ? leg.status() : -leg.status();
                counts.merge(key, 1L, Long::sum);
            }
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> status(entry.getKey(), entry.getValue()));
    }

    private void status(int status, long calls) {
        if (status == -404) {
            findings.add(new Finding.NumberUnknown(calls));
        } else if (NOT_ACCEPTABLE.contains(status)) {
            var ours =
                    legs.stream()
                            .filter(leg -> leg.status() == status && leg.outbound())
                            .map(LegRecord::offered)
                            .filter(Objects::nonNull)
                            .findFirst();
            findings.add(
                    new Finding.OurOfferRefused(
                            status,
                            ours.map(offer -> offer.codecs()).orElse(List.of()),
                            ours.map(offer -> offer.protocol()).orElse("our offer"),
                            calls));
        } else if (status > 0 && trunk.service().registration() != null && status == 403) {
            findings.add(new Finding.NotRegistered(status));
        } else if (status > 0) {
            findings.add(new Finding.CallsFail(status, calls));
        }
    }

    /**
     * How keys come and go.
     *
     * @param reply to OPTIONS; null when there was none
     */
    void keys(@Nullable Reply reply) {
        var agreed = legs.stream().filter(leg -> leg.agreed() != null).toList();
        if (agreed.isEmpty()) {
            checks.add(Check.notKnown(Areas.KEYS, "no recent call has come so far"));
            return;
        }
        long without = agreed.stream().filter(leg -> !events(leg)).count();
        long refused = legs.stream().mapToLong(leg -> leg.keys().refusedInfo()).sum();
        long tones =
                agreed.stream()
                        .filter(TrunkCalls::events)
                        .mapToLong(leg -> leg.keys().tones())
                        .sum();
        long came = legs.stream().mapToLong(leg -> leg.keys().events()).sum();
        var use = trunk.service().digits().info();
        boolean info =
                use == InfoUse.ALWAYS
                        || (use == InfoUse.ALLOWED
                                && reply != null
                                && reply.allow().contains("INFO"));
        if (refused > 0) {
            findings.add(new Finding.InfoRefused(refused));
        } else if (without == agreed.size()) {
            findings.add(new Finding.KeysOnlyAsTones(info, use == InfoUse.NEVER, without));
        } else if (tones > 0 && came == 0) {
            findings.add(new Finding.TonesBesideEvents(tones));
        }
        checks.add(
                Check.of(
                        refused == 0 && without < agreed.size() && !(tones > 0 && came == 0),
                        Areas.KEYS,
                        "telephone events agreed on in %d of %d; keys came as %d events, %d tones, %d INFO"
                                .formatted(
                                        agreed.size() - without,
                                        agreed.size(),
                                        came,
                                        legs.stream().mapToLong(leg -> leg.keys().tones()).sum(),
                                        legs.stream().mapToLong(leg -> leg.keys().info()).sum())));
    }

    private static boolean events(LegRecord leg) {
        var agreed = leg.agreed();
        return agreed != null && agreed.telephoneEvents();
    }
}
