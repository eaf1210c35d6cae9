package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.measure.Latencies;
import dev.crosspoint.loadtest.sip.SipDialog;
import dev.crosspoint.loadtest.sip.SipMessage;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.srtp.SrtpSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * All headless phones of a process, and what they share: the thread that speaks and hears for them,
 * the loop that signals for them, the sockets of the telephones. Open one, and ask it for phones.
 */
public final class PhoneBank implements AutoCloseable {
    /**
     * Sign-ins at once. The gateway lets an address try 20 times before it slows it down, and gives
     * good ones back.
     */
    private static final int SIGN_INS = 8;

    /** Telephones that share a socket: its buffer holds 5 ms of them. */
    private static final int TELEPHONES_PER_SOCKET = 64;

    private static final int START_SECONDS = 10;

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
    private final List<RtpSocket> shared = new ArrayList<>();
    private final HttpClient https;
    private final WebSocketClient webSockets;
    private final SipLine sip;
    private final int sipPort;
    private final PhoneCounts counts = new PhoneCounts();
    private long legs;
    private volatile boolean closed;

    /** Opens one towards a gateway. */
    public PhoneBank(Target target, PhoneSettings settings) throws Exception {
        this.target = target;
        this.settings = settings;
        SrtpSession.warmUp();
        address = localAddress(target);
        agentVoice = Voice.tone(settings.agentCodec(), Voice.AGENT_HZ);
        customerVoice = Voice.tone(Codec.PCMU, Voice.CUSTOMER_HZ);
        pump = new MediaPump(settings.spins());
        https =
                vertx.createHttpClient(
                        new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false),
                        new PoolOptions().setHttp1MaxSize(SIGN_INS));
        webSockets =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false)
                                .setMaxConnections(20_000));
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
            try {
                return Future.succeededFuture(
                        TrunkPhone.call(this, telephoneLeg(), line(number, target.number())));
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
        });
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
                                    paced.lateness(),
                                    paced.skippedFrames())));
        });
        return taken.future();
    }

    /**
     * What all phones together have measured since the last time.
     *
     * @param totals since the beginning
     * @param delays one way, from phone to phone
     * @param lateness of the generator itself: what it adds to every delay
     * @param skippedFrames frames that nobody spoke because the generator was too late
     */
    public record Figures(
            PhoneCounts.Totals totals, Latencies delays, Latencies lateness, long skippedFrames) {}

    @Override
    public void close() {
        closed = true;
        try {
            var _ = vertx.close().await(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            // Its threads are daemons.
        }
        pump.close();
        shared.forEach(RtpSocket::close);
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
        return webSockets;
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
        return https.request(HttpMethod.POST, target.httpsPort(), target.host(), path)
                .compose(request ->
                        request.putHeader("content-type", "application/json").send(body.toBuffer()))
                .compose(PhoneBank::read);
    }

    private static Future<JsonObject> read(HttpClientResponse response) {
        return response.statusCode() / 100 == 2
                ? response.body().map(JsonObject::new)
                : Future.failedFuture(new CallRefused(response.statusCode(), "the sign-in"));
    }

    MediaLeg browserLeg() throws IOException {
        var protection = new BrowserProtection(identity, secure, random, pump);
        return leg(new RtpSocket(address), true, agentVoice, protection, Voice.CUSTOMER_HZ);
    }

    private MediaLeg telephoneLeg() throws IOException {
        byte[] key = null;
        if (settings.srtp()) {
            key = new byte[OwnSide.SDES.keyBytes() + OwnSide.SDES.saltBytes()];
            secure.nextBytes(key);
        }
        var protection = new TelephoneProtection(address.getHostAddress(), key);
        return leg(sharedSocket(), false, customerVoice, protection, Voice.AGENT_HZ);
    }

    private MediaLeg leg(
            RtpSocket socket, boolean own, Voice voice, Protection protection, double hears) {
        boolean sampled = settings.sampleEvery() > 0 && legs++ % settings.sampleEvery() == 0;
        return new MediaLeg(
                pump, socket, own, voice, protection, this::run, sampled ? hears : 0, random);
    }

    private RtpSocket sharedSocket() throws IOException {
        RtpSocket emptiest = null;
        for (RtpSocket socket : shared) {
            if (socket.legs() < TELEPHONES_PER_SOCKET
                    && (emptiest == null || socket.legs() < emptiest.legs())) {
                emptiest = socket;
            }
        }
        if (emptiest == null) {
            var fresh = new RtpSocket(address);
            shared.add(fresh);
            pump.ask(() -> pump.listen(fresh));
            emptiest = fresh;
        }
        emptiest.take();
        return emptiest;
    }

    /** The telephone's call is over. */
    Future<CallSound> close(MediaLeg leg) {
        leg.socket().release();
        return leg.close();
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
            TrunkPhone.answer(this, telephoneLeg(), line("called", "caller"), invite);
        } catch (IOException | NoAudio e) {
            // It rings until the gateway gives up, which its counters show.
        }
    }

    /** The address of this machine that the gateway sees. */
    private static InetAddress localAddress(Target target) throws IOException {
        try (var probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(target.host(), target.httpsPort()));
            return probe.getLocalAddress();
        }
    }
}
