package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets of the length that a peer asks for, judged by what it hears. */
class PacketTimeCallTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "PCMU, 10",
        "PCMU, 30",
        "PCMU, 40",
        "PCMU, 60",
        "G722, 10",
        "G722, 30",
        "G722, 40",
        "G722, 60",
        "OPUS, 10",
        "OPUS, 40",
        "OPUS, 60",
        // what comes is of the same codec, and would be passed on as it is
        "PCMA, 10",
        "PCMA, 30",
        "PCMA, 60",
    })
    void sendsPacketsOfTheLengthThatThePeerAsksFor(Codec codec, int packetMs) {
        var net = VirtualNet.seeded(41);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.PCMA);
        End customer = call.joinSaying(codec, "ptime:" + packetMs);
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(SECOND.multipliedBy(2));

        long before = customer.phone().ear().packets();
        net.run(SECOND.multipliedBy(3));
        long packets = customer.phone().ear().packets() - before;

        assertThat(packets).isCloseTo(3000L / packetMs, within(2L));
        Ear ear = customer.phone().ear();
        assertThat(ear.missing()).isZero();
        assertThat(ear.jumps()).isZero();
        float[] heard = ear.heardLast(2000);
        assertHears440(heard, ear.rateHz());
        assertThat(Tone.gaps(heard, ear.rateHz(), 5)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 30", "PCMU, 60", "G722, 40", "OPUS, 10", "OPUS, 60"})
    void sendsKeysBetweenPacketsOfAnyLength(Codec codec, int packetMs) {
        var net = VirtualNet.seeded(42);
        var call = new VirtualCall(net);
        End agent = call.join(Codec.PCMA);
        End customer = call.joinSaying(codec, "ptime:" + packetMs);
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(SECOND);

        call.call().sendDigits(customer.leg().id(), new Digits("42#"));
        net.run(SECOND.multipliedBy(2));

        assertThat(customer.phone().digitsHeard()).isEqualTo("42#");
        Ear ear = customer.phone().ear();
        assertThat(ear.missing()).isZero();
        assertHears440(ear.heardLast(400), ear.rateHz());
    }

    private static void assertHears440(float[] heard, int rateHz) {
        double all = Tone.decibels(Tone.rms(heard, 0, heard.length) * Math.sqrt(2));
        assertThat(Tone.levelDb(heard, rateHz, 440)).isCloseTo(all, within(1.0));
        assertThat(all).isCloseTo(Tone.decibels(0.3), within(2.0));
    }
}
