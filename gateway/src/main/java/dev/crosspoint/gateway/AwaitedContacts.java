package dev.crosspoint.gateway;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecords;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;

/**
 * Where contacts belong until their tables are there: nowhere, so that all of them wait in the
 * journal and come into the tables then.
 */
enum AwaitedContacts implements ContactRecords {
    RECORDS;

    @Override
    public void keep(List<ContactRecord> records) throws KeyFailure {
        throw away();
    }

    @Override
    public List<ContactRecord> unfinished(Tenant tenant) throws KeyFailure {
        throw away();
    }

    private static KeyFailure away() {
        return new KeyFailure(
                KeyFailure.Reason.UNAVAILABLE, "there are no tables of contacts yet", null);
    }
}
