package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtmf.ToneDetector;
import dev.crosspoint.media.dtmf.ToneSender;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keypad digits of and for telephones that know no telephone events: tones in the audio. */
class TonedKeysTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The codec of the caller, and that of who hears it: relayed, transcoded. */
    @ParameterizedTest
    @CsvSource({"PCMA, PCMA", "PCMU, OPUS", "G722, PCMA", "OPUS, PCMU"})
    void hearsDigitsInTheAudioOfALegWithoutTelephoneEvents(Codec caller, Codec other) {
        var net = VirtualNet.seeded(31);
        var call = new VirtualCall(net);
        End customer = call.joinWithoutEvents(caller);
        End agent = call.join(other);
        call.bridge(customer, agent);
        press(customer, "159#0");

        net.run(SECOND.multipliedBy(3));

        assertThat(heard(call)).isEqualTo("159#0");
        assertThat(call.events(MediaEvent.DigitHeard.class)).isEmpty();
    }

    @Test
    void hearsDigitsThroughLoss() {
        var net = VirtualNet.seeded(32).loss(0.03);
        var call = new VirtualCall(net);
        End customer = call.joinWithoutEvents(Codec.PCMA);
        press(customer, "0123456789");

        net.run(SECOND.multipliedBy(4));

        assertThat(heard(call)).isEqualTo("0123456789");
    }

    @Test
    void listensToNobodyWithTelephoneEvents() {
        var net = VirtualNet.seeded(33);
        var call = new VirtualCall(net);
        End customer = call.join(Codec.PCMA);
        press(customer, "159");

        net.run(SECOND.multipliedBy(2));

        assertThat(heard(call)).isEmpty();
    }

    @Test
    void hearsNoKeyInTheEchoOfThoseThatItPresses() {
        var net = VirtualNet.seeded(36);
        var call = new VirtualCall(net);
        End customer = call.joinWithoutEvents(Codec.PCMA);
        net.run(SECOND);

        call.call().sendTones(customer.leg().id(), new Digits("12#"));
        net.run(Duration.ofMillis(60));
        press(customer, "12#", 0.1);
        net.run(SECOND);
        assertThat(heard(call)).isEmpty();

        press(customer, "5");
        net.run(SECOND);
        assertThat(heard(call)).isEqualTo("5");
    }

    @Test
    void hearsDigitsOfASourceThatNumbersAnew() {
        var net = VirtualNet.seeded(37);
        var call = new VirtualCall(net);
        End customer = call.joinWithoutEvents(Codec.PCMA);
        customer.phone().startingAt(20_000, 0);
        net.run(SECOND);

        customer.phone().startingAt(10_000, 0);
        press(customer, "15");
        net.run(SECOND);

        assertThat(heard(call)).isEqualTo("15");
    }

    /** The codec of whoever is sent digits; the agent speaks A-law: relayed, transcoded. */
    @ParameterizedTest
    @EnumSource(Codec.class)
    void sendsDigitsAsTonesInPlaceOfWhatIsHeard(Codec codec) {
        var net = VirtualNet.seeded(34);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.PCMA);
        End customer = call.joinWithoutEvents(codec);
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(SECOND.multipliedBy(2));

        var refused = call.call().sendDigits(customer.leg().id(), new Digits("4711#"));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        MediaReply.Refused.class,
                        it -> assertThat(it.error()).isEqualTo(MediaError.TAKES_NO_DIGITS));
        assertThat(call.call().sendTones(customer.leg().id(), new Digits("4711#")))
                .isInstanceOf(MediaReply.Done.class);
        net.run(SECOND.multipliedBy(2));

        assertThat(digitsIn(customer)).isEqualTo("4711#");
        float[] after = customer.phone().ear().heardLast(400);
        double all = Tone.decibels(Tone.rms(after, 0, after.length) * Math.sqrt(2));
        assertThat(Tone.levelDb(after, customer.phone().ear().rateHz(), 440))
                .isCloseTo(all, within(1.0));
        assertThat(customer.phone().ear().missing()).isZero();
        assertThat(customer.phone().ear().jumps()).isZero();
    }

    /** An event of 48000 Hz, as beside Opus, and of 8000 Hz: told once, and sent on the other. */
    @Test
    void rescalesTelephoneEventsBetweenTheClocksOfTwoLegs() {
        var net = VirtualNet.seeded(35);
        var call = new VirtualCall(net);
        End browser = call.join(Codec.OPUS);
        End trunk = call.join(Codec.PCMA);
        call.bridge(browser, trunk);
        net.run(SECOND);

        browser.phone().press('7');
        net.run(SECOND);
        forward(call, browser, trunk);
        trunk.phone().press('#');
        net.run(SECOND);
        forward(call, trunk, browser);
        net.run(SECOND);

        assertThat(trunk.phone().digitsHeard()).isEqualTo("7");
        assertThat(browser.phone().digitsHeard()).isEqualTo("#");
        // 100 ms on the clock of each
        assertThat(trunk.phone().longestEventTicks()).isEqualTo(800);
        assertThat(browser.phone().longestEventTicks()).isEqualTo(4800);
    }

    private static void forward(VirtualCall call, End from, End to) {
        var last = call.events(MediaEvent.DigitHeard.class).getLast();
        assertThat(last.leg()).isEqualTo(from.leg().id());
        call.call().sendDigits(to.leg().id(), last.digit());
    }

    private static String heard(VirtualCall call) {
        return call.events(MediaEvent.ToneHeard.class).stream()
                .map(tone -> tone.digit().value())
                .collect(Collectors.joining());
    }

    private static void press(End end, String digits) {
        press(end, digits, 1);
    }

    private static void press(End end, String digits, double gain) {
        var sender = new ToneSender();
        digits.chars().forEach(digit -> sender.queue((char) digit));
        int rateHz = end.phone().ear().rateHz();
        float[] sound = new float[rateHz * digits.length() / 5];
        float[] frame = new float[rateHz / 50];
        for (int at = 0; sender.active(); at += frame.length) {
            sender.next(frame, rateHz);
            System.arraycopy(frame, 0, sound, at, frame.length);
        }
        double begin = end.phone().seconds();
        end.phone()
                .say(t -> {
                    int sample = (int) Math.round((t - begin) * rateHz);
                    return sample < sound.length ? gain * sound[sample] : 0;
                });
    }

    private static String digitsIn(End end) {
        var detector = new ToneDetector();
        var found = new StringBuilder();
        float[] heard = end.phone().ear().heard();
        int every = end.phone().ear().rateHz() / ToneDetector.RATE_HZ;
        for (int i = 0; i < heard.length; i += every) {
            int digit = detector.hear(heard[i]);
            if (digit != ToneDetector.NO_DIGIT) {
                found.append((char) digit);
            }
        }
        return found.toString();
    }
}
