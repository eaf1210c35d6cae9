package dev.crosspoint.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;

class SrtpFuzzTest {
    /** Bytes without the key are never accepted, and leave a running stream as it was. */
    @FuzzTest(maxDuration = "5s")
    void acceptsNothingWithoutTheKey(FuzzedDataProvider fuzz) {
        SrtpKeys keys = SrtpFixture.keys(fuzz.pickValue(SrtpProfile.values()), 1);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(keys.mirrored());
        byte[] first = SrtpFixture.protect(sender, SrtpFixture.rtp(1, 5, 20));
        assertThat(SrtpFixture.unprotect(receiver, first)).isEqualTo(Verdict.ACCEPTED);

        int offset = fuzz.consumeInt(0, 9);
        byte[] tail = fuzz.consumeRemainingAsBytes();
        byte[] array = new byte[offset + tail.length];
        System.arraycopy(tail, 0, array, offset, tail.length);
        var packet = new RtpPacket();
        if (packet.wrap(array, offset, tail.length)) {
            assertThat(receiver.unprotect(packet)).isNotEqualTo(Verdict.ACCEPTED);
        }

        byte[] next = SrtpFixture.protect(sender, SrtpFixture.rtp(1, 6, 20));
        assertThat(SrtpFixture.unprotect(receiver, next)).isEqualTo(Verdict.ACCEPTED);
    }
}
