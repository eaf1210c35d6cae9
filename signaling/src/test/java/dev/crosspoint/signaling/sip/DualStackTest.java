package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint at all addresses of both families: everybody finds it in the family it speaks. */
class DualStackTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final SipSettings BOTH =
            new SipSettings(
                            "::",
                            "127.0.0.1",
                            EnumSet.copyOf(Transport.OF_TRUNKS),
                            0,
                            0,
                            TestCertificates.named("localhost", "::1"),
                            200,
                            90,
                            1800)
                    .withIpv6("::1");

    private Phone phone;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null,
                "no IPv6 here");
        phone = Phone.open(VERTX, BOTH);
    }

    @AfterEach
    void close() {
        if (phone != null) {
            phone.closeSoon(CLOSING);
        }
    }

    @AfterAll
    static void closeVertx() {
        Phone.await(Future.join(CLOSING));
        Phone.await(VERTX.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void isFoundByACallerInItsFamily(String address) {
        try (var peer = new RawPeer(address, phone.port(Transport.UDP))) {
            var call = RawCall.inbound(phone, peer, "in@peer");
            call.request("OPTIONS", "", "");
            peer.receive("SIP/2.0 200");
            phone.act(() -> call.call().reoffer(Phone.OTHER));
            String invite = peer.receive("INVITE");
            assertComesFrom(address, invite);
            assertThat(host(RawPeer.header(invite, "Contact"))).isEqualTo(literal(address));
            phone.act(() -> call.call().hangUp("done"));
            String bye = peer.receive("BYE");
            assertComesFrom(address, bye);
            peer.send(peer.response(bye, "200 OK", RawCall.THEIR_TAG, "", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void isFoundByWhomItCallsInItsFamily(String address) {
        try (var peer = new RawPeer(address, phone.port(Transport.UDP))) {
            SipCall call =
                    phone.call(
                            new Destination(Transport.UDP, address, peer.port(), null, null), 30);
            String invite = peer.receive("INVITE");
            assertComesFrom(address, invite);
            assertThat(host(RawPeer.header(invite, "Contact"))).isEqualTo(literal(address));
            assertThat(host(RawPeer.header(invite, "From"))).isEqualTo(literal(address));
            peer.send(peer.response(invite, "200 OK", "bob", RawCall.SDP, Phone.ANSWER.value()));
            assertComesFrom(address, peer.receive("ACK"));
            phone.expect(SipEvent.Answered.class);
            phone.act(() -> call.hangUp("done"));
            String bye = peer.receive("BYE");
            assertComesFrom(address, bye);
            peer.send(peer.response(bye, "200 OK", "bob", "", ""));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void talksOverIpv6ByEveryTransport(Transport transport) {
        try (var other = Phone.open(VERTX, BOTH)) {
            var identity = java.util.Objects.requireNonNull(BOTH.identity());
            SipCall call =
                    phone.call(
                            new Destination(
                                    transport,
                                    "::1",
                                    other.port(transport),
                                    null,
                                    identity.certificatePem()),
                            30);
            SipCall there = other.next(SipEvent.Arrived.class).call();
            other.act(() -> there.answer(Phone.ANSWER));
            assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
            other.expect(SipEvent.Confirmed.class);
            phone.act(() -> call.hangUp("done"));
            other.expect(SipEvent.Ended.class);
        }
    }

    /** JAIN-SIP would send by a thread of its own, and the BYE be waited for in vain. */
    @ParameterizedTest
    @CsvSource({"::1, 127.0.0.1", "::1, [::1]", "127.0.0.1, 127.0.0.1", "127.0.0.1, [::1]"})
    void sendsNothingToItselfWhateverItsPeerIsFoundAt(String peerAddress, String ours) {
        int port = phone.port(Transport.UDP);
        try (var peer = new RawPeer(peerAddress, port)) {
            peer.contact(ours + ":" + port);
            var call = RawCall.inbound(phone, peer, "loop@peer");
            phone.act(() -> call.call().reoffer(Phone.OTHER));
            assertThat(phone.expect(SipEvent.ReofferRefused.class).status()).isEqualTo(503);
            phone.act(() -> call.call().hangUp("done"));
            phone.expect(SipEvent.Ended.class);
        }
    }

    private static void assertComesFrom(String address, String request) {
        assertThat(host(RawPeer.header(request, "Via"))).isEqualTo(literal(address));
    }

    private static InetAddress host(String header) {
        Matcher host = Pattern.compile("[ @:]\\[?([0-9a-f.:]+?)\\]?:[0-9]{4,5}").matcher(header);
        assertThat(host.find()).as(header).isTrue();
        return literal(host.group(1));
    }

    private static InetAddress literal(String address) {
        return InetAddress.ofLiteral(address);
    }
}
