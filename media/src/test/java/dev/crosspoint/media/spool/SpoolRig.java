package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackFormat.BadRecord;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A spool on real files in virtual time: one thread does what the spool's threads do. */
final class SpoolRig implements SpoolListener, AutoCloseable {
    static final Tenant TENANT = new Tenant("acme", "support");
    static final long TURN_MS = 50;

    final FaultyDisk disk = new FaultyDisk();
    final MemoryKeys keys = new MemoryKeys();
    final List<String> events = new ArrayList<>();
    final List<Seal> seals = new ArrayList<>();
    final TapRing ring;
    final SpoolFolder folder;
    final SpoolWriter writer;

    private final OpenedKeys openedKeys = new OpenedKeys(keys, () -> this.nowNanos);
    private final Deque<Runnable> keyWork = new ArrayDeque<>();
    private final Deque<Runnable> diskWork = new ArrayDeque<>();
    private long nowNanos;
    private int numbers;
    private int diskTasks;
    private boolean diskIsSlow;

    SpoolRig(Path root) {
        this(root, 1 << 16);
    }

    SpoolRig(Path root, int ringBytes) {
        folder = new SpoolFolder(root);
        ring = new TapRing(ringBytes);
        writer =
                new SpoolWriter(
                        new SpoolSettings(root, 1, ringBytes, 0, 2),
                        List.of(ring),
                        disk,
                        keys,
                        openedKeys,
                        keyWork::add,
                        work -> {
                            diskTasks++;
                            diskWork.add(work);
                        },
                        this,
                        () -> nowNanos);
    }

    SpoolTape open(String recording) {
        var tape =
                new SpoolTape(
                        ring,
                        ++numbers,
                        TENANT,
                        new RecordingId(recording),
                        "about",
                        _ -> {},
                        _ -> {});
        writer.open(tape);
        return tape;
    }

    void close(SpoolTape tape) {
        writer.close(tape);
    }

    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    /** How often a thread was asked to wait for the platter. */
    int diskTasks() {
        return diskTasks;
    }

    /** Whether what waits for the platter waits for ever. */
    void slowDisk(boolean slow) {
        diskIsSlow = slow;
    }

    void turn() {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(TURN_MS);
        writer.turn(nowNanos);
        run(keyWork);
        if (!diskIsSlow) {
            run(diskWork);
        }
    }

    void advance(long ms) {
        for (long done = 0; done < ms; done += TURN_MS) {
            turn();
        }
    }

    /** Writes a record of audio, as long as one of G.711; whether there was room. */
    boolean say(SpoolTape tape, int sequence) {
        return say(tape, sequence, payload(sequence));
    }

    boolean say(SpoolTape tape, int sequence, byte[] payload) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nowNanos);
        return tape.audio(
                micros, 1, Codec.PCMU, sequence, 160 * sequence, payload, 0, payload.length);
    }

    static byte[] payload(int sequence) {
        byte[] payload = new byte[155];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (sequence * 31 + i);
        }
        return payload;
    }

    // ---- what is in the files

    Path tracks(String recording) {
        return folder.file(TENANT, new RecordingId(recording), Artefact.TRACKS);
    }

    DataKey dataKey(String recording) throws IOException, KeyFailure {
        KeyFile file = KeyFile.read(disk, folder.key(TENANT, new RecordingId(recording)));
        return keys.unwrap(file.wrapped(), file.context());
    }

    Verdict verdict(String recording) throws IOException, KeyFailure {
        var expected = new SealedIdentity(Artefact.TRACKS, new RecordingId(recording), TENANT);
        try (DataKey key = dataKey(recording);
                var source = disk.open(tracks(recording))) {
            return SealedReader.verify(source, expected, key, null);
        }
    }

    /** All records of a file, sealed or not; each frame has to hold whole ones. */
    List<TrackRecord> records(String recording) throws IOException, KeyFailure {
        int frames =
                switch (verdict(recording)) {
                    case Verdict.Sealed(Seal seal) -> seal.frames();
                    case Verdict.Unsealed(int whole, long _) -> whole;
                    case Verdict.Tampered _, Verdict.Cut _, Verdict.Swapped _ ->
                            throw new AssertionError("not a sound file");
                };
        var records = new ArrayList<TrackRecord>();
        try (DataKey key = dataKey(recording);
                var reader = SealedFileWriter.open(disk, tracks(recording), key)) {
            for (int i = 0; i < frames; i++) {
                byte[] frame = reader.readFrame(i);
                for (int at = 0; at < frame.length; ) {
                    int length = TrackFormat.lengthAt(frame, at, frame.length);
                    records.add(TrackFormat.read(frame, at, length));
                    at += length;
                }
            }
        } catch (BadSealedFile | BadRecord e) {
            throw new AssertionError(e);
        }
        return records;
    }

    /** The sequence numbers of the audio in a file. */
    List<Integer> sequences(String recording) throws IOException, KeyFailure {
        return records(recording).stream()
                .filter(TrackRecord.Audio.class::isInstance)
                .map(record -> ((TrackRecord.Audio) record).sequence())
                .toList();
    }

    // ---- the listener

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        events.add("opened " + recording);
    }

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {
        events.add("sealed " + recording);
        seals.add(seal);
    }

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        events.add("refused " + recording + " " + reason);
        assertThat(description).isEqualTo("about");
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        events.add("left " + recording);
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        events.add("failed " + recording + " " + reason);
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
