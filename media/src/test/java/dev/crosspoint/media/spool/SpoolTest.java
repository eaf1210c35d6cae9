package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool with its own threads, on real files. */
@SuppressWarnings("NullAway.Init") // JUnit's
class SpoolTest implements SpoolListener {
    private static final Tenant TENANT = new Tenant("acme", "support");

    @TempDir Path root;

    private final FaultyDisk disk = new FaultyDisk();
    private final MemoryKeys keys = new MemoryKeys();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private Spool start(long reserve) throws IOException {
        return Spool.start(
                new SpoolSettings(root, 2, 1 << 16, reserve, 2),
                disk,
                keys,
                new OpenedKeys(keys, System::nanoTime),
                this);
    }

    @Test
    void recordsAndSeals() throws Exception {
        try (Spool spool = start(0)) {
            spool.expect(TENANT);
            Tape first = spool.open(0, TENANT, new RecordingId("first"), "about", _ -> {});
            Tape second = spool.open(1, TENANT, new RecordingId("second"), "about", _ -> {});
            for (int i = 0; i < 100; i++) {
                assertThat(say(first, i, new byte[160])).isTrue();
                assertThat(say(second, i, new byte[160])).isTrue();
            }
            first.close();
            second.close();
            assertThat(List.of(next(), next(), next(), next()))
                    .containsExactlyInAnyOrder(
                            "opened first", "opened second", "sealed first", "sealed second");
            for (String id : List.of("first", "second")) {
                assertThat(verdict(spool, id)).isInstanceOf(Verdict.Sealed.class);
            }
            SpoolMeter meter = spool.meter();
            assertThat(meter.frames()).isGreaterThanOrEqualTo(2);
            assertThat(meter.bytesWritten()).isGreaterThan(2 * 100 * 177);
            assertThat(meter.syncs()).isGreaterThanOrEqualTo(2);
            assertThat(meter.recordsDropped()).isZero();
        }
    }

    @Test
    void sealsWhatIsOpenWhenItEnds() throws Exception {
        Spool spool = start(0);
        Tape tape = spool.open(0, TENANT, new RecordingId("a"), "about", _ -> {});
        say(tape, 1, new byte[160]);
        spool.close();
        assertThat(next()).isEqualTo("opened a");
        assertThat(next()).isEqualTo("sealed a");
        assertThat(verdict(spool, "a"))
                .isInstanceOfSatisfying(
                        Verdict.Sealed.class,
                        sealed -> assertThat(sealed.seal().frames()).isEqualTo(1));
    }

    @Test
    void beginsNothingWhenTheDiskIsNearlyFull() throws Exception {
        disk.leave(999);
        try (Spool spool = start(1000)) {
            assertThat(spool.meter().hasRoom()).isFalse();
            Tape tape = spool.open(0, TENANT, new RecordingId("a"), "about", _ -> {});
            assertThat(say(tape, 1, new byte[160])).isTrue();
            assertThat(next()).isEqualTo("refused a NO_SPACE");
            tape.close();
            assertThat(disk.list(root)).isEmpty();
        }
    }

    /**
     * In a dump of all objects that are alive there is the key of a recording while it runs, so the
     * search finds one; and after it neither its keys nor anything that was said. What is searched
     * for is made only after the dumps. No file ever has what was said.
     */
    @Test
    void leavesNoKeyInMemoryAndNoSoundAnywhere() throws Exception {
        Path during = root.resolveSibling("during-" + root.getFileName() + ".hprof");
        Path after = root.resolveSibling("after-" + root.getFileName() + ".hprof");
        try (Spool spool = start(0)) {
            Tape tape = spool.open(0, TENANT, new RecordingId("a"), "about", _ -> {});
            assertThat(next()).isEqualTo("opened a");
            sayTheSecret(tape);
            dump(during);
            tape.close();
            assertThat(next()).isEqualTo("sealed a");
            dump(after);

            byte[] secret = secret();
            byte[] dataKey = dataKeyBytes(spool);
            byte[] fileKey = fileKeyBytes(spool);
            assertThat(contains(during, fileKey)).as("file key during the call").isTrue();
            assertThat(contains(after, fileKey)).as("file key after the call").isFalse();
            assertThat(contains(after, dataKey)).as("data key after the call").isFalse();
            assertThat(contains(after, secret)).as("audio after the call").isFalse();
            try (var files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(contains(file, Arrays.copyOf(secret, 16))).as("%s", file).isFalse();
                }
            }
        } finally {
            Files.deleteIfExists(during);
            Files.deleteIfExists(after);
        }
    }

    // ---- details

    private static boolean say(Tape tape, int sequence, byte[] payload) {
        return tape.audio(
                20_000L * sequence,
                1,
                Codec.PCMU,
                sequence,
                160 * sequence,
                payload,
                0,
                payload.length);
    }

    private static void sayTheSecret(Tape tape) {
        byte[] secret = secret();
        for (int i = 0; i < 50; i++) {
            say(tape, i, secret);
        }
        Arrays.fill(secret, (byte) 0);
    }

    private static byte[] secret() {
        byte[] bytes = new byte[160];
        new Random(0x5EC2E7).nextBytes(bytes);
        return bytes;
    }

    private static void dump(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(file.toString(), true);
    }

    private byte[] dataKeyBytes(Spool spool) throws Exception {
        // A data key does not show its bytes; the double that made it opens the file's blob.
        KeyFile file = keyFile(spool, "a");
        return keys.secretOf(file.wrapped(), file.context());
    }

    private byte[] fileKeyBytes(Spool spool) throws Exception {
        KeyFile file = keyFile(spool, "a");
        Path tracks = spool.folder().file(TENANT, new RecordingId("a"), Artefact.TRACKS);
        try (DataKey key = keys.unwrap(file.wrapped(), file.context());
                var reader = SealedFileWriter.open(disk, tracks, key)) {
            return reader.header().deriveFrom(key).getEncoded();
        }
    }

    private KeyFile keyFile(Spool spool, String recording) throws IOException, KeyFailure {
        return KeyFile.read(disk, spool.folder().key(TENANT, new RecordingId(recording)));
    }

    private Verdict verdict(Spool spool, String recording) throws IOException, KeyFailure {
        KeyFile file = keyFile(spool, recording);
        var id = new RecordingId(recording);
        try (DataKey key = keys.unwrap(file.wrapped(), file.context());
                var source = disk.open(spool.folder().file(TENANT, id, Artefact.TRACKS))) {
            return SealedReader.verify(
                    source, new SealedIdentity(Artefact.TRACKS, id, TENANT), key, null);
        }
    }

    private static boolean contains(Path file, byte[] wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            for (int at = 0; at <= bytes.limit() - wanted.length; at++) {
                int i = 0;
                while (i < wanted.length && bytes.get(at + i) == wanted[i]) {
                    i++;
                }
                if (i == wanted.length) {
                    return true;
                }
            }
            return false;
        }
    }

    private @Nullable String next() throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        events.add("opened " + recording);
    }

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {
        events.add("sealed " + recording);
    }

    @Override
    public void refused(
            Tenant tenant, RecordingId recording, String description, RecordingFailure reason) {
        events.add("refused " + recording + " " + reason);
    }

    @Override
    public void leftUnsealed(Tenant tenant, RecordingId recording) {
        events.add("left " + recording);
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        events.add("failed " + recording + " " + reason);
    }
}
