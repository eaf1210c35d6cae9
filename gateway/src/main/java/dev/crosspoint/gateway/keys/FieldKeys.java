package dev.crosspoint.gateway.keys;

import dev.crosspoint.gateway.store.InstanceKey;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.Function;

/**
 * Seals and opens the personal fields of contacts (PII-4, PII-5): each with the key of its instance
 * and of the period in which it is written. When a key's time is over it is destroyed, and nobody
 * opens any more what it sealed. Blocks: on virtual threads; any number of them.
 */
public final class FieldKeys {
    private final KeyCabinet cabinet;
    private final Function<Tenant, FieldPeriod> periods;
    private final SecureRandom random;

    /** What became of a field. */
    public sealed interface Opened {
        /** It is open. */
        final class Plain implements Opened {
            private final byte[] bytes;

            private Plain(byte[] bytes) {
                this.bytes = bytes;
            }

            /** The field itself; whoever gets it wipes it. */
            public byte[] bytes() {
                return bytes;
            }

            /** Without the field. */
            @Override
            public String toString() {
                return "Plain[" + bytes.length + "]";
            }
        }

        /** The time of its key is over, and with it the field's. */
        record Expired() implements Opened {}

        /** It was changed, or lies where it does not belong. */
        record Tampered() implements Opened {}
    }

    /**
     * @param periods how long the keys of each instance live
     */
    public FieldKeys(
            KeyCabinet cabinet, Function<Tenant, FieldPeriod> periods, SecureRandom random) {
        this.cabinet = cabinet;
        this.periods = periods;
        this.random = random;
    }

    /**
     * Seals a field with the key of this moment.
     *
     * @param plain not empty; stays the caller's, to be wiped
     * @throws KeyFailure when the key service does not open or make the key
     * @throws StoreUnavailable when the period's first key cannot be written down now
     */
    public byte[] seal(FieldPlace place, byte[] plain) throws KeyFailure, StoreUnavailable {
        var key = current(place.tenant());
        var nonce = new byte[SealedField.NONCE];
        random.nextBytes(nonce);
        try (var bits = cabinet.open(place.tenant(), key).orElseThrow()) {
            return SealedField.seal(bits, key.id(), place, plain, nonce);
        }
    }

    /**
     * Opens a field where it lies.
     *
     * @throws KeyFailure when the key service does not open its key: denied, or away
     */
    public Opened open(FieldPlace place, byte[] sealed) throws KeyFailure, StoreUnavailable {
        try {
            var key = find(place.tenant(), SealedField.keyId(sealed));
            var bits = cabinet.open(place.tenant(), key);
            if (bits.isEmpty()) {
                return new Opened.Expired();
            }
            try (var open = bits.get()) {
                return new Opened.Plain(SealedField.open(open, place, sealed));
            }
        } catch (SealedField.Bad e) {
            return new Opened.Tampered();
        } catch (KeyFailure e) {
            if (e.reason() == Reason.INVALID) {
                return new Opened.Tampered(); // Its key is not what was wrapped.
            }
            throw e;
        }
    }

    private InstanceKey find(Tenant tenant, UUID id) throws SealedField.Bad, StoreUnavailable {
        return cabinet.find(tenant, id)
                .filter(key -> key.purpose() == Purpose.CONTACT_FIELDS)
                .orElseThrow(
                        () -> new SealedField.Bad("a field of a key that this instance has not"));
    }

    private InstanceKey current(Tenant tenant) throws KeyFailure, StoreUnavailable {
        var newest = cabinet.newest(tenant, Purpose.CONTACT_FIELDS).orElse(null);
        return newest != null && newest.sealsAt(cabinet.now())
                ? newest
                : cabinet.next(
                        tenant,
                        Purpose.CONTACT_FIELDS,
                        newest,
                        periods.apply(tenant).from(cabinet.now()));
    }
}
