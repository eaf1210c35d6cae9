package dev.crosspoint.gateway.signed;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * An object and its signature.
 *
 * @param json everything but the signature
 * @param signature Ed25519 over {@link Canonical} bytes of that, Base64
 */
public record SignedJson(JsonObject json, String signature) {
    private static final String SIGNATURE = "signature";

    /** A new one. */
    public static SignedJson of(JsonObject json, Signer signer) {
        return new SignedJson(
                json, Base64.getEncoder().encodeToString(signer.sign(Canonical.bytes(json))));
    }

    /** The document: JSON with the signature in it. */
    public byte[] document() {
        return json.copy()
                .put(
                        SIGNATURE,
                        new JsonObject()
                                .put("algorithm", "Ed25519")
                                .put("over", "the other members, RFC 8785")
                                .put("value", signature))
                .encodePrettily()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a document, however it was laid out since.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SignedJson read(byte[] document) {
        try {
            var json = new JsonObject(new String(document, StandardCharsets.UTF_8));
            var signature = (JsonObject) requireNonNull(json.remove(SIGNATURE));
            return new SignedJson(json, requireNonNull(signature.getString("value")));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("not a signed document", e);
        }
    }

    /**
     * Whether nobody changed it since it was signed.
     *
     * @param publicKey SubjectPublicKeyInfo in PEM, of {@link Signer#publicKey}
     */
    public boolean isSignedBy(String publicKey) {
        try {
            var base64 = publicKey.replaceAll("-----[A-Z ]+-----|\\s", "");
            var key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(Canonical.bytes(json));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // What is no signature at all is told by an exception.
            return false;
        }
    }
}
