package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.audit.AuditFinding.Kind;
import dev.crosspoint.gateway.store.AuditEntry;
import dev.crosspoint.gateway.store.AuditHead;
import dev.crosspoint.gateway.store.AuditRow;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's chain from its beginning, and holds it against its digests. Changes nothing, and
 * may run while the gateway does. Blocks.
 */
public final class AuditVerifier {
    private static final int ANSWER_SECONDS = 30;

    /** Most findings of one kind that are told one by one. */
    private static final int MOST_OF_A_KIND = 20;

    private final AuditStore store;
    private final KeyProvider keys;
    private final String publicKey;

    /**
     * A verifier.
     *
     * @param publicKey what digests are checked with, in PEM
     */
    public AuditVerifier(AuditStore store, KeyProvider keys, String publicKey) {
        this.store = store;
        this.keys = keys;
        this.publicKey = publicKey;
    }

    /** All that is to be said of a tenant's trail; the last one is the summary. */
    public List<AuditFinding> verify(Tenant tenant, DocumentTarget target) {
        var findings = new ArrayList<AuditFinding>();
        try {
            var digests = new DigestCheck(store, target, publicKey, tenant).digests(findings);
            var head = await(store.head(tenant)).orElseGet(AuditHead::none);
            var key = new ChainKeys(store, keys, InstantSource.system()).find(tenant);
            if (key.isEmpty()) {
                if (head.seq() > 0 || !digests.isEmpty()) {
                    findings.add(
                            new AuditFinding(
                                    Kind.KEY_GONE, "the chain cannot be checked without it"));
                } else {
                    findings.add(new AuditFinding(Kind.WHOLE, "0 events"));
                }
                return findings;
            }
            walk(tenant, key.get(), head, digests, findings);
        } catch (KeyFailure e) {
            findings.add(
                    new AuditFinding(
                            Kind.UNKNOWN, "the key of the chain is not opened: " + e.getMessage()));
        } catch (Exception e) {
            findings.add(new AuditFinding(Kind.UNKNOWN, String.valueOf(e.getMessage())));
        }
        return shortened(findings);
    }

    private void walk(
            Tenant tenant,
            ChainKey key,
            AuditHead head,
            NavigableMap<Long, Digest> digests,
            List<AuditFinding> findings)
            throws Exception {
        long seq = 0;
        long count = 0;
        long covered = digests.isEmpty() ? 0 : digests.lastKey();
        byte[] previous = AuditHead.none().hash();
        boolean headFound = head.seq() == 0;
        for (var rows = page(tenant, 0); !rows.isEmpty(); rows = page(tenant, seq)) {
            for (var row : rows) {
                if (row.seq() != seq + 1) {
                    findings.add(
                            new AuditFinding(
                                    Kind.DELETED,
                                    "events " + (seq + 1) + " to " + (row.seq() - 1)));
                    skip(digests, seq, row.seq());
                }
                boolean follows = row.seq() == seq + 1;
                check(row, key, follows ? previous : null, findings);
                var digest = digests.remove(row.seq());
                if (digest != null
                        && !digest.lastHash().equals(HexFormat.of().formatHex(row.hash()))) {
                    findings.add(
                            new AuditFinding(
                                    Kind.REMADE,
                                    "digest "
                                            + digest.number()
                                            + " knows another event "
                                            + row.seq()));
                }
                if (row.seq() == head.seq()) {
                    headFound = Arrays.equals(row.hash(), head.hash());
                }
                seq = row.seq();
                previous = row.hash();
                count++;
            }
        }
        if (!digests.isEmpty()) {
            findings.add(
                    new AuditFinding(
                            Kind.CUT_OFF,
                            "the chain ends with event "
                                    + seq
                                    + ", and digest "
                                    + digests.lastEntry().getValue().number()
                                    + " knows event "
                                    + digests.lastKey()));
        }
        if (!headFound) {
            findings.add(
                    new AuditFinding(
                            head.seq() > seq ? Kind.CUT_OFF : Kind.HEAD_CHANGED,
                            "the head says event " + head.seq() + ", the last one is " + seq));
        }
        if (head.seq() < seq && await(store.head(tenant)).map(AuditHead::seq).orElse(0L) < seq) {
            findings.add(
                    new AuditFinding(
                            Kind.HEAD_CHANGED, "there are events after the head " + head.seq()));
        }
        if (seq > covered) {
            findings.add(
                    new AuditFinding(
                            Kind.NOT_COVERED_YET, "events " + (covered + 1) + " to " + seq));
        }
        if (findings.stream().noneMatch(finding -> finding.kind().isWrong())) {
            findings.add(new AuditFinding(Kind.WHOLE, count + " events"));
        }
    }

    /** Digests of events that are gone are told with them. */
    private static void skip(NavigableMap<Long, Digest> digests, long after, long before) {
        digests.subMap(after, false, before, false).clear();
    }

    private static void check(
            AuditRow row, ChainKey key, byte @Nullable [] previous, List<AuditFinding> findings) {
        // After a hole nobody knows what was before; the hole is told already.
        if (previous != null
                && !Arrays.equals(key.hash(previous, row.entry().body()), row.hash())) {
            findings.add(new AuditFinding(Kind.CHANGED, "event " + row.seq()));
            return;
        }
        try {
            if (!sameIndex(EventJson.entry(row.entry().body()), row.entry())) {
                findings.add(new AuditFinding(Kind.INDEX_CHANGED, "event " + row.seq()));
            }
        } catch (IllegalArgumentException e) {
            findings.add(new AuditFinding(Kind.CHANGED, "event " + row.seq() + " is none"));
        }
    }

    private static boolean sameIndex(AuditEntry one, AuditEntry other) {
        return one.eventId().equals(other.eventId())
                && one.time().equals(other.time())
                && one.name().equals(other.name())
                && Objects.equals(one.user(), other.user())
                && Objects.equals(one.recording(), other.recording())
                && Objects.equals(one.contact(), other.contact());
    }

    private List<AuditRow> page(Tenant tenant, long after) throws Exception {
        return await(store.after(tenant, after, AuditStore.MOST_ROWS));
    }

    private static List<AuditFinding> shortened(List<AuditFinding> all) {
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        var some = new ArrayList<AuditFinding>();
        for (var finding : all) {
            if (counts.merge(finding.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
                some.add(finding);
            }
        }
        counts.forEach((kind, count) -> {
            if (count > MOST_OF_A_KIND) {
                some.add(new AuditFinding(kind, (count - MOST_OF_A_KIND) + " more"));
            }
        });
        return some;
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.await(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
