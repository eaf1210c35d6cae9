package dev.crosspoint.media.call;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.codec.EncoderSettings;
import dev.crosspoint.media.dtmf.DigitReceiver;
import dev.crosspoint.media.dtmf.DigitSender;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The far end of a leg: talks and listens in RTP or SRTP, on its own clock. */
public final class VirtualPhone {
    private static final long FRAME_NANOS = 20_000_000L;
    private static final int DIGITS = 101;

    /** And of the clock of Opus, as browsers offer them. */
    private static final int WIDE_DIGITS = 110;

    /** RFC 3389 and 3551: comfort noise, and the level of it. */
    private static final int COMFORT_NOISE = 13;

    private static final byte QUIET_DBOV = 60;

    /** Under which a browser sends its level (RFC 6464). */
    static final int LEVEL_EXTENSION = 1;

    /** Opus DTX: of silence, every so many frames one is sent. */
    private static final int DTX_FRAMES = 20;

    /** Where the phone's packets go. */
    interface Wire {
        void send(byte[] data, int length, InetSocketAddress from);
    }

    private final VirtualNet net;
    private InetSocketAddress address;
    private final Codecs codecs;
    private final int payloadType;
    private Codec spoken;
    private int spokenType;
    private final @Nullable SrtpSession srtp;
    private final Wire wire;
    private Encoder encoder;
    private final Ear ear;
    private final RtpPacket in = new RtpPacket();
    private final RtpPacket out = new RtpPacket();
    private int rateHz;
    private float[] pcm;
    private double ppm;
    private int sequence;
    private int timestamp;
    private long spokenSamples;
    private boolean talking = true;
    private boolean givesLevel;
    private boolean savesSilence;
    private int savedFrames;
    private boolean isNothing;
    private int comfortFrames;
    private int pausedFrames;
    private int pauseDbov;
    private boolean pausing;

    /** What it says of its level; 1 for what is true. */
    private int claimedDbov = 1;

    private boolean holding;
    private final List<Runnable> held = new ArrayList<>();
    private final List<Integer> noisesHeard = new ArrayList<>();
    private final List<byte[]> reports = new ArrayList<>();
    private int ssrc = 0x1234_5678;
    private DoubleUnaryOperator voice = _ -> 0;
    private final DigitSender keypad;
    private final DigitReceiver digits = new DigitReceiver();
    private final StringBuilder digitsHeard = new StringBuilder();
    private int longestEventTicks;
    private long refused;
    private @Nullable Player player;
    private final Map<Integer, Ear> otherEars = new HashMap<>();
    private final List<Double> loudness = new ArrayList<>();
    private @Nullable Reporter reporter;
    private double vanishes;
    private double misses;

    VirtualPhone(
            VirtualNet net,
            Codecs codecs,
            InetSocketAddress address,
            Codec codec,
            int payloadType,
            @Nullable SrtpSession srtp,
            Wire wire) {
        this.net = net;
        this.address = address;
        this.codecs = codecs;
        this.spoken = codec;
        this.payloadType = payloadType;
        this.spokenType = payloadType;
        this.srtp = srtp;
        this.wire = wire;
        this.ear = new Ear(codecs, codec);
        this.rateHz = ear.rateHz();
        this.pcm = new float[rateHz / 50];
        this.encoder = codecs.encoder(codec, rateHz, EncoderSettings.forRate(rateHz));
        this.keypad = new DigitSender(codec.rtpClockHz());
        this.sequence = net.random().nextInt(0x10000);
        this.timestamp = net.random().nextInt();
    }

    /** Says a tone from now on. */
    public VirtualPhone say(double hz, double amplitude) {
        voice = t -> amplitude * Math.sin(2 * Math.PI * hz * t);
        return this;
    }

    /** Says nothing, in packets. */
    public VirtualPhone hush() {
        voice = _ -> 0;
        return this;
    }

    /** Plays what it hears from now on, and reports on it. */
    Player play() {
        if (player == null) {
            player = new Player(net, codecs, ear.codec());
            reporting();
        }
        return player;
    }

    /** Reports on what it hears from now on (RFC 3550 6). */
    public VirtualPhone reporting() {
        if (reporter == null) {
            reporter = new Reporter(net, this, ear.codec().rtpClockHz());
        }
        return this;
    }

    /** Numbers that have not come of what it reports on. */
    long lost() {
        return reporter == null ? 0 : reporter.lost();
    }

    /** Of its packets this share is lost before the network that there is. */
    VirtualPhone vanishing(double share) {
        vanishes = share;
        return this;
    }

    /** Of what comes through the network this share is lost just before it. */
    VirtualPhone missing(double share) {
        misses = share;
        return this;
    }

    /** How loud what each packet held was, RMS, of one who {@link #alsoHears} something. */
    List<Double> loudness() {
        return loudness;
    }

    /** Hears another of the agreed codecs too, on a time line of its own. */
    Ear alsoHears(Codec codec) {
        return otherEars.computeIfAbsent(typeOf(codec), _ -> new Ear(codecs, codec));
    }

    /**
     * Sends RTCP.
     *
     * @param report with room for a tag behind it
     */
    void sendReport(byte[] report, int length) {
        var packet = new PacketBuffer();
        packet.wrap(report, 0, length);
        if (srtp != null) {
            srtp.protectRtcp(packet);
        }
        wire.send(packet.array(), packet.length(), address);
    }

    int ssrc() {
        return ssrc;
    }

    /** How long it has been sending, by its own clock: what sounds are functions of. */
    public double seconds() {
        return (double) spokenSamples / rateHz;
    }

    /** Says what a microphone hears in a quiet room: noise of this amplitude. */
    public VirtualPhone breathe(double amplitude) {
        voice = _ -> amplitude * (2 * net.random().nextDouble() - 1);
        return this;
    }

    /** Says something else than a tone, as a function of seconds. */
    public VirtualPhone say(DoubleUnaryOperator sound) {
        voice = sound;
        return this;
    }

    /** Tells its level with every packet from now on (RFC 6464). */
    public VirtualPhone givingLevels() {
        givesLevel = true;
        return this;
    }

    /** Tells this level with every packet from now on, whatever it says, dBov. */
    VirtualPhone claiming(int levelDbov) {
        givesLevel = true;
        claimedDbov = levelDbov;
        return this;
    }

    /** Sends in Opus what libopus says needs to be sent (DTX), from now on. */
    VirtualPhone transmittingDiscontinuously() {
        encoder.saveSilence();
        return this;
    }

    /** Sends one packet in 400 ms while it has nothing to say, as Opus does with DTX. */
    public VirtualPhone savingSilence() {
        savesSilence = true;
        return this;
    }

    /** Sends no packets at all. */
    public void stopSending() {
        talking = false;
    }

    /** Sends packets again. */
    public void resumeSending() {
        talking = true;
    }

    /** Its network holds back what it sends, or delivers all of that at once. */
    void holdBack(boolean holds) {
        holding = holds;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Presses a key. */
    public void press(char digit) {
        keypad.queue(digit);
    }

    /** Says for so many packets no more than how quiet it is (RFC 3389). */
    void hushInComfortNoise(int packets) {
        comfortFrames = packets;
    }

    /** Saves packets: says ten times less often than it would speak how loud its background is. */
    VirtualPhone pausing(int levelDbov) {
        pausing = true;
        pausedFrames = 0;
        pauseDbov = levelDbov;
        return this;
    }

    /** Speaks again. */
    void resume() {
        pausing = false;
    }

    /** The levels that came as comfort noise, dBov. */
    List<Integer> noisesHeard() {
        return noisesHeard;
    }

    /** What it was reported (RTCP, compound), on a plain leg that has RTCP on the port of RTP. */
    List<byte[]> reports() {
        return reports;
    }

    /** The longest duration of a telephone event that came, in ticks of its clock. */
    int longestEventTicks() {
        return longestEventTicks;
    }

    /** The digits that came as telephone events. */
    public String digitsHeard() {
        return digitsHeard.toString();
    }

    /** Its clock runs faster than ours by so many parts in a million. */
    public VirtualPhone driftPpm(double parts) {
        ppm = parts;
        return this;
    }

    /** The next packet has this sequence number and timestamp. */
    public VirtualPhone startingAt(int firstSequence, int firstTimestamp) {
        sequence = firstSequence;
        timestamp = firstTimestamp;
        return this;
    }

    /** Goes on as another source. */
    public void changeSource() {
        ssrc++;
        sequence = net.random().nextInt(0x10000);
        timestamp = net.random().nextInt();
    }

    /** Speaks another of the agreed codecs from the next packet on; hears the first as before. */
    public VirtualPhone speakIn(Codec codec) {
        encoder.close();
        double seconds = (double) spokenSamples / rateHz;
        spoken = codec;
        spokenType = typeOf(codec);
        rateHz = codec.highestRateHz();
        pcm = new float[rateHz / 50];
        spokenSamples = Math.round(seconds * rateHz);
        encoder = codecs.encoder(codec, rateHz, EncoderSettings.forRate(rateHz));
        return this;
    }

    /** Sends a packet of another codec that the last ones have overtaken. */
    void sendOvertaken(Codec codec) {
        byte[] packet = new byte[1500];
        int length =
                RtpPacket.writeHeader(
                        packet, 0, false, typeOf(codec), (sequence - 3) & 0xFFFF, timestamp, ssrc);
        wire.send(packet, length + 20, address);
    }

    /** What a phone marks a codec's packets with. */
    static int typeOf(Codec codec) {
        return codec == Codec.OPUS ? 111 : codec.staticPayloadType();
    }

    /** Begins to send a packet every 20 ms of its clock. */
    public VirtualPhone start() {
        net.after(0, this::frame);
        return this;
    }

    public Ear ear() {
        return ear;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Sends and listens somewhere else from now on. */
    void moveTo(InetSocketAddress other) {
        address = other;
    }

    /** Packets that did not authenticate. */
    public long refused() {
        return refused;
    }

    /** A packet arrived from the gateway. */
    void onDatagram(byte[] data, int length) {
        if (srtp == null && Demux.kindOf(data, 0, length) == Demux.RTCP) {
            reports.add(Arrays.copyOf(data, length));
        }
        if (Demux.kindOf(data, 0, length) != Demux.RTP || !in.wrap(data, 0, length)) {
            return;
        }
        if (misses > 0 && net.random().nextDouble() < misses) {
            return;
        }
        if (srtp != null && srtp.unprotect(in) != Verdict.ACCEPTED) {
            refused++;
            return;
        }
        if (reporter != null) {
            reporter.onRtp(in);
        }
        Ear listening = in.payloadType() == payloadType ? ear : otherEars.get(in.payloadType());
        if (listening != null) {
            if (player != null && listening == ear) {
                player.onRtp(in);
            }
            listening.onPacket(in, net.nowNanos());
            if (!otherEars.isEmpty()) {
                float[] last = listening.heardLast(20);
                loudness.add(Tone.rms(last, 0, last.length));
            }
        } else if (in.payloadType() == COMFORT_NOISE) {
            ear.skip(in, net.nowNanos());
            noisesHeard.add(-in.array()[in.payloadOffset()]);
        } else if (in.payloadType() == DIGITS || in.payloadType() == WIDE_DIGITS) {
            ear.skip(in, net.nowNanos());
            int at = in.payloadOffset() + 2;
            int ticks = (in.array()[at] & 0xFF) << 8 | (in.array()[at + 1] & 0xFF);
            longestEventTicks = Math.max(longestEventTicks, ticks);
            int digit = digits.onPacket(in);
            if (digit >= 0) {
                digitsHeard.append((char) digit);
            }
        }
    }

    private void frame() {
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (float) voice.applyAsDouble((double) spokenSamples++ / rateHz);
        }
        byte[] packet = new byte[1500];
        int length;
        if (keypad.active() && keypad.next()) {
            int at = timestamp + keypad.timestampOffset();
            length = RtpPacket.writeHeader(packet, 0, keypad.marker(), DIGITS, sequence, at, ssrc);
            length += keypad.write(packet, length);
        } else if (comfortFrames > 0) {
            comfortFrames--;
            length =
                    RtpPacket.writeHeader(
                            packet, 0, false, COMFORT_NOISE, sequence, timestamp, ssrc);
            packet[length++] = QUIET_DBOV;
        } else if (pausing) {
            length =
                    RtpPacket.writeHeader(
                            packet, 0, false, COMFORT_NOISE, sequence, timestamp, ssrc);
            packet[length++] = (byte) -pauseDbov;
        } else {
            length = RtpPacket.writeHeader(packet, 0, false, spokenType, sequence, timestamp, ssrc);
            length += givesLevel ? writeLevel(packet, length) : 0;
            int bytes = encoder.encode(pcm, 0, pcm.length, packet, length);
            isNothing = encoder.isNothing(bytes);
            length += bytes;
        }
        if (talking && !isSaved() && !(pausing && pausedFrames++ % 10 != 0)) {
            out.wrap(packet, 0, length);
            if (srtp != null) {
                srtp.protect(out);
            }
            int bytes = out.buffer().length();
            boolean vanished = vanishes > 0 && net.random().nextDouble() < vanishes;
            if (holding) {
                held.add(() -> wire.send(packet, bytes, address));
            } else if (!vanished) {
                wire.send(packet, bytes, address);
            }
            sequence = (sequence + 1) & 0xFFFF;
        }
        timestamp += spoken.rtpClockHz() / 50;
        net.after((long) (FRAME_NANOS / (1 + ppm / 1e6)), this::frame);
    }

    /** RFC 8285 4.2: one element of one byte, padded to a word. */
    private int writeLevel(byte[] packet, int at) {
        packet[0] |= 0x10;
        packet[at] = (byte) 0xBE;
        packet[at + 1] = (byte) 0xDE;
        packet[at + 3] = 1;
        packet[at + 4] = (byte) (LEVEL_EXTENSION << 4);
        packet[at + 5] = (byte) -(claimedDbov > 0 ? Level.dbov(pcm, 0, pcm.length) : claimedDbov);
        return 8;
    }

    private boolean isSaved() {
        boolean silent = Level.dbov(pcm, 0, pcm.length) < -50;
        savedFrames = savesSilence && silent ? savedFrames + 1 : 0;
        return isNothing || (savedFrames > 0 && savedFrames % DTX_FRAMES != 1);
    }
}
