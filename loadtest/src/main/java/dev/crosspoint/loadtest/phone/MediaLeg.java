package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.Audible;
import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.measure.Hearing;
import dev.crosspoint.loadtest.measure.Stamp;
import dev.crosspoint.loadtest.measure.ToneProbe;
import dev.crosspoint.media.dtmf.DigitSender;
import dev.crosspoint.media.rtp.RtcpReporter;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.srtp.SrtpSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The audio of one call at one phone: speaks its {@link Voice} every 20 ms and measures what it
 * hears. How its packets are protected and its path is kept is its {@link Protection}'s business.
 */
final class MediaLeg {
    /** Longest packet, with what protection adds. */
    private static final int PACKET_BYTES = 1600;

    private static final int LOWEST_RTCP_TYPE = 192;
    private static final int HIGHEST_RTCP_TYPE = 223;

    private final MediaPump pump;
    private final RtpSocket socket;
    private final boolean ownsSocket;
    private final Voice voice;
    private final Protection protection;
    private final Hearing hearing;
    private final RtcpReporter reporter;
    private final Executor loop;
    private final Promise<Long> heard = Promise.promise();
    private @Nullable Promise<Heard> listening;
    private long firstNanos;
    private final int ssrc;
    private final byte[] packet = new byte[PACKET_BYTES];
    private final ByteBuffer sending = ByteBuffer.wrap(packet);
    private final RtpPacket out = new RtpPacket();
    private final RtpPacket in = new RtpPacket();
    private final DigitSender digits = new DigitSender(8000);
    private final Promise<CallSound> closed = Promise.promise();
    private @Nullable InetSocketAddress to;
    private int payloadType;
    private int digitsType;
    private int sequence;
    private int timestamp;
    private int frame;
    private boolean ended;

    /**
     * @param ownsSocket whether the socket is this leg's alone, and ends with it
     * @param loop where futures of this leg complete
     * @param listensFor tone of the far side that it listens for, Hz; 0 for none
     */
    MediaLeg(
            MediaPump pump,
            RtpSocket socket,
            boolean ownsSocket,
            Voice voice,
            Protection protection,
            Executor loop,
            double listensFor,
            Random random) {
        this.pump = pump;
        this.socket = socket;
        this.ownsSocket = ownsSocket;
        this.voice = voice;
        this.protection = protection;
        this.loop = loop;
        this.hearing =
                new Hearing(
                        voice.codec().rtpClockHz(),
                        listensFor > 0 && voice.takesStamps() ? new ToneProbe(listensFor) : null);
        this.ssrc = random.nextInt();
        this.sequence = random.nextInt(1 << 15); // RFC 3711 3.3.1: below 2^15 at first
        this.timestamp = random.nextInt();
        this.frame = random.nextInt(100);
        this.payloadType = OwnSide.payloadType(voice.codec());
        long now = System.nanoTime();
        this.reporter =
                new RtcpReporter(
                        ssrc,
                        Long.toHexString(random.nextLong()),
                        voice.codec().rtpClockHz(),
                        System.currentTimeMillis() * 1_000_000L - now,
                        random,
                        now);
    }

    /** Its socket: shared, unless it is a browser's. */
    RtpSocket socket() {
        return socket;
    }

    /** Its description: an offer, or an answer to a telephone's. */
    String description() throws IOException {
        return protection.description(voice.codec(), socket);
    }

    /** The gateway's end is there: it speaks as soon as it has keys. */
    void connect(FarSide far) {
        pump.ask(() -> {
            if (ended) {
                return;
            }
            boolean first = to == null;
            InetSocketAddress before = to;
            InetSocketAddress now = new InetSocketAddress(far.address(), far.port());
            if (before != null) {
                socket.forgets(before.getPort(), this);
            }
            to = now;
            meet(now);
            payloadType = far.payloadType();
            digitsType = far.digitsType();
            protection.connect(far, this::send);
            if (first) {
                if (ownsSocket) {
                    pump.listen(socket);
                }
                pump.begin(this);
            }
        });
    }

    private void meet(InetSocketAddress gateway) {
        if (!ownsSocket) {
            socket.hears(gateway.getPort(), this);
            return;
        }
        try {
            socket.connect(gateway, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the first packet was heard, ns. */
    Future<Long> heard() {
        return heard.future();
    }

    /**
     * What was heard first from some moment on, ns.
     *
     * @param soundNanos when the first audio came that is more than silence
     */
    record Heard(long firstNanos, long soundNanos) {}

    /** What will be heard from now on. */
    Future<Heard> listen() {
        Promise<Heard> asked = Promise.promise();
        pump.ask(() -> {
            listening = asked;
            firstNanos = 0;
        });
        return asked.future();
    }

    /** When the first check was answered, ns; 0 before and for telephones. */
    long pathNanos() {
        return protection.pathNanos();
    }

    /** When there were keys, ns; 0 before and for telephones. */
    long keysNanos() {
        return protection.keysNanos();
    }

    /** How it sounds so far. */
    Future<CallSound> sound() {
        Promise<CallSound> asked = Promise.promise();
        pump.ask(() -> {
            CallSound sound = hearing.sound();
            loop.execute(() -> asked.complete(sound));
        });
        return asked.future();
    }

    /** Presses digits of 0-9 * # A-D (RFC 4733), 100 ms each. */
    void press(String pressed) {
        pump.ask(() -> pressed.chars().forEach(digit -> digits.queue((char) digit)));
    }

    /** Ends it, and says how it sounded. More than once is harmless. */
    Future<CallSound> close() {
        pump.ask(() -> {
            if (!ended) {
                ended = true;
                if (to != null) {
                    pump.end(this);
                    socket.forgets(to.getPort(), this);
                }
                protection.close();
                if (ownsSocket) {
                    socket.close();
                }
                CallSound sound = hearing.sound();
                loop.execute(() -> closed.complete(sound));
            }
        });
        return closed.future();
    }

    /** The longest time so far without a packet, ms. */
    Future<Double> longestGapMs() {
        Promise<Double> gap = Promise.promise();
        pump.ask(() -> {
            double ms = hearing.longestGapNanos(System.nanoTime()) / 1e6;
            loop.execute(() -> gap.complete(ms));
        });
        return gap.future();
    }

    // ---- on the pump's thread

    /** Says 20 ms. */
    void speak(long nowNanos) {
        protection.onTime(nowNanos);
        SrtpSession session = protection.session();
        if (to == null || (session == null && protection.needsSession())) {
            return;
        }
        int ticks = voice.codec().rtpClockHz() / 50;
        boolean digit = digitsType >= 0 && digits.next();
        int at =
                RtpPacket.writeHeader(
                        packet,
                        0,
                        digit && digits.marker(),
                        digit ? digitsType : payloadType,
                        sequence++,
                        digit ? timestamp + digits.timestampOffset() : timestamp,
                        ssrc);
        int length = digit ? digits.write(packet, at) : say(at, nowNanos);
        reporter.onSent(timestamp, length, nowNanos);
        timestamp += ticks;
        out.wrap(packet, 0, at + length);
        if (session == null || session.protect(out)) {
            sendPacket(out.buffer().length());
        }
        if (session != null && protection.reports() && reporter.nextReportNanos() - nowNanos <= 0) {
            int report = reporter.writeReport(packet, 0, hearing.stats(), nowNanos);
            out.buffer().wrap(packet, 0, report);
            session.protectRtcp(out.buffer());
            sendPacket(out.buffer().length());
        }
    }

    private int say(int at, long nowNanos) {
        byte[] payload = voice.payload(frame++);
        System.arraycopy(payload, 0, packet, at, payload.length);
        if (voice.takesStamps()) {
            Stamp.write(packet, at, payload.length, nowNanos);
        }
        return payload.length;
    }

    /** Hears a datagram; its bytes are borrowed. */
    void onDatagram(byte[] data, int length, long nowNanos) {
        int first = length == 0 ? 0 : data[0] & 0xFF;
        if (first < 128) { // RFC 7983: STUN and DTLS are below
            protection.onDatagram(data, length);
            return;
        }
        int second = length < 2 ? 0 : data[1] & 0xFF;
        if (second >= LOWEST_RTCP_TYPE && second <= HIGHEST_RTCP_TYPE) {
            return;
        }
        SrtpSession session = protection.session();
        if (!in.wrap(data, 0, length) || (session == null && protection.needsSession())) {
            return;
        }
        if (session != null && session.unprotect(in) != Verdict.ACCEPTED) {
            return;
        }
        if (in.payloadType() != payloadType) {
            hearing.onOther(in, nowNanos); // digits, comfort noise
            return;
        }
        boolean isFirst = !hearing.heard();
        long age = hearing.onPacket(in, nowNanos);
        if (age != Stamp.NONE) {
            pump.delays().record(age);
        }
        if (isFirst) {
            loop.execute(() -> heard.complete(nowNanos));
        }
        Promise<Heard> asked = listening;
        if (asked != null) {
            listen(asked, nowNanos);
        }
    }

    private void listen(Promise<Heard> asked, long nowNanos) {
        firstNanos = firstNanos == 0 ? nowNanos : firstNanos;
        if (Audible.is(voice.codec(), in.array(), in.payloadOffset(), in.payloadLength())) {
            var both = new Heard(firstNanos, nowNanos);
            listening = null;
            loop.execute(() -> asked.complete(both));
        }
    }

    /** Sends what was written into the packet. */
    private void sendPacket(int length) {
        InetSocketAddress gateway = to;
        if (gateway != null) {
            socket.send(sending.clear().limit(length), gateway);
        }
    }

    /** Sends what somebody else has written. */
    private void send(byte[] data, int offset, int length) {
        InetSocketAddress gateway = to;
        if (gateway != null) {
            socket.send(ByteBuffer.wrap(data, offset, length), gateway);
        }
    }
}
