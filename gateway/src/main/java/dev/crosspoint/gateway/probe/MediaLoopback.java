package dev.crosspoint.gateway.probe;

import dev.crosspoint.gateway.http.MediaProbe;
import dev.crosspoint.gateway.line.MediaLine;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens a call on every media loop, with two plain trunk legs that face each other over the
 * loopback interface, and waits for the first packet: ports, tick, mixer, codec and sockets in one.
 * Good news is good for some seconds, so that whoever asks often costs nothing.
 *
 * <p>To be deployed once, on an event loop; {@link #check} may be called on any thread then.
 */
public final class MediaLoopback extends VerticleBase implements MediaProbe {
    /**
     * For audio to flow, and as much again to clean up. A leg sends every 20 ms, and ports open in
     * less: later means stuck or overloaded.
     */
    private static final int STEP_MS = LIMIT_MS / 2;

    private static final String CHECKS = "probe.media-loopback";
    private static final int FAILED = 1;

    /** Nobody's calls. */
    private static final Tenant OWN = new Tenant("crosspoint", "probe");

    private static final LegKind PLAIN = new LegKind.Trunk(LegKind.Security.PLAIN, List.of());
    private static final List<AudioCodec> CODECS = List.of(AudioCodec.PCMU);
    private static final LegId NEAR = new LegId("probe-near");
    private static final LegId FAR = new LegId("probe-far");

    private final int loops;
    private final String connectionLine;
    private final long freshNanos;
    private @Nullable Future<Void> latest;
    private long latestNanos;
    private long calls;

    private record Check() {}

    /**
     * A probe.
     *
     * @param media the settings of the media plane
     * @param freshMs how long a success is good for, ms
     */
    public MediaLoopback(MediaConfig media, int freshMs) {
        this.loops = media.loops();
        this.connectionLine = connectionLine(media.bindAddress());
        this.freshNanos = TimeUnit.MILLISECONDS.toNanos(freshMs);
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus().<Check>localConsumer(CHECKS, this::onCheck).completion();
    }

    @Override
    public Future<Void> check() {
        // The bus brings the answer back to the caller's own context.
        return vertx.eventBus()
                .request(CHECKS, new Check(), LocalCodec.options().setSendTimeout(LIMIT_MS))
                .mapEmpty();
    }

    private void onCheck(Message<Check> message) {
        result().onComplete(
                        _ -> message.reply(null),
                        failure -> message.fail(FAILED, failure.getMessage()));
    }

    private Future<Void> result() {
        var known = latest;
        if (known != null && (!known.isComplete() || isFresh(known))) {
            return known;
        }
        var probing =
                Future.join(IntStream.range(0, loops).mapToObj(this::probe).toList())
                        .<Void>mapEmpty()
                        .onComplete(_ -> latestNanos = System.nanoTime());
        latest = probing;
        return probing;
    }

    private boolean isFresh(Future<Void> known) {
        return known.succeeded() && System.nanoTime() - latestNanos < freshNanos;
    }

    private Future<Void> probe(int loop) {
        Promise<Void> flowing = Promise.promise();
        var line =
                new MediaLine(
                        vertx,
                        OWN,
                        new CallId("probe-" + loop + "-" + calls++),
                        loop,
                        STEP_MS,
                        event -> {
                            if (event instanceof MediaEvent.LegFlowing(_, _, var leg)
                                    && leg.equals(FAR)) {
                                flowing.tryComplete();
                            }
                        });
        return line.open()
                .compose(_ -> line.offer(NEAR, PLAIN, CODECS))
                .compose(offer -> line.answer(FAR, PLAIN, here(offer), CODECS))
                .compose(answer -> line.accept(NEAR, here(answer)))
                .compose(_ -> flowing.future())
                .timeout(STEP_MS, TimeUnit.MILLISECONDS)
                .eventually(line::close);
    }

    /** The advertised address may be that of a NAT, which need not lead back to us. */
    private SessionText here(SessionText description) {
        return SessionText.of(
                description.sdp().replaceAll("(?m)^c=IN IP[46] [^\\r\\n]*", connectionLine));
    }

    /** RFC 8866 5.7, for an address of ours that our sockets can be reached at from here. */
    private static String connectionLine(String bindAddress) {
        var bound = InetAddress.ofLiteral(bindAddress);
        boolean v6 = bound instanceof Inet6Address;
        String own = v6 ? "::1" : "127.0.0.1";
        return "c=IN "
                + (v6 ? "IP6 " : "IP4 ")
                + (bound.isAnyLocalAddress() ? own : bound.getHostAddress());
    }
}
