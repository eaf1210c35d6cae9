package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a listener of Opus asks for and reports, and what it gets for it. */
class RecoveryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Of 12,000 ms that are lost in two minutes, once the loss has been reported. */
    @Test
    void concealsLessThanAThirdWhereTheListenerReportsLossAndTakesCopies() {
        long without = concealedMs("useinbandfec=0");
        long with = concealedMs("useinbandfec=1");
        assertThat(without).isBetween(11_000L, 14_000L);
        assertThat(with).isLessThan(without / 3);
    }

    @Test
    void makesNoCopiesWhereNothingIsLost() {
        var net = VirtualNet.seeded(41);
        var call = new VirtualCall(net);
        End agent = speaking(call, "useinbandfec=1");

        net.run(MINUTE);

        assertThat(agent.phone().play().copies()).isZero();
    }

    /** Ten seconds after the last report of loss. */
    @Test
    void endsTheCopiesWhenNothingIsLostAnyMore() {
        var net = VirtualNet.seeded(42);
        var call = new VirtualCall(net);
        End agent = speaking(call, "useinbandfec=1");
        net.loss(0.1);
        net.run(MINUTE);
        assertThat(agent.phone().play().copies()).isPositive();

        net.loss(0);
        net.run(Duration.ofSeconds(40));
        long before = agent.phone().play().copies();
        net.run(MINUTE);

        assertThat(agent.phone().play().copies()).isEqualTo(before);
    }

    @Test
    void sharesCopiesAmongAllWhoHearTheSame() {
        var net = VirtualNet.seeded(43);
        var call = new VirtualCall(net);
        End speaker = call.join(Codec.PCMU);
        speaker.phone().say(voice());
        End[] ends = new End[5];
        ends[0] = speaker;
        for (int i = 1; i < ends.length; i++) {
            ends[i] = call.joinAsking(Codec.OPUS, "useinbandfec=" + (i == 1 ? 1 : 0));
            ends[i].phone().hush().play();
        }
        call.bridge(ends);
        net.loss(0.1);

        net.run(MINUTE);

        assertThat(ends[1].phone().play().copies()).isGreaterThan(1000);
        assertThat(ends[4].phone().play().copies())
                .as("one encode for all")
                .isCloseTo(ends[1].phone().play().copies(), withinPercentage(10));
    }

    /** Bits a second of the payloads alone, as RFC 7587 6.1 counts them. */
    @ParameterizedTest
    @CsvSource({
        "maxaveragebitrate=8000;useinbandfec=1, 0, 8500",
        "maxaveragebitrate=8000;useinbandfec=1, 0.1, 8500",
        "maxaveragebitrate=1;useinbandfec=1, 0.1, 6800",
    })
    void sendsNoMoreThanTheListenerTakes(String asked, double loss, int bps) {
        var net = VirtualNet.seeded(44);
        var call = new VirtualCall(net);
        End agent = speaking(call, asked);
        net.loss(loss);
        net.run(Duration.ofSeconds(30));
        agent.phone().play().takeBps();

        net.run(MINUTE);

        assertThat(agent.phone().play().takeBps()).isBetween(4000L, (long) bps);
    }

    /** Two or three packets a second say that there is still nothing (RFC 7587 3.1.3). */
    @Test
    void saysLittleWhileNothingIsSaidToWhoeverAsksForThat() {
        var net = VirtualNet.seeded(46);
        var call = new VirtualCall(net);
        End saving = call.joinAsking(Codec.OPUS, "usedtx=1");
        End other = call.join(Codec.OPUS);
        End talker = call.join(Codec.PCMU);
        call.bridge(saving, other, talker);
        saving.phone().hush();
        other.phone().hush();
        talker.phone().hush();
        net.run(Duration.ofSeconds(2));
        long saved = saving.phone().ear().packets();
        long full = other.phone().ear().packets();

        net.run(Duration.ofSeconds(20));

        assertThat(saving.phone().ear().packets() - saved).isBetween(20L, 80L);
        assertThat(other.phone().ear().packets() - full).isBetween(999L, 1001L);
        assertThat(saving.phone().ear().missing()).as("no numbers are left out").isZero();
        talker.phone().say(440, 0.3);
        net.run(Duration.ofSeconds(2));
        var ear = saving.phone().ear();
        assertThat(Tone.levelDb(ear.heardLast(500), ear.rateHz(), 440)).isGreaterThan(-13);
        assertThat(ear.end()).as("time went on").isCloseTo(other.phone().ear().end(), within(960));
    }

    /** Two who hear 48 kHz, and one for whom that would be wasted; it hears all the same. */
    @ParameterizedTest
    @CsvSource({"8000, 4000", "12000, 8000", "16000, 8000"})
    void encodesNoMoreThanTheListenerPlays(int maxPlaybackRateHz, int widestHz) {
        var net = VirtualNet.seeded(45);
        var call = new VirtualCall(net);
        End wide = call.join(Codec.OPUS);
        End narrow = call.joinAsking(Codec.OPUS, "maxplaybackrate=" + maxPlaybackRateHz);
        End third = call.join(Codec.OPUS);
        wide.phone().say(t -> 0.2 * (Math.sin(6000 * t) + Math.sin(2 * Math.PI * 9000 * t)));
        narrow.phone().play();
        call.bridge(wide, narrow, third);

        net.run(Duration.ofSeconds(5));

        float[] all = third.phone().ear().heardLast(1000);
        float[] some = narrow.phone().ear().heardLast(1000);
        assertThat(Tone.levelDb(all, 48_000, 9000)).isGreaterThan(-30);
        assertThat(Tone.levelDb(some, 48_000, 9000)).isLessThan(-50);
        assertThat(Tone.levelDb(some, 48_000, 6000 / 2 / Math.PI)).isGreaterThan(-18);
        assertThat(narrow.phone().play().widestHz()).isEqualTo(widestHz);
    }

    private static long concealedMs(String asked) {
        var net = VirtualNet.seeded(40);
        var call = new VirtualCall(net);
        Player player = speaking(call, asked).phone().play();
        net.loss(0.1);
        net.run(Duration.ofSeconds(15));
        long before = player.concealedMs();
        net.run(MINUTE.multipliedBy(2));
        return player.concealedMs() - before;
    }

    /** An agent who listens in Opus to a customer in G.711, who talks all the time. */
    private static End speaking(VirtualCall call, String asked) {
        End agent = call.joinAsking(Codec.OPUS, asked);
        End customer = call.join(Codec.PCMU);
        agent.phone().hush();
        agent.phone().play();
        customer.phone().say(voice());
        call.bridge(agent, customer);
        return agent;
    }

    private static DoubleUnaryOperator voice() {
        float[] spoken = Tone.voice(8000, 8000 * 10);
        return t -> spoken[(int) (Math.round(t * 8000) % spoken.length)];
    }
}
