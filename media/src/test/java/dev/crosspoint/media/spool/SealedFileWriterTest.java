package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit's
class SealedFileWriterTest {
    private static final Tenant TENANT = new Tenant("acme", "support");
    private static final RecordingId RECORDING = new RecordingId("rec");

    @TempDir Path root;
    private final FaultyDisk disk = new FaultyDisk();
    private final DataKey key = new DataKey(bytes(1, DataKey.BYTES));
    private SpoolFolder folder;
    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new SpoolFolder(root);
        file = folder.file(TENANT, RECORDING, Artefact.AUDIO);
        disk.makeFolder(folder.of(TENANT));
    }

    private SealedFileWriter create() throws IOException {
        return SealedFileWriter.create(
                disk,
                folder,
                Artefact.AUDIO,
                RECORDING,
                new EncryptionContext(TENANT, Purpose.RECORDING, "key"),
                key,
                new SecureRandom());
    }

    @Test
    void writesAFileThatIsReadAnywhere() throws IOException, BadSealedFile {
        byte[] audio = bytes(2, 3 * SealedFileWriter.FRAME_BYTES + 1234);
        Seal seal;
        try (var writer = create()) {
            for (int at = 0; at < audio.length; at += 5000) {
                writer.write(audio, at, Math.min(5000, audio.length - at));
            }
            seal = writer.seal();
        }
        assertThat(seal.frames()).isEqualTo(4);
        assertThat(seal.bytes()).isEqualTo(Files.size(file));
        try (var reader = SealedFileWriter.open(disk, file, key)) {
            assertThat(reader.verify(seal)).isEqualTo(new Verdict.Sealed(seal));
            assertThat(reader.plaintextLength()).isEqualTo(audio.length);
            byte[] part = new byte[100_000];
            assertThat(reader.read(60_000, part, 0, part.length)).isEqualTo(part.length);
            assertThat(part).isEqualTo(Arrays.copyOfRange(audio, 60_000, 160_000));
        }
    }

    @Test
    void hasItsNameOnlyWhenItIsWholeAndOnThePlatter() throws IOException {
        try (var writer = create()) {
            writer.write(bytes(3, 100), 0, 100);
            assertThat(file).doesNotExist();
            writer.seal();
        }
        assertThat(disk.log())
                .containsExactly(
                        "create rec.audio.tmp",
                        "append rec.audio.tmp",
                        "append rec.audio.tmp",
                        "append rec.audio.tmp",
                        "force rec.audio.tmp",
                        "rename rec.audio",
                        "force support",
                        "close rec.audio.tmp");
    }

    @Test
    void leavesNothingWhenItIsGivenUp() throws IOException {
        try (var writer = create()) {
            writer.write(bytes(3, 100_000), 0, 100_000);
            disk.fill("rec.audio");
            assertThatThrownBy(writer::seal).isInstanceOf(SpoolDisk.Full.class);
        }
        assertThat(disk.list(folder.of(TENANT))).isEmpty();
    }

    @Test
    void saysWhenAFileIsNone() throws IOException {
        Files.writeString(file, "RIFF");
        assertThatThrownBy(() -> SealedFileWriter.open(disk, file, key))
                .isInstanceOf(BadSealedFile.class);
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
