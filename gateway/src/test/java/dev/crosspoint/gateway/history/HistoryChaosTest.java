package dev.crosspoint.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.history.TenantHistory.Pace;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with the database away, with no warning, and looks what the next one has. */
@SuppressWarnings("NullAway.Init") // JUnit's
class HistoryChaosTest {
    private static final int CHILDREN = 3;

    @TempDir Path folder;

    @Test
    @Timeout(120)
    void losesNoRecordThatWasDurableWhenTheProcessWasKilled() throws Exception {
        var said = new HashSet<String>();
        for (int child = 0; child < CHILDREN; child++) {
            said.addAll(killed("child" + child, 40 + 150 * child));
        }
        var shelves = new Shelves();
        try (var writer =
                HistoryWriter.start(
                        new HistoryWriter.Parts(
                                folder,
                                List.of(Entries.TENANT),
                                new MemoryKeys(HistoryChild.KEYS),
                                shelves,
                                shelves,
                                _ -> {},
                                InstantSource.system()),
                        new Pace(1, 5))) {
            shelves.await(() -> ids(shelves).containsAll(said));
            // Every child was killed in mid-call, and nobody is left to end what it began.
            shelves.await(() ->
                    shelves.contacts().stream()
                            .allMatch(it -> "gateway-lost".equals(it.disconnectReason())));
            assertThat(writer.counts().setAside()).isZero();
        }
    }

    private static Set<String> ids(Shelves shelves) {
        var ids = new HashSet<String>();
        shelves.contacts().forEach(record -> ids.add(record.contact().id()));
        return ids;
    }

    /** The contacts of which the child said that they cannot be lost, until it was killed. */
    private Set<String> killed(String name, int lines) throws Exception {
        Process child =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-classpath",
                                System.getProperty("java.class.path"),
                                HistoryChild.class.getName(),
                                folder.toString(),
                                name)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var said = new HashSet<String>();
        try (var in = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.endsWith(" .")) {
                    said.add(line.substring(0, line.length() - 2));
                }
                if (said.size() == lines) {
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        assertThat(said.size()).isGreaterThanOrEqualTo(lines);
        return said;
    }
}
