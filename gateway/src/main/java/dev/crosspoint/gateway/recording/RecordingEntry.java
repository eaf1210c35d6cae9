package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.Recording.Audio;
import dev.crosspoint.gateway.store.Recording.Delivered;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the store knows of one recording, written down step by step as its job goes on, and told to
 * people where they see a difference. Waits for a database that is away.
 */
final class RecordingEntry {
    private final RecordingFiles files;
    private final WorksParts parts;

    /** Of its names. */
    private int ordinal = 1;

    /** Whether whose it is, and its key, are written down. */
    private boolean isKnown;

    RecordingEntry(RecordingFiles files, WorksParts parts) {
        this.files = files;
        this.parts = parts;
    }

    /** What a job goes on from. */
    Optional<Recording> begin() throws InterruptedException {
        var row = read();
        ordinal = row.map(RecordingEntry::ordinal).orElse(1);
        isKnown = row.filter(RecordingEntry::isKnown).isPresent();
        return row;
    }

    /** What is written down now. */
    Optional<Recording> read() throws InterruptedException {
        return ask((store, of) -> store.find(of, files.recording()));
    }

    /** Of the names that it may have, the one in use. */
    int ordinal() {
        return ordinal;
    }

    /**
     * A name other than the first, before anything lies there under it: whoever goes on must not
     * begin with the first again, which may be free by then.
     */
    void name(int under) throws InterruptedException {
        if (under != ordinal) {
            ask((store, of) -> store.named(of, files.recording(), under));
            ordinal = under;
        }
    }

    /** Whose it is, and its key, where that could not be read when it was sealed. */
    void describe(RecordingDescription what) throws IOException, KeyFailure, InterruptedException {
        if (!isKnown) {
            var key = files.key().wrapped().keyId();
            ask((store, of) -> store.opened(of, files.recording(), what.facts(), key));
            isKnown = true;
        }
    }

    void rendered(Manifest manifest) throws InterruptedException {
        var audio =
                new Audio(
                        manifest.formatWord(),
                        manifest.audio().bytes(),
                        manifest.audio().sha256(),
                        manifest.durationMs(),
                        manifest.concealedMs(),
                        manifest.gaps());
        ask((store, of) -> store.rendered(of, files.recording(), audio));
    }

    void uploading() throws InterruptedException {
        boolean moved =
                ask((store, of) ->
                        store.move(
                                of,
                                files.recording(),
                                RecordingState.SEALED,
                                RecordingState.UPLOADING,
                                now()));
        if (moved) {
            parts.changed(files);
        }
    }

    /**
     * It is where it belongs.
     *
     * @param main what people look for
     * @param all what lies there
     */
    void delivered(Receipt main, List<Receipt> all) throws InterruptedException {
        ask((store, of) ->
                store.delivered(
                        of,
                        files.recording(),
                        new Delivered(main.location(), now(), Receipts.json(all))));
        parts.changed(files);
    }

    /** It could not be brought there yet, for a reason in a code. */
    void postponed(String why, Instant since, Instant until) throws InterruptedException {
        parts.failedOnce(why);
        ask((store, of) -> store.postponed(of, files.recording(), why, since, until));
        parts.changed(files);
    }

    /** Nobody tries any more. */
    void failed(String why) throws InterruptedException {
        parts.failedOnce(why);
        ask((store, of) -> store.failed(of, files.recording(), why, now()));
        parts.changed(files);
    }

    /** Nothing of it is left here. */
    void erased() throws InterruptedException {
        ask((store, of) -> store.erased(of, files.recording(), now()));
        parts.changed(files);
    }

    private <T> T ask(Ledger.Question<T> what) throws InterruptedException {
        return parts.ledger().ask(files.tenant(), what);
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private static boolean isKnown(Recording row) {
        return row.facts().contactId() != null && !Recording.UNKNOWN_KEY.equals(row.keyId());
    }

    private static int ordinal(Recording row) {
        var named = row.ordinal();
        var segment = row.facts().segment();
        return named != null ? named : segment != null ? segment : 1;
    }
}
