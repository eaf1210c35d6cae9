package dev.crosspoint.gateway.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.store.InstanceKey;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.Mac;

/**
 * Makes numbers and attributes findable without keeping them (PII-6, PII-7): HMAC-SHA256 (RFC 2104)
 * under a key of the instance that never expires, one for numbers and another for attributes.
 * Changing one touches neither the other nor the keys that seal fields. After a change what is
 * written gets the hash of the new generation, and what is looked for those of all. Blocks: on
 * virtual threads.
 */
public final class SearchKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] INFO = "crosspoint search 1".getBytes(US_ASCII);

    private final KeyCabinet cabinet;

    /** What contacts are found by. Each has keys of its own. */
    public enum Kept {
        NUMBERS(Purpose.NUMBER_SEARCH),
        ATTRIBUTES(Purpose.ATTRIBUTE_SEARCH);

        private final Purpose purpose;

        Kept(Purpose purpose) {
            this.purpose = purpose;
        }

        /** As the command line has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SearchKeys(KeyCabinet cabinet) {
        this.cabinet = cabinet;
    }

    /** What a number is kept under: 32 bytes. */
    public byte[] of(Tenant tenant, PhoneNumber number) throws KeyFailure, StoreUnavailable {
        return hashed(tenant, Purpose.NUMBER_SEARCH, message(number));
    }

    /** What a number may have been kept under, the newest first. */
    public List<byte[]> all(Tenant tenant, PhoneNumber number) throws KeyFailure, StoreUnavailable {
        return all(tenant, Purpose.NUMBER_SEARCH, message(number));
    }

    /** What an attribute is kept under: 32 bytes, other ones for each name. */
    public byte[] of(Tenant tenant, String attribute, String value)
            throws KeyFailure, StoreUnavailable {
        return hashed(tenant, Purpose.ATTRIBUTE_SEARCH, message(attribute, value));
    }

    /** What an attribute may have been kept under, the newest first. */
    public List<byte[]> all(Tenant tenant, String attribute, String value)
            throws KeyFailure, StoreUnavailable {
        return all(tenant, Purpose.ATTRIBUTE_SEARCH, message(attribute, value));
    }

    /**
     * From now on these are kept under another key.
     *
     * @return its generation, from 2; empty when nothing was kept yet, so that there is no key to
     *     change
     */
    public OptionalInt rotate(Tenant tenant, Kept what) throws KeyFailure, StoreUnavailable {
        var newest = newest(tenant, what.purpose);
        return newest.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        cabinet.next(tenant, what.purpose, newest.get(), null).generation());
    }

    /**
     * The last generation. Out of the same answer as all of them: otherwise a contact could be kept
     * under one that the next search does not know yet.
     */
    private Optional<InstanceKey> newest(Tenant tenant, Purpose purpose) throws StoreUnavailable {
        return cabinet.all(tenant, purpose).stream().findFirst();
    }

    private byte[] hashed(Tenant tenant, Purpose purpose, byte[] message)
            throws KeyFailure, StoreUnavailable {
        return hash(tenant, first(tenant, purpose), message);
    }

    /** The newest; made when there is none. */
    private InstanceKey first(Tenant tenant, Purpose purpose) throws KeyFailure, StoreUnavailable {
        var newest = newest(tenant, purpose);
        return newest.isEmpty() ? cabinet.next(tenant, purpose, null, null) : newest.get();
    }

    private List<byte[]> all(Tenant tenant, Purpose purpose, byte[] message)
            throws KeyFailure, StoreUnavailable {
        var hashes = new ArrayList<byte[]>();
        for (var key : cabinet.all(tenant, purpose)) {
            hashes.add(hash(tenant, key, message));
        }
        return hashes;
    }

    private byte[] hash(Tenant tenant, InstanceKey key, byte[] message) throws KeyFailure {
        try (DataKey bits = cabinet.open(tenant, key).orElseThrow()) {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(bits.derive(key.id().toString().getBytes(US_ASCII), INFO));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    private static byte[] message(PhoneNumber number) {
        return number.e164().getBytes(US_ASCII);
    }

    /** With the length of the name before it, so that no name runs into its value. */
    private static byte[] message(String attribute, String value) {
        var name = attribute.getBytes(UTF_8);
        var bytes = value.getBytes(UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length + bytes.length)
                .putInt(name.length)
                .put(name)
                .put(bytes)
                .array();
    }
}
