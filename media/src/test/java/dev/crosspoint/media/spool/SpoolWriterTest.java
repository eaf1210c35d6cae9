package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.SpoolRecovery.Outcome;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer does, in virtual time. */
@SuppressWarnings("NullAway.Init") // the folder is JUnit's, the rig is made before each test
class SpoolWriterTest {
    @TempDir Path root;
    private SpoolRig rig;

    @BeforeEach
    void start() {
        rig = new SpoolRig(root);
    }

    @Test
    void keepsWhatWasWrittenInItsOrderAndSealsItInTheEnd() throws IOException, KeyFailure {
        SpoolTape a = rig.open("a");
        SpoolTape b = rig.open("b");
        for (int i = 0; i < 500; i++) {
            rig.say(a, i);
            rig.say(b, 1000 + i);
            if (i % 5 == 0) {
                rig.turn();
            }
        }
        a.mark(new TrackRecord.Stop(9_000_000));
        rig.close(a);
        rig.close(b);
        rig.advance(500);

        assertThat(rig.sequences("a")).isEqualTo(IntStream.range(0, 500).boxed().toList());
        assertThat(rig.sequences("b")).isEqualTo(IntStream.range(1000, 1500).boxed().toList());
        assertThat(rig.records("a").getLast()).isEqualTo(new TrackRecord.Stop(9_000_000));
        assertThat(rig.events)
                .containsExactlyInAnyOrder("opened a", "opened b", "sealed a", "sealed b");
        assertThat(rig.seals.getFirst()).isIn(sealOf("a"), sealOf("b"));
        assertThat(rig.writer.meter().open()).isZero();
        assertThat(rig.writer.meter().bufferedBytes()).isZero();
    }

    /** A kill at any moment takes at most the last 400 ms. */
    @Test
    void keepsNothingInMemoryForLongerThan400Ms() throws IOException, KeyFailure {
        SpoolTape tape = rig.open("a");
        rig.advance(200);
        for (int i = 0; i < 200; i++) {
            rig.say(tape, i);
            rig.turn();
            long oldest = rig.nowMs() - 400;
            if (oldest >= 200) {
                assertThat(rig.records("a").getLast().micros() / 1000)
                        .as("at %d ms", rig.nowMs())
                        .isGreaterThanOrEqualTo(oldest);
            }
        }
    }

    @Test
    void endsATapeBehindAllThatWasPublishedBefore() throws IOException, KeyFailure {
        SpoolTape tape = rig.open("a");
        rig.say(tape, 1);
        rig.close(tape);
        rig.advance(400);
        assertThat(rig.sequences("a")).containsExactly(1);
        assertThat(rig.events).containsExactly("opened a", "sealed a");
    }

    @Test
    void makesAFullFrameBeforeItsTime() throws IOException, KeyFailure {
        rig = new SpoolRig(root, 1 << 18);
        SpoolTape tape = rig.open("a");
        rig.advance(200);
        int records = 2 * TrackFile.FRAME_BYTES / 172;
        for (int i = 0; i < records; i++) {
            assertThat(rig.say(tape, i)).isTrue();
        }
        rig.turn();
        assertThat(rig.sequences("a")).hasSizeGreaterThan(records / 2 - 2);
    }

    @Test
    void hasTheKeyOnThePlatterBeforeTheFirstFrame() {
        SpoolTape tape = rig.open("a");
        rig.say(tape, 1);
        rig.close(tape);
        rig.advance(1000);
        String folder = rig.folder.of(SpoolRig.TENANT).getFileName().toString();
        assertThat(rig.disk.log())
                .containsExactly(
                        "create a.key.tmp",
                        "append a.key.tmp",
                        "force a.key.tmp",
                        "close a.key.tmp",
                        "rename a.key",
                        "force " + folder,
                        "create a.tracks.tmp",
                        "append a.tracks.tmp",
                        "force a.tracks.tmp",
                        "rename a.tracks",
                        "force " + folder,
                        // A frame, the seal.
                        "append a.tracks.tmp",
                        "append a.tracks.tmp",
                        "force a.tracks.tmp",
                        "close a.tracks.tmp");
    }

    @Test
    void syncsOnceASecond() {
        SpoolTape tape = rig.open("a");
        rig.advance(200);
        long before = forces();
        for (int i = 0; i < 50 * 10; i++) {
            rig.say(tape, i);
            if (i % 2 == 0) {
                rig.turn();
            }
        }
        // 12.5 s
        assertThat(forces() - before).isBetween(11L, 13L);
        assertThat(rig.writer.meter().syncs()).isEqualTo(forces() - before);
        assertThat(rig.writer.meter().oldestUnsyncedMs()).isLessThanOrEqualTo(1050);
    }

    @Test
    void syncsTogetherWhatIsDueTogether() {
        List<SpoolTape> tapes =
                IntStream.range(0, 40).mapToObj(i -> rig.open("tape-" + i)).toList();
        rig.advance(1500);
        assertThat(rig.events).hasSize(40);
        tapes.forEach(tape -> rig.say(tape, 1));
        int before = rig.diskTasks();
        rig.advance(500);
        assertThat(rig.writer.meter().syncs()).isEqualTo(40);
        // ten for each disk thread, and a look at how full the disk is
        assertThat(rig.diskTasks() - before).isBetween(4, 5);
    }

    @Test
    void showsHowOldTheOldestIsThatIsNotSynced() {
        SpoolTape tape = rig.open("a");
        rig.advance(200);
        rig.slowDisk(true);
        rig.say(tape, 1);
        rig.advance(5000);
        assertThat(rig.writer.meter().oldestUnsyncedMs()).isBetween(4500L, 5000L);
        rig.slowDisk(false);
        rig.advance(200);
        assertThat(rig.writer.meter().oldestUnsyncedMs()).isZero();
    }

    // ---- keys

    @Test
    void keepsInMemoryWhatIsSaidBeforeTheKeyComes() throws IOException, KeyFailure {
        rig.keys.refuse(KeyFailure.Reason.UNAVAILABLE);
        SpoolTape tape = rig.open("a");
        rig.advance(500);
        rig.say(tape, 1);
        rig.advance(1000);
        assertThat(rig.writer.meter().bufferedBytes()).isPositive();
        rig.keys.refuse(null);
        rig.say(tape, 2);
        rig.close(tape);
        rig.advance(1000);
        assertThat(rig.events).containsExactly("opened a", "sealed a");
        assertThat(rig.sequences("a")).containsExactly(1, 2);
    }

    @Test
    void givesUpAfterTwoSecondsWithoutAKey() {
        rig.keys.refuse(KeyFailure.Reason.DENIED);
        SpoolTape tape = rig.open("a");
        rig.say(tape, 1);
        rig.advance(1900);
        assertThat(rig.events).isEmpty();
        rig.advance(200);
        assertThat(rig.events).containsExactly("refused a NO_KEY");
        assertThat(tape.isOver()).isTrue();
        assertThat(rig.say(tape, 2)).isTrue();
        rig.close(tape);
        rig.turn();
        assertThat(rig.writer.meter().bufferedBytes()).isZero();
        assertThat(rig.writer.meter().open()).isZero();
        assertThat(rig.writer.meter().failures()).isEqualTo(1);
        assertThat(rig.writer.meter().keyFailures()).isBetween(3L, 24L);
        assertThat(rig.disk.log()).isEmpty();
    }

    @Test
    void holdsKeysMadeAheadAndTakesNoneTwice() throws IOException, KeyFailure {
        rig.writer.expect(SpoolRig.TENANT);
        rig.turn();
        assertThat(rig.writer.meter().keysInStock()).isEqualTo(2);
        rig.keys.refuse(KeyFailure.Reason.DENIED);
        for (String id : List.of("a", "b", "c")) {
            rig.open(id);
        }
        rig.advance(2100);
        assertThat(rig.events)
                .containsExactlyInAnyOrder("opened a", "opened b", "refused c NO_KEY");
        assertThat(KeyFile.read(rig.disk, keyOf("a")))
                .isNotEqualTo(KeyFile.read(rig.disk, keyOf("b")));
    }

    // ---- memory

    @Test
    void marksWhatFoundNoRoomInTheRing() throws IOException, KeyFailure {
        SpoolTape tape = rig.open("a");
        rig.advance(200);
        int kept = 0;
        while (rig.say(tape, kept)) {
            kept++;
        }
        assertThat(rig.say(tape, kept + 1)).isFalse();
        assertThat(rig.say(tape, kept + 2)).isFalse();
        rig.turn();
        assertThat(rig.say(tape, kept + 3)).isTrue();
        assertThat(rig.say(tape, kept + 4)).isTrue();
        rig.close(tape);
        rig.advance(500);

        List<TrackRecord> records = rig.records("a");
        assertThat(records.get(kept))
                .isInstanceOfSatisfying(
                        TrackRecord.Gap.class, gap -> assertThat(gap.lost()).isEqualTo(3));
        assertThat(records).hasSize(kept + 3);
        assertThat(rig.sequences("a")).endsWith(kept - 1, kept + 3, kept + 4);
        assertThat(tape.lost()).isEqualTo(3);
        assertThat(rig.writer.meter().recordsDropped()).isEqualTo(3);
    }

    @Test
    void holdsNoMoreThanItsBoundWhileItWaitsAndMarksTheRest() throws IOException, KeyFailure {
        rig = new SpoolRig(root, 1 << 20);
        rig.keys.refuse(KeyFailure.Reason.UNAVAILABLE);
        SpoolTape tape = rig.open("a");
        int records = 2 * Reel.WAITING_BYTES / 172;
        for (int i = 0; i < records; i++) {
            rig.say(tape, i);
        }
        rig.advance(1000);
        assertThat(rig.writer.meter().bufferedBytes()).isLessThanOrEqualTo(Reel.WAITING_BYTES);
        rig.keys.refuse(null);
        rig.advance(700);
        rig.say(tape, records);
        rig.close(tape);
        rig.advance(500);

        List<Integer> kept = rig.sequences("a");
        int before = kept.size() - 1;
        assertThat(kept.getLast()).isEqualTo(records);
        assertThat(rig.records("a").get(before))
                .isInstanceOfSatisfying(
                        TrackRecord.Gap.class,
                        gap -> assertThat(gap.lost()).isEqualTo(records - before));
        assertThat(rig.writer.meter().recordsDropped()).isEqualTo(records - before);
    }

    // ---- disks

    @Test
    void sealsWhatThereIsWhenTheDiskIsFullAndHarmsNobodyElse() throws IOException, KeyFailure {
        SpoolTape a = rig.open("a");
        SpoolTape b = rig.open("b");
        talk(a, 0, b, 0);
        rig.disk.fill("a.tracks");
        talk(a, 20, b, 20);
        assertThat(rig.events).contains("failed a NO_SPACE").doesNotContain("sealed a");
        assertThat(a.isOver()).isTrue();
        talk(a, 40, b, 40);
        rig.close(a);
        rig.disk.fill(null);
        rig.advance(1500);
        rig.close(b);
        rig.advance(500);

        assertThat(rig.events)
                .containsOnlyOnce("failed a NO_SPACE")
                .contains("sealed a", "sealed b");
        assertThat(rig.sequences("a")).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(rig.sequences("b")).isEqualTo(IntStream.range(0, 60).boxed().toList());
        assertThat(rig.verdict("a")).isInstanceOf(Verdict.Sealed.class);
    }

    @Test
    void leavesToOthersWhatCannotBeSealedForTenMinutes() throws IOException, KeyFailure {
        SpoolTape a = rig.open("a");
        talk(a, 0, a, 20);
        rig.disk.breakAppends("a.tracks");
        talk(a, 40, a, 60);
        rig.advance(11 * 60_000);
        assertThat(rig.events).containsExactly("opened a", "failed a DISK_ERROR", "left a");
        assertThat(rig.writer.meter().open()).isZero();
        assertThat(rig.verdict("a")).isInstanceOf(Verdict.Unsealed.class);
        assertThat(rig.disk.log().getLast()).isEqualTo("close a.tracks.tmp");

        rig.disk.breakAppends(null);
        var recovery = new SpoolRecovery(rig.folder, rig.disk, rig.keys);
        assertThat(recovery.retry(rig.tracks("a"))).isInstanceOf(Outcome.Sealed.class);
        assertThat(rig.verdict("a")).isInstanceOf(Verdict.Sealed.class);
    }

    @Test
    void endsARecordingThatIsNotSynced() throws IOException, KeyFailure {
        SpoolTape a = rig.open("a");
        SpoolTape b = rig.open("b");
        rig.advance(200);
        rig.disk.breakForces("a.tracks");
        for (int i = 0; i < 5; i++) {
            talk(a, 20 * i, b, 20 * i);
        }
        assertThat(rig.events).contains("failed a DISK_ERROR").doesNotContain("sealed a");
        rig.disk.breakForces(null);
        rig.advance(1500);
        assertThat(rig.events).containsOnlyOnce("failed a DISK_ERROR").containsOnlyOnce("sealed a");
        assertThat(b.isOver()).isFalse();
        assertThat(rig.verdict("a")).isInstanceOf(Verdict.Sealed.class);
    }

    @Test
    void syncsTheOthersOfAGroupWhenOneEndsAsNobodyExpects() {
        List<SpoolTape> tapes = Stream.of("a", "b", "c", "d", "e").map(rig::open).toList();
        rig.advance(1500);
        rig.disk.crashForces("a.tracks");
        tapes.forEach(tape -> rig.say(tape, 1));
        rig.advance(1500);
        assertThat(rig.events)
                .contains("failed a DISK_ERROR")
                .doesNotContain("failed b DISK_ERROR", "failed e DISK_ERROR");
        assertThat(tapes.get(1).isOver()).isFalse();
        rig.disk.breakForces(null);
        rig.advance(1500);
        assertThat(rig.events).contains("sealed a");
        assertThat(rig.writer.meter().oldestUnsyncedMs()).isZero();
    }

    /** The system tells of what it could not write once; the seal's own sync may succeed. */
    @Test
    void tellsOfASyncThatFailsWhileTheRecordingEnds() {
        SpoolTape tape = rig.open("a");
        rig.advance(1500);
        rig.say(tape, 1);
        rig.disk.breakForces("a.tracks");
        rig.slowDisk(true);
        rig.advance(500); // the sync is under way
        rig.close(tape);
        rig.turn();
        rig.slowDisk(false);
        rig.turn();
        rig.disk.breakForces(null);
        rig.advance(1500);
        assertThat(rig.events).containsOnlyOnce("failed a DISK_ERROR").contains("sealed a");
    }

    @Test
    void waitsTenSecondsForItsFilesAndNoLonger() {
        rig.writer.expect(SpoolRig.TENANT);
        rig.turn();
        rig.slowDisk(true);
        SpoolTape a = rig.open("a");
        rig.say(a, 1);
        rig.advance(9_900);
        assertThat(rig.events).isEmpty();
        rig.advance(200);
        assertThat(rig.events).containsExactly("refused a DISK_ERROR");
        assertThat(rig.writer.meter().bufferedBytes()).isZero();
        rig.slowDisk(false);
        rig.advance(200);
        assertThat(rig.events).containsExactly("refused a DISK_ERROR");
        assertThat(rig.disk.log()).endsWith("close a.tracks.tmp");
    }

    @Test
    void failsWhenItsFilesCannotBeMade() {
        rig.disk.fill("a.key");
        rig.disk.breakForces("b.tracks");
        rig.open("a");
        rig.open("b");
        rig.advance(500);
        assertThat(rig.events)
                .containsExactlyInAnyOrder("refused a NO_SPACE", "refused b DISK_ERROR");
        assertThat(rig.writer.meter().open()).isZero();
    }

    // ---- details

    private void talk(SpoolTape a, int firstA, SpoolTape b, int firstB) {
        for (int i = 0; i < 20; i++) {
            rig.say(a, firstA + i);
            rig.say(b, firstB + i);
        }
        rig.advance(500);
    }

    private long forces() {
        return rig.disk.log().stream().filter("force a.tracks.tmp"::equals).count();
    }

    private Path keyOf(String recording) {
        return rig.folder.key(SpoolRig.TENANT, new RecordingId(recording));
    }

    private Object sealOf(String recording) throws IOException, KeyFailure {
        return ((Verdict.Sealed) rig.verdict(recording)).seal();
    }
}
