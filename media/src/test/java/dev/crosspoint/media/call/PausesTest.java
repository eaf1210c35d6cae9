package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls with peers that leave out their packets while nothing is said (RFC 3389). */
class PausesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void fillsThePausesOfASenderThatSavesPackets() {
        var net = VirtualNet.seeded(21);
        var call = new VirtualCall(net);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        End agent = call.join(Codec.OPUS);
        call.bridge(customer, agent);
        customer.phone().say(440, 0.3);
        net.run(SECOND.multipliedBy(2));

        customer.phone().pausing(-45);
        net.run(SECOND.multipliedBy(3));

        // Opus makes a little less of noise than there is
        assertThat(levelDb(agent, 2000)).isBetween(-50.0, -43.0);
        customer.phone().resume();
        net.run(SECOND.multipliedBy(2));
        assertThat(heardHz(agent)).isCloseTo(440, within(3.0));
        assertThat(agent.phone().ear().missing()).isZero();
        assertThat(agent.phone().ear().jumps()).isZero();
        assertThat(call.counted(Count.RTP_UNEXPECTED_TYPE)).isZero();
    }

    @Test
    void decodesAPauseForAListenerThatKnowsNoComfortNoise() {
        var net = VirtualNet.seeded(22);
        var call = new VirtualCall(net);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        End agent = call.join(Codec.PCMU);
        call.bridge(customer, agent);
        customer.phone().say(440, 0.3);
        net.run(SECOND);

        customer.phone().pausing(-40);
        net.run(SECOND.multipliedBy(3));

        assertThat(levelDb(agent, 2000)).isCloseTo(-40, within(2.0));
        assertThat(agent.phone().noisesHeard()).isEmpty();
        // a tick is not where the packets were: once, when the first of the noise comes
        assertThat(agent.phone().ear().longestSilenceMs()).isLessThan(40);
    }

    /** That a sender may pause is known from the first pause that is the newest, not before. */
    @Test
    void decodesAPauseThoughItsVeryFirstNoiseWasOvertaken() {
        var net = VirtualNet.seeded(33);
        var call = new VirtualCall(net);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        End agent = call.join(Codec.PCMU);
        call.bridge(customer, agent);
        customer.phone().say(440, 0.3);
        net.run(SECOND);
        net.reordered(1);
        customer.phone().hushInComfortNoise(1);
        net.run(Duration.ofMillis(20));
        net.reordered(0);
        net.run(SECOND);

        customer.phone().pausing(-40);
        net.run(SECOND.multipliedBy(3));

        assertThat(levelDb(agent, 2000)).isCloseTo(-40, within(2.0));
        assertThat(agent.phone().noisesHeard()).isEmpty();
    }

    /** Opus with DTX: libopus itself says what need not be sent of a quiet room. */
    @Test
    void hearsAWordBehindAMinuteOfDiscontinuousOpus() {
        var net = VirtualNet.seeded(34);
        var call = new VirtualCall(net);
        End customer = call.join(Codec.PCMU);
        End agent = call.joinFromBrowser(Codec.OPUS);
        call.bridge(customer, agent);
        agent.phone().transmittingDiscontinuously().breathe(0.003);
        net.run(SECOND.multipliedBy(3));
        long before = call.counted(Count.RTP_ACCEPTED);
        long concealed = call.counted(Count.CONCEALED_MS);

        net.run(SECOND.multipliedBy(60));

        // all of the customer's, and of the agent's those that say something new
        assertThat(call.counted(Count.RTP_ACCEPTED) - before).isBetween(3100L, 3600L);
        assertThat(agent.leg().ended()).isNull();
        // a pause is no loss, neither in the play-out nor in what MOS is made of
        assertThat(call.counted(Count.CONCEALED_MS) - concealed).isZero();
        assertThat(call.events(MediaEvent.LegQuality.class))
                .allMatch(quality -> quality.report().lossPercent() == 0);
        // its room goes on to be heard, as libopus describes it
        assertThat(levelDb(customer, 10_000)).isBetween(-75.0, -50.0);

        agent.phone().say(440, 0.3);
        net.run(Duration.ofMillis(300));
        assertThat(heardHz(customer)).isCloseTo(440, within(3.0));
        assertThat(levelDb(customer, 150))
                .isCloseTo(20 * Math.log10(0.3 / Math.sqrt(2)), within(1.5));
        assertThat(customer.phone().ear().missing()).isZero();
        assertThat(customer.phone().ear().jumps()).isZero();
    }

    @Test
    void relaysComfortNoiseBetweenTwoThatKnowIt() {
        var net = VirtualNet.seeded(23);
        var call = new VirtualCall(net);
        End a = call.joinKnowingNoise(Codec.PCMA);
        End b = call.joinKnowingNoise(Codec.PCMA);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        b.phone().say(1000, 0.3);
        net.run(SECOND);

        a.phone().pausing(-52);
        net.run(SECOND.multipliedBy(2));
        a.phone().resume();
        net.run(SECOND);

        assertThat(b.phone().noisesHeard()).hasSize(10).containsOnly(-52);
        assertThat(heardHz(b)).isCloseTo(440, within(3.0));
        assertThat(b.phone().ear().missing()).isZero();
        assertThat(call.counted(Count.RTP_RELAYED)).isEqualTo(call.counted(Count.RTP_SENT));
    }

    @Test
    void saysHowQuietItIsToOneThatKnowsComfortNoiseWhileItsSourcePauses() {
        var net = VirtualNet.seeded(24);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.OPUS);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        call.bridge(agent, customer);
        // a room of some -54 dBov, of which a telephone's band has -62, behind what is said
        agent.phone().breathe(0.0035);
        net.run(SECOND.multipliedBy(2));
        agent.phone().say(440, 0.3);
        net.run(SECOND.multipliedBy(2));
        assertThat(customer.phone().noisesHeard()).isEmpty();

        agent.phone().stopSending();
        long before = customer.phone().ear().packets();
        net.run(SECOND.multipliedBy(2));
        long inThePause = customer.phone().ear().packets() - before;
        assertThat(customer.phone().noisesHeard()).hasSizeBetween(8, 10);
        assertThat(customer.phone().noisesHeard()).allMatch(level -> level < -55 && level > -70);
        // what was buffered, what was invented and faded, and no more
        assertThat(inThePause).isLessThan(15);

        agent.phone().resumeSending();
        net.run(SECOND);
        assertThat(heardHz(customer)).isCloseTo(440, within(3.0));
        assertThat(customer.phone().ear().missing()).isZero();
    }

    @Test
    void saysHowQuietItIsWhereARelayedSourceStopsSending() {
        var net = VirtualNet.seeded(25);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.PCMU);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        call.bridge(agent, customer);
        agent.phone().breathe(0.0035);
        net.run(SECOND.multipliedBy(2));
        assertThat(call.counted(Count.RTP_RELAYED)).isPositive();

        assertThat(customer.phone().noisesHeard()).isEmpty();
        agent.phone().stopSending();
        net.run(SECOND.multipliedBy(2));

        assertThat(customer.phone().noisesHeard()).hasSizeBetween(8, 10);
        assertThat(customer.phone().noisesHeard()).allMatch(level -> level < -45 && level > -62);
        agent.phone().say(440, 0.3).resumeSending();
        net.run(SECOND);
        assertThat(heardHz(customer)).isCloseTo(440, within(3.0));
        assertThat(customer.phone().ear().missing()).isZero();
    }

    @Test
    void sendsComfortNoiseToNobodyWhoDidNotOfferIt() {
        var net = VirtualNet.seeded(26);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.OPUS);
        End customer = call.join(Codec.PCMU);
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(SECOND);

        agent.phone().stopSending();
        net.run(SECOND.multipliedBy(2));

        assertThat(customer.phone().noisesHeard()).isEmpty();
        assertThat(customer.phone().ear().longestSilenceMs()).isLessThan(25);
    }

    @Test
    void sendsAudioWhereNobodyIsHeardAtAll() {
        var net = VirtualNet.seeded(27);
        var call = new VirtualCall(net);
        End held = call.joinKnowingNoise(Codec.PCMU);
        net.run(SECOND.multipliedBy(2));

        assertThat(held.phone().noisesHeard()).isEmpty();
        assertThat(held.phone().ear().packets()).isGreaterThan(90);
    }

    @Test
    void makesAStreamNoLaterForGoodWhosePacketsWereHeldUp() {
        var net = VirtualNet.seeded(30);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.PCMU);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(SECOND);
        Ear ear = customer.phone().ear();
        int before = ear.end();

        for (int spike = 0; spike < 5; spike++) {
            agent.phone().holdBack(true);
            net.run(Duration.ofMillis(300));
            agent.phone().holdBack(false);
            net.run(Duration.ofMillis(700));
        }

        assertThat(customer.phone().noisesHeard()).isNotEmpty();
        // five seconds of the stream's own clock in five seconds, and all of it was heard
        assertThat(ear.end() - before).isCloseTo(5 * 8000, within(320));
        assertThat(heardHz(customer)).isCloseTo(440, within(3.0));
        assertThat(ear.missing()).isZero();
    }

    @Test
    void relaysATrunkThatKnowsComfortNoiseAndNeverPauses() {
        var net = VirtualNet.seeded(31);
        var call = new VirtualCall(net);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        End agent = call.join(Codec.PCMU);
        call.bridge(customer, agent);
        customer.phone().say(440, 0.3);
        net.run(SECOND.multipliedBy(2));

        assertThat(call.counted(Count.RTP_RELAYED)).isEqualTo(call.counted(Count.RTP_SENT));
    }

    @Test
    void repeatsWhatASourceHasSaidOnce() {
        var net = VirtualNet.seeded(32);
        var call = new VirtualCall(net);
        End a = call.joinKnowingNoise(Codec.PCMA);
        End b = call.joinKnowingNoise(Codec.PCMA);
        call.bridge(a, b);
        pauseOnce(a, net);
        net.run(SECOND.multipliedBy(2));

        assertThat(b.phone().noisesHeard()).hasSizeBetween(8, 10).containsOnly(-60);
    }

    @Test
    void keepsAQuietPeerThatDescribesItsPauseOnceAsLongAsItReports() {
        var net = VirtualNet.seeded(28);
        var call = new VirtualCall(net);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        customer.phone().play();
        pauseOnce(customer, net);

        net.run(SECOND.multipliedBy(240));
        assertThat(customer.leg().ended()).isNull();

        customer.phone().resumeSending();
        net.run(SECOND.multipliedBy(2));
        customer.phone().stopSending();
        net.run(SECOND.multipliedBy(60));
        assertThat(customer.leg().ended()).isEqualTo(EndReason.MEDIA_TIMEOUT);
    }

    @Test
    void waitsLongerForAPeerThatHasDescribedItsPauseAndNotForEver() {
        var net = VirtualNet.seeded(29);
        var call = new VirtualCall(net);
        End customer = call.joinKnowingNoise(Codec.PCMU);
        pauseOnce(customer, net);

        net.run(SECOND.multipliedBy(45));
        assertThat(customer.leg().ended()).isNull();
        net.run(SECOND.multipliedBy(300));
        assertThat(customer.leg().ended()).isEqualTo(EndReason.MEDIA_TIMEOUT);
    }

    private static void pauseOnce(End end, VirtualNet net) {
        end.phone().say(440, 0.3);
        net.run(SECOND);
        end.phone().hushInComfortNoise(1);
        net.run(Duration.ofMillis(20));
        end.phone().stopSending();
    }

    private static double levelDb(End end, int ms) {
        float[] heard = end.phone().ear().heardLast(ms);
        return 20 * Math.log10(Tone.rms(heard, 0, heard.length));
    }

    private static double heardHz(End end) {
        return Tone.dominantHz(end.phone().ear().heardLast(400), end.phone().ear().rateHz());
    }
}
