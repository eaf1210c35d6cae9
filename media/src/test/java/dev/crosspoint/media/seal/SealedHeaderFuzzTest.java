package dev.crosspoint.media.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class SealedHeaderFuzzTest {
    /** Any bytes are a header, which is then written as it was read, or the one declared error. */
    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(FuzzedDataProvider fuzz) {
        byte[] bytes;
        if (fuzz.consumeBoolean()) {
            bytes = SealedFixture.header(fuzz.pickValue(Artefact.values()), 0).encoded();
            for (int i = fuzz.consumeInt(0, 4); i > 0; i--) {
                bytes[fuzz.consumeInt(0, bytes.length - 1)] = fuzz.consumeByte();
            }
        } else {
            bytes = fuzz.consumeRemainingAsBytes();
        }
        try {
            SealedHeader header = SealedHeader.parse(bytes, 0, bytes.length);
            assertThat(header.encoded()).isEqualTo(Arrays.copyOf(bytes, header.length()));
        } catch (BadSealedFile e) {
            assertThat(e.frame()).isEqualTo(BadSealedFile.HEADER);
        }
    }
}
