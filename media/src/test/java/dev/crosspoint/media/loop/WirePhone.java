package dev.crosspoint.media.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.call.Ear;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.dtls.DtlsFailure;
import dev.crosspoint.media.dtls.DtlsHandshake;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.ice.StunKey;
import dev.crosspoint.media.ice.StunWriter;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a leg on a real socket, in real time: a trunk's phone with SDES keys, or a browser
 * with ICE and DTLS. Talks a tone and listens.
 */
public final class WirePhone implements AutoCloseable {
    private static final Codecs CODECS = Codecs.load();
    private static final SrtpProfile SDES = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    private static final String PASSWORD = "abcdefghijklmnopqrstuvwx";

    /** By which names it checks its path. */
    private record Checks(String username, StunKey key) {}

    private final WireLink link;
    private final Codec codec;
    private final boolean browser;
    private final Ear ear;
    private final Encoder encoder;
    private final SecureRandom random = new SecureRandom();
    private final DtlsIdentity identity = DtlsIdentity.generate(random);
    private final byte[] sdesKeys = new byte[SDES.keyBytes() + SDES.saltBytes()];
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("wire-phone").factory());
    private final CompletableFuture<SrtpSession> secured = new CompletableFuture<>();
    private final float[] pcm;
    private final RtpPacket out = new RtpPacket();
    private final RtpPacket in = new RtpPacket();
    private int generation;
    private volatile @Nullable Checks checks;
    private @Nullable InetSocketAddress to;
    private @Nullable DtlsHandshake handshake;
    private volatile double hz;
    private long spoken;
    private int sequence = 7;
    private int timestamp = 7000;
    private long refused;
    private final CompletableFuture<@Nullable Void> cutOff = new CompletableFuture<>();
    private volatile CompletableFuture<@Nullable Void> ears =
            CompletableFuture.completedFuture(null);

    private WirePhone(Codec codec, boolean browser, WireLink link) {
        this.link = link;
        this.codec = codec;
        this.browser = browser;
        this.ear = new Ear(CODECS, codec);
        this.encoder = CODECS.encoder(codec, ear.rateHz());
        this.pcm = new float[ear.rateHz() / 50];
        random.nextBytes(sdesKeys);
    }

    public static WirePhone trunk(Codec codec) throws IOException {
        return new WirePhone(codec, false, WireLink.udp(InetAddress.getLoopbackAddress()));
    }

    public static WirePhone browser(Codec codec) throws IOException {
        return browserAt(InetAddress.getLoopbackAddress(), codec);
    }

    /**
     * A browser.
     *
     * @param here one of this machine's addresses; it looks for the gateway there too
     */
    public static WirePhone browserAt(InetAddress here, Codec codec) throws IOException {
        return new WirePhone(codec, true, WireLink.udp(here));
    }

    /** A browser whose network lets no UDP through. */
    public static WirePhone browserByTcp(Codec codec) throws IOException {
        return browserByTcp(codec, 0);
    }

    /**
     * Likewise.
     *
     * @param receiveBytes how much may be on its way to it that it has not read; 0 for any
     */
    static WirePhone browserByTcp(Codec codec, int receiveBytes) throws IOException {
        return new WirePhone(
                codec, true, WireLink.tcp(InetAddress.getLoopbackAddress(), receiveBytes));
    }

    /** Its offer. */
    public String offer() {
        int type = codec == Codec.OPUS ? 111 : codec.staticPayloadType();
        String map =
                "a=rtpmap:%d %s/%d%s\r\n"
                        .formatted(
                                type,
                                codec.rtpName(),
                                codec.rtpClockHz(),
                                codec.channelsInSdp() > 1 ? "/" + codec.channelsInSdp() : "");
        if (browser) {
            return """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF %d
            c=IN IP4 0.0.0.0
            a=rtcp-mux
            a=ice-ufrag:%s
            a=ice-pwd:%s
            a=fingerprint:%s %s
            a=setup:actpass
            a=mid:0
            a=sendrecv
            """
                            .formatted(
                                    type,
                                    ufrag(),
                                    PASSWORD,
                                    identity.fingerprint().algorithm(),
                                    identity.fingerprint().hex())
                            .replace("\n", "\r\n")
                    + map;
        }
        return """
        v=0
        o=- 1 2 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/SAVP %d
        a=crypto:1 %s inline:%s
        """
                        .formatted(
                                link.here().getPort(),
                                type,
                                SDES.sdesName(),
                                Base64.getEncoder().encodeToString(sdesKeys))
                        .replace("\n", "\r\n")
                + map;
    }

    /** What it offers to restart ICE. */
    public String restart() {
        generation++;
        return offer();
    }

    /** The gateway's answer to the restart; its checks are by the new names from now on. */
    public void restarted(String answer) {
        checks = checks(answer);
    }

    /** Waits until the gateway has ended the connection. */
    void awaitCutOff() throws Exception {
        var _ = cutOff.get(10, TimeUnit.SECONDS);
    }

    /** Reads nothing from now on, as if its network were stuck. */
    void stall() {
        ears = new CompletableFuture<>();
    }

    /** Reads what has come meanwhile, and goes on. */
    void goOn() {
        ears.complete(null);
    }

    /** What a trunk offers to have other keys from now on. */
    public String rekey() {
        random.nextBytes(sdesKeys);
        return offer();
    }

    /** The gateway's answer to the other keys; packets are by them from now on. */
    public void rekeyed(String answer) {
        secured.obtrudeValue(sdes(answer));
    }

    private SrtpSession sdes(String answer) {
        byte[] theirs = Base64.getDecoder().decode(find(answer, "inline:([A-Za-z0-9+/=]+)", 1));
        return new SrtpSession(
                new SrtpKeys(
                        SDES,
                        Arrays.copyOf(sdesKeys, SDES.keyBytes()),
                        Arrays.copyOfRange(sdesKeys, SDES.keyBytes(), sdesKeys.length),
                        Arrays.copyOf(theirs, SDES.keyBytes()),
                        Arrays.copyOfRange(theirs, SDES.keyBytes(), theirs.length)));
    }

    /** Takes the gateway's answer and begins to talk as soon as it may. */
    public void connect(String answer) {
        String port =
                browser
                        ? "candidate:\\S+ 1 %s \\d+ \\S+ (\\d+)".formatted(link.protocol())
                        : "m=audio (\\d+)";
        to = there(find(answer, port, 1));
        try {
            link.connect(to);
        } catch (IOException refused) {
            throw new AssertionError("no connection to the gateway", refused);
        }
        Thread.ofVirtual().name("wire-phone-ear").start(this::listen);
        if (browser) {
            shake(answer);
        } else {
            secured.complete(sdes(answer));
        }
        var _ = clock.scheduleAtFixedRate(this::speak, 0, 20, TimeUnit.MILLISECONDS);
    }

    /** Says a tone from now on. */
    public WirePhone say(double tone) {
        hz = tone;
        return this;
    }

    /** Waits until it has keys. */
    public void awaitKeys() throws Exception {
        var _ = secured.get(10, TimeUnit.SECONDS);
    }

    /** Waits until so much has been heard in all. */
    public void awaitHeard(int ms) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        synchronized (ear) {
            while (ear.end() < ear.rateHz() / 1000 * ms) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError(
                            "heard only " + ear.end() * 1000L / ear.rateHz() + " ms");
                }
                ear.wait(leftMs);
            }
        }
    }

    /** How much has been heard in all, ms. */
    public int heardMs() {
        synchronized (ear) {
            return ear.end() / (ear.rateHz() / 1000);
        }
    }

    public float[] heardLast(int ms) {
        synchronized (ear) {
            return ear.heardLast(ms);
        }
    }

    public long missing() {
        synchronized (ear) {
            return ear.missing();
        }
    }

    public long jumps() {
        synchronized (ear) {
            return ear.jumps();
        }
    }

    public int rateHz() {
        return ear.rateHz();
    }

    /** Where it sends to. */
    public InetSocketAddress gateway() {
        return Objects.requireNonNull(to, "it is not connected");
    }

    /** Lends its socket to somebody who wishes the gateway ill: the bytes go as they are. */
    public void lend(byte[] data, int length) {
        send(data, 0, length);
    }

    /** Packets that did not authenticate. */
    public long refused() {
        return refused;
    }

    @Override
    public void close() {
        if (handshake != null) {
            handshake.close();
        }
        clock.shutdownNow();
        link.close();
    }

    // ---- details

    private void shake(String answer) {
        checks = checks(answer);
        var expected =
                new Fingerprint(
                        find(answer, "a=fingerprint:(\\S+) (\\S+)", 1),
                        find(answer, "a=fingerprint:(\\S+) (\\S+)", 2));
        var shaking =
                new DtlsHandshake(
                        identity, DtlsHandshake.Role.CLIENT, expected, this::send, random);
        handshake = shaking;
        check(); // by TCP, nothing may come before it
        var _ = clock.scheduleAtFixedRate(this::check, 200, 200, TimeUnit.MILLISECONDS);
        Thread.ofVirtual()
                .name("wire-phone-dtls")
                .start(() -> {
                    try {
                        shaking.run(keys -> secured.complete(new SrtpSession(keys)));
                    } catch (DtlsFailure failure) {
                        secured.completeExceptionally(failure);
                    }
                });
    }

    private String ufrag() {
        return "wire" + generation;
    }

    private Checks checks(String answer) {
        return new Checks(
                find(answer, "a=ice-ufrag:(\\S+)", 1) + ":" + ufrag(),
                new StunKey(find(answer, "a=ice-pwd:(\\S+)", 1)));
    }

    private void check() {
        Checks now = checks;
        if (now == null) {
            return;
        }
        byte[] transaction = new byte[12];
        random.nextBytes(transaction);
        var check = new StunWriter();
        check.beginRequest(transaction)
                .username(now.username())
                .priority(1)
                .controlling(1)
                .useCandidate()
                .integrity(now.key())
                .fingerprint();
        send(check.array(), 0, check.length());
    }

    private void speak() {
        SrtpSession session = secured.getNow(null);
        if (session == null) {
            return;
        }
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] =
                    hz == 0
                            ? 0
                            : (float) (0.3 * Math.sin(2 * Math.PI * hz * spoken / ear.rateHz()));
            spoken++;
        }
        byte[] packet = new byte[1500];
        int type = codec == Codec.OPUS ? 111 : codec.staticPayloadType();
        int header = RtpPacket.writeHeader(packet, 0, false, type, sequence++, timestamp, 0x7777);
        timestamp += codec.rtpClockHz() / 50;
        out.wrap(packet, 0, header + encoder.encode(pcm, 0, pcm.length, packet, header));
        synchronized (session) {
            session.protect(out);
        }
        send(packet, 0, out.buffer().length());
    }

    private void listen() {
        byte[] data = new byte[2000];
        try {
            while (true) {
                ears.join();
                int length = link.receive(data);
                int first = data[0] & 0xFF;
                if (first >= 20 && first <= 63 && handshake != null) {
                    handshake.offer(data, 0, length);
                } else if (first >= 128 && first <= 191 && !isRtcp(data[1] & 0xFF)) {
                    hear(data, length);
                }
            }
        } catch (IOException _) {
            cutOff.complete(null);
        }
    }

    private static boolean isRtcp(int type) {
        return type >= 192 && type <= 223;
    }

    private InetSocketAddress there(String port) {
        return new InetSocketAddress(link.here().getAddress(), Integer.parseInt(port));
    }

    private void hear(byte[] data, int length) {
        SrtpSession session = secured.getNow(null);
        if (session == null || !in.wrap(data, 0, length)) {
            return;
        }
        Verdict verdict;
        synchronized (session) {
            verdict = session.unprotect(in);
        }
        if (verdict != Verdict.ACCEPTED) {
            refused++;
            return;
        }
        synchronized (ear) {
            ear.onPacket(in, System.nanoTime());
            ear.notifyAll();
        }
    }

    private void send(byte[] data, int offset, int length) {
        try {
            link.send(data, offset, length);
        } catch (IOException _) {
            // closed
        }
    }

    private static String find(String text, String pattern, int group) {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(
                    "no "
                            + pattern
                            + " in a description of "
                            + text.getBytes(UTF_8).length
                            + " bytes");
        }
        return matcher.group(group);
    }
}
