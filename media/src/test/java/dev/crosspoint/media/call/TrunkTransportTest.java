package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.srtp.SrtpFixture;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrunkTransportTest {
    private static final int OURS = 0x0F0F_0001;
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 4000);
    private static final SrtpProfile LONG_TAG = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    private static final SrtpProfile SHORT_TAG = SrtpProfile.AES_CM_128_HMAC_SHA1_32;

    @ParameterizedTest
    @EnumSource
    void usesNoIndexTwiceWhenThePeerBringsANewKey(SrtpProfile profile) {
        SrtpKeys before = SrtpFixture.keys(profile, 1);
        SrtpKeys now = withPeerKeyOf(before, SrtpFixture.keys(profile, 2));
        TrunkTransport trunk = trunk(before);
        // The peer decrypts with our one key throughout: it refuses every index that it has seen.
        var peer = new SrtpSession(before.mirrored());
        sendAcrossTheWrap(trunk, peer);

        resignal(trunk, now);

        assertThat(trunk.protect(packet(OURS, 7))).as("a number used before").isFalse();
        sendOn(trunk, peer);
        assertThat(trunk.admit(fromPeer(before), PEER, 0))
                .isEqualTo(Transport.Admission.UNAUTHENTIC);
        assertThat(trunk.admit(fromPeer(now), PEER, 0)).isEqualTo(Transport.Admission.ADMITTED);
    }

    @Test
    void usesNoIndexTwiceWhenAKeyComesBackAfterPlainRtp() {
        SrtpKeys keys = SrtpFixture.keys(LONG_TAG, 1);
        TrunkTransport trunk = trunk(keys);
        var peer = new SrtpSession(keys.mirrored());
        sendAcrossTheWrap(trunk, peer);

        resignal(trunk, null);
        assertThat(trunk.hasLeft(keys)).isTrue();
        resignal(trunk, keys);

        assertThat(trunk.protect(packet(OURS, 7))).as("a number used before").isFalse();
        sendOn(trunk, peer);
    }

    @Test
    void usesNoIndexTwiceWhenAKeyComesBackAfterAnotherProtection() {
        SrtpKeys keys = SrtpFixture.keys(LONG_TAG, 1);
        TrunkTransport trunk = trunk(keys);
        var peer = new SrtpSession(keys.mirrored());
        sendAcrossTheWrap(trunk, peer);
        assertThat(trunk.hasLeft(keys)).as("in use").isFalse();

        resignal(trunk, SrtpFixture.keys(SHORT_TAG, 2));
        assertThat(trunk.hasLeft(keys)).isTrue();
        assertThat(trunk.hasLeft(SrtpFixture.keys(LONG_TAG, 3))).as("another key").isFalse();
        resignal(trunk, keys);

        assertThat(trunk.protect(packet(OURS, 7))).as("a number used before").isFalse();
        sendOn(trunk, peer);
    }

    // ---- sending

    /** Ends in the second round of sequence numbers, with three reports sent. */
    private static void sendAcrossTheWrap(TrunkTransport trunk, SrtpSession peer) {
        for (int sequence = 65_526; sequence < 65_536 + 10; sequence++) {
            sendOne(trunk, peer, sequence);
        }
        for (int i = 0; i < 3; i++) {
            reportOne(trunk, peer);
        }
    }

    private static void sendOn(TrunkTransport trunk, SrtpSession peer) {
        for (int sequence = 10; sequence < 20; sequence++) {
            sendOne(trunk, peer, sequence);
        }
        for (int i = 0; i < 3; i++) {
            reportOne(trunk, peer);
        }
    }

    private static void sendOne(TrunkTransport trunk, SrtpSession peer, int sequence) {
        RtpPacket packet = packet(OURS, sequence);
        assertThat(trunk.protect(packet)).isTrue();
        assertThat(peer.unprotect(packet)).as("packet %d", sequence).isEqualTo(Verdict.ACCEPTED);
    }

    private static void reportOne(TrunkTransport trunk, SrtpSession peer) {
        byte[] clear = SrtpFixture.rtcp(OURS);
        var report = new PacketBuffer().wrap(Arrays.copyOf(clear, 100), 0, clear.length);
        trunk.protectRtcp(report);
        assertThat(peer.unprotectRtcp(report)).isEqualTo(Verdict.ACCEPTED);
    }

    private static RtpPacket fromPeer(SrtpKeys ours) {
        RtpPacket packet = packet(0x7777, 100);
        new SrtpSession(ours.mirrored()).protect(packet);
        return packet;
    }

    private static RtpPacket packet(int ssrc, int sequence) {
        byte[] clear = SrtpFixture.rtp(ssrc, sequence, 40);
        var packet = new RtpPacket();
        packet.wrap(Arrays.copyOf(clear, 100), 0, clear.length);
        return packet;
    }

    // ---- signalling

    private static TrunkTransport trunk(SrtpKeys keys) {
        return new TrunkTransport(keys, Networks.of(List.of()), PEER, PEER, true, 0);
    }

    private static void resignal(TrunkTransport trunk, @Nullable SrtpKeys keys) {
        trunk.resignalled(keys, PEER, PEER, true, 0);
    }

    private static SrtpKeys withPeerKeyOf(SrtpKeys ours, SrtpKeys theirs) {
        return new SrtpKeys(
                ours.profile(),
                ours.localKey(),
                ours.localSalt(),
                theirs.remoteKey(),
                theirs.remoteSalt());
    }
}
