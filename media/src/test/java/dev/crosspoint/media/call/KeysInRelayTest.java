package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Keys take numbers of the stream that they are pressed in (RFC 4733 2.1), and are not forwarded:
 * whoever hears that stream by relay must not take them for packets that were lost.
 */
class KeysInRelayTest {
    private final VirtualNet net = VirtualNet.seeded(23);
    private final VirtualCall call = new VirtualCall(net);
    private final End agent = call.join(Codec.PCMU);
    private final End customer = call.join(Codec.PCMU);

    @Test
    void areMissedByNobodyWhoHearsNone() {
        talk();
        press("12#");
        Ear ear = agent.phone().ear();
        assertThat(call.counted(Count.RTP_RELAYED)).isGreaterThan(300);
        assertThat(ear.missing()).isZero();
        // 100 ms and the end's repetitions are a pause.
        assertThat(ear.longestSilenceMs()).isBetween(100.0, 220.0);
    }

    @Test
    void hideNoLoss() {
        talk();
        net.loss(0.3);
        press("12#12#");
        net.loss(0);
        net.run(Duration.ofSeconds(1));
        assertThat(agent.phone().ear().missing()).isGreaterThan(20);
    }

    @Test
    void letNoNumberComeTwiceWhenPacketsOvertakeEachOther() {
        talk();
        net.jitterMs(60);
        press("12#");
        net.jitterMs(0);
        net.run(Duration.ofSeconds(1));
        Ear ear = agent.phone().ear();
        assertThat(ear.late()).isLessThanOrEqualTo(ear.missing());
    }

    private void talk() {
        call.bridge(agent, customer);
        customer.phone().say(1000, 0.2);
        net.run(Duration.ofSeconds(2));
    }

    private void press(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            customer.phone().press(key);
            net.run(Duration.ofMillis(400));
        }
        net.run(Duration.ofSeconds(1));
    }
}
