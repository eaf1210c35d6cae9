package dev.crosspoint.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Arrays;

final class TelephoneEventFuzzTest {
    private static final int STEP = 20;

    @FuzzTest(maxDuration = "5s")
    void takesInAnyStreamOfPackets(byte[] data) {
        var receiver = new DigitReceiver();
        var packet = new RtpPacket();
        for (int at = 0; at < data.length; at += STEP) {
            byte[] bytes = Arrays.copyOfRange(data, at, Math.min(data.length, at + STEP));
            if (packet.wrap(bytes, 0, bytes.length)) {
                int digit = receiver.onPacket(packet);
                assertThat(
                                digit == DigitReceiver.NO_DIGIT
                                        || "0123456789*#ABCD".indexOf(digit) >= 0)
                        .isTrue();
                // The same packet again begins nothing.
                assertThat(receiver.onPacket(packet)).isEqualTo(DigitReceiver.NO_DIGIT);
            }
        }
    }
}
