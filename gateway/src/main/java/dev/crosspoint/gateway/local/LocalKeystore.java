package dev.crosspoint.gateway.local;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyGuard;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.media.vault.KeyUse.Operation;
import dev.crosspoint.media.vault.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a gateway that has no key service: one AES-256 key for each tenant, made when it is
 * needed first, in a keystore beside the data. It protects copies of the data that went astray
 * without it; whoever has seized the whole host has both.
 */
public final class LocalKeystore implements KeyGuard {
    private static final String ORIGIN = "local keystore";

    private final KeystoreFile file;
    private final SecureRandom random;
    private final InstantSource clock;
    private final KeyUse.Listener uses;
    private final KeyPair signing;

    /** All generations of whoever was asked about; guarded by {@code this}. */
    private final Map<Tenant, SortedMap<Integer, SecretKey>> generations = new HashMap<>();

    private LocalKeystore(
            KeystoreFile file, SecureRandom random, InstantSource clock, KeyUse.Listener uses)
            throws IOException {
        this.file = file;
        this.random = random;
        this.clock = clock;
        this.uses = uses;
        signing = file.signingPair();
    }

    /**
     * Opens the keystore, making it when there is none. Blocks.
     *
     * @param uses told of each use of a key
     * @throws IOException when it cannot be had: wrong password, damaged, open to others; the
     *     message says what to do
     */
    public static LocalKeystore open(
            KeystoreSettings settings, InstantSource clock, KeyUse.Listener uses)
            throws IOException {
        var random = new SecureRandom();
        boolean isFirstStart = !Files.exists(settings.file());
        var password = KeystorePassword.find(settings, isFirstStart, random);
        var file =
                isFirstStart
                        ? KeystoreFile.create(settings.file(), password)
                        : KeystoreFile.open(settings.file(), password);
        return new LocalKeystore(file, random, clock, uses);
    }

    @Override
    public KeyDescription describe(Tenant tenant) throws KeyFailure {
        var id = current(tenant).text();
        return use(Operation.DESCRIBE, tenant, id, null, () -> new KeyDescription(id, ORIGIN));
    }

    @Override
    public FreshKey generate(EncryptionContext context) throws KeyFailure {
        var key = new DataKey(randomBits());
        try {
            return new FreshKey(key, wrap(Operation.GENERATE, key, context), context);
        } catch (KeyFailure e) {
            key.close();
            throw e;
        }
    }

    @Override
    public WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure {
        try (var key = new DataKey(randomBits())) {
            return wrap(Operation.GENERATE_WITHOUT_PLAINTEXT, key, context);
        }
    }

    @Override
    public DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        return use(
                Operation.UNWRAP,
                context.tenant(),
                wrapped.keyId(),
                context,
                () -> open(wrapped, context));
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        var id = current(context.tenant());
        return use(
                Operation.REWRAP,
                context.tenant(),
                id.text(),
                context,
                () -> {
                    try (var key = open(wrapped, context)) {
                        return seal(id, key, context);
                    }
                });
    }

    @Override
    public WrappedKey wrap(DataKey key, EncryptionContext context) throws KeyFailure {
        return wrap(Operation.WRAP, key, context);
    }

    @Override
    public boolean guards(String keyId) {
        return LocalKeyId.isLocal(keyId);
    }

    @Override
    public boolean takesFrom(KeyGuard other) {
        return other == this;
    }

    /**
     * Makes the next generation, which wraps from now on. Older ones open what they wrapped.
     *
     * @return its key id
     */
    public String rotate(Tenant tenant) throws KeyFailure {
        return use(
                Operation.ROTATE, tenant, current(tenant).text(), null, () -> next(tenant).text());
    }

    /**
     * Destroys an old generation: what it wrapped, and was not wrapped again, is lost for good.
     *
     * @throws KeyFailure {@code DENIED} for the current generation and for one that is not there
     */
    public void retire(Tenant tenant, String keyId) throws KeyFailure {
        use(Operation.RETIRE, tenant, keyId, null, () -> remove(tenant, keyId));
    }

    /** Signs with the gateway's own key: Ed25519 (RFC 8032), 64 bytes. */
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(signing.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    /** What {@link #sign} is checked with: a SubjectPublicKeyInfo in PEM. */
    public String publicKey() {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PUBLIC KEY-----\n"
                + base64.encodeToString(signing.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private WrappedKey wrap(Operation what, DataKey key, EncryptionContext context)
            throws KeyFailure {
        var id = current(context.tenant());
        return use(what, context.tenant(), id.text(), context, () -> seal(id, key, context));
    }

    private WrappedKey seal(LocalKeyId id, DataKey key, EncryptionContext context)
            throws KeyFailure {
        var bits = key.bits();
        try {
            var blob = LocalBlob.wrap(id.text(), bitsOf(id), bits, context, random);
            return new WrappedKey(id.text(), blob.bytes());
        } finally {
            Arrays.fill(bits, (byte) 0);
        }
    }

    private DataKey open(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        var blob =
                LocalBlob.parse(wrapped.blob())
                        .filter(b -> b.keyId().equals(wrapped.keyId()))
                        .orElseThrow(() -> invalid(wrapped));
        var id =
                LocalKeyId.parse(context.tenant(), wrapped.keyId())
                        .orElseThrow(() -> invalid(wrapped));
        return new DataKey(blob.unwrap(bitsOf(id), context).orElseThrow(() -> invalid(wrapped)));
    }

    private synchronized LocalKeyId current(Tenant tenant) throws KeyFailure {
        var known = known(tenant);
        return known.isEmpty() ? next(tenant) : new LocalKeyId(tenant, known.lastKey());
    }

    private synchronized LocalKeyId next(Tenant tenant) throws KeyFailure {
        var known = known(tenant);
        var id = new LocalKeyId(tenant, known.isEmpty() ? 1 : known.lastKey() + 1);
        var bits = randomBits();
        try {
            file.add(id, bits);
            known.put(id.generation(), new SecretKeySpec(bits, "AES"));
            return id;
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            Arrays.fill(bits, (byte) 0);
        }
    }

    private synchronized String remove(Tenant tenant, String keyId) throws KeyFailure {
        var known = known(tenant);
        var id =
                LocalKeyId.parse(tenant, keyId)
                        .filter(i -> known.containsKey(i.generation()))
                        .orElseThrow(() -> gone(keyId));
        if (id.generation() == known.lastKey()) {
            throw new KeyFailure(
                    Reason.DENIED, keyId + " is in use. Make the next generation first.", null);
        }
        try {
            file.remove(id);
            known.remove(id.generation());
            return keyId;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private synchronized SecretKey bitsOf(LocalKeyId id) throws KeyFailure {
        var key = known(id.tenant()).get(id.generation());
        if (key == null) {
            throw gone(id.text());
        }
        return key;
    }

    private SortedMap<Integer, SecretKey> known(Tenant tenant) throws KeyFailure {
        var known = generations.get(tenant);
        if (known == null) {
            try {
                known = file.generations(tenant);
            } catch (IOException e) {
                throw unavailable(e);
            }
            generations.put(tenant, known);
        }
        return known;
    }

    private byte[] randomBits() {
        var bits = new byte[DataKey.BYTES];
        random.nextBytes(bits);
        return bits;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws KeyFailure;
    }

    private <T> T use(
            Operation what,
            Tenant tenant,
            String keyId,
            @Nullable EncryptionContext context,
            Work<T> work)
            throws KeyFailure {
        try {
            var result = work.run();
            uses.onUse(new KeyUse(clock.instant(), what, tenant, keyId, context, null, null));
            return result;
        } catch (KeyFailure e) {
            uses.onUse(new KeyUse(clock.instant(), what, tenant, keyId, context, null, e.reason()));
            throw e;
        }
    }

    private static KeyFailure invalid(WrappedKey wrapped) {
        return new KeyFailure(
                Reason.INVALID, wrapped.keyId() + " did not wrap this key in this context", null);
    }

    private static KeyFailure gone(String keyId) {
        return new KeyFailure(
                Reason.DENIED,
                keyId + " is not in the keystore: retired, or it was made in another one",
                null);
    }

    private static KeyFailure unavailable(IOException e) {
        return new KeyFailure(
                Reason.UNAVAILABLE, "the keystore does not work: " + e.getMessage(), e);
    }
}
