package dev.crosspoint.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.codec.Codec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTimeTest {

    /** What the peer likes, the most it takes, and what G.711 and Opus come in, ms. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 20, 20",
        "20, '', 20, 20",
        "10, '', 10, 10",
        "30, '', 30, 20",
        "40, '', 40, 40",
        "60, '', 60, 60",
        "50, '', 40, 40",
        "5, '', 10, 10",
        "120, '', 60, 60",
        "9999, '', 60, 60",
        "'', 10, 10, 10",
        "'', 40, 20, 20",
        "60, 40, 40, 40",
        "60, 30, 30, 20",
        "20, 10, 10, 10",
        "0, 0, 20, 20",
        "-1, x, 20, 20",
        "99999999999, '', 20, 20",
        "' 40', '', 40, 40",
    })
    void sendsWhatThePeerLikesAndTakes(String liked, String most, int sampledMs, int opusMs) {
        var attributes = new Attributes.Builder();
        if (!liked.isEmpty()) {
            attributes.add("ptime", liked);
        }
        if (!most.isEmpty()) {
            attributes.add("maxptime", most);
        }
        var line =
                new MediaDescription(
                        "audio", 4000, 1, "RTP/AVP", List.of("0"), null, attributes.build());

        for (Codec codec : Codec.values()) {
            assertThat(PacketTime.sentMs(line, codec))
                    .as("%s", codec)
                    .isEqualTo(codec == Codec.OPUS ? opusMs : sampledMs);
        }
    }
}
