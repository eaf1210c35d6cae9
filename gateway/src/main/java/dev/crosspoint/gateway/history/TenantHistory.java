package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.journal.Entries;
import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.gateway.journal.JournalFailure;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one tenant's entries: into the journal by one thread, from there into the database by
 * another, which confirms them in the journal when the database has them. What the journal does not
 * take goes into the database at once, and waits in memory when that does not take it either.
 */
final class TenantHistory {
    private static final Logger LOG = LoggerFactory.getLogger(TenantHistory.class);

    /** Most entries of one transaction, and of one sync of the disk. */
    private static final int BATCH = 200;

    /** What may wait in memory while neither disk nor database takes anything: some 100 MB. */
    private static final int MOST_WAITING = 100_000;

    private static final int CLOSE_SECONDS = 5;

    private final Tenant tenant;
    private final Journal journal;
    private final Journal aside;
    private final Shelf shelf;
    private final HistoryCounts counts;
    private final Consumer<ContactRecord> durable;
    private final Pace pace;
    private final Times times;

    /** Nothing tells the writer to end. */
    private final BlockingQueue<Optional<Entry>> queue = new LinkedBlockingQueue<>(MOST_WAITING);

    private final Semaphore work = new Semaphore(1);
    private final Thread writer;
    private final Thread drainer;
    private volatile boolean closed;

    /** Whether the last thing that was tried failed; each thread's own. */
    private boolean isStuck;

    private boolean isAway;
    private boolean isTidied;

    /**
     * What time it is, when this process began, and when the one before was last known to run; ms
     * since 1970.
     *
     * @param aliveMs 0 when unknown
     */
    record Times(InstantSource clock, long startedMs, long aliveMs) {}

    /**
     * How long to wait after failures, ms.
     *
     * @param mostMs the longest; it doubles until then
     */
    record Pace(int firstMs, int mostMs) {
        int after(int failures) {
            return (int) Math.min(mostMs, (long) firstMs << Math.min(failures, 16));
        }
    }

    /**
     * One that runs.
     *
     * @param aside for what the database refuses
     * @param durable is told of every contact record that cannot be lost any more
     */
    TenantHistory(
            Tenant tenant,
            Journal journal,
            Journal aside,
            Shelf shelf,
            HistoryCounts counts,
            Consumer<ContactRecord> durable,
            Pace pace,
            Times times) {
        this.tenant = tenant;
        this.journal = journal;
        this.aside = aside;
        this.shelf = shelf;
        this.counts = counts;
        this.durable = durable;
        this.pace = pace;
        this.times = times;
        this.writer = Thread.ofVirtual().name("history").start(this::write);
        this.drainer = Thread.ofVirtual().name("history drain").start(this::drain);
    }

    /** Takes an entry; never blocks. */
    void take(Entry entry) {
        // Before anybody can bring it into the database, and count it as no longer waiting.
        counts.taken();
        if (closed || !queue.offer(Optional.of(entry))) {
            counts.lost(1);
            LOG.error("a record of {} finds no place", tenant);
        }
    }

    long journalBytes() {
        return journal.bytes() + aside.bytes();
    }

    // ---- the writer

    private void write() {
        var batch = new ArrayList<Entry>();
        boolean more = true;
        try {
            for (int failures = 0; more || !batch.isEmpty(); ) {
                if (batch.isEmpty()) {
                    more = isMore(queue.take(), batch);
                }
                while (more && batch.size() < BATCH && !queue.isEmpty()) {
                    more = isMore(queue.take(), batch);
                }
                if (batch.isEmpty() || isTaken(batch)) {
                    failures = 0;
                } else if (more) {
                    Thread.sleep(pace.after(failures++));
                } else {
                    counts.lost(batch.size());
                    LOG.error("{} records of {} are lost", batch.size(), tenant);
                    return;
                }
            }
        } catch (InterruptedException e) {
            counts.lost(batch.size());
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isMore(Optional<Entry> next, List<Entry> batch) {
        next.ifPresent(batch::add);
        return next.isPresent();
    }

    /** Whether disk or database has them; then the batch is empty. */
    private boolean isTaken(List<Entry> batch) {
        try {
            journal.append(batch.stream().map(EntryWriter::bytes).toList());
            work.release();
        } catch (JournalFailure | RuntimeException e) {
            counts.failed();
            if (!isKept(batch)) {
                stuck(e);
                return false;
            }
        }
        if (isStuck) {
            LOG.info("records of {} wait in memory no longer", tenant);
            isStuck = false;
        }
        batch.forEach(this::tell);
        batch.clear();
        return true;
    }

    private boolean isKept(List<Entry> batch) {
        try {
            shelf.keep(batch);
            counts.stored(batch.size());
            return true;
        } catch (StoreUnavailable | KeyFailure | RuntimeException e) {
            counts.failed();
            return false;
        }
    }

    private void stuck(Exception why) {
        if (!isStuck) {
            LOG.error(
                    "records of {} wait in memory, and would be lost with it: {}",
                    tenant,
                    why.getMessage());
            isStuck = true;
        }
    }

    private void tell(Entry entry) {
        if (entry instanceof Entry.OfContact(var record)) {
            durable.accept(record);
        }
    }

    // ---- the drainer

    private void drain() {
        int failures = 0;
        try {
            while (!closed) {
                // With a deadline, so that what failed is tried again without a word.
                boolean _ =
                        work.tryAcquire(
                                failures == 0 ? pace.mostMs() : pace.after(failures - 1),
                                TimeUnit.MILLISECONDS);
                work.drainPermits();
                failures = isEmptied() ? 0 : failures + 1;
                prepare();
                if (failures > 0 && !closed) {
                    // New entries are no reason to try earlier.
                    Thread.sleep(pace.after(failures - 1));
                }
            }
            isEmptied();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Brings everything into the database; false when it does not take it now. */
    private boolean isEmptied() {
        try {
            if (!isTidied) {
                tryAgain();
            }
            for (var next = journal.next(BATCH); next.isPresent(); next = journal.next(BATCH)) {
                bring(next.get());
            }
            if (!isTidied) {
                tidy();
            }
            back();
            return true;
        } catch (StoreUnavailable | KeyFailure | JournalFailure | RuntimeException e) {
            counts.failed();
            away(e);
            return false;
        }
    }

    /** The file for what comes next, while there is a key service. */
    private void prepare() {
        try {
            journal.prepare(times.clock().instant());
        } catch (JournalFailure e) {
            counts.failed();
        }
    }

    private void bring(Entries entries) throws StoreUnavailable, KeyFailure, JournalFailure {
        try {
            shelf.keep(read(entries.payloads()));
            counts.stored(entries.payloads().size());
        } catch (BadEntry | RuntimeException e) {
            for (byte[] payload : entries.payloads()) {
                bringAlone(payload);
            }
        }
        journal.confirm(entries);
    }

    private static List<Entry> read(List<byte[]> payloads) throws BadEntry {
        var all = new ArrayList<Entry>();
        for (byte[] payload : payloads) {
            all.add(EntryReader.read(payload));
        }
        return all;
    }

    /** One that cannot be kept must not keep back the others. */
    private void bringAlone(byte[] payload) throws StoreUnavailable, KeyFailure, JournalFailure {
        try {
            shelf.keep(List.of(EntryReader.read(payload)));
            counts.stored(1);
        } catch (BadEntry | RuntimeException e) {
            LOG.error(
                    "a record of {} is set aside until the next start: {}", tenant, e.getMessage());
            aside.append(List.of(payload));
            counts.setAside(1);
        }
    }

    /** What was set aside by an earlier process goes the same way once more. */
    private void tryAgain() throws JournalFailure {
        for (var next = aside.next(BATCH); next.isPresent(); next = aside.next(BATCH)) {
            journal.append(next.get().payloads());
            aside.confirm(next.get());
        }
    }

    /** After everything that an earlier process left has come into the database. */
    private void tidy() throws StoreUnavailable, KeyFailure {
        var closing = shelf.closeUnfinished(times.startedMs(), times.aliveMs());
        if (!closing.isEmpty()) {
            LOG.warn("{} contacts of {} were lost with a gateway", closing.size(), tenant);
        }
        counts.closed(closing.size());
        closing.forEach(durable);
        isTidied = true;
    }

    private void away(Exception why) {
        if (!isAway && !closed) {
            LOG.error(
                    "records of {} wait in the journal: {} ({})",
                    tenant,
                    why.getMessage(),
                    why.getClass().getSimpleName());
        }
        isAway = true;
    }

    private void back() {
        if (isAway) {
            LOG.info("records of {} are in the database", tenant);
        }
        isAway = false;
    }

    /** Takes what waits, tries once to bring it into the database, and ends. Blocks. */
    void close() {
        queue.offer(Optional.empty());
        try {
            if (!writer.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                LOG.error("the records of {} could not be completed", tenant);
                writer.interrupt();
            }
            closed = true;
            work.release();
            if (!drainer.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                drainer.interrupt();
                drainer.join();
            }
            journal.close();
            aside.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the journal of {} was not closed cleanly", tenant, e);
        }
    }
}
