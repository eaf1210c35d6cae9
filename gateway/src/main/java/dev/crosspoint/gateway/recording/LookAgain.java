package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.Delivery;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.spool.SpoolRecovery;
import dev.crosspoint.media.spool.SpoolRecovery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was left and cannot be opened or sealed yet, for the key service or the disk refuses: it is
 * looked at again, less and less often and for ever, and people see why it does not come on.
 */
final class LookAgain {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final SpoolRecovery recovery;
    private final Ledger ledger;
    private final RecordingWorks.Announcements announcements;
    private final WaitingClock clock;
    private final BooleanSupplier closing;

    LookAgain(
            SpoolRecovery recovery,
            Ledger ledger,
            RecordingWorks.Announcements announcements,
            WaitingClock clock,
            BooleanSupplier closing) {
        this.recovery = recovery;
        this.ledger = ledger;
        this.announcements = announcements;
        this.clock = clock;
        this.closing = closing;
    }

    /**
     * Blocks until it is sealed, or turns out to be tampered with.
     *
     * @param identity whose it is, where that is known
     * @throws InterruptedException when the gateway closes
     */
    Outcome until(Outcome first, @Nullable SealedIdentity identity) throws InterruptedException {
        var since = clock.instant();
        boolean told = false;
        var outcome = first;
        for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
            var problem = problem(outcome);
            if (problem == null) {
                return outcome;
            }
            if (closing.getAsBoolean()) {
                throw new InterruptedException("the gateway closes");
            }
            announcements.failedOnce(problem);
            if (identity != null) {
                postponed(identity, problem, since, pause);
                if (!told && !clock.instant().isBefore(since.plus(Delivery.LATE_AFTER))) {
                    told = true;
                    announcements.alarm(identity.tenant(), identity.recording(), "LATE");
                }
            }
            clock.sleep(pause);
            outcome = recovery.retry(outcome.tracks());
        }
    }

    private static @Nullable String problem(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Later(_, _, var reason) -> Problem.code(reason);
            case Outcome.Unreadable _ -> Problem.DISK;
            case Outcome.Sealed _, Outcome.Tampered _ -> null;
        };
    }

    private void postponed(SealedIdentity identity, String problem, Instant since, Duration pause)
            throws InterruptedException {
        var next = clock.instant().plus(pause);
        ledger.ask(
                        identity.tenant(),
                        (store, of) ->
                                store.postponed(of, identity.recording(), problem, since, next)
                                        .compose(_ -> store.find(of, identity.recording())))
                .ifPresent(row -> announcements.changed(identity.tenant(), row));
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
