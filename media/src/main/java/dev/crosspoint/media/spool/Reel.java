package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackFormat.BadRecord;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.vault.FreshKey;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tape on the writer's side: gathers its records, and brings them to its file. Touched only by
 * the writer's thread; what waits for the platter is done elsewhere and comes back here.
 */
final class Reel {
    private static final Logger LOG = LoggerFactory.getLogger(Reel.class);

    /** With a turn of the writer on top, no record waits longer than 400 ms for its frame. */
    static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(350);

    /** A power cut takes what was not synced. */
    static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Longer than this nobody can wait for a key without knowing whether a call is recorded. */
    static final long KEY_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A disk that takes longer to make two small files is not one to record on. */
    static final long OPEN_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What is kept in memory while there is no file yet: some 15 s of a G.711 call. */
    static final int WAITING_BYTES = 256 * 1024;

    /** A disk that refuses the seal may have room again. After so long it is left to others. */
    static final long SEAL_TRIES_NANOS = TimeUnit.MINUTES.toNanos(10);

    private enum State {
        /** Waits for a data key. */
        KEYLESS,
        /** Its files are being made. */
        OPENING,
        /** Takes frames. */
        OPEN,
        /** Takes no more; its seal is still to be written. */
        ENDING,
        /** The seal is written, and on its way to the platter. */
        FINISHING,
        /** Nothing is left to do. */
        DONE
    }

    private final SpoolTape tape;
    private final SpoolParts parts;
    private final long openedNanos;
    private final PlainBuffer plain = new PlainBuffer();

    private State state = State.KEYLESS;
    private @Nullable TrackFile file;
    private @Nullable Seal seal;

    private long firstNanos;
    private long lastMicros;
    private int lost;

    private boolean closing;
    private long closeAt;
    private boolean hasFailed;

    private boolean syncing;
    private long syncedNanos;
    private long dirtyNanos;
    private boolean dirty;
    private long syncingSinceNanos;

    private long endedNanos;
    private long retryNanos;

    Reel(SpoolTape tape, SpoolParts parts, long nowNanos) {
        this.tape = tape;
        this.parts = parts;
        this.openedNanos = nowNanos;
        this.syncedNanos = nowNanos;
    }

    /** Takes whole records. */
    void take(byte[] bytes, int offset, int length, long nowNanos) {
        if (state.compareTo(State.OPEN) > 0) {
            return;
        }
        long micros = TrackFormat.microsAt(bytes, offset);
        if (state == State.OPEN && plain.length() + length > TrackFile.FRAME_BYTES) {
            flush(nowNanos);
            if (state != State.OPEN) {
                return;
            }
        } else if (plain.length() + length > WAITING_BYTES) {
            lost++;
            parts.counts().dropped.increment();
            return;
        }
        if (plain.length() == 0) {
            firstNanos = nowNanos;
        }
        if (lost > 0) {
            byte[] gap = TrackFormat.bytes(new TrackRecord.Gap(micros, lost));
            plain.add(gap, 0, gap.length);
            lost = 0;
        }
        plain.add(bytes, offset, length);
        lastMicros = Math.max(lastMicros, micros);
    }

    /** Ends it when the tape's ring is drained up to there. */
    void closeAt(long position) {
        closing = true;
        closeAt = position;
    }

    /**
     * Does what is due.
     *
     * @return whether it is done for good
     */
    boolean turn(long nowNanos) {
        switch (state) {
            case KEYLESS -> findKey(nowNanos);
            case OPENING -> {
                if (nowNanos - openedNanos >= OPEN_WAIT_NANOS) {
                    fail(RecordingFailure.DISK_ERROR, nowNanos);
                }
            }
            case FINISHING, DONE -> {}
            case OPEN -> {
                boolean ends = closing && tape.ring().drained() >= closeAt;
                if (plain.length() > 0 && (ends || nowNanos - firstNanos >= GATHER_NANOS)) {
                    flush(nowNanos);
                }
                if (ends && state == State.OPEN) {
                    end(nowNanos);
                }
                if (!ends && dirty && !syncing && nowNanos - syncedNanos >= SYNC_NANOS) {
                    sync(nowNanos);
                }
            }
            case ENDING -> {
                if (!syncing && nowNanos - retryNanos >= 0) {
                    finish(nowNanos);
                }
            }
        }
        return state == State.DONE;
    }

    /** Plaintext in memory. */
    int bufferedBytes() {
        return plain.length();
    }

    /** How old the oldest frame is that is not synced; 0 when all are. */
    long unsyncedNanos(long nowNanos) {
        if (state == State.FINISHING) {
            return nowNanos - endedNanos;
        }
        if (syncing) {
            return nowNanos - syncingSinceNanos;
        }
        return dirty ? nowNanos - dirtyNanos : 0;
    }

    // ---- key and file

    private void findKey(long nowNanos) {
        FreshKey key = parts.stock().take(tape.tenant(), nowNanos);
        if (key != null) {
            state = State.OPENING;
            parts.diskThreads().execute(() -> open(key));
        } else if (nowNanos - openedNanos >= KEY_WAIT_NANOS) {
            fail(RecordingFailure.NO_KEY, nowNanos);
        } else {
            parts.refill().run();
        }
    }

    private void open(FreshKey key) {
        try {
            TrackFile made =
                    TrackFile.create(
                            parts.disk(),
                            parts.folder(),
                            tape.tenant(),
                            tape.recording(),
                            key,
                            parts.random());
            parts.writer().execute(() -> onOpened(made));
        } catch (IOException | RuntimeException e) {
            LOG.warn("No file for recording {}: {}", tape.recording(), e.toString());
            parts.writer().execute(() -> fail(reasonOf(e), openedNanos));
        }
    }

    private void onOpened(TrackFile made) {
        file = made;
        if (state != State.OPENING) {
            // Nobody waited so long. Recovery seals it, empty.
            release(made);
            return;
        }
        state = State.OPEN;
        parts.counts().bytes.add(made.bytes());
        parts.listener().opened(tape.tenant(), tape.recording(), tape.description());
    }

    // ---- frames

    private void flush(long nowNanos) {
        TrackFile to = file;
        if (to == null || plain.length() == 0) {
            return;
        }
        long bytesBefore = to.bytes();
        int framesBefore = to.frames();
        try {
            to.append(plain.array(), plain.length());
        } catch (IOException | BadRecord e) {
            LOG.warn("Recording {} takes no more: {}", tape.recording(), e.toString());
            fail(reasonOf(e), nowNanos);
        }
        plain.wipe();
        parts.counts().bytes.add(to.bytes() - bytesBefore);
        parts.counts().frames.add((long) to.frames() - framesBefore);
        if (!dirty) {
            dirty = true;
            dirtyNanos = nowNanos;
        }
    }

    private void sync(long nowNanos) {
        TrackFile which = file;
        if (which == null) {
            return;
        }
        syncing = true;
        syncingSinceNanos = dirtyNanos;
        dirty = false;
        syncedNanos = nowNanos;
        parts.syncs().add(which, this::onSynced);
    }

    private void onSynced(@Nullable IOException failure) {
        syncing = false;
        if (failure == null) {
            return;
        }
        LOG.warn("Recording {} was not synced: {}", tape.recording(), failure.toString());
        if (state == State.OPEN) {
            fail(reasonOf(failure), syncedNanos);
        } else {
            report(reasonOf(failure)); // the system tells it once, and the seal's sync may succeed
        }
    }

    // ---- the end

    private void fail(RecordingFailure reason, long nowNanos) {
        tape.end();
        report(reason);
        plain.wipe();
        end(nowNanos);
    }

    private void report(RecordingFailure reason) {
        if (hasFailed) {
            return;
        }
        hasFailed = true;
        parts.counts().failures.increment();
        tape.fail(reason);
        if (file == null) {
            parts.listener().refused(tape.tenant(), tape.recording(), tape.description(), reason);
        } else {
            parts.listener().failed(tape.tenant(), tape.recording(), reason);
        }
    }

    private void end(long nowNanos) {
        state = file == null ? State.DONE : State.ENDING;
        endedNanos = nowNanos;
        retryNanos = nowNanos;
    }

    /** Seals what there is. Tried again for some time when the disk does not want to. */
    private void finish(long nowNanos) {
        TrackFile which = file;
        if (which == null) {
            return;
        }
        try {
            Seal done = seal;
            if (done == null) {
                done = which.seal();
                seal = done;
            }
            state = State.FINISHING;
            Seal known = done;
            parts.syncs().add(which, failure -> onFinished(which, known, failure, nowNanos));
        } catch (IOException e) {
            tryAgain(which, e, nowNanos);
        }
    }

    private void onFinished(
            TrackFile which, Seal done, @Nullable IOException failure, long nowNanos) {
        if (failure == null) {
            release(which);
            parts.listener().sealed(tape.tenant(), tape.recording(), done, lastMicros);
        } else {
            tryAgain(which, failure, nowNanos);
        }
    }

    private void tryAgain(TrackFile which, IOException failure, long nowNanos) {
        state = State.ENDING;
        retryNanos = nowNanos + SYNC_NANOS;
        report(reasonOf(failure));
        if (nowNanos - endedNanos >= SEAL_TRIES_NANOS) {
            LOG.error("Recording {} is left unsealed: {}", tape.recording(), failure.toString());
            release(which);
            parts.listener().leftUnsealed(tape.tenant(), tape.recording());
        }
    }

    /** After this nothing here holds a key or a sound. */
    private void release(TrackFile which) {
        state = State.DONE;
        file = null;
        plain.wipe();
        try {
            which.close();
        } catch (IOException e) {
            LOG.warn("A file of recording {} does not close: {}", tape.recording(), e.toString());
        }
    }

    private static RecordingFailure reasonOf(Exception e) {
        return e instanceof SpoolDisk.Full
                ? RecordingFailure.NO_SPACE
                : RecordingFailure.DISK_ERROR;
    }
}
