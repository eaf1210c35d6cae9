package dev.crosspoint.media.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.vault.DataKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
    private final DataKey key = SealedFixture.key(1);

    @Test
    void givesBackFramesOfAnySize() throws IOException, BadSealedFile {
        var made =
                SealedFixture.make(
                        SealedFixture.header(Artefact.TRACKS, 0),
                        key,
                        1,
                        SealedHeader.MAX_FRAME,
                        700,
                        2);
        try (var reader = SealedReader.open(new MemoryFile(made.bytes()), key)) {
            assertThat(reader.frames()).isEqualTo(4);
            for (int frame : new int[] {3, 0, 2, 1, 1}) {
                assertThat(reader.readFrame(frame)).isEqualTo(made.frames().get(frame));
            }
            assertThat(reader.plaintextLength()).isEqualTo(703 + SealedHeader.MAX_FRAME);
            assertThatThrownBy(() -> reader.readFrame(4)).isInstanceOf(BadSealedFile.class);
            assertThatThrownBy(() -> reader.readFrame(5)).isInstanceOf(BadSealedFile.class);
            assertThat(reader.verify()).isEqualTo(new Verdict.Sealed(made.seal()));
        }
    }

    @Test
    void canBeReadByWhoeverReadTheFormatOnly() throws Exception {
        byte[] secret = SealedFixture.noise(99, DataKey.BYTES);
        for (Artefact artefact : Artefact.values()) {
            try (var dataKey = new DataKey(secret.clone())) {
                var made =
                        SealedFixture.make(
                                SealedFixture.header(artefact, 300), dataKey, 300, 300, 12);
                assertThat(ReferenceFile.plaintext(made.bytes(), secret)).isEqualTo(together(made));
            }
        }
    }

    @Test
    void canBeEmpty() throws IOException, BadSealedFile {
        for (int frameBytes : new int[] {0, 100}) {
            var made = SealedFixture.make(SealedFixture.header(Artefact.AUDIO, frameBytes), key);
            assertThat(SealedFixture.verdict(made.bytes(), key))
                    .isEqualTo(new Verdict.Sealed(made.seal()));
            try (var reader = SealedReader.open(new MemoryFile(made.bytes()), key)) {
                assertThat(reader.frames()).isZero();
                assertThat(reader.plaintextLength()).isZero();
            }
        }
    }

    /** Lengths around the edges of frames, read in parts around the edges of frames. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 199, 200, 250, 1000, 1001})
    void readsAnyPartOfAFileWithFramesOfOneSize(int length) throws IOException, BadSealedFile {
        byte[] plain = SealedFixture.noise(length, length);
        var file = new MemoryFile();
        SealedHeader header = SealedFixture.header(Artefact.AUDIO, 100);
        try (var writer = SealedWriter.begin(header, header.deriveFrom(key), file)) {
            for (int at = 0; at < length; at += 100) {
                writer.frame(plain, at, Math.min(100, length - at));
            }
            writer.seal();
        }
        var random = new Random(5);
        try (var reader = SealedReader.open(file, key)) {
            assertThat(reader.plaintextLength()).isEqualTo(length);
            for (int i = 0; i < 200; i++) {
                int position = random.nextInt(length + 20);
                int wanted = random.nextInt(310);
                byte[] to = new byte[wanted + 5];
                int count = reader.read(position, to, 5, wanted);
                assertThat(count).isEqualTo(Math.clamp(length - position, 0, wanted));
                for (int j = 0; j < count; j++) {
                    assertThat(to[5 + j]).isEqualTo(plain[position + j]);
                }
            }
        }
    }

    @Test
    void holdsToItsFrameSize() throws IOException {
        SealedHeader header = SealedFixture.header(Artefact.AUDIO, 100);
        var writer = SealedWriter.begin(header, header.deriveFrom(key), new MemoryFile());
        assertThatThrownBy(() -> writer.frame(new byte[101], 0, 101))
                .isInstanceOf(IllegalArgumentException.class);
        writer.frame(new byte[100], 0, 99);
        assertThatThrownBy(() -> writer.frame(new byte[100], 0, 100))
                .isInstanceOf(IllegalStateException.class);
        writer.seal();
        assertThatThrownBy(writer::seal).isInstanceOf(IllegalStateException.class);
    }

    /** A number that was tried is used up: no two plaintexts ever share a nonce. */
    @Test
    void takesNothingButItsSealAfterAFrameThatWasNotTaken() throws IOException, BadSealedFile {
        var file = new MemoryFile();
        int[] refusals = {0};
        SealedHeader header = SealedFixture.header(Artefact.TRACKS, 0);
        var writer =
                SealedWriter.begin(
                        header,
                        header.deriveFrom(key),
                        (bytes, offset, length) -> {
                            if (refusals[0]-- > 0) {
                                throw new IOException("full");
                            }
                            file.append(bytes, offset, length);
                        });
        writer.frame(new byte[10], 0, 10);
        refusals[0] = 1;
        assertThatThrownBy(() -> writer.frame(new byte[10], 0, 10)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> writer.frame(new byte[10], 0, 10))
                .isInstanceOf(IllegalStateException.class);
        refusals[0] = 2;
        assertThatThrownBy(writer::seal).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::seal).isInstanceOf(IOException.class);
        Seal seal = writer.seal();
        assertThat(seal.frames()).isEqualTo(1);
        assertThat(SealedFixture.verdict(file.bytes(), key)).isEqualTo(new Verdict.Sealed(seal));
    }

    @Test
    void showsNoBytesInItsMessages() {
        byte[] secret = "4155550123".getBytes(UTF_8);
        assertThatThrownBy(() -> SealedHeader.parse(secret, 0, secret.length))
                .hasMessageNotContaining("4155550123");
    }

    private static byte[] together(SealedFixture.Made made) {
        var all = new ByteArrayOutputStream();
        made.frames().forEach(all::writeBytes);
        return all.toByteArray();
    }
}
