package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaEvent.LegTraffic;
import dev.crosspoint.media.api.MediaEvent.Traffic;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What call control is told of what passes through a leg, and of what does not. */
class TrafficTest {
    private final VirtualNet net = VirtualNet.seeded(5);
    private final VirtualCall call = new VirtualCall(net);

    @Test
    void tellsAfterTwoSecondsAndEveryFiveFromThenOn() {
        var a = call.join(Codec.PCMU);
        var b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.3);
        b.phone().say(880, 0.3);
        net.run(Duration.ofSeconds(13));

        var told =
                call.events(LegTraffic.class).stream().filter(of -> of.leg().equals(a.leg().id()));
        assertThat(told.map(LegTraffic::traffic))
                .hasSize(3)
                .allSatisfy(traffic -> {
                    assertThat(traffic.received()).isPositive();
                    assertThat(traffic.sent()).isPositive();
                    assertThat(traffic.strange()).isZero();
                    assertThat(traffic.target()).isEqualTo(a.phone().address().getAddress());
                });
    }

    @Test
    void tellsOfALegThatNothingEverCameFrom() {
        var a = silent(call.join(Codec.PCMU));
        net.run(Duration.ofSeconds(3));

        assertThat(last(a).received()).isZero();
        assertThat(last(a).expects()).isTrue();
    }

    @Test
    void tellsWhereAudioCameFromThatMayNotComeFromThere() {
        var a = silent(call.join(Codec.PCMU));
        var b = call.join(Codec.PCMU);
        for (int i = 0; i < 9; i++) {
            call.deliver(a.leg(), rtp(i), 172, b.phone().address());
        }
        net.run(Duration.ofSeconds(3));

        assertThat(last(a).received()).isZero();
        assertThat(last(a).strange()).isEqualTo(9);
        assertThat(last(a).strangeFrom()).isEqualTo(b.phone().address().getAddress());
    }

    @Test
    void tellsOfAudioUnderAnotherKey() {
        var a = silent(call.joinSecurely(Codec.PCMU, SrtpProfile.AES_CM_128_HMAC_SHA1_80));
        for (int i = 0; i < 7; i++) {
            call.deliver(a.leg(), rtp(i), 182, a.phone().address());
        }
        net.run(Duration.ofSeconds(3));

        assertThat(last(a).received()).isZero();
        assertThat(last(a).unauthentic()).isEqualTo(7);
    }

    private static VirtualCall.End silent(VirtualCall.End end) {
        end.phone().stopSending();
        return end;
    }

    /** 20 ms of anything. */
    private static byte[] rtp(int sequence) {
        byte[] packet = new byte[1600];
        new Random(sequence).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = 0;
        packet[2] = 0;
        packet[3] = (byte) sequence;
        return packet;
    }

    private Traffic last(VirtualCall.End end) {
        return call.events(LegTraffic.class).stream()
                .filter(told -> told.leg().equals(end.leg().id()))
                .toList()
                .getLast()
                .traffic();
    }
}
