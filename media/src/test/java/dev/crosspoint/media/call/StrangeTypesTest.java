package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RTP of a payload type that nobody has agreed to, between that which was agreed to. */
class StrangeTypesTest {
    private static final int SECONDS = 60;
    private static final int STRANGE_TYPE = 111;

    private final VirtualNet net = VirtualNet.seeded(31);
    private final VirtualCall call = new VirtualCall(net);
    private End talker;
    private int sequence;

    @BeforeEach
    void join() {
        talker = call.join(Codec.PCMU);
        talker.phone().say(440, 0.3);
        call.bridge(talker, call.join(Codec.PCMA));
        net.run(Duration.ofSeconds(2));
    }

    /** Else whoever knows the address of a plain trunk's phone hides what is lost of its audio. */
    @Test
    void measuresTheSourceThatTalksWhateverElseComesFromItsAddress() {
        net.loss(0.05);
        repeat(0x6666_0000);
        net.run(Duration.ofSeconds(SECONDS));

        assertThat(meanLossPercent()).isCloseTo(5, within(1.0));
        assertThat(call.counted(Count.RTP_UNEXPECTED_TYPE)).isGreaterThan(45 * SECONDS);
        assertThat(reports().getLast().received()).isGreaterThan(45 * SECONDS);
    }

    /** RFC 3550 counts what a source sends, not what we can make of it. */
    @Test
    void countsWhatTheSourceItselfSendsOfAnotherType() {
        talker.phone().stopSending();
        long before = reports().getLast().received();
        strange(talker.phone().ssrc());
        net.run(Duration.ofSeconds(2));

        assertThat(reports().getLast().received()).isGreaterThan(before);
    }

    private void repeat(int ssrc) {
        strange(ssrc);
        net.after(20_000_000, () -> repeat(ssrc + 1));
    }

    private void strange(int ssrc) {
        byte[] packet = new byte[200];
        var _ = RtpPacket.writeHeader(packet, 0, false, STRANGE_TYPE, sequence++, 0, ssrc);
        call.deliver(talker.leg(), packet, packet.length, talker.phone().address());
    }

    private double meanLossPercent() {
        return reports().stream().mapToDouble(QualityReport::lossPercent).average().orElseThrow();
    }

    private List<QualityReport> reports() {
        return call.events(MediaEvent.LegQuality.class).stream()
                .filter(quality -> quality.leg().equals(talker.leg().id()))
                .map(MediaEvent.LegQuality::report)
                .toList();
    }
}
