package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.SpoolRecovery.Outcome;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that was left in the middle of a recording, and what is made of it. */
@SuppressWarnings("NullAway.Init") // JUnit's
class SpoolRecoveryTest {
    @TempDir Path root;
    private SpoolRig rig;
    private SpoolRecovery recovery;

    @BeforeEach
    void leaveRecordings() {
        rig = new SpoolRig(root);
        recovery = new SpoolRecovery(rig.folder, rig.disk, rig.keys);
        record("a");
    }

    /** Three frames of ten records. */
    private SpoolTape record(String id) {
        SpoolTape tape = rig.open(id);
        rig.advance(200);
        for (int i = 0; i < 30; i++) {
            rig.say(tape, i);
            if (i % 10 == 9) {
                rig.advance(400);
            }
        }
        return tape;
    }

    @Test
    void sealsWhatIsLeftWhereverItWasCut() throws IOException, KeyFailure {
        byte[] whole = Files.readAllBytes(rig.tracks("a"));
        int header = (int) ((Verdict.Unsealed) verdictOf(Arrays.copyOf(whole, 130))).keepBytes();
        int frame = (whole.length - header) / 3;
        for (int length = header; length <= whole.length; length += 7) {
            Files.write(rig.tracks("a"), Arrays.copyOf(whole, length));
            int frames = (length - header) / frame;

            Outcome outcome = only(recovery.recover(SpoolRecoveryTest::isKnown));

            assertThat(outcome).isInstanceOf(Outcome.Sealed.class);
            var sealed = (Outcome.Sealed) outcome;
            assertThat(sealed.recording()).isEqualTo(new RecordingId("a"));
            assertThat(sealed.tenant()).isEqualTo(SpoolRig.TENANT);
            assertThat(sealed.seal().frames()).isEqualTo(frames);
            assertThat(sealed.droppedBytes()).isEqualTo(length - header - frames * frame);
            assertThat(rig.verdict("a")).isEqualTo(new Verdict.Sealed(sealed.seal()));
            assertThat(rig.sequences("a")).hasSize(10 * frames);
            long last = frames == 0 ? 0 : rig.records("a").getLast().micros();
            assertThat(sealed.durationMicros()).isEqualTo(last);
        }
    }

    /** Killed in each moment of its own work: between cutting and sealing, and within the seal. */
    @Test
    void mayBeKilledAndBegunAnew() throws IOException, KeyFailure {
        byte[] whole = Files.readAllBytes(rig.tracks("a"));
        Outcome first = only(recovery.recover(SpoolRecoveryTest::isKnown));
        byte[] sealed = Files.readAllBytes(rig.tracks("a"));
        assertThat(sealed).startsWith(whole);
        for (int length = whole.length; length <= sealed.length; length++) {
            Files.write(rig.tracks("a"), Arrays.copyOf(sealed, length));
            var again = (Outcome.Sealed) only(recovery.recover(SpoolRecoveryTest::isKnown));
            assertThat(again.seal()).isEqualTo(((Outcome.Sealed) first).seal());
            assertThat(Files.readAllBytes(rig.tracks("a"))).isEqualTo(sealed);
        }
    }

    /**
     * Sealed in order or not yet, or by a recovery that was killed: its end is there or missing.
     */
    @Test
    void tellsWhatWasCutOffFromWhatHadEnded() throws IOException, KeyFailure {
        SpoolTape b = record("b");
        b.mark(new TrackRecord.Stop(9_000_000));
        rig.close(b);
        rig.advance(500);
        byte[] inOrder = Files.readAllBytes(rig.tracks("b"));
        assertThat(wasCutOff("b")).isFalse();
        Files.write(rig.tracks("b"), Arrays.copyOf(inOrder, inOrder.length - 7));
        assertThat(wasCutOff("b")).isFalse();
        Files.write(rig.tracks("b"), Arrays.copyOf(inOrder, inOrder.length - 50));
        assertThat(wasCutOff("b")).isTrue();
        assertThat(rig.verdict("b")).isInstanceOf(Verdict.Sealed.class);
        assertThat(wasCutOff("b")).isTrue();
    }

    private boolean wasCutOff(String recording) {
        return ((Outcome.Sealed) recovery.retry(rig.tracks(recording))).cutOff();
    }

    @Test
    void looksAtNothingWhoseSealIsKnown() throws IOException {
        assertThat(recovery.recover(who -> who.recording().value().equals("a"))).isEmpty();
        assertThat(rig.keys.unwraps()).isZero();
        assertThat(only(recovery.recover(SpoolRecoveryTest::isKnown)))
                .isInstanceOf(Outcome.Sealed.class);
    }

    @Test
    void leavesWhatWasChangedAsItIs() throws IOException {
        byte[] changed = Files.readAllBytes(rig.tracks("a"));
        changed[changed.length / 2] ^= 1;
        Files.write(rig.tracks("a"), changed);
        assertThat(only(recovery.recover(SpoolRecoveryTest::isKnown)))
                .isEqualTo(new Outcome.Tampered(rig.tracks("a"), 1));
        assertThat(Files.readAllBytes(rig.tracks("a"))).isEqualTo(changed);

        Files.write(rig.tracks("a"), Arrays.copyOf(changed, 40));
        assertThat(only(recovery.recover(SpoolRecoveryTest::isKnown)))
                .isEqualTo(new Outcome.Tampered(rig.tracks("a"), BadSealedFile.HEADER));
        assertThat(rig.tracks("a")).exists();
    }

    @Test
    void tellsFilesAndKeysThatChangedPlaces() throws IOException {
        record("b");
        Path keyA = rig.folder.key(SpoolRig.TENANT, new RecordingId("a"));
        Path keyB = rig.folder.key(SpoolRig.TENANT, new RecordingId("b"));
        swap(keyA, keyB);
        assertThat(recovery.recover(SpoolRecoveryTest::isKnown))
                .containsExactlyInAnyOrder(
                        new Outcome.Tampered(rig.tracks("a"), BadSealedFile.HEADER),
                        new Outcome.Tampered(rig.tracks("b"), BadSealedFile.HEADER));
        swap(rig.tracks("a"), rig.tracks("b"));
        assertThat(recovery.recover(SpoolRecoveryTest::isKnown))
                .hasOnlyElementsOfType(Outcome.Tampered.class);
        swap(keyA, keyB);
        assertThat(recovery.recover(SpoolRecoveryTest::isKnown))
                .hasOnlyElementsOfType(Outcome.Tampered.class);
        swap(rig.tracks("a"), rig.tracks("b"));
        assertThat(recovery.recover(SpoolRecoveryTest::isKnown))
                .hasOnlyElementsOfType(Outcome.Sealed.class)
                .hasSize(2);
    }

    /** The context of a key file is what its key is wrapped with: a lie about it opens nothing. */
    @Test
    void tellsAKeyFileThatSaysItIsAnother() throws IOException, KeyFailure {
        record("b");
        Path keyA = rig.folder.key(SpoolRig.TENANT, new RecordingId("a"));
        Path keyB = rig.folder.key(SpoolRig.TENANT, new RecordingId("b"));
        KeyFile a = KeyFile.read(rig.disk, keyA);
        new KeyFile(KeyFile.read(rig.disk, keyB).wrapped(), a.context()).write(rig.disk, keyA);
        assertThat(recovery.retry(rig.tracks("a")))
                .isEqualTo(new Outcome.Tampered(rig.tracks("a"), BadSealedFile.HEADER));
    }

    @Test
    void tellsAFileWithoutItsKey() throws IOException {
        Files.delete(rig.folder.key(SpoolRig.TENANT, new RecordingId("a")));
        assertThat(only(recovery.recover(SpoolRecoveryTest::isKnown)))
                .isEqualTo(new Outcome.Tampered(rig.tracks("a"), BadSealedFile.HEADER));
        assertThat(rig.tracks("a")).exists();
    }

    @Test
    void waitsForAKeyServiceThatRefuses() throws IOException {
        byte[] before = Files.readAllBytes(rig.tracks("a"));
        for (var reason : List.of(KeyFailure.Reason.DENIED, KeyFailure.Reason.UNAVAILABLE)) {
            rig.keys.refuse(reason);
            assertThat(only(recovery.recover(SpoolRecoveryTest::isKnown)))
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.reason()).isEqualTo(reason));
            assertThat(Files.readAllBytes(rig.tracks("a"))).isEqualTo(before);
        }
        rig.keys.refuse(null);
        assertThat(recovery.retry(rig.tracks("a"))).isInstanceOf(Outcome.Sealed.class);
    }

    @Test
    void waitsForADiskThatRefuses() throws IOException, KeyFailure {
        rig.disk.fill("a.tracks");
        assertThat(only(recovery.recover(SpoolRecoveryTest::isKnown)))
                .isEqualTo(new Outcome.Unreadable(rig.tracks("a")));
        rig.disk.fill(null);
        assertThat(recovery.retry(rig.tracks("a"))).isInstanceOf(Outcome.Sealed.class);
        assertThat(rig.verdict("a")).isInstanceOf(Verdict.Sealed.class);
    }

    @Test
    void cleansAwayWhatWasNeverFinished() throws IOException {
        Path folder = rig.folder.of(SpoolRig.TENANT);
        Path keyA = rig.folder.key(SpoolRig.TENANT, new RecordingId("a"));
        for (String name : List.of("a.key.tmp", "a.audio.tmp", "b.tracks.tmp", "b.key.tmp")) {
            Files.writeString(folder.resolve(name), "half");
        }
        Files.copy(keyA, folder.resolve("orphan.key"));
        Files.copy(keyA, folder.resolve("rendered.key"));
        Files.writeString(folder.resolve("rendered.audio"), "its tracks are gone already");
        recovery.recover(SpoolRecoveryTest::isKnown);
        assertThat(rig.disk.list(folder))
                .containsExactlyInAnyOrder(
                        keyA,
                        rig.tracks("a"),
                        folder.resolve("rendered.key"),
                        folder.resolve("rendered.audio"));
    }

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        var nowhere = new SpoolFolder(root.resolve("nowhere"));
        assertThat(
                        new SpoolRecovery(nowhere, rig.disk, rig.keys)
                                .recover(SpoolRecoveryTest::isKnown))
                .isEmpty();
    }

    /**
     * The recovered file ends as the one that was closed in order: nothing else tells them apart.
     */
    @Test
    void sealsAsTheSpoolWouldHave() throws IOException, KeyFailure {
        SpoolTape b = record("b");
        byte[] cut = Files.readAllBytes(rig.tracks("b"));
        rig.close(b);
        rig.advance(500);
        Seal inOrder = ((Verdict.Sealed) rig.verdict("b")).seal();
        Files.write(rig.tracks("b"), cut);
        assertThat(((Outcome.Sealed) recovery.retry(rig.tracks("b"))).seal()).isEqualTo(inOrder);
    }

    // ---- details

    private static boolean isKnown(SealedIdentity ignored) {
        return false;
    }

    private Verdict verdictOf(byte[] bytes) throws IOException, KeyFailure {
        byte[] before = Files.readAllBytes(rig.tracks("a"));
        Files.write(rig.tracks("a"), bytes);
        Verdict verdict = rig.verdict("a");
        Files.write(rig.tracks("a"), before);
        return verdict;
    }

    private static Outcome only(List<Outcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }

    private static void swap(Path a, Path b) throws IOException {
        Path third = a.resolveSibling("third");
        Files.move(a, third);
        Files.move(b, a, StandardCopyOption.REPLACE_EXISTING);
        Files.move(third, b);
    }
}
