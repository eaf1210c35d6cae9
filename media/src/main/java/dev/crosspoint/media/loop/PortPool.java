package dev.crosspoint.media.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/**
 * Opens and closes the pairs of UDP ports of one loop's trunk legs. Ports that another program has
 * are passed over.
 */
public final class PortPool {

    /** Pairs tried for one leg. So many in a row taken by others means a wrong configuration. */
    private static final int MAX_TRIES = 64;

    private final MediaLoop loop;
    private final InetAddress bind;
    private final PortLeases leases;

    /**
     * @param low first port of the range that all loops share, each with pairs of its own
     * @param high last port of the range
     * @param quarantineMs how long a pair rests after use, ms
     */
    public PortPool(
            MediaLoop loop,
            int loops,
            InetAddress bind,
            int low,
            int high,
            int quarantineMs,
            RandomGenerator random) {
        this.loop = loop;
        this.bind = bind;
        this.leases =
                new PortLeases(low, high, loop.index(), loops, quarantineMs * 1_000_000L, random);
    }

    /** An RTP port, even, and the next for RTCP, both open on one loop. */
    public final class Pair {
        private final UdpPort rtp;
        private final UdpPort rtcp;
        private boolean closed;

        private Pair(UdpPort rtp, UdpPort rtcp) {
            this.rtp = rtp;
            this.rtcp = rtcp;
        }

        /** For RTP, and for RTCP too where both are multiplexed (RFC 5761). */
        public UdpPort rtp() {
            return rtp;
        }

        /** For RTCP. */
        public UdpPort rtcp() {
            return rtcp;
        }

        /** Closes both and lets their numbers rest. On the loop; once is enough. */
        public Future<Void> close() {
            if (closed) {
                return Future.succeededFuture();
            }
            closed = true;
            int port = rtp.localAddress().getPort();
            return Future.join(rtp.close(), rtcp.close())
                    .onComplete(_ -> leases.release(port, System.nanoTime()))
                    .mapEmpty();
        }
    }

    /**
     * Opens a pair, from any thread.
     *
     * @return fails with {@link PortsExhausted} when there is none to be had
     */
    public Future<Pair> open(UdpPort.Receiver rtp, UdpPort.Receiver rtcp) {
        Promise<Pair> opened = loop.promise();
        loop.execute(() -> tryNext(MAX_TRIES, rtp, rtcp, opened));
        return opened.future();
    }

    private void tryNext(
            int tries, UdpPort.Receiver rtp, UdpPort.Receiver rtcp, Promise<Pair> opened) {
        int port = tries == 0 ? PortLeases.EXHAUSTED : leases.lease(System.nanoTime());
        if (port == PortLeases.EXHAUSTED) {
            opened.fail(new PortsExhausted(leases.free(), leases.pairs(), tries < MAX_TRIES));
            return;
        }
        openBoth(port, rtp, rtcp)
                .onSuccess(opened::complete)
                .onFailure(_ -> {
                    loop.count(LoopCount.PORTS_TAKEN);
                    leases.release(port, System.nanoTime());
                    tryNext(tries - 1, rtp, rtcp, opened);
                });
    }

    private Future<Pair> openBoth(int port, UdpPort.Receiver rtp, UdpPort.Receiver rtcp) {
        return open(port, rtp)
                .compose(first ->
                        open(port + 1, rtcp)
                                .map(second -> new Pair(first, second))
                                .recover(refusal -> giveUp(first, refusal)));
    }

    private static Future<Pair> giveUp(UdpPort first, Throwable refusal) {
        return first.close().compose(_ -> Future.failedFuture(refusal));
    }

    private Future<UdpPort> open(int port, UdpPort.Receiver receiver) {
        return UdpPort.open(loop, new InetSocketAddress(bind, port), UdpSettings.LEG, receiver);
    }
}
