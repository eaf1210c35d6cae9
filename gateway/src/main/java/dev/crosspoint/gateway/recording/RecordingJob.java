package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.store.Recording;
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
    private final RecordingEntry entry;
    private final Semaphore bell = new Semaphore(0);

    /** Receipts of the last send, audio last. */
    private List<Receipt> receipts = List.of();

    private @Nullable RecordingDescription description;

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
        this.entry = new RecordingEntry(files, parts);
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
        var row = entry.begin();
        if (row.isPresent() && row.get().delivered() != null) {
            while (!(erase() instanceof DeliveryInput.Erased)) {
                // It has waited, and tries again.
            }
            return;
        }
        var since = row.map(Recording::trying).map(Recording.Trying::firstAt);
        var step = Delivery.begin(entry.ordinal(), since.orElse(now()));
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
        entry.name(under);
        try {
            var manifest = prepared(tracks, recovered);
            var what = describe();
            entry.describe(what);
            entry.uploading();
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

    private Manifest prepared(Seal tracks, boolean recovered)
            throws IOException, KeyFailure, InterruptedException {
        var manifest = rendered(tracks, recovered);
        entry.rendered(manifest);
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
            entry.delivered(receipt, receipts);
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
        var known = entry.read();
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
        entry.erased();
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
            case DeliveryState.Waiting waiting ->
                    entry.postponed(problem, waiting.progress().since(), waiting.until());
            case DeliveryState.Failed _ -> entry.failed(problem);
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

    private RecordingDescription describe() throws IOException, KeyFailure {
        if (description == null) {
            description = parts.preparation().description(files);
        }
        return description;
    }

    private String id() {
        return files.recording().value();
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
