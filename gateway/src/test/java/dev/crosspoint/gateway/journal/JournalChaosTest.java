package dev.crosspoint.gateway.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that appends and confirms, with no warning, and looks what is left. */
@SuppressWarnings("NullAway.Init") // JUnit's
class JournalChaosTest {
    private static final int CHILDREN = 6;

    @TempDir Path folder;

    /** How far a child had come. */
    private record Said(long first, long taken, long confirmed) {}

    @Test
    @Timeout(120)
    void losesNothingThatItTookWhenItIsKilled() throws Exception {
        var random = new Random(31);
        for (int child = 0; child < CHILDREN; child++) {
            // Numbers tell the children apart.
            check(killed(child * 1_000_000L, 1 + random.nextInt(60)));
        }
    }

    /** What came after the last word may be there or not, and what is confirmed likewise. */
    private void check(Said said) throws Exception {
        try (var journal =
                Journal.open(
                        JournalSettings.of(folder, JournalRig.TENANT, "test"),
                        new FileDisk(),
                        new MemoryKeys(JournalChild.KEYS),
                        new SecureRandom())) {
            long expected = -1;
            for (var next = journal.next(7); next.isPresent(); next = journal.next(7)) {
                for (byte[] entry : next.get().payloads()) {
                    long number = Long.parseLong(new String(entry, UTF_8).split(" ", 2)[0]);
                    if (expected < 0) {
                        assertThat(number).isBetween(said.first(), said.confirmed() + 1);
                    } else {
                        assertThat(number).isEqualTo(expected);
                    }
                    expected = number + 1;
                }
                journal.confirm(next.get());
            }
            if (said.confirmed() < said.taken()) {
                assertThat(expected).isGreaterThan(said.taken());
            }
            assertThat(journal.damaged()).isZero();
            assertThat(journal.isDrained()).isTrue();
        }
    }

    /** What the child had said when it was killed after it had taken so many batches. */
    private Said killed(long first, int lines) throws Exception {
        Process child =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-classpath",
                                System.getProperty("java.class.path"),
                                JournalChild.class.getName(),
                                folder.toString(),
                                Long.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long taken = first - 1;
        long confirmed = first - 1;
        int read = 0;
        try (var in = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && words[1].equals(".")) {
                    taken = Long.parseLong(words[0]);
                    read++;
                } else if (words.length == 2 && words[1].equals("-")) {
                    confirmed = Long.parseLong(words[0]);
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
        return new Said(first, taken, confirmed);
    }
}
