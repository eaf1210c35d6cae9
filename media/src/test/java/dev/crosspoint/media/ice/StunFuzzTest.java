package dev.crosspoint.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;

class StunFuzzTest {
    private static final IceCredentials US = new IceCredentials("ours", "our+password+of+22+chars");
    private static final IceCredentials PEER =
            new IceCredentials("peer", "the+peers+password+here");
    private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 40_000);

    /** Any bytes, with and without integrity and fingerprint put right behind them. */
    @FuzzTest(maxDuration = "5s")
    void answersAnyBytesWithAVerdict(FuzzedDataProvider fuzz) {
        boolean sign = fuzz.consumeBoolean();
        int skip = fuzz.consumeInt(0, 7);
        byte[] tail = fuzz.consumeRemainingAsBytes();
        byte[] data = sign ? signed(tail) : tail;
        int offset = Math.min(skip, data.length);

        var agent = new IceLite(US, PEER);
        var verdict = agent.onStun(data, offset, data.length - offset, FROM, 0);
        boolean proven =
                switch (verdict) {
                    case VALIDATED, NOMINATED, ROLE_CONFLICT, UNKNOWN_ATTRIBUTE -> true;
                    case UNKNOWN_USER, UNAUTHENTIC, MALFORMED, IGNORED -> false;
                };
        assertThat(proven).isEqualTo(proven && sign);
        if (!proven) {
            assertThat(agent.replyLength()).isLessThanOrEqualTo(data.length - offset);
            assertThat(agent.isValidated(FROM)).isFalse();
        }
        IceLite.localUfragOf(data, offset, data.length - offset);
    }

    private static byte[] signed(byte[] attributes) {
        var peer = new ControllingPeer(PEER, US, 1);
        int length = Math.min(attributes.length, 256);
        int type = length < 2 ? 0xC000 : Stun.uint16(attributes, 0);
        var writer = peer.begin().attribute(type, attributes, length);
        return ControllingPeer.bytes(writer.integrity(peer.key()).fingerprint());
    }
}
