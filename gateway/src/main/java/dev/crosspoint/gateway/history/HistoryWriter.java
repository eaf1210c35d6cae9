package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.bookkeeping.Books;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecords;
import dev.crosspoint.gateway.history.TenantHistory.Pace;
import dev.crosspoint.gateway.history.TenantHistory.Times;
import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.gateway.journal.JournalSettings;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.media.delivery.NamePart;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is written down of contacts and agents, on any thread without blocking it, and brings
 * it into the database: at least once, in the order in which it came. Until the database has it, it
 * lies sealed and synced in a journal on this machine, so that neither a database that is away nor
 * the end of this process loses it.
 *
 * <p>Contacts that an earlier process left without an end are closed at the first opportunity.
 */
public final class HistoryWriter implements Books, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    /** Between two tries while the database or the key service is away. */
    private static final Pace PACE = new Pace(500, 15_000);

    /** How exactly the end is known of contacts that the gateway was killed in. */
    private static final int ALIVE_SECONDS = 10;

    private static final int CLOSE_SECONDS = 5;

    private final Map<Tenant, TenantHistory> histories = new LinkedHashMap<>();
    private final HistoryCounts counts = new HistoryCounts();
    private final LastAlive alive;
    private final InstantSource clock;
    private final ScheduledExecutorService beat;

    /**
     * What it is made of.
     *
     * @param folder for what waits on this machine, made when it is not there
     * @param tenants all of them
     * @param contacts where contacts belong
     * @param agents where it belongs what agents do
     * @param durable is told of every record of a contact that cannot be lost any more, on a thread
     *     of the writer's own; must not block
     */
    public record Parts(
            Path folder,
            List<Tenant> tenants,
            KeyProvider keys,
            ContactRecords contacts,
            AgentDeeds agents,
            Consumer<ContactRecord> durable,
            InstantSource clock) {
        public Parts {
            tenants = List.copyOf(tenants);
        }
    }

    private HistoryWriter(Parts parts, Pace pace) throws IOException {
        clock = parts.clock();
        alive = new LastAlive(parts.folder());
        long aliveMs = alive.last().map(Instant::toEpochMilli).orElse(0L);
        var times = new Times(clock, clock.millis(), aliveMs);
        for (var tenant : parts.tenants()) {
            histories.put(
                    tenant,
                    new TenantHistory(
                            tenant,
                            journal(parts, tenant, "waiting"),
                            journal(parts, tenant, "refused"),
                            new Shelf(tenant, parts.contacts(), parts.agents()),
                            counts,
                            parts.durable(),
                            pace,
                            times));
        }
        beat =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("history alive").factory());
    }

    private static Journal journal(Parts parts, Tenant tenant, String name) throws IOException {
        var folder =
                parts.folder()
                        .resolve(NamePart.of(tenant.account()))
                        .resolve(NamePart.of(tenant.instance()))
                        .resolve(name);
        var of = new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
        return Journal.open(
                JournalSettings.of(folder, of, "history-" + name),
                new FileDisk(),
                parts.keys(),
                new SecureRandom());
    }

    /**
     * A writer that runs, also while the database and the key service are away.
     *
     * @throws IOException when the folder cannot be used
     */
    public static HistoryWriter start(Parts parts) throws IOException {
        return start(parts, PACE);
    }

    /** One that is as patient as it is told. */
    static HistoryWriter start(Parts parts, Pace pace) throws IOException {
        var writer = new HistoryWriter(parts, pace);
        var _ =
                writer.beat.scheduleWithFixedDelay(
                        writer::touch, 0, ALIVE_SECONDS, TimeUnit.SECONDS);
        return writer;
    }

    private void touch() {
        try {
            alive.touch(clock.instant());
        } catch (IOException e) {
            LOG.warn("it cannot be noted that the gateway runs: {}", e.getMessage());
        }
    }

    @Override
    public void take(ContactRecord record) {
        history(record.tenant()).take(new Entry.OfContact(record));
    }

    @Override
    public void take(AgentActivity activity, long atMs) {
        var agent = activity.agent();
        var deed =
                new AgentDeed(
                        UUID.randomUUID(),
                        agent.agentId(),
                        Instant.ofEpochMilli(atMs),
                        what(activity),
                        TimeUnit.NANOSECONDS.toMillis(lastedNanos(activity)));
        history(agent.tenant()).take(new Entry.OfAgent(deed));
    }

    private static What what(AgentActivity activity) {
        return switch (activity) {
            case AgentActivity.SignedIn _ -> new What.SignedIn();
            case AgentActivity.SignedOut _ -> new What.SignedOut();
            case AgentActivity.StateChanged(_, _, var from, _, var to) ->
                    new What.ChangedState(from, to);
            case AgentActivity.ContactReleased(_, _, var contact, boolean monitored, var why, _) ->
                    new What.HadContact(contact, monitored ? "monitored" : word(why));
        };
    }

    private static String word(Release why) {
        return switch (why) {
            case ENDED -> "handled";
            case MISSED -> "missed";
            case REJECTED -> "rejected";
            case FAILED -> "failed";
            case WITHDRAWN -> "withdrawn";
        };
    }

    private static long lastedNanos(AgentActivity activity) {
        return switch (activity) {
            case AgentActivity.SignedIn _ -> 0;
            case AgentActivity.SignedOut(_, _, long lasted) -> lasted;
            case AgentActivity.StateChanged(_, _, _, long lasted, _) -> lasted;
            case AgentActivity.ContactReleased(_, _, _, _, _, long held) -> held;
        };
    }

    private TenantHistory history(Tenant tenant) {
        var history = histories.get(tenant);
        if (history == null) {
            throw new IllegalArgumentException("no such tenant");
        }
        return history;
    }

    /** What became of everything. */
    public HistoryCounts counts() {
        return counts;
    }

    /** Bytes that wait on this machine. */
    public long journalBytes() {
        return sum(TenantHistory::journalBytes);
    }

    private long sum(ToLongFunction<TenantHistory> of) {
        return histories.values().stream().mapToLong(of).sum();
    }

    /** Writes what waits, and ends. Blocks. */
    @Override
    public void close() {
        beat.shutdown();
        try {
            // One that is under way writes into the folder, which may be gone after this.
            boolean _ = beat.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        histories.values().forEach(TenantHistory::close);
    }
}
