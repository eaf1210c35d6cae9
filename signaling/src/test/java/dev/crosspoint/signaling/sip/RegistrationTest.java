package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which servers of a registrar are asked, and whose calls are taken for it. */
class RegistrationTest {

    private static final String SERVICE = "_sip._udp.carrier.test";

    private static final Account ACCOUNT = new Account(new Private("u"), new Private("p"));

    private final FakeDns dns = new FakeDns();
    private final Vertx vertx =
            Vertx.vertx(
                    new VertxOptions()
                            .setAddressResolverOptions(
                                    new AddressResolverOptions().addServer(dns.address())));
    private final Phone phone = Phone.open(vertx, Phone.settings(Transport.UDP));
    private final RawPeer first = new RawPeer(phone.port(Transport.UDP));
    private final RawPeer second = new RawPeer("127.0.0.2", phone.port(Transport.UDP));
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        phone.close();
        Phone.await(vertx.close());
        first.close();
        second.close();
        dns.close();
    }

    private void tell(String contactUser, Optional<InetAddress> registrar) {
        told.add(registrar.map(InetAddress::getHostAddress).orElse("none"));
    }

    private void expectTold(String wanted) throws InterruptedException {
        for (String next = ""; !wanted.equals(next); ) {
            next = told.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("never " + wanted).isNotNull();
        }
    }

    /** Whatever it says may be believed for no time: each look-up asks anew. */
    private void serve(int priority, RawPeer server, String address) {
        String name = "at-" + address.replace('.', '-') + ".carrier.test";
        dns.service(SERVICE, 0, priority, 1, server.port(), name).host(name, address);
    }

    /** What it answers to that. */
    private static String challenge(RawPeer server, String register) {
        String challenge = "WWW-Authenticate: Digest realm=\"r\",nonce=\"n\",algorithm=SHA-256";
        server.send(server.response(register, "401 Unauthorized", "r", challenge, ""));
        String answer = server.receive("REGISTER");
        while (RawPeer.header(answer, "CSeq").equals(RawPeer.header(register, "CSeq"))) {
            answer = server.receive("REGISTER"); // a repetition from before
        }
        assertThat(RawPeer.header(answer, "Authorization")).contains("nonce=\"n\"");
        return answer;
    }

    private void accept(RawPeer server, String register, int seconds) {
        server.send(server.response(register, "200 OK", "r", "Expires: " + seconds, ""));
    }

    private void register(String host, int port, String domain) {
        var registrar = new Destination(Transport.UDP, host, port, ACCOUNT, null);
        var wanted = new Registration.Wanted(registrar, new Private("u"), domain, 600);
        phone.act(() -> phone.endpoint().register(wanted, this::tell));
    }

    @Test
    void asksTheRegistrarWhateverAddressItsDomainIs() {
        register("127.0.0.1", first.port(), "127.0.0.1");
        assertThat(first.receive("REGISTER")).startsWith("REGISTER sip:127.0.0.1 SIP/2.0");
    }

    @Test
    void answersTheServerThatHasChallengedIt() throws Exception {
        serve(2, first, "127.0.0.1");
        register("carrier.test", 0, "carrier.test");
        String register = first.receive("REGISTER");
        serve(1, second, "127.0.0.2"); // would go before the other now
        register = challenge(first, register);
        accept(first, register, 600);
        expectTold("127.0.0.1");
    }

    @Test
    void takesCallsOfTheOldServerUntilTheNewOneHasAccepted() throws Exception {
        serve(1, first, "127.0.0.1");
        register("carrier.test", 0, "carrier.test");
        String register = first.receive("REGISTER");
        dns.withoutService(SERVICE);
        serve(1, second, "127.0.0.2");
        accept(first, register, 2); // refreshed after 1.7 s
        expectTold("127.0.0.1");
        register = challenge(second, second.receive("REGISTER"));
        phone.act(() -> assertThat(told).doesNotContain("127.0.0.2"));
        accept(second, register, 600);
        expectTold("127.0.0.2");
    }

    @Test
    void asksTheNextServerWhenOneIsOverloaded() throws Exception {
        serve(1, first, "127.0.0.1");
        serve(2, second, "127.0.0.2");
        register("carrier.test", 0, "carrier.test");
        String register = first.receive("REGISTER");
        first.send(first.response(register, "503 Service Unavailable", "r", "", ""));
        accept(second, second.receive("REGISTER"), 600);
        expectTold("127.0.0.2");
    }
}
