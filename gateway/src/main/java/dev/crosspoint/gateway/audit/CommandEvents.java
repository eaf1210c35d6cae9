package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.gateway.journal.JournalSettings;
import dev.crosspoint.media.delivery.NamePart;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/**
 * What commands did beside a gateway or instead of one. Each leaves its events in a journal of its
 * own, sealed and on the disk before it does anything; the gateway takes them into the chain, at
 * its next look or at its next start. Blocks.
 */
public final class CommandEvents {
    /** Of a journal that a command is still writing. */
    private static final String UNFINISHED = ".part";

    private static final int AT_ONCE = 100;

    private final Path folder;
    private final SpoolDisk disk = new FileDisk();
    private final KeyProvider keys;

    /**
     * Those of a gateway.
     *
     * @param folder of its audit trail
     */
    public CommandEvents(Path folder, KeyProvider keys) {
        this.folder = folder.resolve("commands");
        this.keys = keys;
    }

    /**
     * Puts some on record, for a command that may not go on before.
     *
     * @param events all of this tenant
     * @throws IOException when they are not on the disk
     */
    public void write(Tenant tenant, List<AuditEvent> events) throws IOException {
        var name = UUID.randomUUID().toString();
        var of = folder(tenant);
        var unfinished = of.resolve(name + UNFINISHED);
        var settings = settings(unfinished, name, tenant);
        try (var journal = Journal.open(settings, disk, keys, new SecureRandom())) {
            journal.append(events.stream().map(EventJson::bytes).toList());
        }
        disk.rename(unfinished, of.resolve(name));
        disk.forceFolder(of);
    }

    /** Takes what is durable elsewhere. */
    interface Taker {
        /** Returns when it is. */
        void take(byte[] body) throws Exception;
    }

    /** Hands a tenant's over, each at least once, and forgets them. */
    void collect(Tenant tenant, Taker taker) throws Exception {
        for (Path each : disk.list(folder(tenant))) {
            var name = String.valueOf(each.getFileName());
            if (!name.endsWith(UNFINISHED)) {
                try (var journal =
                        Journal.open(
                                settings(each, name, tenant), disk, keys, new SecureRandom())) {
                    for (var next = journal.next(AT_ONCE);
                            next.isPresent();
                            next = journal.next(AT_ONCE)) {
                        for (byte[] body : next.get().payloads()) {
                            taker.take(body);
                        }
                        journal.confirm(next.get());
                    }
                }
                if (disk.list(each).isEmpty()) {
                    Files.delete(each);
                }
            }
        }
    }

    private Path folder(Tenant tenant) {
        return folder.resolve(NamePart.of(tenant.account()))
                .resolve(NamePart.of(tenant.instance()));
    }

    private static JournalSettings settings(Path of, String name, Tenant tenant) {
        return JournalSettings.of(of, ChainKeys.media(tenant), "command-" + name);
    }
}
