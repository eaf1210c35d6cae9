package dev.crosspoint.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.Verdict;

class SrtcpFuzzTest {
    /** Bytes without the key are never accepted, and leave the reports as they were. */
    @FuzzTest(maxDuration = "5s")
    void acceptsNothingWithoutTheKey(FuzzedDataProvider fuzz) {
        SrtpKeys keys = SrtpFixture.keys(fuzz.pickValue(SrtpProfile.values()), 1);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(keys.mirrored());
        byte[] first = SrtpFixture.protectRtcp(sender, SrtpFixture.rtcp(1));
        assertThat(SrtpFixture.unprotectRtcp(receiver, first)).isEqualTo(Verdict.ACCEPTED);

        int offset = fuzz.consumeInt(0, 9);
        byte[] tail = fuzz.consumeRemainingAsBytes();
        byte[] array = new byte[offset + tail.length];
        System.arraycopy(tail, 0, array, offset, tail.length);
        var packet = new PacketBuffer().wrap(array, offset, tail.length);
        assertThat(receiver.unprotectRtcp(packet)).isNotEqualTo(Verdict.ACCEPTED);

        byte[] next = SrtpFixture.protectRtcp(sender, SrtpFixture.rtcp(1));
        assertThat(SrtpFixture.unprotectRtcp(receiver, next)).isEqualTo(Verdict.ACCEPTED);
    }
}
