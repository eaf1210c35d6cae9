package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One conversation in virtual time, judged by what the phones hear. */
class CallTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void relaysTheSameCodecAsItComes() {
        var net = VirtualNet.seeded(1);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        b.phone().say(1000, 0.3);

        net.run(Duration.ofSeconds(5));

        assertHears(a, 1000);
        assertHears(b, 440);
        assertThat(call.counted(Count.RTP_RELAYED)).isEqualTo(call.counted(Count.RTP_SENT));
        assertThat(b.phone().ear().missing()).isZero();
        assertThat(b.phone().ear().jumps()).isZero();
        assertThat(b.phone().ear().longestSilenceMs()).isLessThan(25);
    }

    @ParameterizedTest
    @EnumSource(
            value = SrtpProfile.class,
            names = {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void relaysUnderTheKeysOfEachSide(SrtpProfile profile) {
        var net = VirtualNet.seeded(2);
        var call = new VirtualCall(net);
        End a = call.joinSecurely(Codec.PCMU, profile);
        End b = call.joinSecurely(Codec.PCMU, SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        b.phone().say(1000, 0.3);

        net.run(Duration.ofSeconds(3));

        assertHears(a, 1000);
        assertHears(b, 440);
        assertThat(b.phone().refused()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"OPUS, PCMU", "OPUS, G722", "PCMU, G722", "G722, PCMA"})
    void transcodesWhereTheCodecsDiffer(Codec left, Codec right) {
        var net = VirtualNet.seeded(3);
        var call = new VirtualCall(net);
        End browser = call.join(left);
        End customer = call.join(right);
        call.bridge(browser, customer);
        browser.phone().say(440, 0.3);
        customer.phone().say(1000, 0.3);

        net.run(Duration.ofSeconds(5));

        assertHears(browser, 1000);
        assertHears(customer, 440);
        assertThat(call.counted(Count.RTP_RELAYED)).isZero();
        assertThat(customer.phone().ear().missing()).isZero();
        assertThat(customer.phone().ear().jumps()).isZero();
    }

    @Test
    void addsLittleDelayInTheMixer() {
        var net = VirtualNet.seeded(4);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMA);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        net.run(Duration.ofSeconds(2));

        long spokenNanos = net.nowNanos();
        a.phone().say(440, 0.3);
        net.run(SECOND);

        // 5 ms there, 5 ms back, 20 ms to fill the phone's first packet.
        assertThat(delayMs(b, spokenNanos) - 30).isBetween(0.0, 45.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.05, 0, 0, 0",
        "0, 60, 0, 0",
        "0, 0, 0.05, 0",
        "0, 0, 0, 0.05",
        "0.03, 30, 0.02, 0.02"
    })
    void keepsTalkingThroughBadNetworks(
            double loss, int jitterMs, double reordered, double duplicates) {
        var net = VirtualNet.seeded(7);
        var call = new VirtualCall(net);
        End browser = call.join(Codec.OPUS);
        End customer = call.join(Codec.PCMU);
        call.bridge(browser, customer);
        net.loss(loss).jitterMs(jitterMs).reordered(reordered).duplicates(duplicates);
        browser.phone().say(440, 0.3);
        customer.phone().say(1000, 0.3);

        net.run(Duration.ofSeconds(30));

        assertHears(browser, 1000);
        assertHears(customer, 440);
        // What the gateway sends is whole: loss towards it is concealed, not passed on as gaps.
        assertThat(customer.phone().ear().jumps()).isZero();
        long concealed = call.counted(Count.CONCEALED_MS);
        assertThat(concealed).isLessThanOrEqualTo((long) (2 * 30_000 * (loss + reordered + 0.05)));
    }

    @ParameterizedTest
    @CsvSource({"PCMU, PCMU", "PCMU, PCMA", "OPUS, PCMU", "G722, G722", "G722, OPUS"})
    void runsOnAcrossTheWrapOfSequenceAndTimestamp(Codec left, Codec right) {
        var net = VirtualNet.seeded(8);
        var call = new VirtualCall(net);
        End a = call.join(left);
        End b = call.join(right);
        a.phone().startingAt(0xFFFF - 50, -(60 * left.rtpClockHz() / 50)).say(440, 0.3);
        call.bridge(a, b);

        net.run(Duration.ofSeconds(4));

        assertHears(b, 440);
        assertThat(b.phone().ear().jumps()).isZero();
        assertThat(b.phone().ear().missing()).isZero();
    }

    @Test
    void keepsTheRolloverCounterAcrossWrapsUnderLossAndReordering() {
        var net = VirtualNet.seeded(9);
        var call = new VirtualCall(net);
        End a = call.joinSecurely(Codec.PCMU, SrtpProfile.AEAD_AES_128_GCM);
        End b = call.joinSecurely(Codec.PCMU, SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        a.phone().startingAt(0xFFFF - 100, 0).say(440, 0.3);
        call.bridge(a, b);
        net.loss(0.05).reordered(0.05);

        net.run(Duration.ofMinutes(46)); // two wraps: 65536 packets are 21.8 minutes

        assertThat(call.counted(Count.SRTP_UNAUTHENTIC)).isZero();
        assertThat(b.phone().refused()).isZero();
        assertHears(b, 440);
    }

    @Test
    void getsItsDelayBackAfterAStorm() {
        var net = VirtualNet.seeded(10);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMA);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        net.run(Duration.ofSeconds(5));

        net.jitterMs(300);
        net.run(Duration.ofSeconds(10));
        net.jitterMs(0);
        net.run(Duration.ofSeconds(20));
        a.phone().hush();
        net.run(Duration.ofSeconds(2));
        int from = b.phone().ear().end();
        long spokenNanos = net.nowNanos();
        a.phone().say(440, 0.3);
        net.run(SECOND);

        assertThat(delayMs(b, from, spokenNanos) - 30).isBetween(0.0, 60.0);
    }

    @Test
    void talksForAnHourWithADriftingClock() {
        var net = VirtualNet.seeded(11);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMA);
        End b = call.join(Codec.PCMU);
        a.phone().driftPpm(100).say(440, 0.3);
        b.phone().driftPpm(-100).say(1000, 0.3);
        call.bridge(a, b);

        net.run(Duration.ofHours(1));

        assertHears(a, 1000);
        assertHears(b, 440);
        assertThat(a.phone().ear().jumps()).isZero();
        assertThat(a.phone().ear().packets()).isBetween(179_990L, 180_010L);
    }

    @Test
    void isTheSameEveryTimeForTheSameSeed() {
        assertThat(fingerprint(42)).isEqualTo(fingerprint(42)).isNotEqualTo(fingerprint(43));
    }

    private static int fingerprint(long seed) {
        var net = VirtualNet.seeded(seed).loss(0.1).jitterMs(40).duplicates(0.02);
        var call = new VirtualCall(net);
        End a = call.join(Codec.OPUS);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        net.run(Duration.ofSeconds(10));
        return Arrays.hashCode(b.phone().ear().heard());
    }

    // ---- who hears whom

    @Test
    void mixesEveryPartyForEveryOther() {
        var net = VirtualNet.seeded(13);
        var call = new VirtualCall(net);
        End[] ends = {call.join(Codec.PCMU), call.join(Codec.PCMA), call.join(Codec.OPUS)};
        double[] tones = {500, 900, 1700};
        for (int i = 0; i < ends.length; i++) {
            ends[i].phone().say(tones[i], 0.2);
        }
        call.bridge(ends);

        net.run(Duration.ofSeconds(4));

        for (int listener = 0; listener < ends.length; listener++) {
            Ear ear = ends[listener].phone().ear();
            float[] heard = ear.heardLast(1000);
            for (int source = 0; source < ends.length; source++) {
                double level = Tone.levelDb(heard, ear.rateHz(), tones[source]);
                if (source == listener) {
                    assertThat(level).isLessThan(-45);
                } else {
                    assertThat(level).isCloseTo(Tone.decibels(0.2), within(3.0));
                }
            }
        }
    }

    @Test
    void letsAWideAndANarrowPartyShareAWidebandCall() {
        var net = VirtualNet.seeded(14);
        var call = new VirtualCall(net);
        End a = call.join(Codec.OPUS);
        End b = call.join(Codec.OPUS);
        End c = call.join(Codec.PCMU);
        a.phone().say(440, 0.2);
        b.phone().say(6000, 0.2);
        c.phone().say(1000, 0.2);
        call.bridge(a, b, c);

        net.run(Duration.ofSeconds(4));

        assertThat(Tone.levelDb(a.phone().ear().heardLast(1000), 48_000, 6000))
                .as("wideband between the wide")
                .isGreaterThan(-20);
        assertThat(Tone.levelDb(a.phone().ear().heardLast(1000), 48_000, 1000)).isGreaterThan(-18);
        assertThat(Tone.levelDb(c.phone().ear().heardLast(1000), 8000, 440)).isGreaterThan(-18);
        assertThat(Tone.levelDb(c.phone().ear().heardLast(1000), 8000, 2000))
                .as("6 kHz does not fold down to 2 kHz")
                .isLessThan(-45);
    }

    /** What G.722 can hold of a mix at 48 kHz, and what it adds to it. */
    @Test
    void letsG722TakePartInAFullbandCall() {
        var net = VirtualNet.seeded(29);
        var call = new VirtualCall(net);
        End a = call.join(Codec.OPUS);
        End b = call.join(Codec.OPUS);
        End c = call.join(Codec.G722);
        a.phone().say(10_500, 0.2);
        b.phone().say(6000, 0.2);
        c.phone().say(5000, 0.2);
        call.bridge(a, b, c);

        net.run(Duration.ofSeconds(4));

        assertThat(level(a, 5000)).isGreaterThan(-18);
        assertThat(level(b, 10_500)).as("fullband between the wide").isGreaterThan(-25);
        assertThat(level(c, 6000)).isGreaterThan(-18);
        assertThat(level(c, 5500)).as("10.5 kHz does not fold down to 5.5").isLessThan(-45);
    }

    /** Both ways at 16 kHz, with no filter between. */
    @Test
    void carriesWidebandBetweenG722AndOpus() {
        var net = VirtualNet.seeded(30);
        var call = new VirtualCall(net);
        End browser = call.join(Codec.OPUS);
        End customer = call.join(Codec.G722);
        browser.phone().say(5000, 0.2);
        customer.phone().say(6000, 0.2);
        call.bridge(browser, customer);

        net.run(Duration.ofSeconds(4));

        assertThat(level(browser, 6000)).isGreaterThan(-18);
        assertThat(level(customer, 5000)).isGreaterThan(-18);
    }

    @Test
    void editsDecideWhoHearsWhom() {
        var net = VirtualNet.seeded(15);
        var call = new VirtualCall(net);
        End customer = call.join(Codec.PCMU);
        End agent = call.join(Codec.PCMU);
        End supervisor = call.join(Codec.PCMU);
        customer.phone().say(500, 0.2);
        agent.phone().say(900, 0.2);
        supervisor.phone().say(1700, 0.2);
        call.bridge(customer, agent);
        // A whisper: the supervisor hears both, only the agent hears the supervisor.
        call.call()
                .edit(
                        List.of(
                                new Edit(supervisor.leg().id(), customer.leg().id(), true),
                                new Edit(supervisor.leg().id(), agent.leg().id(), true),
                                new Edit(agent.leg().id(), supervisor.leg().id(), true)),
                        net.nowNanos());

        net.run(Duration.ofSeconds(3));

        assertThat(level(agent, 1700)).isGreaterThan(-18);
        assertThat(level(agent, 500)).isGreaterThan(-18);
        assertThat(level(customer, 900)).isGreaterThan(-18);
        assertThat(level(customer, 1700)).isLessThan(-45);
        assertThat(level(supervisor, 500)).isGreaterThan(-18);
        assertThat(level(supervisor, 900)).isGreaterThan(-18);
    }

    @Test
    void refusesEditsByWhichALegWouldHearItself() {
        var net = VirtualNet.seeded(25);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        a.phone().say(500, 0.2);

        var reply =
                call.call()
                        .edit(
                                List.of(
                                        new Edit(b.leg().id(), a.leg().id(), true),
                                        new Edit(a.leg().id(), a.leg().id(), true)),
                                net.nowNanos());
        net.run(Duration.ofSeconds(2));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.error()).isEqualTo(MediaError.WRONG_STATE));
        assertThat(level(a, 500)).isLessThan(-60);
        assertThat(level(b, 500)).as("all edits or none").isLessThan(-60);
    }

    // ---- prompts, digits

    @Test
    void playsAPromptToItsListenersAndSaysWhenItEnds() {
        var net = VirtualNet.seeded(16);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.OPUS);
        a.phone().hush();
        PromptAudio beep = PromptAudio.of(Tone.sine(8000, 700, 0.3, 16_000), 8000);

        call.call().play(new PlayId("p"), beep, List.of(a.leg().id()), 1, net.nowNanos());
        net.run(Duration.ofMillis(1500));
        assertThat(level(a, 700)).isGreaterThan(-14);
        assertThat(call.events(MediaEvent.PlayEnded.class)).isEmpty();
        net.run(SECOND);

        assertThat(call.events(MediaEvent.PlayEnded.class)).hasSize(1);
        assertThat(level(b, 700)).isLessThan(-60);
    }

    @Test
    void loopsMusicUntilItIsStopped() {
        var net = VirtualNet.seeded(17);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        PromptAudio music = PromptAudio.of(Tone.sine(16_000, 700, 0.3, 8000), 16_000);

        call.call().play(new PlayId("m"), music, List.of(a.leg().id()), 0, net.nowNanos());
        net.run(Duration.ofSeconds(5));
        assertThat(level(a, 700)).isGreaterThan(-14);
        call.call().stopPlay(new PlayId("m"), net.nowNanos());
        net.run(Duration.ofSeconds(2));

        assertThat(level(a, 700)).isLessThan(-60);
        assertThat(call.events(MediaEvent.PlayEnded.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, PCMU", "OPUS, PCMU", "PCMU, OPUS", "G722, OPUS", "OPUS, G722"})
    void hearsAndSendsDigitsOnceEach(Codec left, Codec right) {
        var net = VirtualNet.seeded(18).loss(0.1);
        var call = new VirtualCall(net);
        End a = call.join(left);
        End b = call.join(right);
        call.bridge(a, b);
        net.run(SECOND);

        a.phone().press('5');
        call.call().sendDigits(b.leg().id(), new Digits("1#9"));
        net.run(Duration.ofSeconds(3));

        assertThat(call.events(MediaEvent.DigitHeard.class))
                .extracting(e -> e.digit().value())
                .containsExactly("5");
        assertThat(b.phone().digitsHeard()).isEqualTo("1#9");
        a.phone().say(440, 0.3);
        net.run(Duration.ofSeconds(2));
        assertHears(b, 440);
    }

    // ---- ends and faults

    @Test
    void endsALegThatFallsSilentAndLeavesTheOther() {
        var net = VirtualNet.seeded(19);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        net.run(Duration.ofSeconds(2));

        a.phone().stopSending();
        net.run(VirtualSetup.MEDIA_TIMEOUT.minusSeconds(1));
        assertThat(call.events(MediaEvent.LegEnded.class)).isEmpty();
        net.run(Duration.ofSeconds(2));

        assertThat(call.events(MediaEvent.LegEnded.class))
                .singleElement()
                .satisfies(ended -> {
                    assertThat(ended.leg()).isEqualTo(a.leg().id());
                    assertThat(ended.reason()).isEqualTo(EndReason.MEDIA_TIMEOUT);
                });
        assertThat(call.closed()).containsExactly(a.leg());
        assertThat(call.call().legs()).containsExactly(b.leg());
    }

    @Test
    void waitsTheFullTimeAgainForALegThatWasOnHold() {
        var net = VirtualNet.seeded(23);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        // The silence has just been looked at, and will not be again before the hold is over.
        net.run(VirtualSetup.MEDIA_TIMEOUT.plusSeconds(1));

        call.reoffer(a, "inactive");
        a.phone().stopSending();
        net.run(VirtualSetup.MEDIA_TIMEOUT.minusMillis(1100));
        call.reoffer(a, "sendrecv");
        net.run(VirtualSetup.MEDIA_TIMEOUT.minusSeconds(1));

        assertThat(call.events(MediaEvent.LegEnded.class)).isEmpty();
        net.run(Duration.ofSeconds(2));
        assertThat(call.events(MediaEvent.LegEnded.class))
                .extracting(MediaEvent.LegEnded::reason)
                .containsExactly(EndReason.MEDIA_TIMEOUT);
    }

    @Test
    void endsATrunkLegThatNeverSendsAPacket() {
        var net = VirtualNet.seeded(26);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End mute = call.join(Codec.PCMU);
        mute.phone().stopSending();
        call.bridge(a, mute);

        net.run(VirtualSetup.FIRST_AUDIO.minusSeconds(1));
        assertThat(call.events(MediaEvent.LegEnded.class)).isEmpty();
        net.run(Duration.ofSeconds(2));

        assertThat(call.events(MediaEvent.LegEnded.class))
                .singleElement()
                .satisfies(ended -> {
                    assertThat(ended.leg()).isEqualTo(mute.leg().id());
                    assertThat(ended.reason()).isEqualTo(EndReason.MEDIA_TIMEOUT);
                });
    }

    @Test
    void letsATrunkLegRingUntilItIsAnswered() {
        var net = VirtualNet.seeded(27);
        var call = new VirtualCall(net);
        Leg called = call.offer();
        net.run(VirtualSetup.FIRST_AUDIO.multipliedBy(3));
        assertThat(call.events(MediaEvent.LegEnded.class)).isEmpty();

        call.answered(called);
        net.run(VirtualSetup.FIRST_AUDIO.minusSeconds(1));
        assertThat(call.events(MediaEvent.LegEnded.class)).isEmpty();
        net.run(Duration.ofSeconds(2));

        assertThat(call.events(MediaEvent.LegEnded.class))
                .extracting(MediaEvent.LegEnded::reason)
                .containsExactly(EndReason.MEDIA_TIMEOUT);
    }

    @Test
    void isAbandonedAQuarterOfAnHourAfterTheLastLegHasLeft() {
        var net = VirtualNet.seeded(28);
        var call = new VirtualCall(net);
        net.run(Duration.ofMinutes(14));
        End a = call.join(Codec.PCMU);
        net.run(Duration.ofMinutes(14));
        assertThat(call.call().isAbandoned(net.nowNanos())).isFalse();

        call.call().closeLeg(a.leg().id(), net.nowNanos(), call);
        net.run(Duration.ofMinutes(14));
        assertThat(call.call().isAbandoned(net.nowNanos())).isFalse();
        net.run(Duration.ofMinutes(2));

        assertThat(call.call().isAbandoned(net.nowNanos())).isTrue();
    }

    @Test
    void givesUpEveryLegEvenWhenOneOfThemCannotBeEnded() {
        var net = VirtualNet.seeded(24);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.OPUS);
        End c = call.join(Codec.PCMU);
        call.bridge(a, b, c);
        net.run(SECOND);
        call.breakDoorOf(a);

        assertThatIllegalStateException().isThrownBy(() -> call.call().close(net.nowNanos(), call));

        assertThat(call.closed()).containsExactly(a.leg(), b.leg(), c.leg());
        assertThat(call.call().isEmpty()).isTrue();
    }

    @Test
    void reportsQualityOnceASecond() {
        var net = VirtualNet.seeded(20).loss(0.1);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.5);

        net.run(Duration.ofSeconds(30));

        var reports =
                call.events(MediaEvent.LegQuality.class).stream()
                        .filter(q -> q.leg().equals(a.leg().id()))
                        .map(MediaEvent.LegQuality::report)
                        .toList();
        assertThat(reports).hasSizeBetween(28, 31);
        var last = reports.getLast();
        assertThat(call.counted(Count.RTP_RELAYED)).isPositive();
        assertThat(last.inLevelDbov()).isBetween(-12, -5);
        assertThat(last.outLevelDbov()).isLessThan(-60);
        assertThat(reports).anyMatch(r -> r.lossPercent() > 2);
        assertThat(last.received()).isBetween(1200L, 1490L);
    }

    @Test
    void metersALegThatNobodyHears() {
        var net = VirtualNet.seeded(22);
        var call = new VirtualCall(net);
        End alone = call.join(Codec.PCMA);
        alone.phone().say(440, 0.5);

        net.run(Duration.ofSeconds(3));

        var last = call.events(MediaEvent.LegQuality.class).getLast().report();
        assertThat(last.inLevelDbov()).isBetween(-12, -5);
    }

    @Test
    void survivesAnythingThatIsThrownAtItsPorts() {
        var net = VirtualNet.seeded(21);
        var call = new VirtualCall(net);
        End a = call.join(Codec.OPUS);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        var random = new Random(21);

        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[1600];
            random.nextBytes(junk);
            if (random.nextBoolean()) {
                junk[0] = (byte) 0x80;
                junk[1] = (byte) (random.nextBoolean() ? 111 : 0x80 | 111);
            }
            call.deliver(a.leg(), junk, random.nextInt(1400), b.phone().address());
            if (i % 100 == 0) {
                net.run(Duration.ofMillis(20));
            }
        }
        net.run(Duration.ofSeconds(3));

        assertThat(call.counted(Count.RTP_WRONG_SOURCE)).isPositive();
        assertThat(call.counted(Count.MALFORMED)).isPositive();
        assertHears(b, 440);
    }

    @Test
    void followsASourceThatBeginsAnew() {
        var net = VirtualNet.seeded(22);
        var call = new VirtualCall(net);
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        net.run(Duration.ofSeconds(3));

        a.phone().changeSource();
        net.run(Duration.ofSeconds(3));

        assertThat(b.phone().ear().missing()).isZero();
        assertThat(b.phone().ear().jumps()).isZero();
        assertHears(b, 440);
    }

    // ---- measures

    private static void assertHears(End end, double hz) {
        Ear ear = end.phone().ear();
        float[] heard = ear.heardLast(500);
        assertThat(Tone.levelDb(heard, ear.rateHz(), hz))
                .isCloseTo(Tone.decibels(0.3), within(4.0));
        double all = Tone.decibels(Tone.rms(heard, 0, heard.length) * Math.sqrt(2));
        assertThat(Tone.levelDb(heard, ear.rateHz(), hz))
                .as("all of it")
                .isCloseTo(all, within(3.0));
    }

    private static double level(End end, double hz) {
        Ear ear = end.phone().ear();
        return Tone.levelDb(ear.heardLast(500), ear.rateHz(), hz);
    }

    private static double delayMs(End listener, long spokenNanos) {
        return delayMs(listener, 0, spokenNanos);
    }

    /** From the first sample spoken to the arrival of the packet that holds it. */
    private static double delayMs(End listener, int from, long spokenNanos) {
        Ear ear = listener.phone().ear();
        int onset = ear.onset(from, 0.05f);
        assertThat(onset).isNotNegative();
        return (ear.arrivalNanos(onset) - spokenNanos) / 1e6;
    }
}
