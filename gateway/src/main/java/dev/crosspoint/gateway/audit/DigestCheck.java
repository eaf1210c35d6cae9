package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.audit.AuditFinding.Kind;
import dev.crosspoint.gateway.store.AuditDigestRow;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.signaling.api.Tenant;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tenant's digests, as they lie in their place and as the database has them. */
final class DigestCheck {
    /** How many numbers after the last known one are looked for: somebody may have taken some. */
    private static final int LOOK_AHEAD = 24;

    private final AuditStore store;
    private final DocumentTarget target;
    private final String publicKey;
    private final Tenant tenant;

    DigestCheck(AuditStore store, DocumentTarget target, String publicKey, Tenant tenant) {
        this.store = store;
        this.target = target;
        this.publicKey = publicKey;
        this.tenant = tenant;
    }

    /** The good ones by the last event of each; what is wrong with others is found. */
    NavigableMap<Long, Digest> digests(List<AuditFinding> findings) throws Exception {
        var before = rows();
        var kept = kept(before.isEmpty() ? 0 : before.lastKey());
        // What was made meanwhile is in both.
        var rows = rows();
        long last = Math.max(last(rows), last(kept));
        var good = new TreeMap<Long, Digest>();
        byte @Nullable [] previous = null;
        long previousSeq = 0;
        for (long number = 1; number <= last; number++) {
            var row = rows.get(number);
            var document = chosen(number, row, kept.get(number), findings);
            if (document != null) {
                var digest = read(number, document, findings);
                if (digest != null && row != null && !isAsSigned(row, digest)) {
                    find(findings, Kind.DIGEST_FORGED, number, "has other dates in the database");
                }
                if (digest != null) {
                    if (!follows(digest, previous, previousSeq)) {
                        find(findings, Kind.DIGEST_GAP, number, "does not follow the one before");
                    }
                    good.put(digest.lastSeq(), digest);
                    previousSeq = digest.lastSeq();
                }
            }
            previous = document;
        }
        return good;
    }

    private NavigableMap<Long, AuditDigestRow> rows() throws Exception {
        var all = new TreeMap<Long, AuditDigestRow>();
        for (var rows = page(0); !rows.isEmpty(); rows = page(all.lastKey())) {
            rows.forEach(row -> all.put(row.number(), row));
        }
        return all;
    }

    private List<AuditDigestRow> page(long after) throws Exception {
        return AuditVerifier.await(store.digestsAfter(tenant, after, AuditStore.MOST_ROWS));
    }

    private NavigableMap<Long, byte[]> kept(long atLeast) throws DeliveryFailure {
        var kept = new TreeMap<Long, byte[]>();
        long end = atLeast + LOOK_AHEAD;
        for (long number = 1; number <= end; number++) {
            var found = target.find(ChainKeys.media(tenant), Digest.path(tenant, number));
            if (found.isPresent()) {
                kept.put(number, found.get());
                end = Math.max(end, number + LOOK_AHEAD);
            }
        }
        return kept;
    }

    /** What lies in its place, if it does; whoever changes the database has not changed that. */
    private byte @Nullable [] chosen(
            long number,
            @Nullable AuditDigestRow row,
            byte @Nullable [] kept,
            List<AuditFinding> findings) {
        if (row == null) {
            find(findings, Kind.DIGEST_GONE, number, "is not in the database");
        } else if (kept == null && row.deliveredAt() == null) {
            find(findings, Kind.DIGEST_ON_ITS_WAY, number, "is not delivered yet");
        } else if (kept == null) {
            find(findings, Kind.DIGEST_GONE, number, "does not lie where it was delivered");
        } else if (!Arrays.equals(kept, row.document())) {
            find(findings, Kind.DIGEST_FORGED, number, "is another one in the database");
        }
        return kept != null ? kept : row == null ? null : row.document();
    }

    private @Nullable Digest read(long number, byte[] document, List<AuditFinding> findings) {
        try {
            var digest = Digest.read(document);
            if (digest.signed().isSignedBy(publicKey)
                    && digest.tenant().equals(tenant)
                    && digest.number() == number) {
                return digest;
            }
        } catch (IllegalArgumentException e) {
            // It is told below.
        }
        find(findings, Kind.DIGEST_FORGED, number, "was not made by this gateway");
        return null;
    }

    /** What is beside the document says when the next one is due. */
    private static boolean isAsSigned(AuditDigestRow row, Digest digest) {
        // The database has microseconds.
        var apart = Duration.between(row.madeAt(), digest.madeAt()).abs();
        return row.lastSeq() == digest.lastSeq() && apart.toMillis() == 0;
    }

    private static boolean follows(Digest digest, byte @Nullable [] previous, long previousSeq) {
        var before = previous == null ? "" : Digest.sha256(previous);
        return digest.previous().equals(before) && digest.firstSeq() == previousSeq + 1;
    }

    private static long last(NavigableMap<Long, ?> of) {
        return of.isEmpty() ? 0 : of.lastKey();
    }

    private static void find(List<AuditFinding> findings, Kind kind, long number, String how) {
        findings.add(new AuditFinding(kind, "digest " + number + " " + how));
    }
}
