package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.gateway.journal.JournalFailure;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one tenant's events: into the chain, or into the journal while the chain does not take
 * them, and from there into the chain. One thread writes; another empties the journal. While
 * anything waits in the journal all that comes goes behind it, so that the order is kept.
 */
final class TenantTrail {
    private static final Logger LOG = LoggerFactory.getLogger(TenantTrail.class);

    /** Most events of one transaction, and of one sync of the disk. */
    private static final int BATCH = 500;

    /** What may wait in memory while neither database nor disk takes anything. */
    private static final int MOST_WAITING = 20_000;

    /**
     * Longest that an event waits for the chain before it goes to the journal. Somebody may be
     * waiting to hear a recording.
     */
    private static final int CHAIN_MS = 2_000;

    private static final int CLOSE_SECONDS = 5;

    private final Tenant tenant;
    private final AuditStore store;
    private final ChainKeys keys;
    private final Journal journal;
    private final AuditCounts counts;
    private final InstantSource clock;
    private final int retryMs;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread writer;
    private final Thread drainer;

    /** Set by whoever first has it; both threads may. */
    private volatile @Nullable ChainKey key;

    /** Whether events go to the journal; guarded by {@code this}. */
    private boolean away = true;

    /** Whether neither chain nor journal took anything; the writer's. */
    private boolean stuck;

    private volatile boolean closed;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * An event on its way.
     *
     * @param durable told when it is on record; null for nobody waits
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Waiting(byte[] body, @Nullable Promise<Void> durable) {
        /** Tells the writer to end: no event is empty. */
        static final Waiting END = new Waiting(new byte[0], null);

        boolean isEnd() {
            return body.length == 0;
        }
    }

    /**
     * A trail that runs.
     *
     * @param retryMs between two looks whether the chain takes anything again
     */
    TenantTrail(
            Tenant tenant,
            AuditStore store,
            ChainKeys keys,
            Journal journal,
            AuditCounts counts,
            InstantSource clock,
            int retryMs) {
        this.tenant = tenant;
        this.store = store;
        this.keys = keys;
        this.journal = journal;
        this.counts = counts;
        this.clock = clock;
        this.retryMs = retryMs;
        // A first look at the journal is the drainer's: what an earlier process left goes first.
        this.drainer = Thread.ofVirtual().name("audit drain").start(this::drain);
        this.writer = Thread.ofVirtual().name("audit").start(this::write);
    }

    /** Takes an event; never blocks. Fails what waits when it cannot. */
    void take(byte[] body, @Nullable Promise<Void> durable) {
        boolean fits = body.length <= Journal.MAX_ENTRY;
        if (!fits || closed || !queue.offer(new Waiting(body, durable))) {
            counts.unwritten(1);
            LOG.error("an audit event of {} finds no place", tenant);
            if (durable != null) {
                durable.fail(new NotOnRecord("no place for it"));
            }
        }
    }

    /** Makes the journal ready for the next time, while there is a key service. Blocks. */
    void prepare() {
        try {
            journal.prepare(clock.instant());
        } catch (JournalFailure e) {
            LOG.warn("the audit journal of {} is not ready: {}", tenant, e.getMessage());
        }
    }

    long journalBytes() {
        return journal.bytes();
    }

    long damaged() {
        return journal.damaged();
    }

    // ---- the writer

    private void write() {
        var batch = new ArrayList<Waiting>();
        boolean more = true;
        try {
            while (more || !batch.isEmpty()) {
                if (batch.isEmpty()) {
                    batch.add(queue.take());
                }
                queue.drainTo(batch, BATCH - batch.size());
                if (batch.removeIf(Waiting::isEnd)) {
                    more = false;
                }
                if (!batch.isEmpty() && !isWritten(batch)) {
                    if (!more) {
                        counts.unwritten(batch.size());
                        return;
                    }
                    Thread.sleep(retryMs);
                }
            }
        } catch (InterruptedException e) {
            counts.unwritten(batch.size());
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is in the batch, and takes it out; what nobody waits for stays if it must. */
    private boolean isWritten(List<Waiting> batch) {
        var bodies = batch.stream().map(Waiting::body).toList();
        try {
            if (!isAway()) {
                try {
                    chain(bodies, CHAIN_MS);
                    counts.chained(bodies.size());
                    done(batch);
                    return true;
                } catch (Exception e) {
                    goAway(e);
                }
            }
            if (journaled(bodies)) {
                counts.journaled(bodies.size());
            } else {
                // The journal was emptied in between.
                return isWritten(batch);
            }
            done(batch);
            return true;
        } catch (JournalFailure e) {
            return stuck(batch, e);
        } catch (RuntimeException e) {
            LOG.error("audit events of {} cannot be taken", tenant, e);
            return stuck(batch, e);
        }
    }

    /** Neither takes them: whoever waits is told, what has happened waits in memory. */
    private boolean stuck(List<Waiting> batch, Exception why) {
        if (!stuck) {
            LOG.error("audit events of {} wait in memory: {}", tenant, why.getMessage());
            stuck = true;
        }
        batch.removeIf(waiting -> isRefused(waiting, why));
        queue.removeIf(waiting -> isRefused(waiting, why));
        return batch.isEmpty();
    }

    /** Whoever waits does not do it then, so it need not be on record. */
    private static boolean isRefused(Waiting waiting, Exception why) {
        if (waiting.durable() == null) {
            return false;
        }
        waiting.durable().fail(new NotOnRecord(String.valueOf(why.getMessage())));
        return true;
    }

    private void done(List<Waiting> batch) {
        if (stuck) {
            LOG.info("audit events of {} wait in memory no longer", tenant);
            stuck = false;
        }
        for (var waiting : batch) {
            if (waiting.durable() != null) {
                waiting.durable().complete();
            }
        }
        batch.clear();
    }

    private synchronized boolean isAway() {
        return away;
    }

    private synchronized void goAway(Exception why) {
        if (!closed) {
            LOG.warn("audit events of {} go to the journal: {}", tenant, why.getMessage());
        }
        away = true;
        notifyAll();
    }

    /** False when the chain takes events by now. */
    private synchronized boolean journaled(List<byte[]> bodies) throws JournalFailure {
        if (!away) {
            return false;
        }
        journal.append(bodies);
        return true;
    }

    private int chain(List<byte[]> bodies, int limitMs) throws Exception {
        var link = key;
        if (link == null) {
            link = keys.take(tenant);
            key = link;
        }
        var entries = bodies.stream().map(EventJson::entry).toList();
        try {
            return store.append(tenant, entries, link).await(limitMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NotOnRecord("the database is too slow");
        }
    }

    // ---- the drainer

    private void drain() {
        try {
            while (!closed) {
                awaitWork();
                if (closed) {
                    return;
                }
                try {
                    empty();
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    if (e instanceof JournalFailure || e instanceof IllegalArgumentException) {
                        LOG.error("the audit journal of {} is not read", tenant, e);
                    }
                    var _ = closing.await(retryMs, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitWork() throws InterruptedException {
        while (!away && !closed) {
            wait();
        }
    }

    /** Brings the journal into the chain, until the chain takes events by itself. */
    private void empty() throws Exception {
        if (key == null) {
            key = keys.take(tenant);
        }
        while (!closed) {
            var next = journal.next(BATCH);
            if (next.isPresent()) {
                int added = chain(next.get().payloads(), CHAIN_MS + retryMs);
                counts.chained(added);
                journal.confirm(next.get());
            } else if (isBack()) {
                LOG.info("audit events of {} go to the database", tenant);
                prepare();
                return;
            }
        }
    }

    private synchronized boolean isBack() {
        if (journal.isDrained()) {
            away = false;
        }
        return !away;
    }

    /** Writes what waits, and ends. Blocks. */
    void close() {
        queue.offer(Waiting.END);
        try {
            if (!writer.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                LOG.error("the audit trail of {} could not be completed", tenant);
                writer.interrupt();
            }
            synchronized (this) {
                closed = true;
                closing.countDown();
                notifyAll();
            }
            // Not by an interrupt at first: that would close the files it reads.
            if (!drainer.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                drainer.interrupt();
            }
            journal.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the audit journal of {} was not closed cleanly", tenant, e);
        }
    }
}
