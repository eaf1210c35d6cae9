package dev.crosspoint.gateway.contact;

import dev.crosspoint.signaling.api.Private;

/**
 * What a contact refers to in a system beside us: a value that we seal, keep and give back, and
 * never read.
 *
 * @param kind which system, which decides how its value is segregated and sealed
 * @param name chosen by whoever set it, unique within the contact
 */
public record Reference(Kind kind, String name, Private value) {

    /** The systems beside us (TEN-3, TEN-4, PII-9). */
    public enum Kind {
        /** A link or a word of the tenant's own. */
        CONTACT_REFERENCE,
        OUTBOUND_CAMPAIGN,
        /** Of a domain of the account, which several instances may share. */
        CUSTOMER_PROFILE,
        CASE,
        TASK,
        EXTERNAL_APPLICATION,
        SPEAKER_ID
    }

    @Override
    public String toString() {
        return "Reference[" + kind + " " + name.length() + "]";
    }
}
