package dev.crosspoint.gateway.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.vault.MemoryKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;

/** A process that appends and confirms until it is killed, and says how far it has come. */
final class JournalChild {
    /** Of the key service, which the parent must have too. */
    static final String KEYS = "journal chaos";

    private JournalChild() {}

    /**
     * Runs until it is killed.
     *
     * @param args folder, first entry
     */
    public static void main(String[] args) throws Exception {
        var journal =
                Journal.open(
                        JournalSettings.of(Path.of(args[0]), JournalRig.TENANT, "test"),
                        new FileDisk(),
                        new MemoryKeys(KEYS),
                        new SecureRandom());
        long entry = Long.parseLong(args[1]);
        var random = new Random(entry);
        var now = Instant.EPOCH;
        while (true) {
            var batch = new ArrayList<byte[]>();
            for (int i = 0; i <= random.nextInt(20); i++) {
                batch.add((entry++ + " " + "x".repeat(random.nextInt(2_000))).getBytes(UTF_8));
            }
            journal.append(batch);
            System.out.println((entry - 1) + " .");
            confirm(journal, random);
            // Ten minutes a round: files are begun and erased all the time.
            now = now.plusSeconds(600);
            journal.prepare(now);
        }
    }

    private static void confirm(Journal journal, Random random) throws Exception {
        var next = journal.next(1 + random.nextInt(25));
        if (next.isPresent()) {
            var last = new String(next.get().payloads().getLast(), UTF_8).split(" ", 2);
            // Before it is: what is not confirmed may come again, what is need not.
            System.out.println(last[0] + " -");
            journal.confirm(next.get());
        }
    }
}
