package dev.crosspoint.gateway.contact;

import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;

/** Where contact records are kept. Blocks: on virtual threads. */
public interface ContactRecords {
    /**
     * Keeps these, each unless a higher version of it is there: all of them, or none and it throws.
     * Idempotent.
     */
    void keep(List<ContactRecord> records) throws StoreUnavailable, KeyFailure;

    /**
     * Puts only the end of these there, where there is none: when and why. What else there is of
     * them stays as it is, also what cannot be opened any more. All of them, or it throws.
     */
    void end(List<ContactRecord> records) throws StoreUnavailable;

    /**
     * Contacts with no end, the oldest first. What cannot be opened any more is missing, and its
     * number is empty.
     */
    List<ContactRecord> unfinished(Tenant tenant) throws StoreUnavailable, KeyFailure;
}
