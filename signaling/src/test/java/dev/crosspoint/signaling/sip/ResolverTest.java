package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where carriers are, by what a name server of ours says. */
class ResolverTest {

    private final FakeDns dns = new FakeDns();
    private final Vertx vertx =
            Vertx.vertx(
                    new VertxOptions()
                            .setAddressResolverOptions(
                                    new AddressResolverOptions().addServer(dns.address())));
    private final Resolver resolver = new Resolver(vertx, new Random(7));

    @AfterEach
    void close() throws Exception {
        assertThat(dns.faults()).isEmpty();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        dns.close();
    }

    private List<String> find(Transport transport, String host, int port) throws Exception {
        return outcome(resolver.find(new Destination(transport, host, port, null, null))).stream()
                .map(a -> a.getAddress().getHostAddress() + ":" + a.getPort())
                .toList();
    }

    private static List<InetSocketAddress> outcome(Future<List<InetSocketAddress>> found)
            throws Exception {
        return found.otherwise(List.of())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void asksNobodyAboutAnAddress() throws Exception {
        assertThat(find(Transport.TLS, "192.0.2.1", 0)).containsExactly("192.0.2.1:5061");
        assertThat(find(Transport.UDP, "192.0.2.1", 5070)).containsExactly("192.0.2.1:5070");
        assertThat(find(Transport.UDP, "2001:db8::1", 0))
                .containsExactly("2001:db8:0:0:0:0:0:1:5060");
        assertThat(dns.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UDP, _sip._udp", "TCP, _sip._tcp", "TLS, _sips._tcp"})
    void asksForTheServersOfTheTransport(Transport transport, String service) throws Exception {
        dns.service(service + ".carrier.test", 60, 20, 1, 5080, "second.carrier.test")
                .service(service + ".carrier.test", 60, 10, 1, 5070, "first.carrier.test")
                .host("first.carrier.test", "192.0.2.1")
                .host("first.carrier.test", "192.0.2.2")
                .host("second.carrier.test", "198.51.100.1");
        var found = find(transport, "carrier.test", 0);
        assertThat(found).hasSize(3).endsWith("198.51.100.1:5080");
        assertThat(found).contains("192.0.2.1:5070", "192.0.2.2:5070");
        assertThat(dns.asked()).contains("33 " + service + ".carrier.test");
    }

    @Test
    void asksOnceWhatItMayBelieve() throws Exception {
        dns.service("_sip._udp.carrier.test", 60, 1, 1, 5070, "a.carrier.test")
                .host("a.carrier.test", "192.0.2.1");
        find(Transport.UDP, "carrier.test", 0);
        find(Transport.UDP, "carrier.test", 0);
        assertThat(dns.asked()).containsOnlyOnce("33 _sip._udp.carrier.test");
    }

    @Test
    void goesToTheNameItselfWhereThereIsNoService() throws Exception {
        dns.host("plain.test", "192.0.2.9");
        assertThat(find(Transport.UDP, "plain.test", 0)).containsExactly("192.0.2.9:5060");
        assertThat(find(Transport.TLS, "plain.test", 0)).containsExactly("192.0.2.9:5061");
    }

    @Test
    void asksForNoServiceWhereAPortIsGiven() throws Exception {
        dns.host("plain.test", "192.0.2.9");
        assertThat(find(Transport.UDP, "plain.test", 5070)).containsExactly("192.0.2.9:5070");
        assertThat(dns.asked()).noneMatch(question -> question.startsWith("33"));
    }

    @Test
    void findsNothingWhereThereIsNothing() throws Exception {
        dns.service("_sip._udp.refused.test", 60, 0, 0, 0, ".").host("refused.test", "192.0.2.9");
        assertThat(find(Transport.UDP, "refused.test", 0)).isEmpty();
        assertThat(find(Transport.UDP, "unknown.test", 0)).isEmpty();
        dns.service("_sip._udp.empty.test", 60, 1, 1, 5060, "gone.empty.test");
        assertThat(find(Transport.UDP, "empty.test", 0)).isEmpty();
    }

    @Test
    void leavesOutServersWithoutAnAddress() throws Exception {
        dns.service("_sip._udp.half.test", 60, 1, 1, 5060, "gone.half.test")
                .service("_sip._udp.half.test", 60, 2, 1, 5061, "here.half.test")
                .host("here.half.test", "192.0.2.3");
        assertThat(find(Transport.UDP, "half.test", 0)).containsExactly("192.0.2.3:5061");
    }

    @Test
    void triesEightAddressesAtTheMost() throws Exception {
        for (int i = 1; i <= 12; i++) {
            dns.service("_sip._udp.many.test", 60, i, 1, 5060, "h" + i + ".many.test")
                    .host("h" + i + ".many.test", "192.0.2." + i);
        }
        assertThat(find(Transport.UDP, "many.test", 0))
                .hasSize(8)
                .startsWith("192.0.2.1:5060")
                .endsWith("192.0.2.8:5060");
    }

    @Test
    void readsPriorityWeightAndPortWithoutASign() throws Exception {
        dns.service("_sip._udp.high.test", 60, 65535, 1, 65535, "last.high.test")
                .service("_sip._udp.high.test", 60, 40000, 60000, 5060, "first.high.test")
                .host("first.high.test", "192.0.2.1")
                .host("last.high.test", "192.0.2.2");
        assertThat(find(Transport.UDP, "high.test", 0))
                .containsExactly("192.0.2.1:5060", "192.0.2.2:65535");
    }

    @Test
    void keepsToTheLastAnswerWhenItsNameServerFails() throws Exception {
        dns.service("_sip._udp.carrier.test", 0, 1, 1, 5070, "a.carrier.test")
                .host("a.carrier.test", "192.0.2.1")
                .host("carrier.test", "192.0.2.9");
        assertThat(find(Transport.UDP, "carrier.test", 0)).containsExactly("192.0.2.1:5070");
        dns.fail("_sip._udp.carrier.test", true);
        assertThat(find(Transport.UDP, "carrier.test", 0)).containsExactly("192.0.2.1:5070");
    }

    @Test
    void doesNotTakeAFailureForTheWordThatThereIsNoService() throws Exception {
        dns.service("_sip._udp.carrier.test", 60, 1, 1, 5070, "a.carrier.test")
                .host("a.carrier.test", "192.0.2.1")
                .host("carrier.test", "192.0.2.9")
                .fail("_sip._udp.carrier.test", true);
        assertThat(find(Transport.UDP, "carrier.test", 0)).containsExactly("192.0.2.9:5060");
        dns.fail("_sip._udp.carrier.test", false);
        assertThat(find(Transport.UDP, "carrier.test", 0)).containsExactly("192.0.2.1:5070");
    }
}
