package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipSettings;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways' worth of trunks call each other over TLS, driven by words on their buses. */
class TrunkVerticleTest {

    private static final Tenant TENANT = new Tenant("account", "main");
    private static final Private OFFER = new Private("v=0\r\ns=offer\r\n");
    private static final Private ANSWER = new Private("v=0\r\ns=answer\r\n");

    private final SipConfig sip =
            new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5);
    private final Side callee =
            new Side(null, 5061, Set.of(TransferDirection.INBOUND, TransferDirection.OUTBOUND));
    private @Nullable Side caller;

    /** One gateway: a bus, a trunk verticle, and what it says. */
    private final class Side {
        private final Vertx vertx = Vertx.vertx();
        private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();
        private final TrunkVerticle verticle;

        Side(@Nullable String host, int port, Set<TransferDirection> transfers) {
            var trunk =
                    new TrunkConfig(
                            "peer",
                            TENANT,
                            Exposure.PRIVATE,
                            List.of(Transport.TLS),
                            MediaSecurity.REQUIRED,
                            host,
                            port,
                            List.of("127.0.0.0/8"),
                            new Private("us"),
                            new Private("secret"),
                            host == null ? new Private("us") : null,
                            host == null ? new Private("secret") : null,
                            List.of(),
                            "DE",
                            sip.identity().certificatePem(),
                            transfers,
                            TrunkService.PLAIN);
            verticle = new TrunkVerticle(sip, List.of(trunk), SipCounters.NONE, SipSettings.T1_MS);
        }

        void start() {
            LocalCodec.installOn(vertx.eventBus());
            vertx.eventBus()
                    .<TrunkMessage.Event>localConsumer(
                            TrunkMessage.EVENTS, message -> events.add(message.body()));
            await(vertx.deployVerticle(verticle));
        }

        TrunkMessage.Reply say(TrunkMessage.Command command) {
            return await(
                    vertx.eventBus()
                            .<TrunkMessage.Reply>request(
                                    TrunkMessage.COMMANDS, command, LocalCodec.options())
                            .map(reply -> reply.body()));
        }

        <E extends TrunkMessage.Event> E expect(Class<E> kind) {
            try {
                TrunkMessage.Event event = events.poll(20, TimeUnit.SECONDS);
                assertThat(event).isInstanceOf(kind);
                return kind.cast(event);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        callee.start();
        var calling =
                new Side(
                        "127.0.0.1",
                        callee.verticle.port(Transport.TLS),
                        Set.of(TransferDirection.OUTBOUND));
        calling.start();
        caller = calling;
    }

    @AfterEach
    void stop() {
        await(callee.vertx.close());
        await(caller().vertx.close());
    }

    private Side caller() {
        return java.util.Objects.requireNonNull(caller);
    }

    private static TrunkMessage.PlaceCall place(String dialog, String trunk) {
        return new TrunkMessage.PlaceCall(
                TENANT, dialog, trunk, new Private("+4930"), new Private("+4940"), OFFER, 20);
    }

    @Test
    void carriesACallFromWordsToWords() {
        assertThat(caller().say(place("out", "peer")))
                .isEqualTo(new TrunkMessage.Reply.Done("out"));
        var arrived = callee.expect(TrunkMessage.CallArrived.class);
        assertThat(arrived.tenant()).isEqualTo(TENANT);
        assertThat(arrived.trunk()).isEqualTo("peer");
        assertThat(arrived.from().value()).isEqualTo("+4930");
        assertThat(arrived.sdp()).isEqualTo(OFFER);

        String in = arrived.dialog();
        callee.say(new TrunkMessage.Ring(in, null));
        assertThat(caller().expect(TrunkMessage.CallProgress.class).status()).isEqualTo(180);
        callee.say(new TrunkMessage.Answer(in, ANSWER));
        assertThat(caller().expect(TrunkMessage.CallAnswered.class).sdp()).isEqualTo(ANSWER);
        callee.expect(TrunkMessage.CallConfirmed.class);

        caller().say(new TrunkMessage.HangUp("out", "done"));
        assertThat(caller().expect(TrunkMessage.CallEnded.class).dialog()).isEqualTo("out");
        assertThat(callee.expect(TrunkMessage.CallEnded.class).dialog()).isEqualTo(in);
        assertThat(caller().say(new TrunkMessage.HangUp("out", "again")))
                .isEqualTo(new TrunkMessage.Reply.Done("out"));
    }

    /** A call that both sides are in; gives the callee's dialog. */
    private String talk(String dialog) {
        caller().say(place(dialog, "peer"));
        String in = callee.expect(TrunkMessage.CallArrived.class).dialog();
        callee.say(new TrunkMessage.Answer(in, ANSWER));
        caller().expect(TrunkMessage.CallAnswered.class);
        callee.expect(TrunkMessage.CallConfirmed.class);
        return in;
    }

    @Test
    void transfersACallAsTheFarEndWishes() {
        String in = talk("out");
        var target = new Private("+4989");
        assertThat(caller().say(new TrunkMessage.Transfer("out", target, null)))
                .isEqualTo(new TrunkMessage.Reply.Done("out"));
        assertThat(callee.expect(TrunkMessage.TransferRequested.class))
                .isEqualTo(new TrunkMessage.TransferRequested(TENANT, in, target, null));
        callee.say(new TrunkMessage.AcceptTransfer(in));
        assertThat(caller().expect(TrunkMessage.TransferProgress.class))
                .isEqualTo(new TrunkMessage.TransferProgress(TENANT, "out", 100));
        callee.say(new TrunkMessage.ReportTransfer(in, 200));
        assertThat(caller().expect(TrunkMessage.TransferProgress.class).status()).isEqualTo(200);
        assertThat(callee.say(new TrunkMessage.ReportTransfer(in, 200)))
                .isInstanceOf(TrunkMessage.Reply.Refused.class);

        assertThat(caller().say(new TrunkMessage.Transfer("out", target, null)))
                .isEqualTo(new TrunkMessage.Reply.Done("out"));
        callee.expect(TrunkMessage.TransferRequested.class);
        callee.say(new TrunkMessage.RefuseTransfer(in, 603, "no"));
        assertThat(caller().expect(TrunkMessage.TransferProgress.class).status()).isEqualTo(603);
    }

    @Test
    void connectsTwoCallsOfATrunk() {
        String first = talk("first");
        String second = talk("second");
        caller().say(new TrunkMessage.Transfer("first", new Private(""), "second"));
        var requested = callee.expect(TrunkMessage.TransferRequested.class);
        assertThat(requested.dialog()).isEqualTo(first);
        assertThat(requested.replaces()).isEqualTo(second);
    }

    @Test
    void transfersOnlyWhereThatIsSwitchedOn() {
        String in = talk("out");
        // The caller's trunk may be asked by us, but not ask us.
        callee.say(new TrunkMessage.Transfer(in, new Private("+4989"), null));
        assertThat(callee.expect(TrunkMessage.TransferProgress.class).status()).isEqualTo(403);
        assertThat(caller().events).isEmpty();
        assertThat(caller().say(new TrunkMessage.Transfer("out", new Private("1"), "nobody")))
                .isEqualTo(new TrunkMessage.Reply.Refused("out", "no such dialog to replace"));
        assertThat(caller().say(new TrunkMessage.Transfer("x", new Private("1"), null)))
                .isEqualTo(new TrunkMessage.Reply.Refused("x", "no such dialog"));
    }

    @Test
    void doesNotAskATrunkThatKnowsNoTransfers() {
        var silent = new Side("127.0.0.1", callee.verticle.port(Transport.TLS), Set.of());
        silent.start();
        silent.say(place("out", "peer"));
        String in = callee.expect(TrunkMessage.CallArrived.class).dialog();
        callee.say(new TrunkMessage.Answer(in, ANSWER));
        silent.expect(TrunkMessage.CallAnswered.class);
        assertThat(silent.say(new TrunkMessage.Transfer("out", new Private("1"), null)))
                .isEqualTo(new TrunkMessage.Reply.Refused("out", "trunk takes no transfers"));
        await(silent.vertx.close());
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(caller().say(place("x", "nobody")))
                .isInstanceOf(TrunkMessage.Reply.Refused.class);
        assertThat(callee.say(place("x", "peer"))).isInstanceOf(TrunkMessage.Reply.Refused.class);
        assertThat(caller().say(new TrunkMessage.Answer("x", ANSWER)))
                .isEqualTo(new TrunkMessage.Reply.Refused("x", "no such dialog"));
    }

    @Test
    void hangsUpWhenItIsUndeployed() {
        caller().say(place("out", "peer"));
        String in = callee.expect(TrunkMessage.CallArrived.class).dialog();
        callee.say(new TrunkMessage.Answer(in, ANSWER));
        caller().expect(TrunkMessage.CallAnswered.class);
        callee.expect(TrunkMessage.CallConfirmed.class);

        await(caller().vertx.undeploy(caller().verticle.deploymentID()));

        callee.expect(TrunkMessage.CallEnded.class);
        caller().expect(TrunkMessage.CallEnded.class);
    }
}
