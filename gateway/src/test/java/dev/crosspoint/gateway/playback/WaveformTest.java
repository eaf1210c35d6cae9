package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaveformTest {
    @Test
    void keepsTheLoudestOfEachColumn() {
        var peaks = peaks(6);
        put(peaks, 0, -256, 512, 0, 0);
        put(peaks, 1, -1, 300, 0, 0);
        put(peaks, 4, 0, 0, -32768, 32767);
        var json = Waveform.of(bytes(peaks), new JsonObject(), 600, 3).orElseThrow();

        assertThat(json.path("columns").intValue()).isEqualTo(3);
        assertThat(json.path("left")).hasToString("[-1,2,0,0,0,0]");
        assertThat(json.path("right")).hasToString("[0,0,0,0,-128,127]");
    }

    @Test
    void hasNoMoreColumnsThanWindows() {
        var json = Waveform.of(bytes(peaks(4)), new JsonObject(), 400, 1_000).orElseThrow();

        assertThat(json.path("columns").intValue()).isEqualTo(4);
        assertThat(json.path("left")).hasSize(8);
    }

    @Test
    void marksPausesGapsTalkersAndHolds() {
        var manifest =
                new JsonObject(
                        """
                        {"pauses": [{"fromMs": 100, "toMs": 200}],
                         "gaps": [{"atMs": 50, "lost": 3}],
                         "participants": [
                            {"who": "customer", "channel": "left", "fromMs": 0, "toMs": 300},
                            {"who": "agent:bob", "channel": "left", "fromMs": 310, "toMs": 390},
                            {"who": "customer", "channel": "left", "fromMs": 400, "toMs": 600}]}
                        """);
        var json = Waveform.of(bytes(peaks(6)), manifest, 600, 6).orElseThrow();

        assertThat(json.path("marks"))
                .extracting(mark -> mark.toString().replace("\"", ""))
                .contains(
                        "{kind:pause,fromMs:100,toMs:200}",
                        "{kind:gap,fromMs:50,toMs:50,lost:3}",
                        "{kind:talker,fromMs:310,toMs:390,who:agent:bob,channel:left}",
                        "{kind:hold,fromMs:300,toMs:400}");
    }

    @Test
    void isNoneOfOtherBytes() {
        assertThat(Waveform.of(new byte[0], new JsonObject(), 1, 1)).isEqualTo(Optional.empty());
        var peaks = peaks(2);
        peaks.putInt(10, 3); // One more than there are.
        assertThat(Waveform.of(bytes(peaks), new JsonObject(), 1, 1)).isEmpty();
        peaks.putInt(10, 2).put(6, (byte) 2); // Of another version.
        assertThat(Waveform.of(bytes(peaks), new JsonObject(), 1, 1)).isEmpty();
    }

    private static ByteBuffer peaks(int windows) {
        var bytes = ByteBuffer.allocate(14 + 8 * windows);
        bytes.put("XPPEAK".getBytes(US_ASCII));
        return bytes.put((byte) 1).put((byte) 2).putShort((short) 100).putInt(windows);
    }

    private static byte[] bytes(ByteBuffer peaks) {
        var bytes = new byte[peaks.capacity()];
        peaks.get(0, bytes);
        return bytes;
    }

    private static void put(ByteBuffer peaks, int window, int... values) {
        for (int i = 0; i < values.length; i++) {
            peaks.putShort(14 + 8 * window + 2 * i, (short) values[i]);
        }
    }
}
