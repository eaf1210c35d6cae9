package dev.crosspoint.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class LocalBlobFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void readsWhatItWouldWriteOrNothing(byte[] bytes) {
        LocalBlob.parse(bytes)
                .filter(blob -> blob.keyId().indexOf('\uFFFD') < 0)
                .ifPresent(blob -> assertThat(blob.bytes()).isEqualTo(bytes));
    }
}
