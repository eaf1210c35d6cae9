package dev.crosspoint.media.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.G711;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that records many calls as fast as it can until it is killed. Its media clock is
 * virtual and the writer turns in step with it, so that what a kill may take does not depend on how
 * busy the machine is; files and the threads that sync them are real. Says of each recording how
 * far it is taken, and then goes on.
 */
final class SpoolChild implements SpoolListener {
    static final Tenant TENANT = new Tenant("acme", "support");

    /** Of the key service, which the parent must have too. */
    static final String KEYS = "chaos";

    static final int FRAME = 160;
    private static final int TONE_HZ = 400;

    private final AtomicInteger opened = new AtomicInteger();

    private static final class Running {
        final SpoolTape tape;
        final long beginNanos;
        int sequence;

        Running(SpoolTape tape, long beginNanos) {
            this.tape = tape;
            this.beginNanos = beginNanos;
        }

        long micros(long nowNanos) {
            return TimeUnit.NANOSECONDS.toMicros(nowNanos - beginNanos);
        }
    }

    private SpoolChild() {}

    /**
     * Runs until it is killed.
     *
     * @param args folder, seed, recordings at a time
     */
    public static void main(String[] args) {
        new SpoolChild().run(Path.of(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2]));
    }

    /** What is said in a packet: a tone, at another place in each. */
    static byte[] payload(int sequence) {
        float[] tone = Tone.sine(8000, TONE_HZ + sequence % 50, 0.5, FRAME);
        byte[] payload = new byte[FRAME];
        for (int i = 0; i < FRAME; i++) {
            payload[i] = G711.MU_LAW.encode(tone[i]);
        }
        return payload;
    }

    private void run(Path root, long seed, int recordings) {
        var random = new Random(seed);
        long[] now = {0};
        var keys = new MemoryKeys(KEYS);
        var ring = new TapRing(1 << 20);
        var writer =
                new SpoolWriter(
                        new SpoolSettings(root, 1, 1 << 20, 0, 8),
                        List.of(ring),
                        new FileDisk(),
                        keys,
                        new OpenedKeys(keys, () -> now[0]),
                        what -> Thread.ofVirtual().start(what),
                        Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().factory()),
                        this,
                        () -> now[0]);
        var out = new PrintStream(System.out, false, UTF_8);
        var running = new ArrayList<Running>();
        for (int made = 0; ; ) {
            while (running.size() < recordings) {
                var id = new RecordingId("rec-" + ++made);
                var tape = new SpoolTape(ring, made, TENANT, id, "about", _ -> {}, _ -> {});
                writer.open(tape);
                running.add(new Running(tape, now[0]));
            }
            // Time stands still until all are open: how long a disk takes is not what is tested.
            while (opened.get() < made) {
                writer.turn(now[0]);
                Thread.onSpinWait();
            }
            now[0] += TimeUnit.MILLISECONDS.toNanos(20);
            for (Running call : running) {
                say(call, call.micros(now[0]));
                out.println(call.tape.recording() + " " + call.micros(now[0]) + " .");
            }
            out.flush();
            if (now[0] / 20_000_000 % 2 == 0) {
                writer.turn(now[0]);
            }
            if (random.nextInt(20) == 0) {
                writer.close(running.remove(random.nextInt(running.size())).tape);
            }
        }
    }

    private static void say(Running call, long micros) {
        byte[] payload = payload(call.sequence);
        if (!call.tape.audio(
                micros,
                1,
                Codec.PCMU,
                call.sequence & 0xFFFF,
                FRAME * call.sequence,
                payload,
                0,
                FRAME)) {
            throw new IllegalStateException("the ring is full");
        }
        call.sequence++;
    }

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        opened.incrementAndGet();
    }

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
}
