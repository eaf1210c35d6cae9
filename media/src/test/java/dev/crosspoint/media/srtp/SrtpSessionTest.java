package dev.crosspoint.media.srtp;

import static dev.crosspoint.media.srtp.SrtpFixture.opened;
import static dev.crosspoint.media.srtp.SrtpFixture.openedRtcp;
import static dev.crosspoint.media.srtp.SrtpFixture.protect;
import static dev.crosspoint.media.srtp.SrtpFixture.protectRtcp;
import static dev.crosspoint.media.srtp.SrtpFixture.rtcp;
import static dev.crosspoint.media.srtp.SrtpFixture.rtp;
import static dev.crosspoint.media.srtp.SrtpFixture.unprotect;
import static dev.crosspoint.media.srtp.SrtpFixture.unprotectRtcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
    private static final int SSRC = 0x1234ABCD;

    @ParameterizedTest
    @EnumSource
    void keepsRolloverAcrossSequenceWrap(SrtpProfile profile) {
        var pair = new Pair(profile);
        for (int n = 65_500; n < 3 * 65_536; n += 97) {
            byte[] clear = rtp(SSRC, n, 40);
            assertThat(opened(pair.receiver, protect(pair.sender, clear))).isEqualTo(clear);
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesLossAndReorderingAroundTheWrap(SrtpProfile profile) {
        for (long seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var pair = new Pair(profile);
            var clear = new ArrayList<byte[]>();
            var sealed = new ArrayList<byte[]>();
            for (int n = 65_400; n < 65_700; n++) {
                byte[] packet = rtp(SSRC, n, 40);
                byte[] onTheWire = protect(pair.sender, packet);
                if (n == 65_400 || random.nextDouble() > 0.2) {
                    clear.add(packet);
                    sealed.add(onTheWire);
                }
            }
            for (int at = 1; at + 20 < sealed.size(); at += 20) {
                long order = random.nextLong();
                Collections.shuffle(clear.subList(at, at + 20), new Random(order));
                Collections.shuffle(sealed.subList(at, at + 20), new Random(order));
            }
            for (int i = 0; i < sealed.size(); i++) {
                assertThat(opened(pair.receiver, sealed.get(i))).isEqualTo(clear.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsRolloverThroughSilenceAndOtherSources(SrtpProfile profile) {
        var pair = new Pair(profile);
        for (int n : new int[] {1, 30_000, 60_000, 90_000}) {
            assertThat(unprotect(pair.receiver, protect(pair.sender, rtp(SSRC, n, 20))))
                    .isEqualTo(Verdict.ACCEPTED);
        }
        for (int n = 0; n < 300; n++) {
            byte[] other = protect(pair.sender, rtp(SSRC + 1, n, 20));
            assertThat(unprotect(pair.receiver, other)).isEqualTo(Verdict.ACCEPTED);
        }
        // A long way on in the first source's sequence, still in its second round.
        byte[] back = rtp(SSRC, 90_000 + 32_000, 20);
        assertThat(opened(pair.receiver, protect(pair.sender, back))).isEqualTo(back);
    }

    /** RFC 3711 3.3.1: from there on a number may be of this round or of the one before. */
    @ParameterizedTest
    @EnumSource
    void findsAStreamAgainAsLongAsLessThanHalfOfItsNumbersWereLost(SrtpProfile profile) {
        var near = new Pair(profile);
        var far = new Pair(profile);
        for (Pair pair : new Pair[] {near, far}) {
            assertThat(unprotect(pair.receiver, protect(pair.sender, rtp(SSRC, 100, 20))))
                    .isEqualTo(Verdict.ACCEPTED);
        }
        byte[] last = protect(near.sender, rtp(SSRC, 100 + 32_767, 20));
        assertThat(unprotect(near.receiver, last)).isEqualTo(Verdict.ACCEPTED);

        byte[] beyond = protect(far.sender, rtp(SSRC, 100 + 32_769, 20));
        assertThat(unprotect(far.receiver, beyond)).isNotEqualTo(Verdict.ACCEPTED);
        // another source under the same keys is not harmed by it
        byte[] other = protect(far.sender, rtp(SSRC + 1, 1, 20));
        assertThat(unprotect(far.receiver, other)).isEqualTo(Verdict.ACCEPTED);
    }

    /** RFC 3711 3.3.1: SDES does not say how often the numbers of a stream have wrapped. */
    @ParameterizedTest
    @EnumSource
    void joinsAStreamThatHasWrappedOnce(SrtpProfile profile) {
        var pair = new Pair(profile);
        for (int n = 60_000; n < 70_000; n += 100) {
            protect(pair.sender, rtp(SSRC, n, 20));
        }
        for (int n = 70_000; n < 140_000; n += 500) {
            byte[] clear = rtp(SSRC, n, 20);
            byte[] sealed = protect(pair.sender, clear);
            assertThat(opened(pair.receiver, sealed)).as("packet %d", n).isEqualTo(clear);
            assertThat(unprotect(pair.receiver, sealed)).isEqualTo(Verdict.REPLAYED);
        }
        byte[] other = protect(pair.sender, rtp(SSRC + 1, 5, 20));
        assertThat(unprotect(pair.receiver, other)).isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotGuessHowOftenAStreamHasWrappedBeyondOnce(SrtpProfile profile) {
        var pair = new Pair(profile);
        for (int n = 0; n < 140_000; n += 500) {
            protect(pair.sender, rtp(SSRC, n, 20));
        }
        byte[] twice = protect(pair.sender, rtp(SSRC, 140_000, 20));
        assertThat(unprotect(pair.receiver, twice)).isEqualTo(Verdict.UNAUTHENTIC);
        // and a source that begins anew is not harmed by it
        byte[] other = protect(pair.sender, rtp(SSRC + 1, 5, 20));
        assertThat(unprotect(pair.receiver, other)).isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void guessesForTheFirstPacketsOnly(SrtpProfile profile) {
        var flooded = new Pair(profile);
        var begun = new Pair(profile);
        SrtpKeys strangers = SrtpFixture.keys(profile, 99);
        for (int n = 0; n < 10; n++) {
            byte[] forged = protect(new SrtpSession(strangers), rtp(SSRC, n, 20));
            assertThat(unprotect(flooded.receiver, forged)).isEqualTo(Verdict.UNAUTHENTIC);
        }
        assertThat(unprotect(begun.receiver, protect(begun.sender, rtp(SSRC + 1, 5, 20))))
                .isEqualTo(Verdict.ACCEPTED);
        for (Pair pair : new Pair[] {flooded, begun}) {
            for (int n = 60_000; n < 70_000; n += 100) {
                protect(pair.sender, rtp(SSRC, n, 20));
            }
            byte[] late = protect(pair.sender, rtp(SSRC, 70_000, 20));
            assertThat(unprotect(pair.receiver, late)).isEqualTo(Verdict.UNAUTHENTIC);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesReplaysWithinAndBehindTheWindow(SrtpProfile profile) {
        var pair = new Pair(profile);
        var sealed = new ArrayList<byte[]>();
        for (int n = 1_000; n < 1_100; n++) {
            sealed.add(protect(pair.sender, rtp(SSRC, n, 20)));
        }
        byte[] held = sealed.remove(99 - 63); // the oldest number that the window still holds
        byte[] tooOld = sealed.remove(0);
        for (byte[] packet : sealed) {
            assertThat(unprotect(pair.receiver, packet)).isEqualTo(Verdict.ACCEPTED);
        }
        for (byte[] packet : sealed) {
            assertThat(unprotect(pair.receiver, packet)).isEqualTo(Verdict.REPLAYED);
        }
        assertThat(unprotect(pair.receiver, tooOld)).isEqualTo(Verdict.REPLAYED);
        assertThat(unprotect(pair.receiver, held)).isEqualTo(Verdict.ACCEPTED);
        assertThat(unprotect(pair.receiver, held)).isEqualTo(Verdict.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void refusesRtcpReplays(SrtpProfile profile) {
        var pair = new Pair(profile);
        var sealed = new ArrayList<byte[]>();
        for (int n = 0; n < 80; n++) {
            sealed.add(protectRtcp(pair.sender, rtcp(SSRC)));
        }
        Collections.swap(sealed, 40, 60);
        for (byte[] packet : sealed) {
            assertThat(openedRtcp(pair.receiver, packet)).isEqualTo(rtcp(SSRC));
        }
        for (byte[] packet : sealed) {
            assertThat(unprotectRtcp(pair.receiver, packet)).isEqualTo(Verdict.REPLAYED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noticesAFlippedBitAnywhereAndChangesNothing(SrtpProfile profile) {
        var pair = new Pair(profile);
        byte[] sealed = protect(pair.sender, rtp(SSRC, 7, 20));
        byte[] report = protectRtcp(pair.sender, rtcp(SSRC));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            assertThat(unprotect(pair.receiver, flipped(sealed, bit)))
                    .as("RTP bit %d", bit)
                    .isIn(Verdict.UNAUTHENTIC, Verdict.MALFORMED);
        }
        for (int bit = 0; bit < report.length * 8; bit++) {
            assertThat(unprotectRtcp(pair.receiver, flipped(report, bit)))
                    .as("RTCP bit %d", bit)
                    .isIn(Verdict.UNAUTHENTIC, Verdict.MALFORMED);
        }
        assertThat(opened(pair.receiver, sealed)).isEqualTo(rtp(SSRC, 7, 20));
        assertThat(openedRtcp(pair.receiver, report)).isEqualTo(rtcp(SSRC));
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryTruncation(SrtpProfile profile) {
        var pair = new Pair(profile);
        byte[] sealed = protect(pair.sender, rtp(SSRC, 7, 40));
        byte[] report = protectRtcp(pair.sender, rtcp(SSRC));
        for (int length = 0; length < sealed.length; length++) {
            assertThat(unprotect(pair.receiver, Arrays.copyOf(sealed, length)))
                    .as("%d bytes", length)
                    .isIn(Verdict.UNAUTHENTIC, Verdict.MALFORMED);
        }
        for (int length = 0; length < report.length; length++) {
            assertThat(unprotectRtcp(pair.receiver, Arrays.copyOf(report, length)))
                    .as("%d bytes", length)
                    .isIn(Verdict.UNAUTHENTIC, Verdict.MALFORMED);
        }
        assertThat(unprotect(pair.receiver, sealed)).isEqualTo(Verdict.ACCEPTED);
        assertThat(unprotectRtcp(pair.receiver, report)).isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void forgeriesNeitherMoveTheWindowNorTakeAPlace(SrtpProfile profile) {
        var pair = new Pair(profile);
        assertThat(unprotect(pair.receiver, protect(pair.sender, rtp(SSRC, 100, 20))))
                .isEqualTo(Verdict.ACCEPTED);
        SrtpKeys strangers = SrtpFixture.keys(profile, 99);
        for (int n = 0; n < 500; n++) {
            int sequence = n % 2 == 0 ? 101 + n : 33_000 + n;
            byte[] forged = protect(new SrtpSession(strangers), rtp(SSRC + n % 3, sequence, 20));
            assertThat(unprotect(pair.receiver, forged))
                    .isIn(Verdict.UNAUTHENTIC, Verdict.REPLAYED);
            byte[] invented = protect(new SrtpSession(strangers), rtp(n * 7919, 5, 20));
            assertThat(unprotect(pair.receiver, invented)).isEqualTo(Verdict.UNAUTHENTIC);
        }
        byte[] late = rtp(SSRC, 50, 20);
        assertThat(opened(pair.receiver, protect(pair.sender, late))).isEqualTo(late);
        byte[] next = rtp(SSRC, 101, 20);
        assertThat(opened(pair.receiver, protect(pair.sender, next))).isEqualTo(next);
        byte[] other = rtp(SSRC + 1, 40_000, 20);
        assertThat(opened(pair.receiver, protect(pair.sender, other))).isEqualTo(other);
    }

    @Test
    void takesInABoundedNumberOfSources() {
        var profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        var receiver = new SrtpSession(SrtpFixture.keys(profile, 1).mirrored());
        for (int n = 0; n < Sources.MAX_SOURCES; n++) {
            var sender = new SrtpSession(SrtpFixture.keys(profile, 1));
            assertThat(unprotect(receiver, protect(sender, rtp(n, 5, 20))))
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(unprotectRtcp(receiver, protectRtcp(sender, rtcp(n))))
                    .isEqualTo(Verdict.ACCEPTED);
        }
        var sender = new SrtpSession(SrtpFixture.keys(profile, 1));
        assertThat(unprotect(receiver, protect(sender, rtp(999, 5, 20))))
                .isEqualTo(Verdict.UNKNOWN_SSRC);
        assertThat(unprotectRtcp(receiver, protectRtcp(sender, rtcp(999))))
                .isEqualTo(Verdict.UNKNOWN_SSRC);
        assertThat(unprotect(receiver, protect(sender, rtp(3, 6, 20)))).isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void neverProtectsTwoTextsUnderOneNumber(SrtpProfile profile) {
        var pair = new Pair(profile);
        protect(pair.sender, rtp(SSRC, 500, 20));
        protect(pair.sender, rtp(SSRC, 502, 20));
        var packet = new RtpPacket();
        for (int sequence : List.of(500, 502, 400)) {
            packet.wrap(Arrays.copyOf(rtp(SSRC, sequence, 20), 100), 0, 32);
            assertThat(pair.sender.protect(packet)).isFalse();
            assertThat(packet.buffer().length()).isZero();
        }
        packet.wrap(Arrays.copyOf(rtp(SSRC, 501, 20), 100), 0, 32);
        assertThat(pair.sender.protect(packet)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refusesToProtectWithoutRoomForTheTag(SrtpProfile profile) {
        var session = new SrtpSession(SrtpFixture.keys(profile, 1));
        byte[] clear = rtp(SSRC, 1, 20);
        var packet = new RtpPacket();
        int tooLittle = clear.length + profile.overheadBytes() - 1;
        packet.wrap(Arrays.copyOf(clear, tooLittle), 0, clear.length);
        assertThatIllegalStateException().isThrownBy(() -> session.protect(packet));
        packet.wrap(Arrays.copyOf(clear, tooLittle + 1), 0, clear.length);
        assertThat(session.protect(packet)).isTrue();
        assertThat(packet.buffer().length()).isEqualTo(tooLittle + 1);
    }

    @ParameterizedTest
    @EnumSource
    void refusesClearRtcp(SrtpProfile profile) {
        var pair = new Pair(profile);
        byte[] sealed = protectRtcp(pair.sender, rtcp(SSRC));
        boolean gcm = profile.rtcpOverheadBytes() == 20;
        int flagAt = sealed.length - (gcm ? 4 : 14);
        assertThat(sealed[flagAt]).isNegative();
        sealed[flagAt] &= 0x7F;
        assertThat(unprotectRtcp(pair.receiver, sealed)).isEqualTo(Verdict.UNAUTHENTIC);
    }

    @ParameterizedTest
    @EnumSource
    void worksInTheMiddleOfAnArray(SrtpProfile profile) {
        var pair = new Pair(profile);
        byte[] clear = rtp(SSRC, 77, 33);
        byte[] array = new byte[200];
        Arrays.fill(array, (byte) 0x5A);
        System.arraycopy(clear, 0, array, 50, clear.length);
        var packet = new RtpPacket();
        packet.wrap(array, 50, clear.length);
        pair.sender.protect(packet);
        assertThat(pair.receiver.unprotect(packet)).isEqualTo(Verdict.ACCEPTED);
        assertThat(SrtpFixture.bytes(packet.buffer())).isEqualTo(clear);
        assertThat(Arrays.copyOf(array, 50)).containsOnly(0x5A);
        assertThat(Arrays.copyOfRange(array, 50 + 45 + 16, 200)).containsOnly(0x5A);
    }

    @ParameterizedTest
    @EnumSource
    void aForgedPacketIsLeftAsItCame(SrtpProfile profile) {
        var pair = new Pair(profile);
        byte[] sealed = flipped(protect(pair.sender, rtp(SSRC, 7, 20)), 100);
        var packet = new RtpPacket();
        byte[] array = sealed.clone();
        packet.wrap(array, 0, array.length);
        assertThat(pair.receiver.unprotect(packet)).isEqualTo(Verdict.UNAUTHENTIC);
        assertThat(array).isEqualTo(sealed);
        assertThat(packet.buffer().length()).isEqualTo(sealed.length);
    }

    @Test
    void whatCannotBeProtectedIsABug() {
        var session = new SrtpSession(SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM, 1));
        var packet = new RtpPacket();
        packet.wrap(new byte[] {(byte) 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 12);
        packet.buffer().length(0);
        assertThatIllegalStateException().isThrownBy(() -> session.protect(packet));
        var report = new PacketBuffer().wrap(new byte[100], 0, 7);
        assertThatIllegalStateException().isThrownBy(() -> session.protectRtcp(report));
        for (int ssrc = 0; ssrc < Sources.MAX_SOURCES; ssrc++) {
            protect(session, rtp(ssrc, 1, 20));
            protectRtcp(session, rtcp(ssrc));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> protect(session, rtp(Sources.MAX_SOURCES, 1, 20)));
        assertThatIllegalStateException()
                .isThrownBy(() -> protectRtcp(session, rtcp(Sources.MAX_SOURCES)));
    }

    /** Whoever sends what is in the buffer after all must not send it in the clear. */
    @Test
    void aPacketThatCouldNotBeEncryptedIsEmptied() {
        var broken = new Broken();
        var packet = new RtpPacket();
        packet.wrap(Arrays.copyOf(rtp(SSRC, 1, 20), 100), 0, 32);
        assertThatIllegalStateException().isThrownBy(() -> new SentRtp(broken, 16).protect(packet));
        assertThat(packet.buffer().length()).isZero();
        var report = new PacketBuffer().wrap(Arrays.copyOf(rtcp(SSRC), 100), 0, 28);
        assertThatIllegalStateException()
                .isThrownBy(() -> new SentRtcp(broken, 20).protect(report));
        assertThat(report.length()).isZero();
    }

    /** A leg moves to another loop, and its session with it. */
    @ParameterizedTest
    @EnumSource
    void aSessionGoesFromThreadToThread(SrtpProfile profile) throws Exception {
        var pair = new Pair(profile);
        for (int n = 0; n < 20; n++) {
            byte[] clear = rtp(SSRC, 2 * n, 40);
            var heard = new FutureTask<>(() -> opened(pair.receiver, protect(pair.sender, clear)));
            Thread.ofPlatform().start(heard);
            assertThat(heard.get()).isEqualTo(clear);
            byte[] next = rtp(SSRC, 2 * n + 1, 40);
            assertThat(opened(pair.receiver, protect(pair.sender, next))).isEqualTo(next);
        }
    }

    private static final class Broken implements PacketCipher {
        @Override
        public void sealRtp(PacketBuffer packet, int clear, int ssrc, long index) {
            packet.length(packet.length() + 16);
            throw new IllegalStateException("broken");
        }

        @Override
        public boolean openRtp(PacketBuffer packet, int clear, int ssrc, long index) {
            return false;
        }

        @Override
        public void sealRtcp(PacketBuffer packet, int ssrc, int index) {
            packet.length(packet.length() + 20);
            throw new IllegalStateException("broken");
        }

        @Override
        public int indexWord(PacketBuffer packet) {
            return 0;
        }

        @Override
        public boolean openRtcp(PacketBuffer packet, int ssrc) {
            return false;
        }
    }

    private static byte[] flipped(byte[] data, int bit) {
        byte[] broken = data.clone();
        broken[bit / 8] ^= (byte) (1 << (bit % 8));
        return broken;
    }

    private static final class Pair {
        final SrtpSession sender;
        final SrtpSession receiver;

        Pair(SrtpProfile profile) {
            SrtpKeys keys = SrtpFixture.keys(profile, 1);
            sender = new SrtpSession(keys);
            receiver = new SrtpSession(keys.mirrored());
        }
    }
}
