package dev.crosspoint.gateway.playback;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** Both files may have lain in somebody else's bucket. */
class WaveformFuzzTest {
    private static final byte[] HEADER = {'X', 'P', 'P', 'E', 'A', 'K', 1, 2, 0, 100, 0, 0, 0};

    @FuzzTest(maxDuration = "5s")
    void drawsOrSaysThatItIsNone(FuzzedDataProvider data) {
        int columns = data.consumeInt(1, Waveform.MOST_COLUMNS);
        boolean isHeaded = data.consumeBoolean();
        var rest = data.consumeBytes(400);
        var peaks = new byte[rest.length + (isHeaded ? HEADER.length : 0)];
        System.arraycopy(rest, 0, peaks, peaks.length - rest.length, rest.length);
        if (isHeaded) {
            System.arraycopy(HEADER, 0, peaks, 0, HEADER.length);
        }
        JsonObject manifest;
        try {
            manifest = new JsonObject(data.consumeRemainingAsString());
        } catch (DecodeException e) {
            manifest = new JsonObject();
        }
        Waveform.of(peaks, manifest, 1000, columns)
                .ifPresent(json -> {
                    if (json.path("left").size() != 2 * json.path("columns").intValue()) {
                        throw new AssertionError(json.toString());
                    }
                });
    }
}
