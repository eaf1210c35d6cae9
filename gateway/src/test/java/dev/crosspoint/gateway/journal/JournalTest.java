package dev.crosspoint.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.journal.JournalFailure.Reason;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Set before each test.
class JournalTest {
    @TempDir Path folder;
    private JournalRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new JournalRig(folder);
    }

    @Test
    void givesBackInOrderWhatItTook() throws Exception {
        rig.append(0, 3);
        rig.append(3, 4);
        assertThat(rig.journal.isDrained()).isFalse();
        assertThat(rig.drained(2)).isEqualTo(JournalRig.entries(0, 7));
        assertThat(rig.journal.isDrained()).isTrue();
        assertThat(rig.drained(2)).isEmpty();
    }

    @Test
    void keepsWhatCameAfterAllWasConfirmedWhenTheFileIsWorn() throws Exception {
        var now = Instant.EPOCH;
        rig.journal.prepare(now);
        rig.append(0, 1);
        rig.journal.prepare(now);
        assertThat(rig.drained(10)).hasSize(1);
        rig.append(1, 1);
        assertThat(rig.journal.isDrained()).isFalse();

        rig.journal.prepare(now.plus(Journal.OLD));

        assertThat(rig.drained(10)).isEqualTo(JournalRig.entries(1, 1));
    }

    @Test
    void keepsWhatCameAfterAllWasConfirmedWhenItIsClosed() throws Exception {
        rig.append(0, 1);
        assertThat(rig.drained(10)).hasSize(1);
        rig.append(1, 1);

        rig.journal.close();
        rig.journal = rig.open();

        // What was confirmed may be given again; what was not has to be.
        assertThat(rig.drained(10)).contains(JournalRig.entries(1, 1).getFirst());
    }

    @Test
    void takesMoreWhileItIsReadFrom() throws Exception {
        rig.append(0, 3);
        var first = rig.journal.next(10).orElseThrow();
        rig.append(3, 2);
        rig.journal.confirm(first);
        assertThat(rig.drained(10)).isEqualTo(JournalRig.entries(3, 2));
    }

    @Test
    void givesTheSameAgainUntilItIsConfirmed() throws Exception {
        rig.append(0, 5);
        for (int times = 0; times < 3; times++) {
            assertThat(rig.journal.next(2).orElseThrow().payloads())
                    .extracting(entry -> new String(entry, StandardCharsets.UTF_8))
                    .isEqualTo(JournalRig.entries(0, 2));
        }
        assertThatThrownBy(() -> rig.journal.confirm(new Entries(1, 1, List.of(new byte[1]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWholeAfterACrashAndAfterTwo() throws Exception {
        rig.append(0, 3);
        rig.crash();
        rig.append(3, 3);
        rig.crash();
        rig.append(6, 1);
        assertThat(rig.drained(2)).isEqualTo(JournalRig.entries(0, 7));
        rig.crash();
        // The file that was still open comes again, as it must, and no other.
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(6, 1));
        assertThat(rig.journal.damaged()).isZero();
    }

    @Test
    void forgetsWhatWasConfirmedWhenItIsClosed() throws Exception {
        rig.append(0, 3);
        rig.drained(9);
        rig.journal.close();
        assertThat(rig.disk.list(folder)).isEmpty();
        rig.crash();
        rig.append(3, 1);
        rig.journal.close();
        rig.crash();
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(3, 1));
    }

    @Test
    void writesOnInOneFileUntilThatIsOld() throws Exception {
        var start = Instant.parse("2026-11-28T08:00:00Z");
        for (int i = 0; i < 50; i++) {
            rig.append(i, 1);
            assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(i, 1));
            rig.journal.prepare(start.plusSeconds(i));
        }
        rig.journal.prepare(start.plus(Journal.OLD).minusMillis(1));
        assertThat(rig.names()).containsExactly("0000000000000001.journal", "0000000000000001.key");

        rig.journal.prepare(start.plus(Journal.OLD));
        assertThat(rig.names()).containsExactly("0000000000000002.journal", "0000000000000002.key");

        // An empty one does not get old.
        rig.journal.prepare(start.plus(Journal.OLD.multipliedBy(9)));
        rig.append(50, 1);
        rig.journal.prepare(start.plus(Journal.OLD.multipliedBy(10)));
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(50, 1));
        assertThat(rig.names()).containsExactly("0000000000000002.journal", "0000000000000002.key");
    }

    @Test
    void beginsTheNextFileWhenOneIsLargeAndErasesItOnceAllIsConfirmed() throws Exception {
        byte[] large = new byte[Journal.MAX_ENTRY];
        long taken = 0;
        for (; rig.journal.bytes() < Journal.LARGE_BYTES; taken++) {
            rig.journal.prepare(Instant.EPOCH);
            rig.journal.append(List.of(large));
            assertThat(rig.names()).hasSize(2);
        }
        rig.journal.prepare(Instant.EPOCH);
        rig.append(7, 1);
        assertThat(rig.names()).hasSize(4);
        for (int i = 0; i < taken; i++) {
            var next = rig.journal.next(1).orElseThrow();
            assertThat(next.segment()).isEqualTo(1);
            rig.journal.confirm(next);
        }
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(7, 1));
        assertThat(rig.names()).containsExactly("0000000000000002.journal", "0000000000000002.key");
    }

    @Test
    void writesOnInAnOldFileWhileThereIsNoKeyForAnother() throws Exception {
        rig.append(0, 1);
        rig.drained(9);
        rig.journal.prepare(Instant.EPOCH);
        rig.keys.refuse(KeyFailure.Reason.UNAVAILABLE);
        assertThatThrownBy(() -> rig.journal.prepare(Instant.EPOCH.plus(Journal.OLD)))
                .isInstanceOf(JournalFailure.class);
        rig.append(1, 2);
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(1, 2));
        rig.keys.refuse(null);
        rig.journal.prepare(Instant.EPOCH.plus(Journal.OLD));
        assertThat(rig.names()).containsExactly("0000000000000002.journal", "0000000000000002.key");
    }

    @Test
    void dropsWhatACrashTore() throws Exception {
        rig.append(0, 3);
        var bytes = Files.readAllBytes(rig.sealed(1));
        for (int cut = 1; cut < 27; cut++) {
            Files.write(rig.sealed(1), Arrays.copyOf(bytes, bytes.length - cut));
            rig.crash();
            assertThat(rig.journal.next(9).orElseThrow().payloads()).hasSize(2);
            assertThat(rig.journal.damaged()).isZero();
        }
    }

    @Test
    void tellsAChangeFromACrashAndKeepsWhatWasThere() throws Exception {
        rig.append(0, 9);
        var bytes = Files.readAllBytes(rig.sealed(1));
        var random = new Random(5);
        int told = 0;
        for (int round = 0; round < 100; round++) {
            var changed = bytes.clone();
            int at = random.nextInt(bytes.length - 40); // Of the last frame a crash may tear.
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(rig.sealed(1), changed);
            rig.crash();
            var given = rig.drained(100);
            assertThat(given).isEqualTo(JournalRig.entries(0, given.size())).hasSizeLessThan(9);
            assertThat(rig.journal.damaged()).as("byte %d", at).isEqualTo(1);
            assertThat(folder.resolve("0000000000000001.journal.damaged")).exists();
            Files.delete(folder.resolve("0000000000000001.journal.damaged"));
            told++;
            Files.write(rig.sealed(1), bytes);
        }
        assertThat(told).isEqualTo(100);
    }

    @Test
    void tellsWhenFilesChangePlacesAndWhenOneIsTakenAway() throws Exception {
        for (int i = 0; i < 3; i++) {
            rig.append(i, 1);
            rig.crash();
        }
        Files.move(rig.sealed(1), folder.resolve("x"));
        Files.move(rig.sealed(2), rig.sealed(1));
        Files.move(folder.resolve("x"), rig.sealed(2));
        Files.move(rig.key(1), folder.resolve("x"));
        Files.move(rig.key(2), rig.key(1));
        Files.move(folder.resolve("x"), rig.key(2));
        rig.crash();
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(2, 1));
        assertThat(rig.journal.damaged()).isEqualTo(2);
    }

    @Test
    void tellsWhenAFileBetweenOthersIsTakenAway() throws Exception {
        for (int i = 0; i < 3; i++) {
            rig.append(i, 1);
            rig.crash();
        }
        Files.delete(rig.sealed(2));
        rig.crash();
        assertThat(rig.journal.damaged()).isEqualTo(1);
        assertThat(rig.drained(9)).containsExactly("entry 0", "entry 2");
    }

    @Test
    void missesNothingAfterAFileThatWasPutAsideLongAgo() throws Exception {
        rig.append(0, 1);
        rig.crash();
        var bytes = Files.readAllBytes(rig.sealed(1));
        bytes[bytes.length / 2]++;
        Files.write(rig.sealed(1), bytes);
        rig.drained(9);
        assertThat(rig.journal.damaged()).isEqualTo(1);
        for (int i = 1; i < 4; i++) {
            rig.append(i, 1);
            rig.crash();
            rig.drained(9);
        }
        rig.append(4, 1);

        rig.crash();

        assertThat(folder.resolve("0000000000000001.journal.damaged")).exists();
        assertThat(rig.drained(9)).containsExactly("entry 4");
        assertThat(rig.journal.damaged()).isZero();
    }

    @Test
    void refusesWhatTheDiskDoesNotTakeAndGoesOnWhenItDoes() throws Exception {
        rig.append(0, 2);
        rig.disk.isFull = true;
        refuses(Reason.FULL, 2);
        rig.disk.isFull = false;
        rig.append(3, 1);
        rig.disk.forcesNothing = true;
        refuses(Reason.DISK, 4);
        rig.disk.forcesNothing = false;
        rig.disk.usable = 100;
        refuses(Reason.FULL, 5);
        rig.disk.usable = Long.MAX_VALUE;
        rig.append(6, 1);
        // What was not forced may have come through all the same.
        assertThat(rig.drained(9))
                .containsExactly("entry 0", "entry 1", "entry 3", "entry 4", "entry 6");
        assertThat(rig.journal.damaged()).isZero();
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        rig.journal =
                Journal.open(
                        new JournalSettings(folder, JournalRig.TENANT, "test", 1_000, 0),
                        rig.disk,
                        rig.keys,
                        new SecureRandom());
        var taken = new ArrayList<Integer>();
        for (int i = 0; i < 100; i++) {
            try {
                rig.append(i, 1);
                taken.add(i);
            } catch (JournalFailure e) {
                assertThat(e.reason()).isEqualTo(Reason.FULL);
            }
        }
        assertThat(taken).hasSizeBetween(20, 40);
        assertThat(rig.drained(9)).hasSameSizeAs(taken);
        rig.journal.prepare(Instant.EPOCH);
        rig.journal.prepare(Instant.EPOCH.plus(Journal.OLD));
        rig.append(100, 1);
        assertThat(rig.drained(9)).containsExactly("entry 100");
    }

    @Test
    void takesEntriesWithoutAKeyServiceOnceItIsPrepared() throws Exception {
        rig.keys.refuse(KeyFailure.Reason.UNAVAILABLE);
        refuses(Reason.KEY, 0);
        rig.keys.refuse(null);
        rig.journal.prepare(Instant.EPOCH);
        rig.keys.refuse(KeyFailure.Reason.DENIED);
        rig.append(0, 3);
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(0, 3));
        rig.append(3, 1);
        rig.crash();
        assertThatThrownBy(() -> rig.journal.next(9))
                .isInstanceOfSatisfying(
                        JournalFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.KEY));
        rig.keys.refuse(null);
        assertThat(rig.drained(9)).isEqualTo(JournalRig.entries(0, 4));
    }

    @Test
    void leavesNoEntryInTheClear() throws Exception {
        rig.append(0, 50);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("entry");
            }
        }
    }

    private void refuses(Reason reason, int entry) {
        assertThatThrownBy(() -> rig.append(entry, 1))
                .isInstanceOfSatisfying(
                        JournalFailure.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
