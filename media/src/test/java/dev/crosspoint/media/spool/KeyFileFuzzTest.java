package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.media.vault.KeyFailure;

class KeyFileFuzzTest {
    /**
     * Any bytes are a key file, which is then written as it was read, or the one declared error.
     */
    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(FuzzedDataProvider fuzz) {
        byte[] bytes = fuzz.consumeRemainingAsBytes();
        try {
            KeyFile file = KeyFile.parse(bytes);
            assertThat(KeyFile.parse(file.encoded())).isEqualTo(file);
        } catch (KeyFailure e) {
            assertThat(e.reason()).isEqualTo(KeyFailure.Reason.INVALID);
        }
    }
}
