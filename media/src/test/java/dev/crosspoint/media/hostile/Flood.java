package dev.crosspoint.media.hostile;

import dev.crosspoint.media.loop.MediaLoop;
import dev.crosspoint.media.loop.MediaLoops;
import dev.crosspoint.media.loop.UdpPort;
import dev.crosspoint.media.loop.UdpSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Datagrams that begin like STUN, DTLS, SRTP, RTCP or SIP and go wrong somewhere, so many a second:
 * a quarter of them SIP, and of that a quarter from a trunk's address; of the others every tenth by
 * the very sockets of running calls, as far as these lend them. The same seed sends the same to the
 * same targets. One thread of its own sends them, many with one system call.
 */
public final class Flood implements AutoCloseable {
    /** The longest datagram, bytes. */
    public static final int MOST_BYTES = 1_500;

    /** Of loopback, and in no trunk's networks. */
    private static final List<String> STRANGERS =
            List.of("127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14");

    /** Datagrams of one turn: what one system call sends. */
    private static final int BURST = 64;

    /** Of datagrams for media ports, by a call's own socket. */
    private static final int INSIDERS_EVERY = 10;

    /** Whoever was kept from sending makes good for it so much faster than it should send. */
    private static final int CATCHES_UP = 4;

    private static final int STOP_SECONDS = 10;

    /** The socket of one end of a running call. What it sends comes from where the call's comes. */
    public interface Insider {
        /** Sends to the gateway's end of the call; called on the flood's thread, bytes borrowed. */
        void send(byte[] data, int length);
    }

    /**
     * What is aimed at.
     *
     * @param media ports that take STUN, DTLS, RTP and RTCP; with none, all is SIP
     * @param insiders may be empty
     * @param sip a port that takes SIP
     */
    public record Targets(
            List<InetSocketAddress> media, List<Insider> insiders, InetSocketAddress sip) {
        /** Copies. */
        public Targets {
            media = List.copyOf(media);
            insiders = List.copyOf(insiders);
        }
    }

    /**
     * What was sent.
     *
     * @param media datagrams to media ports, those of insiders included
     * @param sip datagrams
     * @param unsent datagrams that the operating system had no room for
     * @param seconds that it took
     */
    public record Sent(long media, long sip, long unsent, double seconds) {
        /** Datagrams a second. */
        public double perSecond() {
            return (media + sip) / seconds;
        }
    }

    private final RandomGenerator random;
    private final JunkMedia media;
    private final JunkSip sip;
    private final MediaLoops loops;
    private final MediaLoop loop;
    private final List<UdpPort> strangers = new ArrayList<>();
    private final UdpPort trunk;
    private final byte[] data = new byte[MOST_BYTES];

    private Flood(Vertx vertx, long seed, String trunkAddress) throws Exception {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        media = new JunkMedia(random);
        sip = new JunkSip(random);
        loops = MediaLoops.start(vertx, 1);
        loop = loops.loop(0);
        for (var address : STRANGERS) {
            strangers.add(port(address));
        }
        trunk = port(trunkAddress);
    }

    /**
     * One that has sent nothing yet.
     *
     * @param trunkAddress of this machine, and of a trunk whose SIP is heard without a proof
     */
    public static Flood of(Vertx vertx, long seed, String trunkAddress) throws Exception {
        return new Flood(vertx, seed, trunkAddress);
    }

    private UdpPort port(String address) throws Exception {
        var any = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
        return await(UdpPort.open(loop, any, UdpSettings.SHARED, new Deaf()));
    }

    /** Answers are taken, and thrown away. */
    private static final class Deaf implements UdpPort.Receiver {
        @Override
        public void onDatagram(byte[] bytes, int offset, int length, InetSocketAddress from) {}

        @Override
        public void onBatchEnd() {}
    }

    /**
     * Sends so many datagrams.
     *
     * @param targets asked for again before each burst
     * @return when all are sent: at the pace asked for, or slower on a machine that is too busy
     */
    public Future<Sent> send(long packets, int perSecond, Supplier<Targets> targets) {
        var run = new Run(packets, perSecond, targets);
        loop.execute(run);
        return run.done.future();
    }

    /** One order, a burst a turn. */
    private final class Run implements Runnable {
        private final long packets;
        private final long burstNanos;
        private final Supplier<Targets> targets;
        private final Promise<Sent> done = Promise.promise();
        private final long beganNanos = System.nanoTime();
        private long dueNanos = beganNanos;
        private long turn;
        private long toMedia;
        private long toSip;
        private long unsent;

        Run(long packets, int perSecond, Supplier<Targets> targets) {
            this.packets = packets;
            this.burstNanos = TimeUnit.SECONDS.toNanos(1) * BURST / perSecond;
            this.targets = targets;
        }

        @Override
        public void run() {
            LockSupport.parkNanos(dueNanos - System.nanoTime());
            long nowNanos = System.nanoTime();
            var at = targets.get();
            for (int i = 0; i < BURST && toMedia + toSip + unsent < packets; i++) {
                throwOne(at);
            }
            if (toMedia + toSip + unsent < packets) {
                // Behind the flush of what was just sent.
                dueNanos =
                        Math.max(
                                beganNanos + ++turn * burstNanos,
                                nowNanos + burstNanos / CATCHES_UP);
                loop.execute(this);
            } else {
                double seconds = (System.nanoTime() - beganNanos) / 1e9;
                done.complete(new Sent(toMedia, toSip, unsent, seconds));
            }
        }

        private void throwOne(Targets at) {
            boolean isSip = at.media().isEmpty() || random.nextInt(4) == 0;
            if (isSip) {
                boolean inside = random.nextInt(4) == 0;
                byte[] text = inside ? sip.ofTrunk() : sip.ofStranger();
                boolean sent = (inside ? trunk : stranger()).send(at.sip(), text, 0, text.length);
                toSip += sent ? 1 : 0;
                unsent += sent ? 0 : 1;
                return;
            }
            int length = media.next(data);
            boolean sent = true;
            if (!at.insiders().isEmpty() && random.nextInt(INSIDERS_EVERY) == 0) {
                at.insiders().get(random.nextInt(at.insiders().size())).send(data, length);
            } else {
                var to = at.media().get(random.nextInt(at.media().size()));
                sent = stranger().send(to, data, 0, length);
            }
            toMedia += sent ? 1 : 0;
            unsent += sent ? 0 : 1;
        }
    }

    private UdpPort stranger() {
        return strangers.get(random.nextInt(strangers.size()));
    }

    @Override
    public void close() throws TimeoutException {
        var _ = loops.close().await(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
