package dev.crosspoint.media.vault;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Tenant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a data key is bound to (KMS-4). It accompanies every cryptographic call, without it nothing
 * is decrypted, and it is in clear text in the key service's own records: nothing in it is secret
 * or personal.
 *
 * @param tenant whose data it is; a data key never serves two
 * @param purpose what is sealed
 * @param resource which of those it is, an id; not blank
 */
public record EncryptionContext(Tenant tenant, Purpose purpose, String resource) {

    /** What a key is for. */
    public enum Purpose {
        /** A recording: its tracks, its audio and its waveform. */
        RECORDING("recording"),
        /** What the audit trail is chained with. */
        AUDIT("audit"),
        /** Entries that wait on this machine for the database. */
        JOURNAL("journal"),
        /** Personal fields of contacts, for a time (PII-5). */
        CONTACT_FIELDS("contact-fields"),
        /** The keyed hash that finds contacts by number (PII-6). */
        NUMBER_SEARCH("number-search"),
        /** The keyed hash that finds contacts by attribute. */
        ATTRIBUTE_SEARCH("attribute-search"),
        /** What is secret or personal of those who sign in. */
        PEOPLE("people");

        private final String text;

        Purpose(String text) {
            this.text = text;
        }

        /** As it is written into the context. */
        public String text() {
            return text;
        }
    }

    public EncryptionContext {
        requireNonNull(tenant);
        requireNonNull(purpose);
        if (resource.isBlank()) {
            throw new IllegalArgumentException("an encryption context names its resource");
        }
    }

    /** The four pairs as the key service and the sealed header have them, sorted by name. */
    public SortedMap<String, String> pairs() {
        return Collections.unmodifiableSortedMap(
                new TreeMap<>(
                        Map.of(
                                "account", tenant.account(),
                                "instance", tenant.instance(),
                                "purpose", purpose.text(),
                                "resource", resource)));
    }
}
