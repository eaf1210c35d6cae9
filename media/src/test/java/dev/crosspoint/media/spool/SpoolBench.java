package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a recorded call costs: two legs of G.711, a hundred records of 172 bytes a second. All on
 * one thread, with real files but without their syncing, which {@link #sync} shows by itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class SpoolBench implements SpoolListener {
    private static final int CALLS = 100;
    private static final int RECORDS_A_SECOND = 100;
    private static final int TURNS_A_SECOND = 20;
    private static final Tenant TENANT = new Tenant("acme", "support");

    private final byte[] payload = new byte[172 - TrackFormat.AUDIO_OVERHEAD];
    private final List<SpoolTape> tapes = new ArrayList<>();
    private Path root;
    private TapRing ring;
    private SpoolWriter writer;
    private FileChannel synced;
    private long nowNanos;
    private int sequence;

    @Setup
    public void start() throws IOException {
        root = Files.createTempDirectory("spool-bench");
        ring = new TapRing(TapRing.DEFAULT_BYTES);
        var keys = new MemoryKeys();
        writer =
                new SpoolWriter(
                        new SpoolSettings(root, 1, TapRing.DEFAULT_BYTES, 0, CALLS),
                        List.of(ring),
                        new LoopingDisk(),
                        keys,
                        new OpenedKeys(keys, () -> nowNanos),
                        Runnable::run,
                        Runnable::run,
                        this,
                        () -> nowNanos);
        for (int i = 0; i < CALLS; i++) {
            var tape =
                    new SpoolTape(
                            ring,
                            i,
                            TENANT,
                            new RecordingId("call-" + i),
                            "about",
                            _ -> {},
                            _ -> {});
            writer.open(tape);
            tapes.add(tape);
        }
        for (int i = 0; i < TURNS_A_SECOND; i++) {
            turn();
        }
        synced =
                FileChannel.open(
                        root.resolve("synced"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
    }

    @TearDown
    public void stop() throws IOException {
        synced.close();
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The loop's part and the writer's, for one second of one call. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void callSecond() {
        for (int turn = 0; turn < TURNS_A_SECOND; turn++) {
            for (SpoolTape tape : tapes) {
                for (int i = 0; i < RECORDS_A_SECOND / TURNS_A_SECOND; i++) {
                    say(tape);
                }
            }
            turn();
        }
    }

    /** The loop's part of the same; the ring is emptied and nothing done with what it held. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void loopSecond() {
        for (int turn = 0; turn < TURNS_A_SECOND; turn++) {
            for (SpoolTape tape : tapes) {
                for (int i = 0; i < RECORDS_A_SECOND / TURNS_A_SECOND; i++) {
                    say(tape);
                }
            }
            ring.drain(ring.published(), (tape, bytes, offset, length) -> {});
        }
    }

    /** One fdatasync after the frames of a second were written. */
    @Benchmark
    public void sync() throws IOException {
        synced.write(ByteBuffer.allocate(RECORDS_A_SECOND * 172), 0);
        synced.force(false);
    }

    private void say(SpoolTape tape) {
        long micros = nowNanos / 1000;
        tape.audio(micros, 1, Codec.PCMU, sequence & 0xFFFF, sequence, payload, 0, payload.length);
        sequence++;
    }

    private void turn() {
        nowNanos += TimeUnit.SECONDS.toNanos(1) / TURNS_A_SECOND;
        writer.turn(nowNanos);
    }

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {}

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {}

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        throw new IllegalStateException("refused: " + reason);
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        throw new IllegalStateException("left unsealed: " + recording);
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        throw new IllegalStateException("failed: " + reason);
    }

    /** Real files, each of which begins anew after a megabyte, and nothing is synced. */
    private static final class LoopingDisk extends UnsyncedDisk {
        @Override
        public Appender create(Path file) throws IOException {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new Appender() {
                @Override
                public void append(byte[] bytes, int offset, int length) throws IOException {
                    if (channel.position() > 1 << 20) {
                        channel.position(0);
                    }
                    channel.write(ByteBuffer.wrap(bytes, offset, length));
                }

                @Override
                public void force() {}

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }
    }
}
