package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.sip.RawPeer;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two accounts with one registrar, which a test plays. */
class RegisteredTrunkTest {

    private static final String SDP = "Content-Type: application/sdp";
    private static final String OFFER = "v=0\r\ns=offer\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final RawPeer registrar = new RawPeer(0);
    private final Set<String> seen = new HashSet<>();
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final SipCounters counters =
            new SipCounters() {
                @Override
                public void dropped(DropCause cause) {
                    told.add(cause.name());
                }

                @Override
                public void registered(String trunk, boolean is) {
                    told.add(trunk + " " + is);
                }
            };
    private final TrunkVerticle verticle =
            new TrunkVerticle(
                    new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5),
                    List.of(trunk("one"), trunk("two")),
                    counters,
                    100);

    private TrunkConfig trunk(String id) {
        var plain = TrunkService.PLAIN;
        return new TrunkConfig(
                id,
                TestTrunks.TENANT,
                Exposure.PRIVATE,
                List.of(Transport.UDP),
                MediaSecurity.NONE,
                "127.0.0.1",
                registrar.port(),
                List.of(),
                new Private(id + "-login"),
                new Private("secret"),
                null,
                null,
                List.of(),
                "DE",
                null,
                Set.of(),
                new TrunkService(
                        plain.outbound(),
                        plain.limits(),
                        new TrunkService.Registration(
                                new Private(id + "-user"), "example.net", 600),
                        plain.rules(),
                        TrunkService.Digits.USUAL,
                        null));
    }

    @BeforeEach
    void start() {
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
        await(vertx.deployVerticle(verticle));
        registrar.aim(verticle.port(Transport.UDP));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
        registrar.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next REGISTER of an account, challenged and answered. */
    private String accept(String user, int seconds) {
        String first = register(user);
        String challenge = "WWW-Authenticate: Digest realm=\"r\",nonce=\"n\",algorithm=SHA-256";
        registrar.send(registrar.response(first, "401 Unauthorized", "r", challenge, ""));
        String second = register(user);
        assertThat(RawPeer.header(second, "Authorization"))
                .contains(user.replace("user", "login"), "algorithm=SHA-256");
        assertThat(RawPeer.header(second, "Call-ID")).isEqualTo(RawPeer.header(first, "Call-ID"));
        assertThat(cseq(second)).isEqualTo(cseq(first) + 1);
        registrar.send(
                registrar
                        .response(second, "200 OK", "r", "Expires: " + seconds, "")
                        .replaceFirst("Contact: <.*>", "Contact: " + contact(second)));
        return RawPeer.header(second, "Contact");
    }

    /**
     * The next REGISTER of an account that has not been seen; those of the other are not what this
     * is about, and come again: UDP.
     */
    private String register(String user) {
        while (true) {
            String register = registrar.receive("REGISTER sip:example.net SIP/2.0");
            if (RawPeer.header(register, "To").equals("<sip:" + user + "@example.net>")
                    && seen.add(RawPeer.header(register, "Via"))) {
                return register;
            }
        }
    }

    private static int cseq(String message) {
        return Integer.parseInt(RawPeer.header(message, "CSeq").split(" ", 2)[0]);
    }

    private static String contact(String register) {
        return RawPeer.header(register, "Contact").replaceAll(";expires=.*", "");
    }

    private void expectTold(String wanted) throws InterruptedException {
        for (String next = ""; !wanted.equals(next); ) {
            next = told.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("never " + wanted).isNotNull();
        }
    }

    private void call(String contact, String callId) {
        var uri = Pattern.compile("<(sip:[^>]+)>").matcher(contact);
        assertThat(uri.find()).isTrue();
        registrar.send(
                registrar
                        .request("INVITE", callId, "", 1, SDP, OFFER)
                        .replaceFirst("INVITE \\S+", "INVITE " + uri.group(1)));
    }

    @Test
    void takesTheCallsOfEachAccountByTheContactThatIsCalled() throws Exception {
        String one = accept("one-user", 600);
        expectTold("one true");
        String two = accept("two-user", 600);
        expectTold("two true");
        assertThat(one).matches("<sip:[0-9a-f]{32}@127.0.0.1:\\d+;transport=udp>;expires=600");

        call(two, "second");
        var arrived = (TrunkMessage.CallArrived) events.poll(20, TimeUnit.SECONDS);
        assertThat(arrived.trunk()).isEqualTo("two");
        // Whom the caller has dialled, and not the contact that only the registrar knows.
        assertThat(arrived.to().value()).isEqualTo("+4940999");
        call(one, "first");
        arrived = (TrunkMessage.CallArrived) events.poll(20, TimeUnit.SECONDS);
        assertThat(arrived.trunk()).isEqualTo("one");

        // A call of neither: it would have to prove whose it is, and cannot.
        registrar.send(registrar.request("INVITE", "third", "", 1, SDP, OFFER));
        registrar.receive("SIP/2.0 401");
        assertThat(events).isEmpty();
    }

    @Test
    void hearsNobodyBeforeItIsRegistered() throws Exception {
        String contact = RawPeer.header(register("one-user"), "Contact");
        call(contact, "early");
        expectTold("UNKNOWN_SOURCE");
        assertThat(events).isEmpty();
    }

    @Test
    void asksForLongerWhereThatIsWanted() throws Exception {
        String first = register("one-user");
        registrar.send(
                registrar.response(first, "423 Interval Too Brief", "r", "Min-Expires: 1200", ""));
        String second = register("one-user");
        assertThat(RawPeer.header(second, "Expires")).isEqualTo("1200");
        registrar.send(registrar.response(second, "200 OK", "r", "", ""));
        expectTold("one true");
    }

    @Test
    void isForgottenWhenItGoes() throws Exception {
        accept("one-user", 600);
        expectTold("one true");
        var gone = vertx.undeploy(verticle.deploymentID());
        String last = register("one-user");
        while (!RawPeer.header(last, "Expires").equals("0")) {
            last = register("one-user");
        }
        assertThat(RawPeer.header(last, "Contact")).endsWith(";expires=0");
        registrar.send(registrar.response(last, "200 OK", "r", "", ""));
        await(gone);
        expectTold("one false");
    }

    @Test
    void refreshesBeforeTheRegistrationEnds() throws Exception {
        accept("one-user", 14); // refreshed after 11.9 s, 2.1 s before it ends
        expectTold("one true");
        accept("one-user", 600);
        assertThat(told).doesNotContain("one false");
    }
}
