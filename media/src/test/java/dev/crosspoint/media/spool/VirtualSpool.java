package dev.crosspoint.media.spool;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.Recorder;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.vault.KeyProvider;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A spool on real files in virtual time: whoever drives it does what its threads do. */
public final class VirtualSpool implements Recorder, SpoolListener, AutoCloseable {
    /** How often it is to be driven. */
    public static final long TURN_NANOS = 50_000_000L;

    private static final int RING_BYTES = 1 << 20;

    private final SpoolDisk disk = new FileDisk();
    private final SpoolFolder folder;
    private final LongSupplier clock;
    private final OpenedKeys openedKeys;
    private final TapRing ring = new TapRing(RING_BYTES);
    private final SpoolWriter writer;
    private final Deque<Runnable> keyWork = new ArrayDeque<>();
    private final Deque<Runnable> diskWork = new ArrayDeque<>();
    private final Map<RecordingId, Seal> sealed = new LinkedHashMap<>();
    private int opened;

    /**
     * An empty one.
     *
     * @param root a folder that is there
     * @param clock monotonic, ns
     */
    public VirtualSpool(Path root, KeyProvider keys, LongSupplier clock) {
        this.folder = new SpoolFolder(root);
        this.clock = clock;
        this.openedKeys = new OpenedKeys(keys, clock);
        this.writer =
                new SpoolWriter(
                        new SpoolSettings(root, 1, RING_BYTES, 0, 2),
                        List.of(ring),
                        disk,
                        keys,
                        openedKeys,
                        keyWork::add,
                        diskWork::add,
                        this,
                        clock);
    }

    public SpoolDisk disk() {
        return disk;
    }

    public SpoolFolder folder() {
        return folder;
    }

    public OpenedKeys keys() {
        return openedKeys;
    }

    /** How many recordings were begun. */
    public int opened() {
        return opened;
    }

    /** What is sealed, in the order in which that was done. */
    public Map<RecordingId, Seal> sealed() {
        return sealed;
    }

    /** Everything that is due now. */
    public void turn() {
        writer.turn(clock.getAsLong());
        run(keyWork);
        run(diskWork);
    }

    @Override
    public Tape open(
            int loop,
            Tenant tenant,
            RecordingId recording,
            String description,
            Consumer<RecordingFailure> failed) {
        var tape =
                new SpoolTape(
                        ring, ++opened, tenant, recording, description, failed, writer::close);
        writer.open(tape);
        return tape;
    }

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        requireNonNull(description);
    }

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {
        sealed.put(recording, seal);
    }

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        throw new AssertionError(recording + " was refused: " + reason);
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        throw new AssertionError(recording + " was left unsealed");
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        throw new AssertionError(recording + " failed: " + reason);
    }

    @Override
    public void close() {
        openedKeys.close();
    }

    private static void run(Deque<Runnable> work) {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }
}
