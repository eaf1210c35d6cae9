package dev.crosspoint.media.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.spool.SpoolRecovery.Outcome;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that records, with no warning, and looks what is left. */
@SuppressWarnings("NullAway.Init") // JUnit's
class SpoolChaosTest {
    private static final int CHILDREN = 9;
    private static final int RECORDINGS = 25;

    /** Most media time that may be lost: the frame that was not finished. */
    private static final long MOST_LOST_MICROS = 500_000;

    @TempDir Path root;

    private final MemoryKeys keys = new MemoryKeys(SpoolChild.KEYS);
    private final SpoolDisk disk = new FileDisk();

    @Test
    @Timeout(120)
    void losesNothingButTheUnfinishedFrameWhenItIsKilled() throws Exception {
        var random = new Random(200);
        int cut = 0;
        for (int child = 0; child < CHILDREN; child++) {
            Path home = root.resolve("spool-" + child);
            Map<String, Long> taken = killed(home, child, RECORDINGS * (1 + random.nextInt(400)));
            cut += unsealed(home);
            var recovery = new SpoolRecovery(new SpoolFolder(home), disk, keys);
            List<Outcome> outcomes = recovery.recover(_ -> false);

            assertThat(outcomes).hasOnlyElementsOfType(Outcome.Sealed.class);
            var kept = new HashMap<String, Long>();
            for (Outcome outcome : outcomes) {
                var sealed = (Outcome.Sealed) outcome;
                kept.put(sealed.recording().value(), sealed.durationMicros());
                if (kept.size() % 5 == 0) {
                    hasEveryPacket(new SpoolFolder(home), sealed);
                }
            }
            taken.forEach((recording, micros) ->
                    assertThat(kept.get(recording))
                            .as(recording)
                            .isNotNull()
                            .isGreaterThanOrEqualTo(micros - MOST_LOST_MICROS));
            // A second look finds all in order and changes nothing.
            assertThat(recovery.recover(_ -> false))
                    .allSatisfy(
                            again -> assertThat(((Outcome.Sealed) again).droppedBytes()).isZero())
                    .hasSameSizeAs(outcomes);
        }
        assertThat(cut).isGreaterThanOrEqualTo(200);
    }

    /** Recordings that ran when the process was killed: their files do not end with a seal. */
    private int unsealed(Path home) throws IOException {
        int count = 0;
        for (Path file : disk.list(new SpoolFolder(home).of(SpoolChild.TENANT))) {
            if (file.toString().endsWith(".tracks")) {
                byte[] bytes = Files.readAllBytes(file);
                int seal = ByteBuffer.wrap(bytes).getInt(bytes.length - 20);
                count += seal == 0x8000_0000 ? 0 : 1;
            }
        }
        return count;
    }

    /** What the child had taken of each recording, when it was killed after so many lines. */
    private static Map<String, Long> killed(Path home, int seed, int lines) throws Exception {
        Process child =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-classpath",
                                System.getProperty("java.class.path"),
                                SpoolChild.class.getName(),
                                home.toString(),
                                Integer.toString(seed),
                                Integer.toString(RECORDINGS))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var taken = new HashMap<String, Long>();
        try (var in = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            int read = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                if (line.startsWith("rec-") && words.length == 3 && words[2].equals(".")) {
                    taken.put(words[0], Long.parseLong(words[1]));
                    read++;
                }
                if (read == lines) {
                    // Not by the process itself: that would close what it still has to say.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        assertThat(taken).hasSizeGreaterThanOrEqualTo(RECORDINGS);
        return taken;
    }

    /** From the first to the last there is no hole, and each is the tone that was said. */
    private void hasEveryPacket(SpoolFolder folder, Outcome.Sealed sealed) throws Exception {
        KeyFile key = KeyFile.read(disk, folder.key(sealed.tenant(), sealed.recording()));
        int next = 0;
        try (var dataKey = keys.unwrap(key.wrapped(), key.context());
                var reader = SealedFileWriter.open(disk, sealed.tracks(), dataKey)) {
            for (int i = 0; i < reader.frames(); i++) {
                byte[] frame = reader.readFrame(i);
                for (int at = 0; at < frame.length; ) {
                    int length = TrackFormat.lengthAt(frame, at, frame.length);
                    var audio = (TrackRecord.Audio) TrackFormat.read(frame, at, length);
                    assertThat(audio.sequence()).isEqualTo(next & 0xFFFF);
                    assertThat(audio.payload().array()).isEqualTo(SpoolChild.payload(next));
                    next++;
                    at += length;
                }
            }
        }
    }
}
