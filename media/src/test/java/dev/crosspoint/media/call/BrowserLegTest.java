package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.ice.ControllingPeer;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpFixture;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The path of a browser's leg: where its packets go, and by which names its checks come. */
class BrowserLegTest {
    private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress AWAY = new InetSocketAddress("198.51.100.1", 40_001);
    private static final IceCredentials BROWSER = credentials("first");
    private static final IceCredentials RESTARTED = credentials("again");

    /** A packet that is lost, and one before and after it. */
    private static final int LONGEST_GAP_MS = 60;

    private static final Pattern ICE =
            Pattern.compile("a=ice-ufrag:(\\S+)\r\na=ice-pwd:(\\S+)\r\n");

    /** Remembers where things were sent. */
    private static final class Sent implements Outbox {
        private final List<InetSocketAddress> to = new ArrayList<>();
        private int handshakeRecords;

        @Override
        public void datagram(
                Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
            this.to.add(to);
        }

        @Override
        public void handshakeRecord(Leg leg, byte[] data, int offset, int length) {
            handshakeRecords++;
        }

        @Override
        public void pathValidated(Leg leg, InetSocketAddress from) {}

        @Override
        public void closed(Leg leg) {}

        @Override
        public void event(String address, MediaEvent event) {}

        @Override
        public @Nullable Tape tape(RecordLegs command, String events) {
            return null;
        }

        @Override
        public void count(Count what, long howMany) {}
    }

    private final LegSetup setup = VirtualSetup.on(VirtualNet.seeded(1));
    private final Sent sent = new Sent();
    private int sequence = 1;

    @Test
    void sendsHandshakeRecordsToTheAddressCheckedLastUntilOneIsNominated() {
        var made = answer();
        var peer = new ControllingPeer(BROWSER, ice(made), 1);

        assertThat(recordGoesTo(made.leg())).isEmpty();
        receive(made.leg(), peer.check(false), HOME);
        assertThat(recordGoesTo(made.leg())).containsExactly(HOME);
        receive(made.leg(), peer.check(false), AWAY);
        assertThat(recordGoesTo(made.leg())).containsExactly(AWAY);
        receive(made.leg(), peer.check(true), HOME);
        receive(made.leg(), peer.check(false), AWAY);
        assertThat(recordGoesTo(made.leg())).containsExactly(HOME);
    }

    /**
     * A flight that overtakes the checks is lost, whoever sent it: keeping it would be memory for
     * strangers. The client repeats it within a second (RFC 6347 4.2.4.1), and then it is taken.
     */
    @Test
    void takesAClientsFlightOnceItsPathIsCheckedAndNotBefore() {
        var made = answer();
        var peer = new ControllingPeer(BROWSER, ice(made), 1);
        byte[] flight = {22, (byte) 254, (byte) 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        receive(made.leg(), flight, HOME);
        assertThat(sent.handshakeRecords).isZero();
        receive(made.leg(), peer.check(false), HOME);
        receive(made.leg(), flight, HOME);
        receive(made.leg(), flight, AWAY);

        assertThat(sent.handshakeRecords).isEqualTo(1);
    }

    @Test
    void givesABrowserThatIsCalledAllTheTimeOfRinging() {
        var offered =
                (LegSetup.Result.Made)
                        setup.offer(
                                new LegId("phone"),
                                new LegKind.Browser(),
                                List.of(AudioCodec.OPUS),
                                () -> 0,
                                new LegSetup.Ports(20_000, 20_001),
                                0);
        var leg = offered.leg();
        long minuteNanos = 60_000_000_000L;
        leg.onTick(minuteNanos, sent);
        assertThat(leg.ended()).isNull();
        assertThat(leg.localUfrags()).as("before the answer nobody's checks are for it").isEmpty();

        var answer = SessionText.of(offered.description().sdp().replace("actpass", "active"));
        assertThat(setup.accept(leg, answer, minuteNanos)).isInstanceOf(LegSetup.Result.Made.class);
        assertThat(leg.state()).isEqualTo(new LegState.Checking(minuteNanos));
        assertThat(leg.localUfrags()).hasSize(1);
        leg.onTick(2 * minuteNanos, sent);
        assertThat(leg.ended()).isEqualTo(MediaEvent.EndReason.NO_PATH);
    }

    @Test
    void keepsItsCredentialsThroughALaterOfferOfTheSamePath() {
        var made = answer();

        var held = reanswer(made.leg(), offer(BROWSER).replace("sendrecv", "inactive"));

        assertThat(ice(held)).isEqualTo(ice(made));
        assertThat(made.leg().localUfrags()).containsExactly(ice(made).ufrag());
    }

    @Test
    void answersAnIceRestartWithNewCredentialsAndKeepsThePathUntilTheNextIsNominated() {
        var made = answer();
        Leg leg = made.leg();
        var before = new ControllingPeer(BROWSER, ice(made), 1);
        receive(leg, before.check(true), HOME);
        leg.onKeys(SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM, 1), 0);
        assertThat(audioGoesTo(leg)).containsExactly(HOME);

        IceCredentials fresh = ice(reanswer(leg, offer(RESTARTED)));

        assertThat(fresh.ufrag()).isNotEqualTo(ice(made).ufrag());
        assertThat(fresh.password()).isNotEqualTo(ice(made).password());
        assertThat(leg.localUfrags()).containsExactly(fresh.ufrag(), ice(made).ufrag());
        assertThat(receive(leg, before.check(false), HOME)).as("answered").containsExactly(HOME);
        var after = new ControllingPeer(RESTARTED, fresh, 2);
        assertThat(receive(leg, after.check(false), AWAY)).containsExactly(AWAY);
        assertThat(audioGoesTo(leg)).containsExactly(HOME);

        receive(leg, after.check(true), AWAY);

        assertThat(audioGoesTo(leg)).containsExactly(AWAY);
        assertThat(leg.localUfrags()).containsExactly(fresh.ufrag());
        assertThat(leg.state()).isInstanceOf(LegState.Ready.class);
    }

    /**
     * With the keys that there are. As long as other paths are sought, here a second, the old one
     * carries both voices; a browser listens to it until it has nominated another.
     */
    @ParameterizedTest
    @EnumSource(names = {"PCMU", "OPUS"}) // forwarded to the trunk, and mixed
    void talksOnBothWaysThroughAnIceRestart(Codec codec) {
        var net = VirtualNet.seeded(12);
        var call = new VirtualCall(net);
        var browser = call.joinFromBrowser(codec);
        var customer = call.join(Codec.PCMU);
        call.bridge(browser, customer);
        browser.phone().say(440, 0.3);
        customer.phone().say(1000, 0.3);
        net.run(Duration.ofSeconds(5));
        int fromBrowser = browser.phone().ear().end();
        int fromCustomer = customer.phone().ear().end();

        var peer = call.restartIce(browser);
        for (int check = 0; check < 20; check++) {
            deliver(call, browser.leg(), peer.check(false));
            net.run(Duration.ofMillis(50));
        }
        deliver(call, browser.leg(), peer.check(true));
        browser.phone().moveTo(AWAY);
        net.run(Duration.ofSeconds(5));

        assertTalkedOn(browser.phone().ear(), fromBrowser);
        assertTalkedOn(customer.phone().ear(), fromCustomer);
        assertThat(browser.phone().refused()).as("packets that have other keys").isZero();
        assertThat(call.counted(Count.SRTP_UNAUTHENTIC)).isZero();
        assertThat(browser.leg().state()).isInstanceOf(LegState.Flowing.class);
    }

    /**
     * At most 500 ms are allowed; what was on its way to the old address, 5 ms, is all there is.
     */
    private static void assertTalkedOn(Ear ear, int from) {
        float[] heard = Arrays.copyOfRange(ear.heard(), from, ear.end());
        assertThat(heard.length / ear.rateHz()).as("seconds heard").isGreaterThanOrEqualTo(5);
        assertThat(ear.longestSilenceMs()).isLessThanOrEqualTo(LONGEST_GAP_MS);
        assertThat(Tone.gaps(heard, ear.rateHz(), LONGEST_GAP_MS + 1)).isZero();
    }

    private static void deliver(VirtualCall call, Leg leg, byte[] check) {
        call.deliver(leg, check, check.length, AWAY);
    }

    /**
     * A client tries four times in all. What it cannot make work does not keep the leg: consent
     * ends 30 s after the last check (RFC 7675 5.1), whatever was agreed since.
     */
    @Test
    void endsWhenFourIceRestartsFindNoPath() {
        var made = answer();
        Leg leg = made.leg();
        receive(leg, new ControllingPeer(BROWSER, ice(made), 1).check(true), HOME);
        leg.onKeys(SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM, 1), 1_000_000_000L);

        var named = new ArrayList<String>();
        for (int attempt = 1; attempt <= 4; attempt++) {
            leg.onTick(attempt * 6_000_000_000L, sent);
            named.add(ice(reanswer(leg, offer(credentials("try" + attempt + "abc")))).ufrag());
        }
        assertThat(named).doesNotHaveDuplicates();
        assertThat(leg.localUfrags())
                .as("the newest, and those of the path that there still is")
                .containsExactly(named.getLast(), ice(made).ufrag());
        assertThat(audioGoesTo(leg)).containsExactly(HOME);
        leg.onTick(29_900_000_000L, sent);
        assertThat(leg.ended()).isNull();
        leg.onTick(30_100_000_000L, sent);
        assertThat(leg.ended()).isEqualTo(MediaEvent.EndReason.CONSENT_EXPIRED);
    }

    /** Its path is there and its checks go on; a page that is being debugged does that. */
    @Test
    void endsWhenItsBrowserConnectsAndNeverSendsAPacket() {
        var net = VirtualNet.seeded(13);
        var call = new VirtualCall(net);
        var mute = call.joinFromBrowser(Codec.OPUS);
        mute.phone().stopSending();
        call.bridge(mute, call.join(Codec.PCMU));

        net.run(VirtualSetup.MEDIA_TIMEOUT.minusSeconds(1));
        assertThat(call.events(MediaEvent.LegEnded.class)).isEmpty();
        net.run(Duration.ofSeconds(2));

        var ended = call.events(MediaEvent.LegEnded.class);
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst().leg()).isEqualTo(mute.leg().id());
        assertThat(ended.getFirst().reason()).isEqualTo(MediaEvent.EndReason.MEDIA_TIMEOUT);
    }

    @Test
    void connectsACheckFromAnAddressNobodyTold() {
        var offer =
                offer(BROWSER)
                        + """
                        a=candidate:1 1 udp 2113937151 5f2ab1c4-77d3-4e3c-9e0e-b7a9a3f8b111.local 50000 typ host
                        a=candidate:2 1 tcp 1509957375 192.0.2.1 9 typ host tcptype active
                        a=candidate:3 2 udp 1677729534 2001:db8::5 50001 typ srflx raddr :: rport 0
                        a=end-of-candidates
                        """
                                .replace("\n", "\r\n");
        var made = answer(offer);
        var peer = new ControllingPeer(BROWSER, ice(made), 1);

        assertThat(receive(made.leg(), peer.check(true), AWAY)).containsExactly(AWAY);

        made.leg().onKeys(SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM, 1), 0);
        assertThat(audioGoesTo(made.leg())).containsExactly(AWAY);
    }

    // ---- packets

    private List<InetSocketAddress> receive(Leg leg, byte[] check, InetSocketAddress from) {
        sent.to.clear();
        var _ = leg.onDatagram(check, 0, check.length, from, 0, sent);
        return List.copyOf(sent.to);
    }

    private List<InetSocketAddress> recordGoesTo(Leg leg) {
        sent.to.clear();
        leg.sendHandshakeRecord(new byte[20], 0, 20, sent);
        return List.copyOf(sent.to);
    }

    private List<InetSocketAddress> audioGoesTo(Leg leg) {
        sent.to.clear();
        byte[] clear = SrtpFixture.rtp(7, sequence++, 40);
        var packet = new RtpPacket();
        packet.wrap(Arrays.copyOf(clear, 100), 0, clear.length);
        leg.transmit(packet, 0, sent);
        return List.copyOf(sent.to);
    }

    // ---- descriptions

    private LegSetup.Result.Made answer() {
        return answer(offer(BROWSER));
    }

    private LegSetup.Result.Made answer(String offer) {
        return (LegSetup.Result.Made)
                setup.answer(
                        new LegId("browser"),
                        new LegKind.Browser(),
                        SessionText.of(offer),
                        List.of(AudioCodec.PCMU),
                        Call.WIDEST_HZ,
                        () -> 0,
                        new LegSetup.Ports(10_000, 10_000),
                        0);
    }

    private LegSetup.Result.Made reanswer(Leg leg, String offer) {
        return (LegSetup.Result.Made) setup.reanswer(leg, SessionText.of(offer), 0);
    }

    private static String offer(IceCredentials ice) {
        return """
        v=0
        o=- 1 1 IN IP4 192.0.2.1
        s=-
        t=0 0
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        c=IN IP4 0.0.0.0
        a=rtcp-mux
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:sha-256 AA%s
        a=setup:actpass
        a=mid:0
        a=sendrecv
        """
                .formatted(ice.ufrag(), ice.password(), ":00".repeat(31))
                .replace("\n", "\r\n");
    }

    private static IceCredentials ice(LegSetup.Result.Made made) {
        var ice = ICE.matcher(made.description().sdp());
        assertThat(ice.find()).isTrue();
        return new IceCredentials(ice.group(1), ice.group(2));
    }

    private static IceCredentials credentials(String ufrag) {
        return new IceCredentials(ufrag, ufrag.repeat(5));
    }
}
