package dev.crosspoint.media.call;

import static dev.crosspoint.media.call.PlainCall.AMPLITUDE;
import static dev.crosspoint.media.call.PlainCall.BACK_HZ;
import static dev.crosspoint.media.call.PlainCall.HZ;
import static dev.crosspoint.media.call.PlainCall.PATH;
import static dev.crosspoint.media.call.PlainCall.SECOND;
import static dev.crosspoint.media.call.PlainCall.assertHears;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser that has agreed to Opus first, and to what telephones speak (ADR 077). */
class PlainPayloadTest {
    private final PlainCall line = new PlainCall();
    private final VirtualNet net = line.net;
    private final VirtualCall call = line.call;

    // ---- what is spoken, as it comes

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA", "G722"})
    void isSentWhatATelephoneSpeaksAsItComes(Codec spoken) {
        End browser = line.browser();
        End telephone = line.telephone(spoken);
        Ear plain = browser.phone().alsoHears(spoken);
        long opusBefore = browser.phone().ear().packets() + 1; // and one that is on its way
        call.bridge(browser, telephone);
        net.run(Duration.ofSeconds(5));

        assertThat(browser.phone().ear().packets()).isLessThanOrEqualTo(opusBefore);
        assertThat(plain.packets()).isBetween(245L, 251L);
        assertThat(plain.missing()).isZero();
        assertThat(plain.jumps()).isZero();
        assertHears(browser, spoken, HZ);
        assertHears(telephone, spoken, BACK_HZ);
    }

    @Test
    void isSentWhatATelephoneChangesToAsItComes() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU, Codec.PCMA);
        call.bridge(browser, telephone);
        line.assertSent(browser, Codec.PCMU);
        long opusBefore = browser.phone().ear().packets();

        telephone.phone().speakIn(Codec.PCMA);
        line.assertSent(browser, Codec.PCMA);
        assertThat(browser.phone().ear().packets()).isEqualTo(opusBefore);
        assertHears(browser, Codec.PCMA, HZ);
        assertThat(browser.phone().lost()).isZero();
    }

    @Test
    void isSentOpusByATelephoneThatChangesWithEachPacket() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU, Codec.PCMA);
        line.talk(browser, telephone);

        Ear opus = browser.phone().ear();
        long before = 0;
        for (int packet = 0; packet < 100; packet++) {
            telephone.phone().speakIn(packet % 2 == 0 ? Codec.PCMA : Codec.PCMU);
            net.run(Duration.ofMillis(20));
            before = packet == 50 ? opus.packets() : before;
        }
        assertThat(opus.packets() - before).isBetween(48L, 51L);
        line.assertSent(browser, Codec.OPUS);
        assertHears(browser, Codec.OPUS, HZ);
    }

    /** The browser takes no comfort noise: from the first pause on it is made sound here. */
    @Test
    void hearsThePausesOfATelephoneThatSavesPackets() {
        End browser = line.browser();
        End telephone = call.joinKnowingNoise(Codec.PCMU);
        telephone.phone().say(HZ, AMPLITUDE);
        line.talk(browser, telephone);

        telephone.phone().pausing(-40);
        net.run(SECOND.multipliedBy(3));
        telephone.phone().resume();
        net.run(SECOND);

        assertHears(browser, Codec.PCMU, HZ);
        assertThat(browser.phone().lost()).isZero();
        assertThat(browser.phone().noisesHeard()).isEmpty();
    }

    @Test
    void isSentOpusWhileItHearsAnotherBrowserToo() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);

        End colleague = line.browser();
        call.bridge(browser, telephone, colleague);
        line.assertSent(browser, Codec.OPUS);

        call.call().release(colleague.leg().id(), net.nowNanos());
        line.assertSent(browser, Codec.PCMU);
        assertThat(browser.phone().lost()).isZero();
    }

    /** On hold, and with somebody who speaks meanwhile. */
    @Test
    void isSentPromptsInWhatItWasSentBefore() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        call.bridge(browser, telephone);
        line.assertSent(browser, Codec.PCMU);
        long opusBefore = browser.phone().ear().packets();

        line.hear(browser, telephone, false);
        var music = PromptAudio.of(Tone.sine(16_000, 700, AMPLITUDE, 16_000), 16_000);
        var to = List.of(browser.leg().id());
        call.call().play(new PlayId("music"), music, to, 0, net.nowNanos());
        net.run(Duration.ofSeconds(2));
        assertHears(browser, Codec.PCMU, 700);
        telephone.phone().hush();
        line.hear(browser, telephone, true);
        net.run(Duration.ofSeconds(2));
        assertHears(browser, Codec.PCMU, 700);
        call.call().stopPlay(new PlayId("music"), net.nowNanos());
        telephone.phone().say(HZ, AMPLITUDE);
        net.run(Duration.ofSeconds(2));

        assertHears(browser, Codec.PCMU, HZ);
        assertThat(browser.phone().ear().packets()).isEqualTo(opusBefore);
        assertThat(browser.phone().lost()).isZero();
    }

    /** Who is supervised must not hear that. */
    @Test
    void isSentTheSameWhenSomebodyJoinsWhomItDoesNotHear() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        Ear plain = browser.phone().alsoHears(Codec.PCMU);
        call.bridge(browser, telephone);
        net.run(Duration.ofSeconds(5));
        long opusBefore = browser.phone().ear().packets();

        End supervisor = line.browser();
        call.call()
                .edit(
                        List.of(
                                new Edit(supervisor.leg().id(), browser.leg().id(), true),
                                new Edit(supervisor.leg().id(), telephone.leg().id(), true)),
                        net.nowNanos());
        net.run(Duration.ofSeconds(5));

        assertThat(browser.phone().ear().packets()).isEqualTo(opusBefore);
        assertThat(plain.missing()).isZero();
        assertThat(plain.jumps()).isZero();
        assertThat(supervisor.phone().ear().packets()).isPositive();
    }

    /** An offer that seeks other paths changes nothing of the audio. */
    @Test
    void isSentTheSameAfterAnIceRestart() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        Ear plain = browser.phone().alsoHears(Codec.PCMU);
        call.bridge(browser, telephone);
        net.run(Duration.ofSeconds(3));
        long opusBefore = browser.phone().ear().packets();

        var _ = call.restartIce(browser);
        net.run(Duration.ofSeconds(3));

        assertThat(browser.phone().ear().packets()).isEqualTo(opusBefore);
        assertThat(plain.packets()).isBetween(290L, 301L);
        assertThat(plain.missing()).isZero();
    }

    /** A decoder that begins with Opus takes two packets to be as loud as what it is told. */
    @Test
    void hearsNoGapWhenTheCodecChanges() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);
        int before = browser.phone().loudness().size();

        End colleague = line.browser();
        colleague.phone().hush();
        net.run(SECOND);
        call.bridge(browser, telephone, colleague);
        net.run(SECOND);
        call.call().release(colleague.leg().id(), net.nowNanos());
        net.run(SECOND);

        var heard = browser.phone().loudness();
        var since = heard.subList(before, heard.size());
        double tone = AMPLITUDE / Math.sqrt(2);
        assertThat(since).hasSizeGreaterThan(400);
        assertThat(Collections.min(since)).as("quietest packet").isGreaterThan(0.5 * tone);
        assertThat(Collections.max(since)).as("loudest packet").isLessThan(1.1 * tone);
        assertThat(since.stream().filter(rms -> rms < 0.9 * tone)).hasSizeLessThanOrEqualTo(2);
    }

    // ---- what it has asked for

    @Test
    void isSentOpusWhereItHasAgreedToNothingElse() {
        End browser = call.joinFromBrowser(Codec.OPUS);
        net.run(PATH);
        End telephone = line.telephone(Codec.PCMU);
        call.bridge(browser, telephone);

        line.assertSent(browser, Codec.OPUS);
    }

    /** G.711 is 80 kbit/s, and comes every 20 ms. */
    @ParameterizedTest
    @ValueSource(strings = {"ptime:60", "fmtp:111 maxaveragebitrate=20000", "fmtp:111 usedtx=1"})
    void isSentOpusWhereItAsksForFewerPacketsOrBits(String attribute) {
        End browser = line.browserSaying(attribute);
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);

        assertThat(line.packetsOf(browser, Codec.PCMU, SECOND)).isZero();
        assertThat(line.packetsOf(browser, Codec.OPUS, SECOND)).isGreaterThan(15);
        assertHears(browser, Codec.OPUS, HZ);
    }

    @Test
    void isSentOpusOnceItNoLongerAgreesToWhatIsSpoken() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        call.bridge(browser, telephone);
        line.assertSent(browser, Codec.PCMU);

        call.reoffer(
                browser,
                offer ->
                        offer.replaceFirst("(SAVPF.*) 0 8", "$1 8")
                                .replace("a=rtpmap:0 PCMU/8000\r\n", ""));
        line.assertSent(browser, Codec.OPUS);
        assertHears(browser, Codec.OPUS, HZ);
        assertThat(browser.phone().lost()).isZero();
    }

    // ---- keys

    @Test
    void isToldOfOneKeyOnceByTheClockOfWhatItIsSent() {
        End browser = line.browserSaying("maxptime:120");
        End telephone = line.telephone(Codec.PCMU);
        call.bridge(browser, telephone);
        line.assertSent(browser, Codec.PCMU);

        call.call().sendDigits(browser.leg().id(), new Digits("5"));
        net.run(SECOND);
        assertThat(browser.phone().digitsHeard()).isEqualTo("5");
        assertThat(browser.phone().longestEventTicks()).isEqualTo(800); // 100 ms at 8000 Hz
        assertThat(browser.phone().lost()).isZero();
        line.assertSent(browser, Codec.PCMU);
    }

    @Test
    void isToldOfOneKeyToItsEndAsItBegan() {
        End browser = line.browserSaying("maxptime:120");
        End telephone = line.telephone(Codec.PCMU);
        End colleague = line.browser();
        call.bridge(browser, telephone);
        line.assertSent(browser, Codec.PCMU);

        call.call().sendDigits(browser.leg().id(), new Digits("56"));
        net.run(Duration.ofMillis(50));
        call.bridge(browser, telephone, colleague);
        net.run(SECOND);

        assertThat(browser.phone().digitsHeard()).isEqualTo("56");
        assertThat(browser.phone().longestEventTicks())
                .as("the second one, 100 ms at 48000 Hz")
                .isEqualTo(4800);
        assertThat(browser.phone().lost()).isZero();
        line.assertSent(browser, Codec.OPUS);
    }
}
