package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.List;

/** Browsers that have agreed to Opus first and to what telephones speak, and these telephones. */
final class PlainCall {
    static final double HZ = 440;
    static final double BACK_HZ = 1000;
    static final double AMPLITUDE = 0.3;
    static final Duration SECOND = Duration.ofSeconds(1);

    /** Until its second check, which nominates its path. */
    static final Duration PATH = Duration.ofSeconds(6);

    final VirtualNet net = VirtualNet.seeded(77);
    final VirtualCall call = new VirtualCall(net);

    End browser() {
        return talking(call.joinFromBrowser(Codec.OPUS, Codec.G722, Codec.PCMU, Codec.PCMA));
    }

    /** One that takes keys too, and says so about its audio. */
    End browserSaying(String attribute) {
        return talking(call.joinFromBrowserSaying(attribute, Codec.OPUS, Codec.PCMU, Codec.PCMA));
    }

    private End talking(End browser) {
        browser.phone().say(BACK_HZ, AMPLITUDE).reporting();
        net.run(PATH);
        return browser;
    }

    End telephone(Codec codec, Codec... others) {
        End telephone = call.join(codec, others);
        telephone.phone().say(HZ, AMPLITUDE);
        return telephone;
    }

    /** They hear each other, for a second; the browser in what the telephone speaks too. */
    void talk(End browser, End telephone) {
        browser.phone().alsoHears(telephone.phone().ear().codec());
        call.bridge(browser, telephone);
        net.run(SECOND);
    }

    /** Whether two hear each other. */
    void hear(End one, End other, boolean hears) {
        call.call()
                .edit(
                        List.of(
                                new Edit(one.leg().id(), other.leg().id(), hears),
                                new Edit(other.leg().id(), one.leg().id(), hears)),
                        net.nowNanos());
    }

    long packetsOf(End browser, Codec codec, Duration time) {
        Ear ear = ear(browser, codec);
        long before = ear.packets();
        net.run(time);
        return ear.packets() - before;
    }

    void assertSent(End browser, Codec codec) {
        net.run(Duration.ofMillis(100));
        assertThat(packetsOf(browser, codec, SECOND)).isBetween(49L, 51L);
    }

    static void assertHears(End end, Codec codec, double hz) {
        Ear ear = ear(end, codec);
        assertThat(Tone.dominantHz(ear.heardLast(200), ear.rateHz())).isCloseTo(hz, within(5.0));
    }

    private static Ear ear(End end, Codec codec) {
        return end.phone().ear().codec() == codec
                ? end.phone().ear()
                : end.phone().alsoHears(codec);
    }
}
