package dev.crosspoint.loadtest.phone;

import com.sun.management.OperatingSystemMXBean;
import dev.crosspoint.loadtest.measure.Conversation;
import dev.crosspoint.loadtest.measure.Latencies;
import dev.crosspoint.loadtest.sip.SipDialog;
import dev.crosspoint.loadtest.sip.SipMessage;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.hostile.Flood;
import dev.crosspoint.media.srtp.SrtpSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All headless phones of a process, and what they share: the thread that speaks and hears for them,
 * the loop that signals for them, the sockets of the telephones. Open one, and ask it for phones.
 */
public final class PhoneBank implements AutoCloseable {
    /** 127.1.0.1: the first address of a browser where the gateway is on this machine. */
    private static final int FIRST_OWN = 0x7F01_0001;

    /** So many have an address of their own, and then the first ones' are free again. */
    private static final int OWN_ADDRESSES = 1 << 20;

    private static final int START_SECONDS = 10;

    /** Longest wait for an answer: what SIP has for an INVITE, s. */
    private static final int ANSWER_LIMIT_SECONDS = 32;

    private final Target target;
    private final PhoneSettings settings;
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final MediaPump pump;
    private final InetAddress address;
    private final SecureRandom secure = new SecureRandom();
    private final Random random = new Random();
    private final DtlsIdentity identity = DtlsIdentity.generate(secure);
    private final Voice agentVoice;
    private final Voice customerVoice;
    private final RtpPort shared = new RtpPort(RtpPort.SHARED);
    private long browsers;
    private final GatewayHttps https;
    private final SipLine sip;
    private final int sipPort;
    private final PhoneCounts counts = new PhoneCounts();
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final AtomicInteger customers = new AtomicInteger();
    private long legs;
    private volatile boolean closed;

    /** Opens one towards a gateway. */
    public PhoneBank(Target target, PhoneSettings settings) throws Exception {
        this.target = target;
        this.settings = settings;
        SrtpSession.warmUp();
        address = target.localAddress();
        agentVoice = Voice.tone(settings.agentCodec(), Voice.AGENT_HZ);
        customerVoice = Voice.tone(Codec.PCMU, Voice.CUSTOMER_HZ);
        pump = new MediaPump(settings.spins());
        pump.ask(() -> pump.listen(shared));
        https = new GatewayHttps(vertx, target);
        sip = new SipLine(vertx, wire());
        sipPort =
                onLoop(() -> sip.open(address.getHostAddress(), settings.sipPort(), this::onInvite))
                        .await(START_SECONDS, TimeUnit.SECONDS);
    }

    /** The gateway. */
    public Target target() {
        return target;
    }

    /** An agent's phone, not signed in yet. */
    public AgentPhone agent(String user) {
        return new AgentPhone(this, user);
    }

    /** A customer calls from a number. */
    public Future<TrunkPhone> call(String number) {
        return onLoop(() -> {
            MediaLeg leg = telephoneLeg();
            joins(leg, number);
            return Future.succeededFuture(
                    TrunkPhone.call(this, leg, line(number, target.number())));
        });
    }

    /**
     * A customer calls from a number, and calls again when told to do so later.
     *
     * @param tries calls at most
     * @return the phone once it is answered
     */
    public Future<TrunkPhone> reach(String number, int tries) {
        customers.incrementAndGet();
        return tryToReach(number, tries)
                .onSuccess(phone -> phone.over().onComplete(_ -> customers.decrementAndGet()))
                .onFailure(_ -> customers.decrementAndGet());
    }

    private Future<TrunkPhone> tryToReach(String number, int tries) {
        return call(number)
                .compose(phone ->
                        phone.answered().timeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS).map(phone))
                .recover(why ->
                        tries > 1 && why instanceof CallRefused no && no.isLater()
                                ? pause(no.retryAfterSeconds())
                                        .compose(_ -> tryToReach(number, tries - 1))
                                : Future.failedFuture(why));
    }

    private Future<Void> pause(int seconds) {
        Promise<Void> over = Promise.promise();
        after(seconds * 1000L, over::complete);
        return over.future();
    }

    /** Whether any customer is in a call, or is about to call again. */
    public boolean hasCustomers() {
        return customers.get() > 0;
    }

    /** What was measured since this was last asked. */
    public Future<Figures> takeFigures() {
        Promise<Figures> taken = Promise.promise();
        pump.ask(() -> {
            MediaPump.Paced paced = pump.take();
            run(() ->
                    taken.complete(
                            new Figures(
                                    counts.totals(sip.open()),
                                    paced.delays(),
                                    paced.words(),
                                    paced.lateness(),
                                    paced.skippedFrames(),
                                    cpuNanos() - paced.idleNanos())));
        });
        return taken.future();
    }

    /**
     * What all phones together have measured since the last time.
     *
     * @param totals since the beginning
     * @param delays one way, from phone to phone
     * @param words how long those were on their way, where phones speak in turns
     * @param lateness of the generator itself: what it adds to every delay
     * @param skippedFrames frames that nobody spoke because the generator was too late
     * @param cpuNanos of this process since it began, user and system, but for what its pump has
     *     spent on waiting without sleep
     */
    public record Figures(
            PhoneCounts.Totals totals,
            Latencies delays,
            Words words,
            Latencies lateness,
            long skippedFrames,
            long cpuNanos) {}

    /** How long words were on their way since the beginning, ms; see {@link Conversation}. */
    public record Words(long count, double p50Ms, double p99Ms) {}

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** What whoever floods the gateway aims at: all that running calls use, of either end. */
    public Future<Flood.Targets> targets() {
        Promise<Flood.Targets> known = Promise.promise();
        pump.ask(() -> {
            List<MediaPath> paths =
                    pump.legs().stream().flatMap(leg -> leg.lend().stream()).toList();
            known.complete(
                    new Flood.Targets(
                            paths.stream()
                                    .flatMap(path -> Stream.of(path.gateway(), path.rtcp()))
                                    .distinct()
                                    .toList(),
                            List.copyOf(paths),
                            new InetSocketAddress(target.host(), target.sipPort())));
        });
        return known.future();
    }

    @Override
    public void close() {
        closed = true;
        try {
            var _ = vertx.close().await(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            // Its threads are daemons.
        }
        pump.close();
    }

    // ---- for phones

    PhoneCounts counts() {
        return counts;
    }

    SipLine sip() {
        return sip;
    }

    /** Whether nobody is to come back any more. */
    boolean isClosed() {
        return closed;
    }

    Random random() {
        return random;
    }

    WebSocketClient webSockets() {
        return https.webSockets();
    }

    /** Whoever talks to a customer takes turns with all others who do, if phones are to. */
    void joins(MediaLeg leg, String customer) {
        if (settings.inTurns()) {
            leg.converse(conversations.computeIfAbsent(customer, _ -> new Conversation()));
        }
    }

    /** Somebody will be called who then talks to a customer. */
    void expects(String number, String customer) {
        Conversation with = conversations.get(customer);
        if (with != null) {
            conversations.put(number, with);
        }
    }

    /** Nobody talks to that customer any more. */
    void forget(String customer) {
        Conversation over = conversations.get(customer);
        conversations.values().removeIf(other -> other == over);
    }

    /** Does something on the loop. */
    void run(Runnable what) {
        loop.runOnContext(_ -> what.run());
    }

    void after(long ms, Runnable what) {
        vertx.setTimer(ms, _ -> what.run());
    }

    /** Does something on the loop that answers later. */
    <T> Future<T> onLoop(Supplier<Future<T>> what) {
        Promise<T> done = Promise.promise();
        run(() -> {
            try {
                what.get().onComplete(done);
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    /** Posts to the gateway; fails with {@link CallRefused} unless it says 2xx. */
    Future<JsonObject> post(String path, JsonObject body) {
        return https.post(path, body);
    }

    /**
     * Browsers are told from each other by their addresses. Where the gateway is on this machine
     * all share a port and each has a loopback address of its own; elsewhere each has a port.
     */
    MediaLeg browserLeg() throws IOException {
        var protection = new BrowserProtection(identity, secure, random, pump);
        boolean near = address.isLoopbackAddress();
        return leg(
                near ? shared : new RtpPort(1),
                !near,
                near ? FIRST_OWN + (int) (browsers++ % OWN_ADDRESSES) : RtpPath.bits(address),
                agentVoice,
                protection,
                Voice.CUSTOMER_HZ);
    }

    private MediaLeg telephoneLeg() {
        byte[] key = null;
        if (settings.srtp()) {
            key = new byte[OwnSide.SDES.keyBytes() + OwnSide.SDES.saltBytes()];
            secure.nextBytes(key);
        }
        var protection = new TelephoneProtection(address.getHostAddress(), key);
        return leg(shared, false, RtpPath.bits(address), customerVoice, protection, Voice.AGENT_HZ);
    }

    private MediaLeg leg(
            RtpPort port,
            boolean ownsPort,
            int own,
            Voice voice,
            Protection protection,
            double hears) {
        boolean sampled = settings.sampleEvery() > 0 && legs++ % settings.sampleEvery() == 0;
        return new MediaLeg(
                pump,
                port,
                ownsPort,
                own,
                voice,
                protection,
                this::run,
                sampled ? hears : 0,
                random);
    }

    private SipWire wire() {
        return switch (settings.transport()) {
            case UDP -> new UdpSipWire(vertx, target);
            case TCP -> new StreamSipWire(vertx, target, false);
            case TLS -> new StreamSipWire(vertx, target, true);
        };
    }

    private SipDialog.Line line(String own, String far) {
        return new SipDialog.Line(
                settings.transport().name(),
                address.getHostAddress(),
                sipPort,
                target.host() + ":" + target.sipPort(),
                own,
                far);
    }

    /** Whoever of us is called answers at once. */
    private void onInvite(SipMessage invite) {
        try {
            MediaLeg leg = telephoneLeg();
            if (conversations.containsKey(invite.dialled())) {
                joins(leg, invite.dialled());
            }
            TrunkPhone.answer(this, leg, line("called", "caller"), invite);
        } catch (NoAudio e) {
            // It rings until the gateway gives up, which its counters show.
        }
    }
}
