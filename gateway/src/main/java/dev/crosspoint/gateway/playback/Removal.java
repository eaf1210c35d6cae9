package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.recording.Receipts;
import dev.crosspoint.gateway.recording.RecordingWorks;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.RemovalStore;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.signaling.api.Tenant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes recordings, and keeps them from being deleted. A deletion counts from the moment that it
 * is in the store; what is left of the files goes after, now or at the next start. Blocks.
 */
final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    /** Why somebody deletes; a list, because free text would tell of people. */
    static final Set<String> REASONS =
            Set.of(
                    "erasure-request",
                    "consent-withdrawn",
                    "recorded-in-error",
                    "retention-ended",
                    "legal-order",
                    "test-call",
                    "other");

    /** What is on its way may have to come to the end of a part of 8 MiB first. */
    private static final int DISCARD_SECONDS = 8;

    private final Shelf shelf;
    private final RemovalStore store;
    private final Supplier<RecordingWorks> works;
    private final InstantSource clock;

    Removal(Shelf shelf, RemovalStore store, Supplier<RecordingWorks> works, InstantSource clock) {
        this.shelf = shelf;
        this.store = store;
        this.works = works;
        this.clock = clock;
    }

    /** Before anything is on record: whether it can be deleted at all. */
    static void requireDeletable(Recording row) throws CannotPlay {
        if (row.hold() != null) {
            throw new CannotPlay(
                    Problem.LEGAL_HOLD, "it is under legal hold; end that first, if you may");
        }
        if (row.state() == RecordingState.OPEN) {
            throw new CannotPlay(
                    Problem.CONFLICT,
                    "it is still being recorded; it can be deleted once that has ended");
        }
    }

    /** Whether a deletion would find nothing to do. */
    static boolean isComplete(Recording row) {
        var deleted = row.deleted();
        return deleted != null && deleted.removed() && row.erasedAt() != null;
    }

    /**
     * Deletes it; on record already.
     *
     * @return what came of it
     */
    ObjectNode delete(Tenant tenant, String agent, Recording row, String reason)
            throws CannotPlay, InterruptedException {
        boolean deleted =
                Shelf.await(store.deleted(tenant, row.id(), agent, reason, clock.instant()));
        if (!deleted) {
            requireDeletable(shelf.find(tenant, row.id()));
            throw CannotPlay.notThere();
        }
        boolean isErased = discard(tenant, row);
        // It may have arrived between the first look and the deletion.
        var now = shelf.find(tenant, row.id());
        @Nullable Reason left = isErased ? null : Reason.RETRY;
        for (var receipt : Receipts.of(now)) {
            var why = remove(tenant, receipt);
            left = left == null || why == Reason.DENIED ? why : left;
        }
        if (left == null) {
            Shelf.await(store.removed(tenant, row.id()));
        }
        return view(left);
    }

    static ObjectNode view(@Nullable Reason left) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", "deleted")
                        .put("removed", left == null);
        if (left != null) {
            json.put(
                    "detail",
                    left == Reason.DENIED
                            ? "the place where it was delivered does not let the gateway delete:"
                                    + " whoever owns it has to, or gives the right and this is"
                                    + " asked again"
                            : "it cannot be played any more, but not all of its files are gone yet;"
                                    + " ask again");
        }
        return json;
    }

    /** Whether nothing of it is here any more, nor on its way. */
    private boolean discard(Tenant tenant, Recording row) throws InterruptedException {
        var of = new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
        try {
            return works.get()
                    .discard(of, row.id())
                    .toCompletableFuture()
                    .get(DISCARD_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("recording {} was deleted, and its files are not gone yet", row.id(), e);
            return false;
        }
    }

    private @Nullable Reason remove(Tenant tenant, Receipt receipt) {
        try {
            shelf.place(tenant, receipt).remove(receipt);
            return null;
        } catch (DeliveryFailure e) {
            LOG.warn("{} is deleted, and still lies there: {}", receipt.location(), e.getMessage());
            return e.reason() == Reason.DENIED ? Reason.DENIED : Reason.RETRY;
        } catch (CannotPlay e) {
            // A folder that is away now may come back with it.
            if (shelf.isGone(tenant, receipt)) {
                return null;
            }
            return receipt.sealed() ? Reason.RETRY : Reason.DENIED;
        }
    }

    /** Puts it under legal hold. */
    void hold(Tenant tenant, String agent, Recording row) throws CannotPlay, InterruptedException {
        if (!Shelf.await(store.hold(tenant, row.id(), agent, clock.instant()))) {
            throw new CannotPlay(Problem.RECORDING_GONE, "it was deleted");
        }
    }

    /** Ends that. */
    void release(Tenant tenant, Recording row) throws CannotPlay, InterruptedException {
        Shelf.await(store.release(tenant, row.id()));
    }
}
