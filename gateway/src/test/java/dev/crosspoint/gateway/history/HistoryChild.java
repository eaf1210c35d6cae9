package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.history.Shelves.Away;
import dev.crosspoint.gateway.history.TenantHistory.Pace;
import dev.crosspoint.media.vault.MemoryKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A process that writes down contacts until it is killed, and says which cannot be lost. */
final class HistoryChild {
    /** Of the key service, which the parent must have too. */
    static final String KEYS = "history chaos";

    private HistoryChild() {}

    /**
     * Runs until it is killed.
     *
     * @param args folder, the beginning of all ids
     */
    public static void main(String[] args) throws Exception {
        var shelves = new Shelves();
        shelves.away(Away.DATABASE);
        var inFlight = new Semaphore(50);
        var writer =
                HistoryWriter.start(
                        new HistoryWriter.Parts(
                                Path.of(args[0]),
                                List.of(Entries.TENANT),
                                new MemoryKeys(KEYS),
                                shelves,
                                shelves,
                                record -> {
                                    System.out.println(record.contact().id() + " .");
                                    inFlight.release();
                                },
                                InstantSource.system()),
                        new Pace(5, 20));
        for (int i = 0; ; i++) {
            inFlight.acquire();
            writer.take(Entries.contact(args[1] + "-" + i, 1, System.currentTimeMillis(), null));
        }
    }
}
