package dev.crosspoint.media.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Tenant;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key service for tests, in memory and nowhere else: AES-256-GCM with a key for each tenant and
 * the context as AAD, so that it refuses what a real one refuses. It can be told to deny, or not to
 * answer. Given a seed it has the same keys in each process.
 */
public final class MemoryKeys implements KeyProvider {
    private static final int NONCE = 12;

    private final SecureRandom random = new SecureRandom();
    private final Map<Tenant, byte[]> masters = new ConcurrentHashMap<>();
    private final Map<Tenant, CountDownLatch> held = new ConcurrentHashMap<>();
    private final AtomicInteger unwraps = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final @Nullable String seed;
    private volatile KeyFailure.@Nullable Reason refusal;

    public MemoryKeys() {
        this(null);
    }

    /**
     * @param seed what all keys follow from; null for keys that nobody knows
     */
    public MemoryKeys(@Nullable String seed) {
        this.seed = seed;
    }

    /** From now on all is refused for this reason; null to be of service again. */
    public void refuse(KeyFailure.@Nullable Reason reason) {
        refusal = reason;
    }

    /** From now on whoever wants a key of this tenant opened waits, until it is let go. */
    public void hold(Tenant tenant) {
        held.put(tenant, new CountDownLatch(1));
    }

    public void letGo(Tenant tenant) {
        var gate = held.remove(tenant);
        if (gate != null) {
            gate.countDown();
        }
    }

    /** How many wait for a key. */
    public int waiting() {
        return waiting.get();
    }

    /** How often a key was opened. */
    public int unwraps() {
        return unwraps.get();
    }

    /** The bits themselves, for tests that search for them. */
    public byte[] secretOf(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        return opened(wrapped, context);
    }

    @Override
    public KeyDescription describe(Tenant tenant) throws KeyFailure {
        requireService();
        return new KeyDescription(keyId(tenant), "memory of a test");
    }

    @Override
    public FreshKey generate(EncryptionContext context) throws KeyFailure {
        requireService();
        byte[] secret = new byte[DataKey.BYTES];
        random.nextBytes(secret);
        WrappedKey wrapped = wrap(secret, context);
        return new FreshKey(new DataKey(secret), wrapped, context);
    }

    @Override
    public WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure {
        try (FreshKey fresh = generate(context)) {
            return fresh.wrapped();
        }
    }

    @Override
    public DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        await(held.get(context.tenant()));
        requireService();
        unwraps.incrementAndGet();
        return new DataKey(opened(wrapped, context));
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        requireService();
        return wrap(opened(wrapped, context), context);
    }

    private byte[] opened(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        byte[] blob = wrapped.blob();
        try {
            if (!wrapped.keyId().equals(keyId(context.tenant())) || blob.length < NONCE) {
                throw new AEADBadTagException();
            }
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(blob, NONCE), context)
                    .doFinal(blob, NONCE, blob.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new KeyFailure(KeyFailure.Reason.INVALID, "not wrapped in this context", e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private WrappedKey wrap(byte[] secret, EncryptionContext context) {
        byte[] blob = new byte[NONCE + secret.length + 16];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, blob, 0, NONCE);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, context)
                    .doFinal(secret, 0, secret.length, blob, NONCE);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return new WrappedKey(keyId(context.tenant()), blob);
    }

    private Cipher cipher(int mode, byte[] nonce, EncryptionContext context)
            throws GeneralSecurityException {
        byte[] master = masters.computeIfAbsent(context.tenant(), this::master);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(master, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context.pairs().toString().getBytes(UTF_8));
        return cipher;
    }

    private byte[] master(Tenant tenant) {
        byte[] master = new byte[DataKey.BYTES];
        random.nextBytes(master);
        if (seed == null) {
            return master;
        }
        try (var from = new DataKey(Arrays.copyOf(seed.getBytes(UTF_8), DataKey.BYTES))) {
            return from.derive(new byte[1], tenant.toString().getBytes(UTF_8)).getEncoded();
        }
    }

    private static String keyId(Tenant tenant) {
        return "memory:" + tenant.account() + "/" + tenant.instance();
    }

    private void await(@Nullable CountDownLatch gate) throws KeyFailure {
        if (gate == null) {
            return;
        }
        waiting.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyFailure(KeyFailure.Reason.UNAVAILABLE, "interrupted", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void requireService() throws KeyFailure {
        KeyFailure.Reason reason = refusal;
        if (reason != null) {
            throw new KeyFailure(reason, "told to refuse", null);
        }
    }
}
