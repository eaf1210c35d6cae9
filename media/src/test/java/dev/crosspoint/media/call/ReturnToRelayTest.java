package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * How long somebody who has heard a mix goes on hearing one (ADR 015). Packets of the mix are as
 * good as those of the relay; a generator of load that knows only the payloads of the latter by
 * what it wrote into them takes the former for silence.
 */
class ReturnToRelayTest {
    /** -17 dBov, which is a pause after 3.3 s of waiting: -50 dBov and 10 dB a second. */
    private static final double AMPLITUDE = 0.2;

    /** Packets of one party in two seconds. */
    private static final long ONE_WAY = 100;

    private final VirtualNet net = VirtualNet.seeded(17);
    private final VirtualCall call = new VirtualCall(net);
    private final End agent = call.join(Codec.PCMU);
    private final End customer = call.join(Codec.PCMU);
    private final End third = call.join(Codec.PCMU);

    @Test
    void relaysAtOnceWhatArrivedEvenly() {
        talkInAMix(0);
        assertThat(relayedWithin(Duration.ofSeconds(2))).isGreaterThan(2 * ONE_WAY - 10);
        assertNothingIsMissing();
    }

    @Test
    void mixesAToneThatArrivedUnevenlyUntilItIsTakenForAPauseAndLosesNoneOfIt() {
        talkInAMix(60);
        // The customer, who is silent, is relayed to the agent at once.
        assertThat(relayedWithin(Duration.ofSeconds(2))).isLessThanOrEqualTo(ONE_WAY);
        net.run(Duration.ofSeconds(2));
        assertThat(relayedWithin(Duration.ofSeconds(2))).isGreaterThan(2 * ONE_WAY - 10);
        assertNothingIsMissing();
    }

    /** Three people are mixed, of whom one talks without a pause; then two are left. */
    private void talkInAMix(int jitterMs) {
        call.bridge(agent, customer, third);
        agent.phone().say(450, AMPLITUDE);
        net.jitterMs(jitterMs);
        net.run(Duration.ofSeconds(2));
        net.jitterMs(0);
        net.run(Duration.ofSeconds(2)); // what was waited for is given back, by pitch periods
        call.call().closeLeg(third.leg().id(), net.nowNanos(), call);
    }

    private long relayedWithin(Duration span) {
        long before = call.counted(Count.RTP_RELAYED);
        net.run(span);
        return call.counted(Count.RTP_RELAYED) - before;
    }

    private void assertNothingIsMissing() {
        Ear ear = customer.phone().ear();
        assertThat(ear.missing()).as("but for what was overtaken").isEqualTo(ear.late());
        assertThat(ear.longestSilenceMs()).isLessThan(130);
    }
}
