package dev.crosspoint.media.loop;

import static dev.crosspoint.media.loop.PlaneRig.CALL;
import static dev.crosspoint.media.loop.PlaneRig.SRTP_TRUNK;
import static dev.crosspoint.media.loop.PlaneRig.TENANT;
import static dev.crosspoint.media.loop.PlaneRig.assertHears;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.ice.StunKey;
import dev.crosspoint.media.ice.StunWriter;
import dev.crosspoint.media.ice.TcpPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsers whose network lets no UDP through: the media plane's TCP ports, with real sockets. */
class IceTcpTest {
    private static final LegId BROWSER = new LegId("browser");
    private static final LegId TRUNK = new LegId("trunk");

    /** Loopback's smallest; a few packets of audio. */
    private static final int SMALL_BUFFER = 2_304;

    private PlaneRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = PlaneRig.start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.stop();
    }

    @Test
    void carriesABrowserByTcpAndEndsItsConnectionWithItsLeg() throws Exception {
        try (var browser = WirePhone.browserByTcp(Codec.OPUS).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            call(browser, AudioCodec.OPUS, trunk);
            browser.awaitHeard(browser.heardMs() + 1500);
            trunk.awaitHeard(trunk.heardMs() + 1500);

            assertHears(browser, 1000);
            assertHears(trunk, 440);
            assertThat(browser.refused()).isZero();
            assertThat(browser.missing()).isZero();
            assertThat(counted(LoopCount.TCP_OPENED)).isEqualTo(1);
            assertThat(counted(LoopCount.TCP_CLOSED)).isZero();

            rig.ask(0, new MediaCommand.CloseLeg(TENANT, CALL, BROWSER));
            browser.awaitCutOff();
            assertThat(counted(LoopCount.TCP_CLOSED)).isEqualTo(1);
            assertThat(counted(LoopCount.TCP_REFUSED)).isZero();
        }
    }

    @Test
    void carriesABrowserByTcpInACallOfAnotherLoop() throws Exception {
        var second = new CallId("second");
        var next = new LegId("next");
        try (var browser = WirePhone.browserByTcp(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000);
                var other = WirePhone.trunk(Codec.PCMU).say(700)) {
            call(browser, AudioCodec.PCMU, trunk);
            browser.awaitHeard(browser.heardMs() + 200);
            rig.open(1, second);
            rig.connect(1, second, next, SRTP_TRUNK, other, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, second, 1));
            rig.bridge(1, second, BROWSER, next);
            browser.awaitHeard(browser.heardMs() + 1500);
            other.awaitHeard(other.heardMs() + 1500);

            assertHears(browser, 700);
            assertHears(other, 440);
            assertThat(browser.refused()).isZero();

            rig.ask(1, new MediaCommand.CloseCall(TENANT, second));
            browser.awaitCutOff();
        }
    }

    @Test
    void givesUpOldAudioOfABrowserThatTakesNoneAndGoesOnWithFresh() throws Exception {
        try (var browser = WirePhone.browserByTcp(Codec.PCMU, SMALL_BUFFER).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            call(browser, AudioCodec.PCMU, trunk);
            browser.awaitHeard(browser.heardMs() + 500);

            long sentBefore = counted(LoopCount.PACKETS_OUT);
            browser.stall();
            trunk.awaitHeard(trunk.heardMs() + 3_000);
            long droppedPackets = counted(LoopCount.TCP_DROPPED_OUT);
            long sentPackets = counted(LoopCount.PACKETS_OUT) - sentBefore;
            browser.goOn();
            browser.awaitHeard(browser.heardMs() + 1_500);

            // 150 packets came for it, of which its own network held some.
            assertThat(droppedPackets).isBetween(60L, 160L);
            assertThat(browser.missing()).isBetween(60L, 160L);
            // As many for the trunk: what is given up has not been sent.
            assertThat(sentPackets + droppedPackets).isBetween(250L, 370L);
            assertHears(browser, 1000);
            assertHears(trunk, 440);
        }
    }

    @Test
    void letsNobodyWhoOnlyConnectsKeepABrowserOut() throws Exception {
        try (var browser = WirePhone.browserByTcp(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000);
                var late = WirePhone.browserByTcp(Codec.PCMU).say(440)) {
            call(browser, AudioCodec.PCMU, trunk);
            List<Socket> idle = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    idle.add(connect(browser.gateway()));
                }
                assertEnded(idle.getFirst());
                var lateLeg = new LegId("late");
                rig.connect(0, CALL, lateLeg, new LegKind.Browser(), late, AudioCodec.PCMU);
                rig.bridge(0, CALL, lateLeg, TRUNK);
                late.awaitHeard(late.heardMs() + 1_000);
                assertHears(late, 1000);

                assertHears(browser, 1000);
                // Nothing but what a machine that stands still has no room for.
                assertThat(browser.missing())
                        .isLessThanOrEqualTo(counted(LoopCount.TCP_DROPPED_OUT));
                assertThat(counted(LoopCount.TCP_REFUSED)).isGreaterThanOrEqualTo(168);
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void hangsUpOnWhoeverSpeaksSomethingElse() throws Exception {
        try (var browser = WirePhone.browserByTcp(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            call(browser, AudioCodec.PCMU, trunk);
            for (byte[] hello :
                    List.of(
                            "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII),
                            "SSH-2.0-scan\r\n".getBytes(US_ASCII),
                            new byte[] {22, 3, 1, 2, 0},
                            new byte[] {0, 2, (byte) 128, 0, (byte) 255, (byte) 255})) {
                try (var stranger = connect(browser.gateway())) {
                    stranger.getOutputStream().write(hello);
                    assertEnded(stranger);
                }
            }
            assertThat(counted(LoopCount.TCP_REFUSED)).isEqualTo(4);

            browser.awaitHeard(browser.heardMs() + 500);
            assertHears(browser, 1000);
        }
    }

    @Test
    void hangsUpOnAStrangerThatStreamsSmallFrames() throws Exception {
        var stream = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            stream.writeBytes(new byte[] {0, 1, 0});
        }
        assertEndsEarly(stream, 0);
    }

    @Test
    void hangsUpOnAStrangerWhoseChecksProveNothing() throws Exception {
        var stream = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            stream.writeBytes(frame(check()));
        }
        assertEndsEarly(stream, TcpLimits.SHARED.firstFrames());
    }

    @Test
    void hangsUpOnAStrangerThatStreamsNullPackets() throws Exception {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(new byte[1 << 20]);
        assertEndsEarly(stream, 0);
    }

    @Test
    void takesConnectionsAtTheRateOfTheTicks() throws Exception {
        var loop = rig.verticle(0).loop();
        var port = open(loop, new TcpLimits(10_000, 9, 999, 10_000, 99, 99, 99, 9), new Guests());
        int all = 2 * TcpPort.TAKEN_PER_TICK + 5;
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < all; i++) {
                sockets.add(connect(at(port)));
            }
            assertTaken(loop, TcpPort.TAKEN_PER_TICK);
            tick(loop, port, 0);
            assertTaken(loop, 2L * TcpPort.TAKEN_PER_TICK);
            tick(loop, port, 0);
            assertTaken(loop, all);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            Await.result(port.close());
        }
    }

    @Test
    void hangsUpOnWhoeverNeverProvesWhoItIs() throws Exception {
        var loop = rig.verticle(0).loop();
        var limits = new TcpLimits(300, 9, 999, 300, 4, 4, 4, 4);
        var port = open(loop, limits, new Guests());
        try (var stranger = connect(at(port))) {
            stranger.getOutputStream().write(frame(check()));
            var clock = Await.onLoop(loop, () -> LoopClock.start(loop, port::onTick));
            assertEnded(stranger);
            Await.result(clock.stop());
        }
        Await.result(port.close());
    }

    @Test
    void hangsUpOnAPeerThatChecksNoMore() throws Exception {
        var loop = rig.verticle(0).loop();
        var limits = new TcpLimits(10_000, 9, 999, 35_000, 4, 4, 4, 4);
        var guests = new Guests();
        var port = open(loop, limits, guests);
        guests.at = port;
        try (var trunk = WirePhone.trunk(Codec.PCMU);
                var guest = connect(at(port))) {
            guests.leg = leg(trunk);
            guest.getOutputStream().write(frame(check()));
            awaitCount(LoopCount.PACKETS_IN, 1, loop);
            look(loop, port, Guests.NOW + 35_000_000_000L - 1);
            assertThat(counted(LoopCount.TCP_CLOSED)).isZero();
            look(loop, port, Guests.NOW + 35_000_000_000L);
            assertEnded(guest);
            assertThat(counted(LoopCount.TCP_REFUSED)).isEqualTo(1);
        }
        Await.result(port.close());
    }

    @Test
    void keepsTheNewestConnectionsOfALeg() throws Exception {
        var loop = rig.verticle(0).loop();
        var guests = new Guests();
        var port = open(loop, TcpLimits.SHARED, guests);
        guests.at = port;
        List<Socket> all = new ArrayList<>();
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            guests.leg = leg(trunk);
            for (int i = 0; i <= TcpLimits.SHARED.ofLeg(); i++) {
                all.add(connect(at(port)));
                all.getLast().getOutputStream().write(frame(check()));
                awaitCount(LoopCount.PACKETS_IN, i + 1, loop);
            }
            assertEnded(all.getFirst());
            assertThat(counted(LoopCount.TCP_CLOSED)).isEqualTo(1);
        } finally {
            for (Socket socket : all) {
                socket.close();
            }
            Await.result(port.close());
        }
    }

    @Test
    void forgetsWhoeverResetsItsConnectionInTheMiddleOfAFrame() throws Exception {
        var loop = rig.verticle(0).loop();
        var port = open(loop, TcpLimits.SHARED, new Guests());
        try (var stranger = connect(at(port))) {
            stranger.getOutputStream().write(frame(check()), 0, 20);
            awaitCount(LoopCount.BYTES_IN, 20, loop);
            stranger.setSoLinger(true, 0);
        }
        awaitCount(LoopCount.TCP_CLOSED, 1, loop);
        assertThat(counted(LoopCount.TCP_REFUSED)).isZero();
        assertThat(counted(LoopCount.FAILURES)).isZero();
        Await.result(port.close());
    }

    // ---- details

    /** Whoever sends anything is believed to be a leg's peer. */
    private static final class Guests implements UdpPort.Receiver {
        static final long NOW = 1_000_000_000L;

        private volatile @Nullable TcpPort at;
        private volatile @Nullable Leg leg;

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            TcpPort port = at;
            Leg owner = leg;
            if (port != null && owner != null) {
                port.checked((TcpPeer) from, owner, NOW);
            }
        }

        @Override
        public void onBatchEnd() {}
    }

    private Leg leg(WirePhone trunk) throws Exception {
        rig.open(0, CALL);
        rig.answer(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
        return rig.onLoop(
                0, () -> Objects.requireNonNull(rig.verticle(0).call(CALL)).legs().getFirst());
    }

    /** So many ticks at one time that the deadlines are looked at. */
    private static void look(MediaLoop loop, TcpPort port, long nowNanos) throws Exception {
        for (int i = 0; i < 10; i++) {
            tick(loop, port, nowNanos);
        }
    }

    private void call(WirePhone browser, AudioCodec codec, WirePhone trunk) throws Exception {
        rig.open(0, CALL);
        rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, codec);
        rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
        rig.bridge(0, CALL, BROWSER, TRUNK);
        rig.await(MediaEvent.LegFlowing.class, BROWSER);
    }

    private static TcpPort open(MediaLoop loop, TcpLimits limits, UdpPort.Receiver receiver)
            throws Exception {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Await.result(TcpPort.open(loop, any, limits, receiver));
    }

    private static Socket connect(InetSocketAddress to) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.connect(to, 5_000);
        return socket;
    }

    /** Of a leg that there is none of. */
    private static byte[] check() {
        var check = new StunWriter();
        check.beginRequest(new byte[12])
                .username("nobodys:anybodys")
                .priority(1)
                .controlling(1)
                .integrity(new StunKey("abcdefghijklmnopqrstuvwx"))
                .fingerprint();
        return Arrays.copyOf(check.array(), check.length());
    }

    private static byte[] frame(byte[] datagram) {
        byte[] frame = new byte[2 + datagram.length];
        frame[0] = (byte) (datagram.length >> 8);
        frame[1] = (byte) datagram.length;
        System.arraycopy(datagram, 0, frame, 2, datagram.length);
        return frame;
    }

    private static InetSocketAddress at(TcpPort port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number());
    }

    private static void assertEnded(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
        } catch (IOException reset) {
            assertThat(reset).isInstanceOf(SocketException.class);
        }
    }

    private static void tick(MediaLoop loop, TcpPort port, long nowNanos) throws Exception {
        Await.onLoop(
                loop,
                () -> {
                    port.onTick(nowNanos);
                    return true;
                });
    }

    /** So many and no more. */
    private void assertTaken(MediaLoop loop, long connections) throws Exception {
        awaitCount(LoopCount.TCP_OPENED, connections, loop);
        for (int more = 0; more < 1_000; more++) {
            turn(loop);
        }
        assertThat(counted(LoopCount.TCP_OPENED)).isEqualTo(connections);
    }

    private void awaitCount(LoopCount what, long least, MediaLoop loop) throws Exception {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (counted(what) < least) {
            assertThat(System.nanoTime() - deadline).as("time for %s", what).isNegative();
            turn(loop);
        }
    }

    private static void turn(MediaLoop loop) throws Exception {
        Await.onLoop(loop, () -> true);
    }

    private void assertEndsEarly(ByteArrayOutputStream stream, int frames) throws Exception {
        try (var browser = WirePhone.browserByTcp(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            call(browser, AudioCodec.PCMU, trunk);
            long before = rig.counted(Count.NOBODYS);
            try (var stranger = connect(browser.gateway())) {
                try {
                    stranger.getOutputStream().write(stream.toByteArray());
                } catch (SocketException _) {
                    // it was ended before all had gone
                }
                assertEnded(stranger);
            }
            assertThat(counted(LoopCount.TCP_REFUSED)).isEqualTo(1);
            assertThat(rig.counted(Count.NOBODYS) - before).isBetween(0L, (long) frames);

            browser.awaitHeard(browser.heardMs() + 500);
            assertThat(browser.missing()).isZero();
            assertHears(browser, 1000);
        }
    }

    private long counted(LoopCount what) {
        return rig.meters().stream().mapToLong(meter -> meter.loop().count(what)).sum();
    }
}
