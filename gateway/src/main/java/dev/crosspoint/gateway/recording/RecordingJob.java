package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.Recording.Audio;
import dev.crosspoint.gateway.store.Recording.Delivered;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.delivery.Delivery;
import dev.crosspoint.media.delivery.DeliveryEffect;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryInput;
import dev.crosspoint.media.delivery.DeliveryState;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One recording on its way from the spool to its place: prepared, sent, confirmed, erased. A
 * virtual thread of its own does it step by step and may be stopped anywhere; whoever begins anew
 * finds out from the files and from the store how far it was. What is decided is {@link
 * Delivery}'s.
 */
final class RecordingJob {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingJob.class);

    private final RecordingFiles files;
    private final TenantRecordings settings;
    private final WorksParts parts;
    private final Semaphore bell = new Semaphore(0);

    /** Receipts of the last send, audio last. */
    private List<Receipt> receipts = List.of();

    private @Nullable RecordingDescription description;

    /** Of its names, as the store knows it. */
    private int ordinal;

    /** Whether the store knows whose it is, and its key. */
    private boolean isKnown;

    /** A code for what failed last. */
    private String problem = "";

    /** Whether it was deleted: nothing more of it is sent, and what was is taken back. */
    private volatile boolean dropped;

    private final Brought brought = new Brought();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    RecordingJob(RecordingFiles files, TenantRecordings settings, WorksParts parts) {
        this.files = files;
        this.settings = settings;
        this.parts = parts;
    }

    /** Somebody wants it tried now; when it is busy, as soon as it would wait. */
    void tryNow() {
        bell.release();
    }

    /** It was deleted; heeded before the next step of its way. */
    void drop() {
        dropped = true;
        bell.release();
    }

    /** Done when nobody works on it any more: whether all that was brought there is gone. */
    CompletionStage<Boolean> over() {
        return over;
    }

    /** Nobody works on it any more. */
    void end() {
        over.complete(brought.isEmpty());
    }

    /**
     * Does it; returns when there is nothing of it left here, or when it was given up.
     *
     * @param tracks what the tracks were when they were sealed
     */
    void run(Seal tracks, boolean recovered) throws InterruptedException {
        var row = row();
        if (row.isPresent() && row.get().delivered() != null) {
            while (!(erase() instanceof DeliveryInput.Erased)) {
                // It has waited, and tries again.
            }
            return;
        }
        var since = row.map(Recording::trying).map(Recording.Trying::firstAt);
        ordinal = row.map(RecordingJob::ordinal).orElse(1);
        isKnown = row.filter(RecordingJob::isKnown).isPresent();
        var step = Delivery.begin(ordinal, since.orElse(now()));
        while (true) {
            var answer = carryOut(step, tracks, recovered);
            if (!dropped && !isOver(step.state()) && answer == null) {
                answer = waitFor(step.state());
            }
            if (dropped) {
                takeBack();
            }
            if (dropped || answer == null || isOver(step.state())) {
                return;
            }
            step = Delivery.step(step.state(), answer, now(), parts.random().nextDouble());
            if (answer instanceof DeliveryInput.NotSent
                    || answer instanceof DeliveryInput.NotConfirmed) {
                note(step.state());
            }
        }
    }

    // ---- what a delivery wants

    private @Nullable DeliveryInput carryOut(Delivery.Step step, Seal tracks, boolean recovered)
            throws InterruptedException {
        DeliveryInput answer = null;
        for (var effect : step.effects()) {
            switch (effect) {
                case DeliveryEffect.Send(int under) -> answer = send(under, tracks, recovered);
                case DeliveryEffect.Confirm(var receipt) -> answer = confirm(receipt);
                case DeliveryEffect.Erase _ -> answer = erase();
                case DeliveryEffect.Alarm(var kind) -> parts.alarm(files, kind);
                case DeliveryEffect.AllClear _ -> parts.allClear(files);
            }
        }
        return answer;
    }

    private DeliveryInput send(int under, Seal tracks, boolean recovered)
            throws InterruptedException {
        name(under);
        try {
            var manifest = prepared(tracks, recovered);
            var what = describe();
            tell(what);
            move(RecordingState.SEALED, RecordingState.UPLOADING);
            var target = settings.targetOf(what.queue());
            var sent = new ArrayList<Receipt>();
            var lane = parts.delivering().of(files.tenant(), target);
            lane.acquire();
            try {
                for (var parcel : Parcels.of(files, manifest, what, settings, under)) {
                    if (dropped) {
                        return new DeliveryInput.NotSent(Reason.RETRY);
                    }
                    var receipt = target.deliver(parcel);
                    brought.add(receipt);
                    sent.add(receipt);
                }
            } finally {
                lane.release();
            }
            receipts = List.copyOf(sent);
            return new DeliveryInput.Sent(sent.getLast());
        } catch (IOException | KeyFailure e) {
            return new DeliveryInput.NotSent(reason(e));
        }
    }

    /**
     * Writes down a name other than the first before anything lies there under it: whoever goes on
     * must not begin with the first again, which may be free by then.
     */
    private void name(int under) throws InterruptedException {
        if (under != ordinal) {
            parts.ledger()
                    .ask(files.tenant(), (store, of) -> store.named(of, files.recording(), under));
            ordinal = under;
        }
    }

    /** Whose it is, and its key, where that could not be read when it was sealed. */
    private void tell(RecordingDescription what)
            throws IOException, KeyFailure, InterruptedException {
        if (!isKnown) {
            var key = files.key().wrapped().keyId();
            parts.ledger()
                    .ask(
                            files.tenant(),
                            (store, of) -> store.opened(of, files.recording(), what.facts(), key));
            isKnown = true;
        }
    }

    private Manifest prepared(Seal tracks, boolean recovered)
            throws IOException, KeyFailure, InterruptedException {
        var manifest = rendered(tracks, recovered);
        parts.ledger()
                .ask(
                        files.tenant(),
                        (store, of) ->
                                store.rendered(
                                        of,
                                        files.recording(),
                                        new Audio(
                                                manifest.formatWord(),
                                                manifest.audio().bytes(),
                                                manifest.audio().sha256(),
                                                manifest.durationMs(),
                                                manifest.concealedMs(),
                                                manifest.gaps())));
        return manifest;
    }

    /**
     * Who renders has the key in hand: a key service that is slow for one tenant must not keep the
     * processors from the others. Whoever has waited so long for its turn that the key may have
     * been revoked since asks again, without the turn.
     */
    private Manifest rendered(Seal tracks, boolean recovered)
            throws IOException, KeyFailure, InterruptedException {
        while (true) {
            files.askForKey();
            parts.rendering().acquire();
            try (var key = files.keyAtHand()) {
                if (key != null) {
                    return parts.preparation()
                            .prepare(files.with(key), tracks, recovered, settings.format());
                }
            } finally {
                parts.rendering().release();
            }
        }
    }

    private DeliveryInput confirm(Receipt receipt) throws InterruptedException {
        try {
            var target = settings.targetOf(describe().queue());
            for (var each : receipts) {
                target.confirm(each);
            }
            parts.ledger()
                    .ask(
                            files.tenant(),
                            (store, of) ->
                                    store.delivered(
                                            of,
                                            files.recording(),
                                            new Delivered(
                                                    receipt.location(),
                                                    now(),
                                                    Receipts.json(receipts))));
            parts.changed(files);
            return new DeliveryInput.Confirmed();
        } catch (IOException | KeyFailure e) {
            var why = reason(e);
            if (why == Reason.BROKEN) {
                // What we have is whole: it is what lies there that is not as it was sent.
                problem = "NOT_CONFIRMED";
            }
            return new DeliveryInput.NotConfirmed(why);
        }
    }

    /** What was brought there before it was deleted, and what is here. */
    private void takeBack() throws InterruptedException {
        brought.takeBack(settings.targets());
        parts.requireOpen();
        while (!(erase() instanceof DeliveryInput.Erased)) {
            // It has waited, and tries again.
        }
    }

    /** Only what the store knows to be delivered, or deleted. */
    private DeliveryInput erase() throws InterruptedException {
        var known = row();
        dropped = dropped || known.filter(row -> row.deleted() != null).isPresent();
        if (known.filter(row -> row.delivered() != null || row.deleted() != null).isEmpty()) {
            throw new IllegalStateException("nothing is erased that is not delivered or deleted");
        }
        try {
            files.erase();
        } catch (IOException e) {
            parts.requireOpen();
            LOG.warn("recording {}: its copy here cannot be erased yet: {}", id(), e.getMessage());
            return waitFor(Duration.ofMinutes(1));
        }
        parts.ledger()
                .ask(files.tenant(), (store, of) -> store.erased(of, files.recording(), now()));
        parts.changed(files);
        return new DeliveryInput.Erased();
    }

    // ---- waiting and telling

    private DeliveryInput waitFor(DeliveryState state) throws InterruptedException {
        var deadline = Delivery.nextDeadline(state);
        var left = deadline.map(at -> Duration.between(now(), at)).orElse(Duration.ofMinutes(1));
        return waitFor(left);
    }

    private DeliveryInput waitFor(Duration longest) throws InterruptedException {
        boolean rang = parts.clock().await(bell, longest);
        boolean again = bell.drainPermits() > 0 || rang;
        return again ? new DeliveryInput.AskedAgain() : new DeliveryInput.Tick();
    }

    /** What people see of it while it waits, and at its end. */
    private void note(DeliveryState state) throws InterruptedException {
        switch (state) {
            case DeliveryState.Waiting waiting -> {
                var why = problem;
                parts.failedOnce(why);
                parts.ledger()
                        .ask(
                                files.tenant(),
                                (store, of) ->
                                        store.postponed(
                                                of,
                                                files.recording(),
                                                why,
                                                waiting.progress().since(),
                                                waiting.until()));
                parts.changed(files);
            }
            case DeliveryState.Failed _ -> {
                var why = problem;
                parts.failedOnce(why);
                parts.ledger()
                        .ask(
                                files.tenant(),
                                (store, of) -> store.failed(of, files.recording(), why, now()));
                parts.changed(files);
            }
            case DeliveryState.Sending _,
                    DeliveryState.Confirming _,
                    DeliveryState.Erasing _,
                    DeliveryState.Delivered _ -> {}
        }
    }

    private static boolean isOver(DeliveryState state) {
        return state instanceof DeliveryState.Delivered || state instanceof DeliveryState.Failed;
    }

    private Reason reason(Exception e) throws InterruptedException {
        parts.requireOpen();
        var why =
                switch (e) {
                    case DeliveryFailure failure -> failure;
                    case KeyFailure failure -> DeliveryFailure.of(failure);
                    default -> new DeliveryFailure(Reason.RETRY, "the disk refuses", e);
                };
        problem = Problem.code(e);
        LOG.warn("recording {}: {}: {}", id(), problem, why.getMessage());
        return why.reason();
    }

    // ---- what is known

    private Optional<Recording> row() throws InterruptedException {
        return parts.ledger().ask(files.tenant(), (store, of) -> store.find(of, files.recording()));
    }

    private static boolean isKnown(Recording row) {
        return row.facts().contactId() != null && !Recording.UNKNOWN_KEY.equals(row.keyId());
    }

    private static int ordinal(Recording row) {
        var named = row.ordinal();
        var segment = row.facts().segment();
        return named != null ? named : segment != null ? segment : 1;
    }

    private RecordingDescription describe() throws IOException, KeyFailure {
        if (description == null) {
            description = parts.preparation().description(files);
        }
        return description;
    }

    private void move(RecordingState from, RecordingState to) throws InterruptedException {
        boolean moved =
                parts.ledger()
                        .ask(
                                files.tenant(),
                                (store, of) -> store.move(of, files.recording(), from, to, now()));
        if (moved) {
            parts.changed(files);
        }
    }

    private String id() {
        return files.recording().value();
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
