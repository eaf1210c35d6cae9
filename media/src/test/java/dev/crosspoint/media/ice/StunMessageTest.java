package dev.crosspoint.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunMessageTest {
    private static final IceCredentials US = new IceCredentials("ours", "our+password+of+22+chars");
    private static final IceCredentials PEER =
            new IceCredentials("peer", "the+peers+password+here");

    private final ControllingPeer peer = new ControllingPeer(PEER, US, 1);
    private final StunMessage message = new StunMessage();

    @Test
    void readsBackWhateverItWrites() throws UnknownHostException {
        var random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            var transactionId = new byte[12];
            random.nextBytes(transactionId);
            var password = IceCredentials.random(new SecureRandom()).password();
            var key = new StunKey(password);
            boolean use = random.nextBoolean();
            boolean controlling = random.nextBoolean();
            String user = "u".repeat(1 + random.nextInt(513));
            var ip = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(ip);
            ip[0] = 0x20;
            var seen = new InetSocketAddress(InetAddress.getByAddress(ip), random.nextInt(65536));
            var writer = new StunWriter().beginRequest(transactionId).username(user);
            if (use) {
                writer.useCandidate();
            }
            if (controlling) {
                writer.controlling(random.nextLong());
            } else {
                writer.controlled(random.nextLong());
            }
            writer.xorMappedAddress(seen).integrity(key).fingerprint();

            assertThat(message.wrap(writer.array(), 0, writer.length())).isTrue();
            assertThat(message.fingerprintHolds()).isTrue();
            assertThat(message.integrityHolds(key)).isTrue();
            assertThat(message.useCandidate()).isEqualTo(use);
            assertThat(message.controlling()).isEqualTo(controlling);
            assertThat(message.controlled()).isNotEqualTo(controlling);
            assertThat(message.usernameBytes()).isEqualTo(user.length());
            assertThat(unmasked(message)).isEqualTo(seen);
        }
    }

    @Test
    void refusesEveryTruncation() {
        byte[] check = peer.check(true);
        for (int length = 0; length < check.length; length++) {
            assertThat(message.wrap(check, 0, length)).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void noticesEveryFlippedBit() {
        byte[] check = peer.check(true);
        // Without its type the fingerprint is not one, and what is left is a whole authentic check.
        int fingerprintAt = check.length - 8;
        for (int bit = 0; bit < check.length * 8; bit++) {
            if (bit / 8 == fingerprintAt || bit / 8 == fingerprintAt + 1) {
                continue;
            }
            byte[] broken = check.clone();
            broken[bit / 8] ^= (byte) (1 << (bit % 8));
            boolean authentic =
                    message.wrap(broken, 0, broken.length)
                            && message.fingerprintHolds()
                            && message.integrityHolds(peer.key());
            assertThat(authentic).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void readsInTheMiddleOfAnArray() {
        byte[] check = peer.check(false);
        var array = new byte[check.length + 40];
        Arrays.fill(array, (byte) 0x5A);
        System.arraycopy(check, 0, array, 17, check.length);
        assertThat(message.wrap(array, 17, check.length)).isTrue();
        assertThat(message.fingerprintHolds()).isTrue();
        assertThat(message.integrityHolds(peer.key())).isTrue();
        assertThat(IceLite.localUfragOf(array, 17, check.length)).isEqualTo("ours");
    }

    @Test
    void ignoresWhatFollowsTheIntegrity() {
        var writer = peer.begin().integrity(peer.key()).useCandidate();
        assertThat(message.wrap(writer.array(), 0, writer.length())).isTrue();
        assertThat(message.integrityHolds(peer.key())).isTrue();
        assertThat(message.useCandidate()).isFalse();
    }

    @Test
    void takesTheFirstOfTwoUserNames() {
        var writer = peer.begin().username("other:user").integrity(peer.key());
        assertThat(IceLite.localUfragOf(writer.array(), 0, writer.length())).isEqualTo("ours");
    }

    @Test
    void refusesAttributesBehindTheFingerprint() {
        var writer = peer.begin().integrity(peer.key()).fingerprint().priority(1);
        assertThat(message.wrap(writer.array(), 0, writer.length())).isFalse();
    }

    @Test
    void findsNoUfragWhereThereIsNone() {
        var unnamed = new StunWriter().beginRequest(new byte[12]).fingerprint();
        assertThat(IceLite.localUfragOf(unnamed.array(), 0, unnamed.length())).isNull();
        var plain = new StunWriter().beginRequest(new byte[12]).username("nocolon");
        assertThat(IceLite.localUfragOf(plain.array(), 0, plain.length())).isNull();
        assertThat(IceLite.localUfragOf(new byte[0], 0, 0)).isNull();
    }

    private static InetSocketAddress unmasked(StunMessage message) throws UnknownHostException {
        byte[] data = message.array();
        int at = message.mappedAddressAt();
        var ip = new byte[data[at + 1] == 1 ? 4 : 16];
        for (int i = 0; i < ip.length; i++) {
            ip[i] = (byte) (data[at + 4 + i] ^ data[message.offset() + 4 + i]);
        }
        int port = Stun.uint16(data, at + 2) ^ 0x2112;
        return new InetSocketAddress(InetAddress.getByAddress(ip), port);
    }
}
