package dev.crosspoint.gateway.aws;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of the fake: its state, who may do what with it, and its bits. For one thread at a time.
 */
final class FakeKey {
    private static final int NONCE_BYTES = 12;
    private static final int ID_BYTES = 36;

    final String id = UUID.randomUUID().toString();
    final String arn;
    final String owner;
    final List<Grant> grants = new ArrayList<>();

    /** Who may make grants by the key policy, and nothing else by it. */
    final Set<String> granters = new HashSet<>();

    volatile String state = "Enabled";
    String spec = "SYMMETRIC_DEFAULT";
    String usage = "ENCRYPT_DECRYPT";

    /** While set, a new grant counts only for who shows its token, as in AWS for some minutes. */
    boolean grantsSpreadSlowly;

    private final SecureRandom random = new SecureRandom();
    private final byte[] bits = new byte[32];

    /** Who may do what, and with which pairs in the context. */
    record Grant(
            String id,
            String token,
            String name,
            String grantee,
            @Nullable String retiring,
            Set<String> operations,
            Map<String, String> subset) {
        /** Those that have no context are not constrained. */
        boolean allows(String operation, @Nullable Map<String, String> context) {
            return operations.contains(operation)
                    && (context == null || context.entrySet().containsAll(subset.entrySet()));
        }
    }

    FakeKey(String region, String account, String owner) {
        arn = "arn:aws:kms:" + region + ":" + account + ":key/" + id;
        this.owner = owner;
        random.nextBytes(bits);
    }

    /** The key policy lets its owner do anything, granters make grants; all else needs a grant. */
    void require(
            String principal,
            String operation,
            @Nullable Map<String, String> context,
            Set<String> tokens)
            throws KmsRefusal {
        boolean allowed =
                principal.equals(owner)
                        || (operation.equals("CreateGrant") && granters.contains(principal))
                        || grants.stream()
                                .filter(g -> g.grantee().equals(principal))
                                .filter(g -> !grantsSpreadSlowly || tokens.contains(g.token()))
                                .anyMatch(g -> g.allows(operation, context));
        if (!allowed) {
            throw new KmsRefusal("AccessDeniedException");
        }
    }

    void requireUsable() throws KmsRefusal {
        if (state.equals("Disabled")) {
            throw new KmsRefusal("DisabledException");
        }
        if (!state.equals("Enabled")) {
            throw new KmsRefusal("KMSInvalidStateException");
        }
        if (!usage.equals("ENCRYPT_DECRYPT")) {
            throw new KmsRefusal("InvalidKeyUsageException");
        }
    }

    Grant addGrant(Grant wanted) {
        for (var known : grants) {
            var same =
                    new Grant(
                            known.id(),
                            known.token(),
                            wanted.name(),
                            wanted.grantee(),
                            wanted.retiring(),
                            wanted.operations(),
                            wanted.subset());
            if (!wanted.name().isEmpty() && same.equals(known)) {
                return known; // As AWS has it: a name and all else alike is a repetition.
            }
        }
        grants.add(wanted);
        return wanted;
    }

    byte[] seal(byte[] plaintext, Map<String, String> context) throws GeneralSecurityException {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plaintext);
        return ByteBuffer.allocate(ID_BYTES + NONCE_BYTES + sealed.length)
                .put(id.getBytes(StandardCharsets.US_ASCII))
                .put(nonce)
                .put(sealed)
                .array();
    }

    byte[] open(byte[] blob, Map<String, String> context) throws KmsRefusal {
        try {
            var nonce = Arrays.copyOfRange(blob, ID_BYTES, ID_BYTES + NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(blob, ID_BYTES + NONCE_BYTES, blob.length - ID_BYTES - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new KmsRefusal("InvalidCiphertextException");
        }
    }

    /** The key a blob says it was wrapped with. */
    static String idOf(byte[] blob) throws KmsRefusal {
        if (blob.length < ID_BYTES + NONCE_BYTES + 16) {
            throw new KmsRefusal("InvalidCiphertextException");
        }
        return new String(blob, 0, ID_BYTES, StandardCharsets.US_ASCII);
    }

    JsonObject metadata() {
        return new JsonObject()
                .put("KeyId", id)
                .put("Arn", arn)
                .put("KeyState", state)
                .put("Enabled", state.equals("Enabled"))
                .put("KeySpec", spec)
                .put("KeyUsage", usage);
    }

    private Cipher cipher(int mode, byte[] nonce, Map<String, String> context)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bits, "AES"), new GCMParameterSpec(128, nonce));
        SortedMap<String, String> sorted = new TreeMap<>(context);
        cipher.updateAAD(sorted.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
