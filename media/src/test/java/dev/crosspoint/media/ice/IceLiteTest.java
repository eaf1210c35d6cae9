package dev.crosspoint.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IceLiteTest {
    private static final IceCredentials US = new IceCredentials("ours", "our+password+of+22+chars");
    private static final IceCredentials PEER =
            new IceCredentials("peer", "the+peers+password+here");
    private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress AWAY = new InetSocketAddress("2001:db8::7", 40_001);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Nanosecond clocks wrap; deadlines must not mind. */
    private static final long START = Long.MAX_VALUE - 10 * SECOND;

    private static final byte[] PADDED = {1, 2, 3, 4, 5};

    private final IceLite agent = new IceLite(US, PEER);
    private final ControllingPeer peer = new ControllingPeer(PEER, US, 1);

    @Test
    void answersACheckWithTheAddressItCameFrom() {
        assertThat(receive(peer.check(false), HOME, START)).isEqualTo(StunVerdict.VALIDATED);
        assertThat(peer.accepts(agent.reply(), agent.replyLength())).isTrue();
        var reply = new StunMessage();
        reply.wrap(agent.reply(), 0, agent.replyLength());
        int at = reply.mappedAddressAt();
        assertThat(Stun.uint16(reply.array(), at + 2) ^ 0x2112).isEqualTo(40_000);
        assertThat(Stun.int32(reply.array(), at + 4) ^ Stun.MAGIC_COOKIE).isEqualTo(0xC0000201);
        assertThat(agent.isValidated(HOME)).isTrue();
        assertThat(agent.isValidated(AWAY)).isFalse();
        assertThat(agent.nominated()).isNull();
    }

    @Test
    void tellsAConnectionFromTheSameAddressByUdpAndAnswersWithTheTrueOne() {
        var connection = new TcpPeer(HOME, 1, 7);
        assertThat(connection).isNotEqualTo(HOME).isNotEqualTo(new TcpPeer(HOME, 1, 8));
        assertThat(receive(peer.check(true), HOME, START)).isEqualTo(StunVerdict.NOMINATED);

        assertThat(receive(peer.check(true), connection, START)).isEqualTo(StunVerdict.NOMINATED);

        assertThat(agent.nominated()).isSameAs(connection);
        var reply = new StunMessage();
        reply.wrap(agent.reply(), 0, agent.replyLength());
        int at = reply.mappedAddressAt();
        assertThat(Stun.uint16(reply.array(), at + 2) ^ 0x2112).isEqualTo(40_000);
        assertThat(Stun.int32(reply.array(), at + 4) ^ Stun.MAGIC_COOKIE).isEqualTo(0xC0000201);
    }

    @Test
    void followsTheLastNomination() {
        assertThat(receive(peer.check(true), HOME, START)).isEqualTo(StunVerdict.NOMINATED);
        assertThat(agent.nominated()).isEqualTo(HOME);
        assertThat(receive(peer.check(true), HOME, START)).isEqualTo(StunVerdict.VALIDATED);
        assertThat(receive(peer.check(false), AWAY, START)).isEqualTo(StunVerdict.VALIDATED);
        assertThat(agent.nominated()).isEqualTo(HOME);
        assertThat(receive(peer.check(true), AWAY, START)).isEqualTo(StunVerdict.NOMINATED);
        assertThat(agent.nominated()).isEqualTo(AWAY);
        assertThat(agent.isValidated(HOME)).isTrue();
    }

    @Test
    void shakesHandsOnThePathCheckedLastUntilOneIsNominated() {
        assertThat(agent.handshakeTarget()).isNull();
        receive(peer.check(false), HOME, START);
        assertThat(agent.handshakeTarget()).isEqualTo(HOME);
        receive(peer.check(false), AWAY, START);
        assertThat(agent.handshakeTarget()).isEqualTo(AWAY);
        receive(peer.check(true), HOME, START);
        receive(peer.check(false), AWAY, START);
        assertThat(agent.handshakeTarget()).isEqualTo(HOME);
    }

    @Test
    void losesConsentThirtySecondsAfterTheLastCheckOfTheNominatedPath() {
        assertThat(agent.consentExpired(START)).isFalse();
        receive(peer.check(true), HOME, START);
        receive(peer.check(false), HOME, START + 5 * SECOND);
        receive(peer.check(false), AWAY, START + 20 * SECOND);
        assertThat(agent.consentDeadlineNanos()).isEqualTo(START + 35 * SECOND);
        assertThat(agent.consentExpired(START + 35 * SECOND - 1)).isFalse();
        assertThat(agent.consentExpired(START + 35 * SECOND)).isTrue();
        receive(peer.check(false), HOME, START + 40 * SECOND);
        assertThat(agent.consentExpired(START + 40 * SECOND)).isFalse();
    }

    @Test
    void tellsAControlledPeerThatTheRolesClash() {
        byte[] check = finish(peer.begin().controlled(7).useCandidate());
        assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.ROLE_CONFLICT);
        assertThat(errorOf(peer.key())).isEqualTo(487);
        assertThat(agent.nominated()).isNull();
        assertThat(agent.isValidated(HOME)).isFalse();
    }

    @Test
    void namesTheAttributesItDoesNotUnderstand() {
        var writer = peer.begin().attribute(0x7ABC, new byte[3], 3).attribute(0x7ABD, PADDED, 5);
        byte[] check = finish(writer.attribute(0xC057, new byte[4], 4).useCandidate());
        assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.UNKNOWN_ATTRIBUTE);
        assertThat(errorOf(peer.key())).isEqualTo(420);
        int at = Stun.HEADER_BYTES + 8;
        assertThat(Stun.uint16(agent.reply(), at)).isEqualTo(Stun.UNKNOWN_ATTRIBUTES);
        assertThat(Stun.uint16(agent.reply(), at + 2)).isEqualTo(4);
        assertThat(Stun.int32(agent.reply(), at + 4)).isEqualTo(0x7ABC7ABD);
        assertThat(agent.nominated()).isNull();
    }

    @Test
    void ignoresUnknownAttributesThatNeedNotBeUnderstood() {
        byte[] check = finish(peer.begin().attribute(0xC057, new byte[4], 4).useCandidate());
        assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.NOMINATED);
    }

    @Test
    void refusesAWrongPassword() {
        var stranger =
                new ControllingPeer(PEER, new IceCredentials("ours", "some+other+password+22"), 2);
        byte[] check = stranger.check(true);
        assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.UNAUTHENTIC);
        assertThat(errorOf(null)).isEqualTo(401);
        assertThat(agent.replyLength()).isLessThanOrEqualTo(check.length);
        assertThat(agent.isValidated(HOME)).isFalse();
    }

    @Test
    void refusesAnotherUserName() {
        for (String ufrag : List.of("our", "oursx", "else")) {
            var other = new IceCredentials(ufrag + "0".repeat(4), US.password());
            byte[] check = new ControllingPeer(PEER, other, 2).check(true);
            assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.UNKNOWN_USER);
        }
        var branch = new IceCredentials("peerX", PEER.password());
        byte[] check = new ControllingPeer(branch, US, 2).check(true);
        assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.UNKNOWN_USER);
        assertThat(agent.isValidated(HOME)).isFalse();
    }

    @Test
    void neverAnswersTheUnprovenWithMoreThanTheySent() {
        byte[] bare = ControllingPeer.bytes(new StunWriter().beginRequest(new byte[12]));
        assertThat(receive(bare, HOME, START)).isEqualTo(StunVerdict.UNAUTHENTIC);
        assertThat(agent.replyLength()).isZero();

        byte[] named = ControllingPeer.bytes(peer.begin().priority(1));
        assertThat(receive(named, HOME, START)).isEqualTo(StunVerdict.UNAUTHENTIC);
        assertThat(agent.replyLength()).isBetween(20, named.length);
        assertThat(errorOf(null)).isEqualTo(400);
    }

    @Test
    void answersStrangersABoundedNumberOfTimesAndThePeerAlways() {
        var stranger =
                new ControllingPeer(PEER, new IceCredentials("ours", "some+other+password+22"), 2);
        int answered = 0;
        for (int ms = 0; ms < 1000; ms++) {
            assertThat(receive(stranger.check(true), AWAY, START + ms * SECOND / 1000))
                    .isEqualTo(StunVerdict.UNAUTHENTIC);
            answered += agent.replyLength() > 0 ? 1 : 0;
        }
        assertThat(answered)
                .isBetween(RefusalBudget.BURST, RefusalBudget.BURST + RefusalBudget.PER_SECOND);

        assertThat(receive(peer.check(true), HOME, START + SECOND))
                .isEqualTo(StunVerdict.NOMINATED);
        assertThat(peer.accepts(agent.reply(), agent.replyLength())).isTrue();
        receive(stranger.check(true), AWAY, START + 2 * SECOND);
        assertThat(agent.replyLength()).as("strangers later").isPositive();
    }

    @Test
    void staysSilentOnAnythingButRequests() {
        byte[] answer = peer.check(true);
        answer[0] = 1;
        answer[1] = 1;
        var indication = new StunWriter().begin(0x0011, new byte[12], 0).fingerprint();
        byte[] keepalive = ControllingPeer.bytes(indication);
        assertThat(receive(keepalive, HOME, START)).isEqualTo(StunVerdict.IGNORED);
        assertThat(agent.replyLength()).isZero();
        assertThat(receive(answer, HOME, START)).isEqualTo(StunVerdict.MALFORMED);
        assertThat(agent.replyLength()).isZero();
    }

    @Test
    void acceptsACheckThatOvertakesTheAnswer() {
        var early = new IceLite(US, null);
        byte[] check = peer.check(true);
        assertThat(early.onStun(check, 0, check.length, HOME, START))
                .isEqualTo(StunVerdict.NOMINATED);
        early.remote(PEER);
        assertThat(early.onStun(check, 0, check.length, HOME, START))
                .isEqualTo(StunVerdict.VALIDATED);
    }

    @Test
    void keepsTheOldPathUntilTheRestartNominatesItsOwn() {
        receive(peer.check(true), HOME, START);
        var fresh = new IceCredentials("new1", "a+new+password+of+22+chars");
        var freshPeer = new IceCredentials("new2", "their+new+password+of+22");
        agent.restart(fresh, freshPeer);
        var restarted = new ControllingPeer(freshPeer, fresh, 3);

        assertThat(receive(restarted.check(false), AWAY, START)).isEqualTo(StunVerdict.VALIDATED);
        assertThat(agent.nominated()).isEqualTo(HOME);
        assertThat(agent.localUfrags()).containsExactly("new1", "ours");
        long later = START + 20 * SECOND;
        assertThat(receive(peer.check(false), HOME, later)).isEqualTo(StunVerdict.VALIDATED);
        assertThat(peer.accepts(agent.reply(), agent.replyLength())).isTrue();
        assertThat(agent.consentDeadlineNanos()).isEqualTo(later + 30 * SECOND);

        assertThat(receive(restarted.check(true), AWAY, later)).isEqualTo(StunVerdict.NOMINATED);
        assertThat(agent.nominated()).isEqualTo(AWAY);
        assertThat(agent.isValidated(HOME)).isFalse();
        assertThat(receive(peer.check(true), HOME, later)).isEqualTo(StunVerdict.UNKNOWN_USER);
        assertThat(agent.localUfrags()).containsExactly("new1");
    }

    @Test
    void retiresTheOldGenerationWhenTheRestartNominatesTheSamePath() {
        receive(peer.check(true), HOME, START);
        agent.restart(new IceCredentials("mid1", US.password()), PEER);
        var fresh = new IceCredentials("new1", "a+new+password+of+22+chars");
        agent.restart(fresh, PEER);
        assertThat(receive(peer.check(false), HOME, START)).isEqualTo(StunVerdict.VALIDATED);
        byte[] check = new ControllingPeer(PEER, fresh, 3).check(true);
        assertThat(receive(check, HOME, START)).isEqualTo(StunVerdict.VALIDATED);
        assertThat(agent.nominated()).isEqualTo(HOME);
        assertThat(receive(peer.check(false), HOME, START)).isEqualTo(StunVerdict.UNKNOWN_USER);
    }

    @Test
    void remembersABoundedNumberOfPathsAndAlwaysTheNominated() {
        receive(peer.check(true), HOME, START);
        var seen = new ArrayList<InetSocketAddress>();
        var random = new Random(4);
        for (int i = 0; i < 200; i++) {
            var from = new InetSocketAddress("198.51.100.1", 1 + random.nextInt(65_000));
            seen.add(from);
            receive(peer.check(false), from, START + i);
        }
        assertThat(agent.nominated()).isEqualTo(HOME);
        assertThat(agent.isValidated(HOME)).isTrue();
        assertThat(agent.isValidated(seen.getLast())).isTrue();
        assertThat(seen.stream().distinct().filter(agent::isValidated))
                .hasSize(IcePaths.MAX_PATHS - 1);
    }

    @Test
    void makesCredentialsThatAreWellFormedAndDiffer() {
        var random = new SecureRandom();
        var one = IceCredentials.random(random);
        assertThat(one).isNotEqualTo(IceCredentials.random(random));
        assertThat(IceCredentials.wellFormed(one.ufrag(), one.password())).isTrue();
        assertThat(one.toString()).contains(one.ufrag()).doesNotContain(one.password());
    }

    @Test
    void refusesMalformedCredentialsWithoutRepeatingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IceCredentials("ours", "short"))
                .withMessageNotContaining("short");
        assertThat(IceCredentials.wellFormed("our:", US.password())).isFalse();
        assertThat(IceCredentials.wellFormed("o".repeat(257), US.password())).isFalse();
        assertThat(IceCredentials.wellFormed("ours", "white space password 22 chars")).isFalse();
    }

    private StunVerdict receive(byte[] data, InetSocketAddress from, long nowNanos) {
        var array = new byte[data.length + 8];
        Arrays.fill(array, (byte) 0xEE);
        System.arraycopy(data, 0, array, 3, data.length);
        var verdict = agent.onStun(array, 3, data.length, from, nowNanos);
        Arrays.fill(array, (byte) 0xEE); // borrowed until it returned
        return verdict;
    }

    private byte[] finish(StunWriter writer) {
        return ControllingPeer.bytes(writer.integrity(peer.key()).fingerprint());
    }

    private int errorOf(@Nullable StunKey key) {
        var reply = new StunMessage();
        assertThat(reply.wrap(agent.reply(), 0, agent.replyLength())).isTrue();
        assertThat(reply.type()).isEqualTo(Stun.BINDING_ERROR);
        assertThat(reply.fingerprintHolds()).isTrue();
        assertThat(reply.hasIntegrity()).isEqualTo(key != null);
        assertThat(key == null || reply.integrityHolds(key)).isTrue();
        return reply.errorCode();
    }
}
