package dev.crosspoint.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever lies in a journal, it is read whole or refused in the one declared way. */
class EntryFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void readsOrRefusesAnything(byte[] bytes) {
        try {
            var entry = EntryReader.read(bytes);

            assertThat(EntryWriter.bytes(entry)).isEqualTo(bytes);
        } catch (BadEntry e) {
            assertThat(e).hasMessageMatching("[a-zA-Z0-9 ,-]+");
        }
    }
}
