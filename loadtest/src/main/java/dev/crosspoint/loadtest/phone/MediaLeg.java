package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.Audible;
import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.measure.Conversation;
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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
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
    private final RtpPort port;
    private final boolean ownsPort;
    private final int own;
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
    private final RtpPacket out = new RtpPacket();
    private final RtpPacket in = new RtpPacket();
    private final DigitSender digits = new DigitSender(8000);
    private final Promise<CallSound> closed = Promise.promise();
    private @Nullable RtpPath path;
    private int payloadType;
    private int digitsType;
    private int sequence;
    private int timestamp;
    private int frame;
    private boolean ended;
    private Conversation.@Nullable Seat seat;

    /**
     * @param ownsPort whether the port is this leg's alone, and ends with it
     * @param own its address, as {@link RtpPath} has it
     * @param loop where futures of this leg complete
     * @param listensFor tone of the far side that it listens for, Hz; 0 for none
     */
    MediaLeg(
            MediaPump pump,
            RtpPort port,
            boolean ownsPort,
            int own,
            Voice voice,
            Protection protection,
            Executor loop,
            double listensFor,
            Random random) {
        this.pump = pump;
        this.port = port;
        this.ownsPort = ownsPort;
        this.own = own;
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

    /** Its description: an offer, or an answer to a telephone's. */
    String description() {
        return protection.description(voice.codec(), port.port());
    }

    /** The gateway's end is there: it speaks as soon as it has keys. */
    void connect(FarSide far) throws NoAudio {
        RtpPath now = new RtpPath(own, addressOf(far), far.port());
        pump.ask(() -> {
            if (ended) {
                return;
            }
            RtpPath before = path;
            if (before != null) {
                port.forgets(before, this);
            }
            path = now;
            port.hears(now, this);
            payloadType = far.payloadType();
            digitsType = far.digitsType();
            protection.connect(far, this::send);
            if (before == null) {
                if (ownsPort) {
                    pump.listen(port);
                }
                pump.begin(this);
            }
        });
    }

    private static int addressOf(FarSide far) throws NoAudio {
        try {
            return RtpPath.bits(InetAddress.getByName(far.address()));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new NoAudio("no address that a phone could reach");
        }
    }

    /** It speaks in turn with others from now on, and not all the time. */
    void converse(Conversation with) {
        pump.ask(() -> {
            if (!ended) {
                seat = with.join();
            }
        });
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
                if (path != null) {
                    pump.end(this);
                    port.forgets(path, this);
                }
                if (seat != null) {
                    seat.leave();
                }
                protection.close();
                if (ownsPort) {
                    pump.close(port);
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

    /** The way of its packets, for strangers; empty before it knows where the gateway is. */
    Optional<MediaPath> lend() {
        RtpPath way = path;
        boolean browser = protection instanceof BrowserProtection;
        return way == null
                ? Optional.empty()
                : Optional.of(new MediaPath(pump, port, way, browser));
    }

    /** Says 20 ms. */
    void speak(long nowNanos) {
        protection.onTime(nowNanos);
        SrtpSession session = protection.session();
        if (path == null || (session == null && protection.needsSession())) {
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
            send(packet, 0, out.buffer().length());
        }
        if (session != null && protection.reports() && reporter.nextReportNanos() - nowNanos <= 0) {
            int report = reporter.writeReport(packet, 0, hearing.stats(), nowNanos);
            out.buffer().wrap(packet, 0, report);
            session.protectRtcp(out.buffer());
            send(packet, 0, out.buffer().length());
        }
    }

    private int say(int at, long nowNanos) {
        Conversation.Seat in = seat;
        byte[] payload = in == null ? voice.payload(frame++) : voice.word(in.speaks(nowNanos));
        System.arraycopy(payload, 0, packet, at, payload.length);
        if (in == null && voice.takesStamps()) {
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
        if (seat != null) {
            measureWord(seat, nowNanos);
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

    private void measureWord(Conversation.Seat listener, long nowNanos) {
        boolean loud = voice.isLoud(in.array(), in.payloadOffset(), in.payloadLength());
        long nanos = listener.hears(loud, nowNanos);
        if (nanos != Conversation.NONE) {
            pump.words().record(nanos);
        }
    }

    private void send(byte[] data, int offset, int length) {
        RtpPath gateway = path;
        if (gateway != null) {
            port.send(data, offset, length, gateway);
        }
    }
}
