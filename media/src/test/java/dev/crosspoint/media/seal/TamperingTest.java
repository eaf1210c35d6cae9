package dev.crosspoint.media.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.SealedFixture.Made;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to a sealed file, and what is said of it. */
class TamperingTest {
    private static final SealedIdentity EXPECTED =
            new SealedIdentity(Artefact.TRACKS, SealedFixture.RECORDING, SealedFixture.TENANT);

    private final DataKey key = SealedFixture.key(1);
    private Made made = made(Artefact.TRACKS, 0);

    private Made made(Artefact artefact, int frameBytes) {
        try {
            return SealedFixture.make(
                    SealedFixture.header(artefact, frameBytes), key, 90, 90, 90, 90, 70);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void isSealed() throws IOException {
        assertThat(verify(made.bytes())).isEqualTo(new Verdict.Sealed(made.seal()));
    }

    @Test
    void tellsEveryFlippedBit() throws IOException {
        for (int bit = 0; bit < 8 * made.bytes().length; bit++) {
            Verdict verdict = verify(made.withFlippedBit(bit));
            int place = bit / 8;
            if (place < made.header().length()) {
                // Where the header no longer is one, or says it is another file, that is told.
                assertThat(verdict)
                        .as("bit %d", bit)
                        .isInstanceOfAny(Verdict.Tampered.class, Verdict.Swapped.class);
            } else {
                assertThat(verdict)
                        .as("bit %d", bit)
                        .isEqualTo(new Verdict.Tampered(frameOf(place)));
            }
        }
    }

    @Test
    void tellsEveryFlippedBitOfARunningRecording() throws IOException {
        int end = made.start(5);
        for (int bit = 8 * made.header().length(); bit < 8 * end; bit++) {
            byte[] running = Arrays.copyOf(made.withFlippedBit(bit), end);
            assertThat(verify(running))
                    .as("bit %d", bit)
                    .isEqualTo(new Verdict.Tampered(frameOf(bit / 8)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90})
    void tellsHowMuchIsLeftWhereverARunningRecordingWasCut(int frameBytes) throws IOException {
        made = made(Artefact.TRACKS, frameBytes);
        for (int length = made.header().length(); length < made.bytes().length; length++) {
            int whole = frameOf(length);
            assertThat(verify(made.cutTo(length)))
                    .as("cut to %d", length)
                    .isEqualTo(new Verdict.Unsealed(whole, made.start(whole)));
        }
    }

    @Test
    void tellsThatASealedFileWasCutWhereverItWas() throws IOException {
        for (int length = 0; length < made.bytes().length; length++) {
            Verdict expected =
                    length < made.header().length()
                            ? new Verdict.Tampered(BadSealedFile.HEADER)
                            : new Verdict.Cut(frameOf(length));
            assertThat(verify(made.cutTo(length), made.seal()))
                    .as("cut to %d", length)
                    .isEqualTo(expected);
        }
    }

    /** A power cut: the file has its length already, but zeros for what the disk did not get. */
    @Test
    void takesZerosAtTheEndForAPowerCut() throws IOException, BadSealedFile {
        var header = SealedFixture.header(Artefact.TRACKS, 0);
        made = SealedFixture.make(header, key, 3000, 3000, 3000);
        int sectors = made.start(1) / 512 + 1;
        for (int sector = sectors; sector * 512 < made.start(3); sector++) {
            byte[] zeroed = made.bytes();
            Arrays.fill(zeroed, sector * 512, zeroed.length, (byte) 0);
            int whole = frameOf(sector * 512);
            assertThat(verify(zeroed))
                    .as("zeros from %d", sector * 512)
                    .isEqualTo(new Verdict.Unsealed(whole, made.start(whole)));
        }
        byte[] longer = Arrays.copyOf(made.cutTo(made.start(3)), made.start(3) + 200_000);
        assertThat(verify(longer)).isEqualTo(new Verdict.Unsealed(3, made.start(3)));
    }

    @Test
    void tellsFramesThatChangedPlaces() throws IOException {
        byte[] swapped = made.bytes();
        int size = made.start(1) - made.start(0);
        System.arraycopy(made.bytes(), made.start(1), swapped, made.start(2), size);
        System.arraycopy(made.bytes(), made.start(2), swapped, made.start(1), size);
        assertThat(verify(swapped)).isEqualTo(new Verdict.Tampered(1));
    }

    @Test
    void tellsAFrameThatIsThereTwiceOrNoMore() throws IOException {
        assertThat(verify(without(made.start(1), made.start(2))))
                .isEqualTo(new Verdict.Tampered(1));
        byte[] first = Arrays.copyOfRange(made.bytes(), made.start(0), made.start(1));
        assertThat(verify(withInserted(made.start(1), first))).isEqualTo(new Verdict.Tampered(1));
    }

    @Test
    void tellsAForgedEnd() throws IOException {
        // The last flag on a frame, and the frame's length taken for the seal's.
        byte[] flagged = made.bytes();
        flagged[made.start(2)] |= (byte) 0x80;
        assertThat(verify(flagged)).isEqualTo(new Verdict.Tampered(2));
        byte[] forged = made.cutTo(made.start(2) + FrameCipher.OVERHEAD);
        ByteBuffer.wrap(forged).putInt(made.start(2), SealedWriter.SEAL_WORD);
        assertThat(verify(forged)).isEqualTo(new Verdict.Tampered(2));
        // The true seal, moved forward.
        byte[] early = without(made.start(2), made.start(5));
        assertThat(verify(early)).isEqualTo(new Verdict.Tampered(2));
    }

    @Test
    void tellsGarbageBehindTheSeal() throws IOException {
        for (int more : new int[] {1, 3, 4, 20, 5000}) {
            byte[] zeros = new byte[more];
            assertThat(verify(withInserted(made.bytes().length, zeros)))
                    .isEqualTo(new Verdict.Tampered(6));
            assertThat(verify(withInserted(made.bytes().length, SealedFixture.noise(1, more))))
                    .isEqualTo(new Verdict.Tampered(6));
        }
        byte[] seal = Arrays.copyOfRange(made.bytes(), made.start(5), made.bytes().length);
        assertThat(verify(withInserted(made.bytes().length, seal)))
                .isEqualTo(new Verdict.Tampered(6));
    }

    @Test
    void tellsGarbageBehindARunningRecording() throws IOException {
        byte[] running = made.cutTo(made.start(3));
        byte[] garbage = SealedFixture.noise(3, 5000);
        garbage[0] = 0;
        garbage[1] = 0;
        garbage[2] = 1;
        byte[] both = Arrays.copyOf(running, running.length + garbage.length);
        System.arraycopy(garbage, 0, both, running.length, garbage.length);
        assertThat(verify(both)).isEqualTo(new Verdict.Tampered(3));
    }

    @Test
    void tellsAnotherFileInItsPlace() throws IOException {
        var other = new RecordingId("rec-2");
        var theirs = new Tenant("acme", "sales");
        var theirContext = new EncryptionContext(theirs, Purpose.RECORDING, "key-1");
        for (SealedHeader header :
                List.of(
                        header(Artefact.TRACKS, other, SealedFixture.CONTEXT),
                        header(Artefact.AUDIO, SealedFixture.RECORDING, SealedFixture.CONTEXT),
                        header(Artefact.TRACKS, SealedFixture.RECORDING, theirContext))) {
            Made another = SealedFixture.make(header, key, 90, 90);
            assertThat(verify(another.bytes())).isEqualTo(new Verdict.Swapped(header.identity()));

            // And when its header is made to say what is expected, under the same data key.
            SealedHeader lie =
                    header(Artefact.TRACKS, SealedFixture.RECORDING, SealedFixture.CONTEXT);
            byte[] body =
                    Arrays.copyOfRange(another.bytes(), header.length(), another.bytes().length);
            assertThat(verify(joined(lie.encoded(), body))).isEqualTo(new Verdict.Tampered(0));
            assertThat(verify(joined(made.header().encoded(), body)))
                    .isEqualTo(new Verdict.Tampered(0));
        }
    }

    @Test
    void tellsAnotherFileOfTheSameNameByItsSeal() throws IOException {
        // The same recording sealed anew, under the same data key.
        Made again =
                SealedFixture.make(
                        SealedFixture.header(Artefact.TRACKS, 0), key, 90, 90, 90, 90, 70);
        assertThat(verify(again.bytes())).isInstanceOf(Verdict.Sealed.class);
        assertThat(verify(again.bytes(), made.seal())).isEqualTo(new Verdict.Tampered(5));
        Made shorter = SealedFixture.make(SealedFixture.header(Artefact.TRACKS, 0), key, 90);
        assertThat(verify(shorter.bytes(), made.seal())).isEqualTo(new Verdict.Cut(1));
    }

    @Test
    void tellsThatItWasCutAndSealedAgain() throws IOException, BadSealedFile {
        // As recovery would do it to a sealed file that somebody cut, when nobody knew its seal.
        var file = new MemoryFile(made.cutTo(made.start(3)));
        SealedWriter.sealAfter(
                made.header(),
                made.header().deriveFrom(key),
                new Verdict.Unsealed(3, made.start(3)),
                file);
        assertThat(SealedFixture.verdict(file.bytes(), key)).isInstanceOf(Verdict.Sealed.class);
        assertThat(verify(file.bytes(), made.seal())).isEqualTo(new Verdict.Cut(3));
    }

    @Test
    void tellsAnotherDataKey() throws IOException {
        try (var other = SealedFixture.key(2)) {
            assertThat(SealedReader.verify(new MemoryFile(made.bytes()), EXPECTED, other, null))
                    .isEqualTo(new Verdict.Tampered(0));
        }
    }

    @Test
    void tellsAShortFrameInTheMiddleOfAFileWithFramesOfOneSize() throws IOException {
        made = made(Artefact.TRACKS, 90);
        byte[] shorter = without(made.start(4), made.start(4));
        ByteBuffer.wrap(shorter).putInt(made.start(1), 80);
        assertThat(verify(shorter)).isEqualTo(new Verdict.Tampered(1));
    }

    /** Whatever is done to a file, its reader gives what was written, or an error. */
    @Test
    void givesNothingThatWasNotWritten() throws IOException {
        var random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            made = made(Artefact.AUDIO, round % 2 == 0 ? 0 : 90);
            byte[] changed = made.bytes();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            int length = random.nextBoolean() ? changed.length : random.nextInt(changed.length);
            try (var reader =
                    SealedReader.open(new MemoryFile(Arrays.copyOf(changed, length)), key)) {
                for (int frame = 0; frame < 5; frame++) {
                    assertThat(reader.readFrame(frame)).isEqualTo(made.frames().get(frame));
                }
            } catch (BadSealedFile expected) {
                assertThat(expected.frame()).isGreaterThanOrEqualTo(BadSealedFile.HEADER);
            }
        }
    }

    // ---- details

    private Verdict verify(byte[] bytes) throws IOException {
        return SealedReader.verify(new MemoryFile(bytes), EXPECTED, key, null);
    }

    private Verdict verify(byte[] bytes, Seal known) throws IOException {
        return SealedReader.verify(new MemoryFile(bytes), EXPECTED, key, known);
    }

    private int frameOf(int place) {
        int frame = 0;
        while (frame < made.frames().size() && made.start(frame + 1) <= place) {
            frame++;
        }
        return frame;
    }

    private static SealedHeader header(
            Artefact artefact, RecordingId recording, EncryptionContext context) {
        return SealedHeader.fresh(artefact, 0, recording, context, SealedFixture.RANDOM);
    }

    private byte[] without(int from, int to) {
        return joined(
                Arrays.copyOf(made.bytes(), from),
                Arrays.copyOfRange(made.bytes(), to, made.bytes().length));
    }

    private byte[] withInserted(int at, byte[] more) {
        return joined(
                joined(Arrays.copyOf(made.bytes(), at), more),
                Arrays.copyOfRange(made.bytes(), at, made.bytes().length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
