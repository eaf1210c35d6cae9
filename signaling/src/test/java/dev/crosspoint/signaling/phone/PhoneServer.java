package dev.crosspoint.signaling.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.agent.AgentCounters;
import dev.crosspoint.signaling.agent.AgentVerticle;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.PhoneDirectory;
import dev.crosspoint.signaling.api.PhonesRegistered;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SipSockets;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway's rim for phones: its listener, its registrar, and call control in a test's hands. */
final class PhoneServer {
    static final Tenant TENANT = new Tenant("account", "main");
    static final String SECRET = "a-secret-that-nobody-guesses";

    final Vertx vertx = Vertx.vertx();
    final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    final Map<String, Integer> wrong = new ConcurrentHashMap<>();
    final AtomicInteger claims = new AtomicInteger();

    /** Somebody uses up all attempts. */
    volatile boolean isGuessedAt;

    final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();
    final BlockingQueue<PhonesRegistered> phones = new LinkedBlockingQueue<>();
    final int port;

    /** Where phones come by way of something of the test's; 0 where nothing is between. */
    volatile int relay;

    PhoneServer(int awaySeconds) throws Exception {
        this(awaySeconds, rim -> rim);
    }

    /** With something between the listener and the phones. */
    PhoneServer(int awaySeconds, UnaryOperator<SipSockets> between) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
        vertx.eventBus()
                .<PhonesRegistered>localConsumer(
                        PhonesRegistered.ADDRESS, message -> phones.add(message.body()));
        var rim = new PhoneVerticle("127.0.0.1", 0, new Directory(), SipCounters.NONE, awaySeconds);
        await(vertx.deployVerticle(rim));
        port = listen(between.apply(rim));
    }

    /** Lets somebody have the sockets; the port. */
    private int listen(SipSockets sockets) throws Exception {
        var listener =
                new AgentVerticle(
                        new AgentConfig(
                                "127.0.0.1",
                                0,
                                TestCertificates.localhost(),
                                List.of(),
                                List.of(),
                                60_000,
                                2_000,
                                2_000,
                                64 * 1024,
                                Proxies.NONE,
                                400),
                        request -> request.response().end(),
                        AgentCounters.NONE,
                        List::of,
                        sockets);
        await(vertx.deployVerticle(listener));
        return listener.port();
    }

    /** A listener alone, whose sockets are in the test's hands. */
    PhoneServer(SipSockets sockets) throws Exception {
        port = listen(sockets);
    }

    /** Everybody whose name begins with a. */
    private final class Directory implements PhoneDirectory {
        @Override
        public Future<Claim> claim(@Nullable String host, Private user, RequestSource from) {
            claims.incrementAndGet();
            if (isGuessedAt) {
                return Future.succeededFuture(new TooMany(12));
            }
            assertThat(host).isIn("localhost:" + port, "localhost:" + relay);
            return Future.succeededFuture(
                    user.value().startsWith("a")
                            ? new Account(TENANT, user.value(), new Private(SECRET), 1)
                            : new Nobody());
        }

        @Override
        public void judged(Account who, boolean right, boolean first, RequestSource from) {
            if (!right) {
                wrong.merge(who.agentId(), 1, Integer::sum);
            }
        }

        @Override
        public boolean mayStay(Account who, RequestSource from) {
            return true;
        }

        @Override
        public boolean stands(Account who) {
            return !withdrawn.contains(who.agentId());
        }
    }

    RawPhone phone(String user, String instance) {
        return new RawPhone(vertx, port, user, instance);
    }

    RawPhone phoneByRelay(String user, String instance) {
        return new RawPhone(vertx, relay, user, instance);
    }

    TrunkMessage.Reply say(TrunkMessage.Command command) throws Exception {
        return await(
                vertx.eventBus()
                        .<TrunkMessage.Reply>request(
                                TrunkMessage.commandsFor(command.dialog()),
                                command,
                                LocalCodec.options())
                        .map(Message::body));
    }

    <E extends TrunkMessage.Event> E event(Class<E> type) throws InterruptedException {
        var event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    int phonesNow() throws InterruptedException {
        var news = phones.poll(10, TimeUnit.SECONDS);
        assertThat(news).isNotNull();
        return news.phones();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        await(vertx.close());
    }
}
