package dev.crosspoint.gateway.audit;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.signed.SignedJson;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.AuditDigestRow;
import dev.crosspoint.gateway.store.AuditHead;
import dev.crosspoint.media.delivery.NamePart;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a chain at a moment, signed, and kept where whoever changes the database cannot
 * change it too: then the chain cannot be cut at its end, nor be made anew.
 *
 * @param number from 1
 * @param firstSeq the first event since the digest before
 * @param lastSeq the last one
 * @param lastHash its hash, hexadecimal
 * @param previous SHA-256 of the document of the digest before, hexadecimal; empty for the first
 */
record Digest(
        Tenant tenant,
        long number,
        long firstSeq,
        long lastSeq,
        String lastHash,
        String previous,
        SignedJson signed) {
    private static final int VERSION = 1;

    /** The next one. */
    static Digest next(
            Tenant tenant,
            @Nullable AuditDigestRow before,
            AuditHead head,
            Instant now,
            Signer signer) {
        var json =
                new JsonObject()
                        .put("version", VERSION)
                        .put("what", "auditDigest")
                        .put("account", tenant.account())
                        .put("instance", tenant.instance())
                        .put("number", before == null ? 1 : before.number() + 1)
                        .put("firstSeq", before == null ? 1 : read(before.document()).lastSeq() + 1)
                        .put("lastSeq", head.seq())
                        .put("lastHash", HexFormat.of().formatHex(head.hash()))
                        .put("madeAt", now.toString())
                        .put("previousSha256", before == null ? "" : sha256(before.document()));
        return of(SignedJson.of(json, signer));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Digest read(byte[] document) {
        return of(SignedJson.read(document));
    }

    private static Digest of(SignedJson signed) {
        var json = signed.json();
        try {
            if (!Integer.valueOf(VERSION).equals(json.getInteger("version"))) {
                throw new IllegalArgumentException("not a digest of version " + VERSION);
            }
            return new Digest(
                    new Tenant(
                            requireNonNull(json.getString("account")),
                            requireNonNull(json.getString("instance"))),
                    requireNonNull(json.getLong("number")),
                    requireNonNull(json.getLong("firstSeq")),
                    requireNonNull(json.getLong("lastSeq")),
                    requireNonNull(json.getString("lastHash")),
                    requireNonNull(json.getString("previousSha256")),
                    signed);
        } catch (ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("not a digest of an audit trail", e);
        }
    }

    /**
     * When it was made.
     *
     * @throws IllegalArgumentException when it does not say
     */
    Instant madeAt() {
        try {
            return Instant.parse(requireNonNull(signed.json().getString("madeAt")));
        } catch (ClassCastException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException("it does not say when it was made", e);
        }
    }

    byte[] document() {
        return signed.document();
    }

    /** Where the digest of a number is kept. */
    static String path(Tenant tenant, long number) {
        return NamePart.of(tenant.instance()) + "/AuditDigests/%010d.json".formatted(number);
    }

    static String sha256(byte[] document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
