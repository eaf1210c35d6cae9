package dev.crosspoint.media.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class SealedFramesFuzzTest {
    /** Frames of somebody without the key are never read, and never harm the reader. */
    @FuzzTest(maxDuration = "5s")
    void readsNothingThatWasNotSealed(FuzzedDataProvider fuzz) throws IOException {
        SealedHeader header = SealedFixture.header(Artefact.AUDIO, fuzz.consumeInt(0, 200));
        var file = new MemoryFile();
        file.append(header.encoded(), 0, header.length());
        byte[] rest = fuzz.consumeRemainingAsBytes();
        file.append(rest, 0, rest.length);
        try (var key = SealedFixture.key(1);
                var reader = SealedReader.open(file, key)) {
            switch (reader.verify()) {
                case Verdict.Unsealed(int frames, long keep) -> {
                    assertThat(frames).isZero();
                    assertThat(keep).isEqualTo(header.length());
                }
                case Verdict.Tampered(int frame) -> assertThat(frame).isZero();
                case Verdict.Sealed _, Verdict.Cut _, Verdict.Swapped _ ->
                        throw new AssertionError("a seal without the key");
            }
            assertThat(reader.readFrame(0)).as("a frame without the key").isNull();
        } catch (BadSealedFile e) {
            assertThat(e.frame()).isNotNegative();
        }
    }
}
