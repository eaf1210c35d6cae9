package dev.crosspoint.gateway.journal;

import dev.crosspoint.media.api.Tenant;
import java.nio.file.Path;

/**
 * One journal.
 *
 * @param folder its own, made when it is not there
 * @param tenant whose entries they are
 * @param name what they are: letters, digits and {@code -}; part of what is sealed
 * @param mostBytes most that may wait, bytes on the disk; beyond that entries are refused
 * @param reserveBytes of the disk to leave free, for others
 */
public record JournalSettings(
        Path folder, Tenant tenant, String name, long mostBytes, long reserveBytes) {
    /** A million events of the audit trail. */
    public static final long USUAL_BYTES = 1L << 30;

    /** Below this the spool of recordings has stopped long ago. */
    public static final long USUAL_RESERVE = 16L << 20;

    public JournalSettings {
        if (!name.matches("[A-Za-z0-9-]{1,64}") || mostBytes < 1 || reserveBytes < 0) {
            throw new IllegalArgumentException("no journal: " + name);
        }
    }

    /** With the usual bounds. */
    public static JournalSettings of(Path folder, Tenant tenant, String name) {
        return new JournalSettings(folder, tenant, name, USUAL_BYTES, USUAL_RESERVE);
    }
}
