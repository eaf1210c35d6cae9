package dev.crosspoint.gateway.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.dtmf.ToneDetector;
import dev.crosspoint.media.mix.WavAudio;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Talk-off: what the demo says and plays is no key to anybody. */
class DemoSoundsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "welcome",
                "menu",
                "one-moment",
                "not-understood",
                "customer",
                "hold-music",
                "ringback",
                "busy"
            })
    void haveNoKeysInThem(String name) throws Exception {
        byte[] file;
        try (var in = DemoCall.class.getResourceAsStream("/demo/" + name + ".wav")) {
            file = requireNonNull(in).readAllBytes();
        }
        var detector = new ToneDetector();
        var keys = new StringBuilder();
        for (float sample : WavAudio.parse(file).samples(ToneDetector.RATE_HZ)) {
            int digit = detector.hear(sample);
            if (digit != ToneDetector.NO_DIGIT) {
                keys.append((char) digit);
            }
        }

        assertThat(keys.toString()).isEmpty();
    }
}
