package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * In larger calls who claims to be quiet is not decoded; when he takes the word it is heard as soon
 * and as well as if he had been.
 */
class RestingVoiceTest {
    private static final double AMPLITUDE = 0.1;
    private static final float LOUD = 0.02f;

    @ParameterizedTest
    @EnumSource(names = {"OPUS", "PCMU"})
    void isHeardFromItsFirstWord(Codec codec) {
        List<Integer> resting = onsets(codec, true);
        List<Integer> decoded = onsets(codec, false);

        for (int i = 0; i < resting.size(); i++) {
            assertThat(resting.get(i))
                    .as("onset %d, samples", i)
                    .isBetween(decoded.get(i) - 8 * 5, decoded.get(i) + 8 * 5);
        }
    }

    /** RFC 6464: a conference believes what senders say of themselves, and does not look again. */
    @ParameterizedTest
    @CsvSource({"-100, false", "-20, true"})
    void isDecodedInAConferenceWhereItClaimsToBeHeard(int claimedDbov, boolean heard) {
        var net = VirtualNet.seeded(112);
        var call = new VirtualCall(net);
        End talker = call.joinFromBrowser(Codec.OPUS);
        talker.phone().claiming(claimedDbov).say(700, AMPLITUDE);
        End listener = call.join(Codec.PCMU);
        call.bridge(talker, listener, call.join(Codec.PCMU), call.join(Codec.OPUS));

        net.run(Duration.ofSeconds(5));

        Ear ear = listener.phone().ear();
        double level = Tone.levelDb(ear.heardLast(1000), ear.rateHz(), 700);
        if (heard) {
            assertThat(level).isGreaterThan(Tone.decibels(AMPLITUDE / 1.3));
        } else {
            assertThat(level).isLessThan(-60);
        }
    }

    /** When a party is heard by a trunk, in samples after it began to speak, word by word. */
    private static List<Integer> onsets(Codec codec, boolean givesLevels) {
        var net = VirtualNet.seeded(111);
        var call = new VirtualCall(net);
        End talker = call.joinFromBrowser(codec);
        if (givesLevels) {
            talker.phone().givingLevels();
        }
        talker.phone().breathe(0.0005);
        End listener = call.join(Codec.PCMU);
        call.bridge(talker, listener, call.join(Codec.PCMU), call.join(Codec.OPUS));
        net.run(Duration.ofSeconds(5));
        var onsets = new ArrayList<Integer>();
        for (int word = 0; word < 5; word++) {
            Ear ear = listener.phone().ear();
            int before = ear.end();
            talker.phone().say(700, AMPLITUDE);
            net.run(Duration.ofMillis(500));
            float[] heard = ear.heardLast(200);
            assertThat(Tone.levelDb(heard, ear.rateHz(), 700))
                    .isGreaterThan(Tone.decibels(AMPLITUDE / 1.3));
            int onset = ear.onset(before, LOUD);
            assertThat(onset).isNotNegative();
            onsets.add(onset - before);
            talker.phone().breathe(0.0005);
            net.run(Duration.ofMillis(3000 + 7 * word));
        }
        assertThat(call.counted(Count.CONCEALED_MS)).isLessThanOrEqualTo(40);
        return onsets;
    }
}
