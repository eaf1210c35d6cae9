package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolListener;
import dev.crosspoint.media.spool.SpoolRecovery;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All recordings that are still with us: those that the spool has just sealed, and those that were
 * here when the gateway started ({@link LeftRecordings}). Each has a {@link RecordingJob} of its
 * own.
 */
public final class RecordingWorks implements SpoolListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingWorks.class);

    private final Set<Tenant> tenants;
    private final SpoolFolder folder;
    private final Function<SealedIdentity, RecordingFiles> files;
    private final WaitingClock clock;
    private final Announcements announcements;
    private final Ledger ledger;
    private final RecordingJobs jobs;
    private volatile @Nullable LeftRecordings left;

    /** Who is told what happens, on any thread. */
    public interface Announcements {
        /** What is known of a recording is different. */
        void changed(Tenant tenant, Recording recording);

        /** Something that somebody must look at. */
        void alarm(Tenant tenant, RecordingId recording, String what);

        /** One attempt failed; the reason is a code. */
        void failedOnce(String reason);
    }

    /**
     * Works that do nothing yet.
     *
     * @param settings of every tenant
     */
    public RecordingWorks(
            List<TenantRecordings> settings,
            SpoolDisk disk,
            SpoolFolder folder,
            OpenedKeys keys,
            Renderer renderer,
            Signer signer,
            RecordingStore store,
            Announcements announcements,
            WaitingClock clock,
            SecureRandom random) {
        this.tenants = settings.stream().map(TenantRecordings::tenant).collect(Collectors.toSet());
        this.folder = folder;
        this.files =
                identity ->
                        new RecordingFiles(
                                disk,
                                folder,
                                keys,
                                random,
                                identity.tenant(),
                                identity.recording());
        this.clock = clock;
        this.announcements = announcements;
        this.ledger = new Ledger(store, clock);
        this.jobs =
                new RecordingJobs(
                        settings,
                        files,
                        new Preparation(renderer, signer),
                        ledger,
                        announcements,
                        clock,
                        random);
    }

    /**
     * Puts the spool in order and goes on with everything that is in it; to be done before media
     * records. Blocks while the files are looked at; what cannot be opened now is looked at again
     * later. Without a database all files are looked at, and what becomes of them waits for it.
     *
     * @throws InterruptedException when the gateway closes
     * @throws IOException when the spool cannot be listed
     */
    public void recover(SpoolRecovery recovery) throws InterruptedException, IOException {
        var found =
                new LeftRecordings(
                        tenants, recovery, folder, files, jobs, ledger, announcements, clock);
        left = found;
        found.recover();
    }

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        var identity = RecordingJobs.identity(tenant, recording);
        jobs.run(() -> {
            var facts = RecordingDescription.of(description).facts();
            var key = files.apply(identity).key().wrapped().keyId();
            ledger.ask(tenant, (store, of) -> store.opened(of, recording, facts, key));
            jobs.announce(identity);
        });
    }

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        LOG.error("recording {} could not begin: {}", recording, reason);
        announcements.alarm(tenant, recording, reason.name());
        var at = clock.instant();
        jobs.run(() -> {
            var facts = RecordingDescription.of(description).facts();
            ledger.ask(
                    tenant, (store, of) -> store.refused(of, recording, facts, reason.name(), at));
            jobs.announce(RecordingJobs.identity(tenant, recording));
        });
    }

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {
        var identity = RecordingJobs.identity(tenant, recording);
        jobs.run(() -> jobs.begin(identity, seal, durationMicros, false));
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        var those = left;
        if (those == null) {
            throw new IllegalStateException("recovery comes before recordings");
        }
        those.leftUnsealed(RecordingJobs.identity(tenant, recording));
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        LOG.error("recording {} is not kept any more: {}", recording, reason);
        announcements.alarm(tenant, recording, reason.name());
    }

    /**
     * Somebody wants it tried now, also after it was given up. On any thread.
     *
     * @return whether there is anything to try
     */
    public CompletionStage<Boolean> tryAgain(Tenant tenant, RecordingId recording) {
        return jobs.tryAgain(tenant, recording);
    }

    /**
     * Takes away all that is here of one that the store says is deleted, and what was on its way.
     * On any thread.
     *
     * @return done when that is so: whether nothing of it is left where it was being brought
     */
    public CompletionStage<Boolean> discard(Tenant tenant, RecordingId recording) {
        return jobs.discard(tenant, recording);
    }

    /** How many are on their way. */
    public int underWay() {
        return jobs.underWay();
    }

    /** Stops where it is; the next start goes on from there. */
    @Override
    public void close() {
        jobs.close();
    }
}
