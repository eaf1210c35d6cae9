package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.sip.Admission.Peer;
import dev.crosspoint.signaling.sip.Admission.Verdict;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import dev.crosspoint.signaling.sip.SipCounters.Load;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkBookTest {

    private final Shedding shedding = new Shedding(SipCounters.NONE);
    private long nowNanos;

    private static TrunkConfig trunk(
            String id, List<Transport> transports, List<String> networks, boolean digest) {
        return new TrunkConfig(
                id,
                new Tenant("account", "main"),
                Exposure.PRIVATE,
                transports,
                MediaSecurity.NONE,
                "192.0.2.1",
                5060,
                networks,
                null,
                null,
                digest ? new Private(id) : null,
                digest ? new Private("secret") : null,
                List.of(),
                "DE",
                null,
                Set.of(),
                TrunkService.PLAIN);
    }

    private TrunkBook book(TrunkConfig... trunks) {
        return new TrunkBook(
                List.of(trunks), new TrunkStates(List.of(trunks), 0), shedding, 2, () -> nowNanos);
    }

    private static List<String> ids(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Known(Peer peer) -> List.of(peer.id());
            case Verdict.Claimant(List<Peer> peers) -> peers.stream().map(Peer::id).toList();
            case Verdict.Silence(DropCause cause) -> List.of(cause.name());
        };
    }

    @Test
    void knowsATrunkByItsNetwork() {
        var book = book(trunk("pbx", List.of(Transport.UDP), List.of("10.0.0.0/8"), false));
        assertThat(ids(book.judge(Transport.UDP, "10.200.1.2"))).containsExactly("pbx");
        assertThat(ids(book.judge(Transport.UDP, "11.0.0.1"))).containsExactly("UNKNOWN_SOURCE");
        assertThat(ids(book.judge(Transport.UDP, "::1"))).containsExactly("UNKNOWN_SOURCE");
    }

    @Test
    void doesNotHearATrunkOnATransportItMayNotUse() {
        var book = book(trunk("carrier", List.of(Transport.TLS), List.of("10.0.0.0/8"), false));
        assertThat(ids(book.judge(Transport.UDP, "10.0.0.1")))
                .containsExactly("FORBIDDEN_TRANSPORT");
        assertThat(book.judge(Transport.TLS, "10.0.0.1")).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void letsTrunksThatShareANetworkProveWhichTheyAre() {
        var book =
                book(
                        trunk("a", List.of(Transport.UDP), List.of("10.0.0.1"), true),
                        trunk("b", List.of(Transport.UDP), List.of("10.0.0.0/24"), true));
        assertThat(book.judge(Transport.UDP, "10.0.0.1")).isInstanceOf(Verdict.Claimant.class);
        assertThat(ids(book.judge(Transport.UDP, "10.0.0.1"))).containsExactly("a", "b");
        assertThat(ids(book.judge(Transport.UDP, "10.0.0.2"))).containsExactly("b");
    }

    @Test
    void givesTheCallsOfANetworkToNoTrunkThatIsOnlyRegisteredThere() {
        var registered = trunk("registered", List.of(Transport.UDP), List.of(), false);
        var networked = trunk("networked", List.of(Transport.UDP), List.of("10.0.0.0/24"), false);
        var book = book(registered, networked);
        book.registered("registered", "contact", InetAddress.ofLiteral("10.0.0.1"));
        assertThat(book.judge(Transport.UDP, "10.0.0.1")).isInstanceOf(Verdict.Known.class);
        assertThat(ids(book.judge(Transport.UDP, "10.0.0.1"))).containsExactly("networked");
        assertThat(book.registered("contact", Transport.UDP, "10.0.0.1").map(Peer::id))
                .contains("registered");
    }

    @Test
    void hearsATrunkOnlyByItsContactWhereAnotherOfTheNetworkMayNotCall() {
        var registered = trunk("registered", List.of(Transport.UDP), List.of(), false);
        var networked = trunk("networked", List.of(Transport.TLS), List.of("10.0.0.0/24"), false);
        var book = book(registered, networked);
        book.registered("registered", "contact", InetAddress.ofLiteral("10.0.0.1"));
        assertThat(book.judge(Transport.UDP, "10.0.0.1"))
                .isEqualTo(new Verdict.Claimant(List.of(new Peer("registered", null, false))));
    }

    @ParameterizedTest
    @CsvSource({
        "a, UDP, 10.0.0.1, true",
        "b, UDP, 10.0.0.1, true", // though calls from there are those of a
        "b, UDP, 10.0.0.2, true",
        "b, UDP, 10.0.1.1, false",
        "b, TLS, 10.0.0.1, false",
        "c, UDP, 10.0.0.1, true",
        "c, UDP, 10.0.0.2, false",
        "d, UDP, 10.0.0.1, false"
    })
    void saysWhoMaySpeakFromAnAddress(
            String trunk, Transport transport, String address, boolean may) {
        var book =
                book(
                        trunk("a", List.of(Transport.UDP), List.of("10.0.0.0/24"), false),
                        trunk("b", List.of(Transport.UDP), List.of("10.0.0.0/24"), false),
                        trunk("c", List.of(Transport.UDP), List.of(), false));
        book.registered("c", "contact", InetAddress.ofLiteral("10.0.0.1"));
        assertThat(book.mayBe(new Peer(trunk, null, false), transport, address)).isEqualTo(may);
    }

    @Test
    void knowsATrunkByItsRegistrarWhereThatIsOfNobodyElse() {
        var book = book(trunk("registered", List.of(Transport.UDP), List.of(), false));
        book.registered("registered", "contact", InetAddress.ofLiteral("10.0.0.1"));
        assertThat(book.judge(Transport.UDP, "10.0.0.1")).isInstanceOf(Verdict.Known.class);
        book.registered("registered", "contact", null);
        assertThat(ids(book.judge(Transport.UDP, "10.0.0.1"))).containsExactly("UNKNOWN_SOURCE");
    }

    @Test
    void looksAtStrangersOnlySoOften() {
        var book = book(trunk("roaming", List.of(Transport.TLS), List.of(), true));
        for (int i = 0; i < 2; i++) {
            assertThat(ids(book.judge(Transport.TLS, "203.0.113.9"))).containsExactly("roaming");
        }
        assertThat(ids(book.judge(Transport.TLS, "203.0.113.9"))).containsExactly("RATE_LIMIT");
        assertThat(ids(book.judge(Transport.TLS, "203.0.113.8"))).containsExactly("roaming");
        nowNanos += 500_000_000;
        assertThat(ids(book.judge(Transport.TLS, "203.0.113.9"))).containsExactly("roaming");
    }

    @Test
    void forgedAddressesGainNothingOverOne() throws Exception {
        var buckets = new TokenBuckets(2, 0);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            taken += buckets.take(InetAddress.getByAddress(address), 0) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "0.0.0.0/0, 203.0.113.1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void matchesBlocksOfAddresses(String block, String address, boolean inside) {
        assertThat(Network.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "pbx.example.com"})
    void takesNothingElseForABlock(String block) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(block));
    }

    @Test
    void takesSoManyNewCallsOfATrunkASecondAndNoMore() {
        var book =
                book(
                        TestTrunks.udp("a", 5060, TestTrunks.limited("pstn", 1, 0, 2)),
                        TestTrunks.udp("b", 5060, TestTrunks.limited("pstn", 1, 0, 3)),
                        TestTrunks.udp("free", 5060, TrunkService.PLAIN));
        // At once, then as many as the time since has brought, but no more than a second's.
        assertThat(taken(book, "a")).isEqualTo(2);
        assertThat(taken(book, "b")).isEqualTo(3);
        assertThat(taken(book, "free")).isEqualTo(10);
        nowNanos += 499_000_000;
        assertThat(taken(book, "a")).isZero();
        nowNanos += 1_000_000;
        assertThat(taken(book, "a")).isEqualTo(1);
        nowNanos += 3_600_000_000_000L;
        assertThat(taken(book, "a")).isEqualTo(2);
        assertThat(taken(book, "b")).isEqualTo(3);
    }

    /** How many of ten calls at the same moment. */
    private static int taken(TrunkBook book, String trunk) {
        var peer = new Peer(trunk, null, false);
        return (int) IntStream.range(0, 10).filter(_ -> book.takesCall(peer)).count();
    }

    @Test
    void takesNoNewCallsWhileThereIsTooMuchToDo() {
        var book = book(trunk("a", List.of(Transport.UDP), List.of("192.0.2.1"), false));
        var peer = new Peer("a", null, false);
        assertThat(book.takesCall(peer)).isTrue();
        shedding.set(Load.SIGNALING, true);
        assertThat(book.takesCall(peer)).isFalse();
    }
}
