package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.media.vault.DataKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What a tenant's events are chained with: {@code HMAC-SHA256(key, hash before || event)}. */
final class ChainKey implements AuditStore.Link {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    /** Copies the bits; the data key may be closed after. */
    ChainKey(DataKey dataKey) {
        var bits = dataKey.bits();
        this.key = new SecretKeySpec(bits, ALGORITHM);
        Arrays.fill(bits, (byte) 0);
    }

    @Override
    public byte[] hash(byte[] previous, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(previous);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ChainKey";
    }
}
