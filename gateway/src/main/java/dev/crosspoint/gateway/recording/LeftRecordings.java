package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.recording.RecordingWorks.Announcements;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolRecovery;
import dev.crosspoint.media.spool.SpoolRecovery.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crash left, or a disk that refuses: holds the files of the spool against the rows of the
 * store, and has each recording gone on with, looked at again later, or given up.
 */
final class LeftRecordings {
    private static final Logger LOG = LoggerFactory.getLogger(LeftRecordings.class);

    private static final int PAGE = 500;

    private final Set<Tenant> tenants;
    private final SpoolRecovery recovery;
    private final SpoolFolder folder;
    private final Function<SealedIdentity, RecordingFiles> files;
    private final RecordingJobs jobs;
    private final Ledger ledger;
    private final Announcements announcements;
    private final WaitingClock clock;

    LeftRecordings(
            Set<Tenant> tenants,
            SpoolRecovery recovery,
            SpoolFolder folder,
            Function<SealedIdentity, RecordingFiles> files,
            RecordingJobs jobs,
            Ledger ledger,
            Announcements announcements,
            WaitingClock clock) {
        this.tenants = Set.copyOf(tenants);
        this.recovery = recovery;
        this.folder = folder;
        this.files = files;
        this.jobs = jobs;
        this.ledger = ledger;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** As {@link RecordingWorks#recover}. */
    void recover() throws InterruptedException, IOException {
        if (isDatabaseThere()) {
            var rows = unfinished();
            var outcomes =
                    recovery.recover(identity -> {
                        var row = rows.get(identity);
                        return row != null && row.tracks() != null;
                    });
            goOn(outcomes, rows);
        } else {
            var outcomes = recovery.recover(_ -> false);
            var now = clock.instant();
            jobs.run(() -> {
                var rows = unfinished();
                // What has begun since then is the spool's.
                rows.values().removeIf(row -> !row.facts().startedAt().isBefore(now));
                goOn(outcomes, rows);
            });
        }
    }

    private void goOn(List<Outcome> outcomes, Map<SealedIdentity, Recording> rows)
            throws InterruptedException, IOException {
        for (var outcome : outcomes) {
            recovered(outcome, rows);
        }
        for (var entry : rows.entrySet()) {
            jobs.goOn(entry.getKey(), entry.getValue());
        }
    }

    // ---- rows

    private boolean isDatabaseThere() throws InterruptedException {
        for (var tenant : tenants) {
            return ledger.askOnce(tenant, (store, of) -> store.unfinished(of, null, 1)).isPresent();
        }
        return true;
    }

    private Map<SealedIdentity, Recording> unfinished() throws InterruptedException {
        var rows = new HashMap<SealedIdentity, Recording>();
        for (var tenant : tenants) {
            unfinished(tenant)
                    .forEach(row -> rows.put(RecordingJobs.identity(tenant, row.id()), row));
        }
        return rows;
    }

    private List<Recording> unfinished(Tenant tenant) throws InterruptedException {
        var all = new ArrayList<Recording>();
        RecordingId after = null;
        while (true) {
            @Nullable RecordingId last = after;
            var page = ledger.ask(tenant, (store, of) -> store.unfinished(of, last, PAGE));
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = page.getLast().id();
        }
    }

    // ---- files

    private void recovered(Outcome outcome, Map<SealedIdentity, Recording> rows)
            throws InterruptedException, IOException {
        switch (outcome) {
            case Outcome.Sealed sealed -> {
                var identity = RecordingJobs.identity(sealed.tenant(), sealed.recording());
                var known = rows.get(identity);
                if (known != null && known.tracks() != null) {
                    return; // As it was when it was sealed, or not: its job will look.
                }
                rows.remove(identity);
                LOG.info(
                        "recording {} was left here, {} ms of it, cut off: {}",
                        sealed.recording(),
                        sealed.durationMicros() / 1000,
                        sealed.cutOff());
                jobs.begin(identity, sealed.seal(), sealed.durationMicros(), sealed.cutOff());
            }
            case Outcome.Tampered(var tracks, int frame) -> tampered(tracks, frame, rows);
            case Outcome.Later(_, var identity, var reason) -> {
                LOG.warn("recording {} cannot be opened yet: {}", identity.recording(), reason);
                rows.remove(identity);
                lookAgain(outcome);
            }
            case Outcome.Unreadable(var tracks) -> {
                LOG.warn("{} cannot be read yet", tracks.getFileName());
                rows.keySet().removeIf(identity -> folder.file(identity).equals(tracks));
                lookAgain(outcome);
            }
        }
    }

    /** The spool could not seal one, and does not try any more. */
    void leftUnsealed(SealedIdentity identity) {
        lookAgain(new Outcome.Unreadable(folder.file(identity)));
    }

    private void lookAgain(Outcome outcome) {
        var identity = identity(outcome.tracks());
        jobs.run(() -> {
            var known = new LookAgain(recovery, ledger, announcements, clock, jobs::isClosing);
            recovered(known.until(outcome, identity), new HashMap<>());
        });
    }

    /** It stays as it is, and somebody has to look at it; unless it was delivered long ago. */
    private void tampered(Path tracks, int frame, Map<SealedIdentity, Recording> rows)
            throws InterruptedException, IOException {
        var identity = identity(tracks);
        if (identity == null) {
            LOG.error("{} is nobody's file", tracks.getFileName());
            return;
        }
        var row = rows.remove(identity);
        if (row == null) {
            row = jobs.row(identity).orElse(null);
        }
        if (row != null && (row.delivered() != null || row.deleted() != null)) {
            LOG.info("{} is a rest of what was delivered or deleted", tracks.getFileName());
            files.apply(identity).erase();
            ledger.ask(
                    identity.tenant(),
                    (store, of) -> store.erased(of, identity.recording(), clock.instant()));
            return;
        }
        LOG.error("{} was changed: frame {} is not right", tracks.getFileName(), frame);
        jobs.fail(identity, Problem.TAMPERED);
    }

    /** Whose file of tracks that is by its name; null for nobody's. */
    private @Nullable SealedIdentity identity(Path tracks) {
        var name = String.valueOf(tracks.getFileName());
        var recording = new RecordingId(name.substring(0, name.lastIndexOf('.')));
        return tenants.stream()
                .map(tenant -> RecordingJobs.identity(tenant, recording))
                .filter(identity -> folder.file(identity).equals(tracks))
                .findFirst()
                .orElse(null);
    }
}
