package dev.crosspoint.gateway.playback;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class ByteRangeFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void staysWithinWhatThereIs(FuzzedDataProvider data) {
        long length = data.consumeLong(0, Long.MAX_VALUE);
        var header = data.consumeBoolean() ? "bytes=" : "";
        var range = ByteRange.of(header + data.consumeRemainingAsString(), length);
        if (range instanceof ByteRange.Part(long from, long to)
                && (from < 0 || from > to || to >= length)) {
            throw new AssertionError(range + " of " + length);
        }
    }
}
