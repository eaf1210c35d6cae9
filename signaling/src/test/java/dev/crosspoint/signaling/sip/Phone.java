package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real endpoint on loopback, for a test's own thread: does things, and waits for events. */
public final class Phone implements SipUser, SipCounters, AutoCloseable {

    static final long PATIENCE_SECONDS = 10;

    /** Who everybody is to a phone that hears everybody. */
    static final Admission.Peer ANYBODY = new Admission.Peer("anybody", null, true);

    /** What happened to one call. */
    public record Happened(SipCall call, SipEvent event) {}

    private final BlockingQueue<Happened> events = new LinkedBlockingQueue<>();
    private final List<DropCause> drops = new CopyOnWriteArrayList<>();
    private final BlockingQueue<DropCause> newDrops = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private @Nullable SipEndpoint endpoint;

    /** A phone on all transports, T1 as in the settings. */
    static Phone open(Vertx vertx, SipSettings settings, Admission admission) {
        var phone = new Phone();
        phone.endpoint = await(SipEndpoint.open(vertx, settings, admission, phone, phone));
        return phone;
    }

    static Phone open(Vertx vertx, SipSettings settings) {
        return open(vertx, settings, Admission.ofEverybody(ANYBODY));
    }

    /** Loopback, free ports, and timers short enough for a test but not for a busy machine. */
    static SipSettings settings(Transport... transports) {
        return settings(200, transports);
    }

    static SipSettings settings(int t1Ms, Transport... transports) {
        return new SipSettings(
                "127.0.0.1",
                "127.0.0.1",
                transports.length == 0 ? EnumSet.copyOf(Transport.OF_TRUNKS) : Set.of(transports),
                0,
                0,
                TestCertificates.localhost(),
                t1Ms,
                90,
                1800);
    }

    SipEndpoint endpoint() {
        return java.util.Objects.requireNonNull(endpoint);
    }

    int port(Transport transport) {
        return endpoint().port(transport);
    }

    /** Calls another phone over a transport, and returns at once. */
    SipCall call(Phone other, Transport transport, SipSettings otherSettings, int ringSeconds) {
        var identity = java.util.Objects.requireNonNull(otherSettings.identity());
        return call(
                new Destination(
                        transport,
                        "127.0.0.1",
                        other.port(transport),
                        null,
                        identity.certificatePem()),
                ringSeconds);
    }

    SipCall call(Destination destination, int ringSeconds) {
        return act(() ->
                endpoint()
                        .call(
                                new CallRequest(
                                        "call-" + System.nanoTime(),
                                        ANYBODY,
                                        destination,
                                        new Private("+493012345"),
                                        new Private("+4940999"),
                                        OFFER,
                                        ringSeconds,
                                        () -> false,
                                        Presentation.PLAIN)));
    }

    static final Private OFFER = new Private("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=offer\r\n");
    static final Private ANSWER = new Private("v=0\r\no=- 2 1 IN IP4 127.0.0.1\r\ns=answer\r\n");
    static final Private OTHER = new Private("v=0\r\no=- 3 1 IN IP4 127.0.0.1\r\ns=other\r\n");

    /** Does something on the endpoint's context, and waits until it is done. */
    <T> T act(Supplier<T> what) {
        var done = new CompletableFuture<T>();
        endpoint()
                .context()
                .runOnContext(_ -> {
                    try {
                        done.complete(what.get());
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next event, which must be of that kind. */
    <E extends SipEvent> E expect(Class<E> kind) {
        return kind.cast(next(kind).event());
    }

    /** The call of the next event, which must be of that kind. */
    Happened next(Class<? extends SipEvent> kind) {
        try {
            Happened happened = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(happened).as("no %s", kind.getSimpleName()).isNotNull();
            assertThat(happened.event()).isInstanceOf(kind);
            return happened;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails if anything happened that was not waited for. */
    void expectNothingMore() {
        assertThat(events).isEmpty();
    }

    /** Waits until something has been dropped for that cause. */
    void expectDrop(DropCause cause) {
        try {
            for (DropCause next = cause; next != null; ) {
                next = newDrops.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (next == cause) {
                    return;
                }
            }
            throw new AssertionError("nothing dropped for " + cause);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<DropCause> drops() {
        return drops;
    }

    /** Waits until a request has got that final answer: {@code INBOUND BYE 200}. */
    void expectRequest(String counted) {
        try {
            for (String next = ""; next != null; ) {
                next = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (counted.equals(next)) {
                    return;
                }
            }
            throw new AssertionError("no " + counted);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onEvent(SipCall call, SipEvent event) {
        events.add(new Happened(call, event));
    }

    @Override
    public void request(Direction direction, String method, int status) {
        requests.add(direction + " " + method + " " + status);
    }

    @Override
    public void open(int calls) {}

    @Override
    public void trunk(String trunk, boolean well) {}

    @Override
    public void registered(String trunk, boolean is) {}

    @Override
    public void dropped(DropCause cause) {
        drops.add(cause);
        newDrops.add(cause);
    }

    @Override
    public void close() {
        await(endpoint().close());
    }

    /** Begins to close; what waits for a silent peer goes on behind the next test. */
    void closeSoon(List<Future<Void>> closing) {
        closing.add(endpoint().close());
    }

    /** Likewise; until then the peer keeps its port, at which another would hear our last words. */
    void closeSoon(List<Future<Void>> closing, RawPeer peer) {
        closing.add(endpoint().close().onComplete(_ -> peer.close()));
    }

    static <T> T await(Future<T> future) {
        return await(future, PATIENCE_SECONDS);
    }

    static <T> T await(Future<T> future, long seconds) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
