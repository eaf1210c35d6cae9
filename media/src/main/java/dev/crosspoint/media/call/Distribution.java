package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.mix.MixBus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the mixes of a tick to a packet for each listener. In conferences the largest group of a
 * codec that hears the same shares one encode.
 */
final class Distribution {
    private static final Codec[] CODECS = Codec.values();

    private static final int TICKS_PER_SECOND = 50;
    private static final int HALF_MS = 10;

    /** How often encoders are told what is lost: a second. Reports come every few. */
    private static final int LOSS_TICKS = 50;

    private final Codecs codecs;
    private final HearingMatrix matrix;
    private final Map<Codec, SharedEncode> shared = new EnumMap<>(Codec.class);
    private float[] tone;
    private final byte[] unheard = new byte[SendPath.MAX_PAYLOAD];
    private MixBus bus;
    private int rateHz;
    private long rateSinceNanos;
    private boolean lag;
    private long tick;

    /** The sources that the shared group of this tick and codec hears now, and heard before. */
    private long groupTo;

    private long groupFrom;

    /** The sources of this tick that leave out their packets and have said how that sounds. */
    private long hushed;

    Distribution(Codecs codecs, HearingMatrix matrix, MixBus bus, int rateHz) {
        this.codecs = codecs;
        this.matrix = matrix;
        this.bus = bus;
        this.rateHz = rateHz;
        tone = new float[rateHz / TICKS_PER_SECOND];
        for (Codec codec : CODECS) {
            shared.put(codec, new SharedEncode(codec));
        }
    }

    /** The mix has another rate and another bus; its last mixes are there. */
    void mixRateHz(int newRateHz, MixBus newBus, List<Party> parties, long nowNanos) {
        rateHz = newRateHz;
        tone = new float[rateHz / TICKS_PER_SECOND];
        bus = newBus;
        rateSinceNanos = nowNanos;
        for (Party party : parties) {
            Listening listening = party.listening();
            listening.mixRateHz(newRateHz, bus.pastMix(listening.heard, 1));
        }
        for (SharedEncode encode : shared.values()) {
            encode.mixRateHz(newRateHz, bus.pastMix(encode.heard(), 1));
        }
    }

    void close() {
        shared.values().forEach(SharedEncode::close);
    }

    /**
     * Sends every listener its frame; forwarded ones only their keypad digits.
     *
     * @param sharing whether it pays to look for groups
     * @param lag see {@link RateBridge#pass}
     */
    void serve(List<Party> parties, boolean sharing, boolean lag, long nowNanos, Outbox out) {
        tick++;
        this.lag = lag;
        if (tick % LOSS_TICKS == 0) {
            tellLosses(parties, nowNanos);
        }
        for (Codec codec : CODECS) {
            boolean grouped = sharing && findGroup(codec, parties, nowNanos);
            for (int i = 0; i < parties.size(); i++) {
                if (parties.get(i).codec() == codec) {
                    serve(parties.get(i), codec, grouped, nowNanos, out);
                }
            }
        }
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            party.listening().heard = matrix.sourcesOf(party.slot());
        }
    }

    /** Of these sources this tick has comfort noise, as a row of the hearing matrix. */
    void hushed(long sources) {
        hushed = sources;
    }

    private void serve(Party listener, Codec codec, boolean grouped, long nowNanos, Outbox out) {
        Listening listening = listener.listening();
        SendPath send = listener.leg().send();
        if (send.tones().active() && listener.leg().canSend()) {
            sendTone(listener, codec, nowNanos, out);
            return;
        }
        if (!listener.leg().canSend()
                || send.digitTick(nowNanos, out)
                || listening.forwarded != null) {
            listening.getsNothing();
            return;
        }
        long sources = matrix.sourcesOf(listener.slot());
        long from = bus.audible(listening.heard);
        long to = bus.audible(sources);
        int level = bus.levelDbov(from, to);
        listener.leg().meters().sent(level);
        if (listener.takesComfortNoise()
                && hush(
                        listening,
                        send,
                        sources != 0 && (to & ~hushed) == 0,
                        to,
                        level,
                        nowNanos,
                        out)) {
            return;
        }
        if (takesHalves(listener)) {
            sendHalves(listener, codec, from, to, level, nowNanos, out);
            listening.frame(level);
            return;
        }
        int length =
                grouped && isOfGroup(listener, codec, from, to, level, nowNanos)
                        ? share(listening, codec, from, to, level, send.payloadArray(), nowNanos)
                        : alone(listener, codec, from, to, level, send.payloadArray(), nowNanos);
        listening.frame(level);
        send.mixed(length, nowNanos, out);
    }

    /** Whether packets are shorter than frames, and cannot be cut from them. */
    private static boolean takesHalves(Party listener) {
        return listener.packetMs() == HALF_MS && listener.codec() == Codec.OPUS;
    }

    private void sendHalves(
            Party listener, Codec codec, long from, long to, int level, long nowNanos, Outbox out) {
        Listening listening = listener.listening();
        SendPath send = listener.leg().send();
        FrameEncoder own =
                listening.own(
                        codecs, codec, listener.wishes(), rateHz, level, rateSinceNanos, nowNanos);
        if (!listening.goesOnAlone(own, nowNanos)) {
            prime(own, listening.heard);
        }
        float[] mix = bus.mix(from, to);
        int at = SendPath.payloadOffset();
        send.half(own.encodeHalf(mix, false, lag, send.payloadArray(), at), nowNanos, out);
        send.half(own.encodeHalf(mix, true, lag, send.payloadArray(), at), nowNanos, out);
    }

    /** A keypad digit sounds in place of whatever is heard, be that mixed or forwarded. */
    private void sendTone(Party listener, Codec codec, long nowNanos, Outbox out) {
        Listening listening = listener.listening();
        SendPath send = listener.leg().send();
        send.tones().next(tone, rateHz);
        FrameEncoder own =
                listening.own(
                        codecs, codec, listener.wishes(), rateHz, 0, rateSinceNanos, nowNanos);
        listening.goesOnAlone(own, nowNanos);
        int length = own.encode(tone, lag, send.payloadArray(), SendPath.payloadOffset());
        listening.frame(Level.dbov(tone, 0, tone.length));
        send.mixed(length, nowNanos, out);
        if (!send.tones().active() && listening.forwarded != null) {
            listening.closeEncoder();
        }
    }

    /**
     * Where all pause whom a listener hears, it is told now and then how that sounds.
     *
     * @return whether this tick is for no audio
     */
    private static boolean hush(
            Listening listening,
            SendPath send,
            boolean pausing,
            long to,
            int level,
            long nowNanos,
            Outbox out) {
        Background background = listening.background();
        if (to != 0) {
            background.heard(level);
        }
        if (!background.replaces(pausing)) {
            return false;
        }
        listening.getsNothing();
        listening.frame(level);
        if (background.isDue()) {
            send.hush(to == 0 ? background.levelDbov() : level, nowNanos, out);
        } else {
            send.mixed(0, nowNanos, out);
        }
        return true;
    }

    /** Zero bytes are for nothing that needs to be said. */
    private int alone(
            Party listener,
            Codec codec,
            long from,
            long to,
            int level,
            byte[] payload,
            long nowNanos) {
        Listening listening = listener.listening();
        FrameEncoder own =
                listening.own(
                        codecs, codec, listener.wishes(), rateHz, level, rateSinceNanos, nowNanos);
        if (!listening.goesOnAlone(own, nowNanos)) {
            prime(own, listening.heard);
        }
        int length = own.encode(bus.mix(from, to), lag, payload, SendPath.payloadOffset());
        return own.isNothing(length) ? 0 : length;
    }

    private int share(
            Listening listening,
            Codec codec,
            long from,
            long to,
            int level,
            byte[] payload,
            long nowNanos) {
        SharedEncode encode = of(codec);
        boolean pause = Pause.at(level, nowNanos - rateSinceNanos);
        FrameEncoder encoder = encode.encoder(codecs, rateHz, pause && !encode.isMade(tick));
        if (!encode.isMade(tick)) {
            if (!encode.isMade(tick - 1)) {
                prime(encoder, listening.heard);
            }
            encode.encode(encoder, bus.mix(from, to), to, lag, tick);
        }
        listening.sharesIn(encoder);
        return encode.copyTo(payload, SendPath.payloadOffset());
    }

    /** Tells an encoder what its listeners heard until now. */
    private void prime(FrameEncoder encoder, long heard) {
        for (int ago = MixBus.PAST_TICKS; ago > 0; ago--) {
            encoder.encode(bus.pastMix(heard, ago), lag, unheard, 0);
        }
    }

    private boolean isOfGroup(
            Party listener, Codec codec, long from, long to, int level, long nowNanos) {
        return from == groupFrom
                && to == groupTo
                && mayShare(listener, of(codec).encoder(), level, nowNanos);
    }

    /** Whoever asks for less than others gets an encode of its own: nobody else is to hear it. */
    private boolean mayShare(
            Party listener, @Nullable FrameEncoder encoder, int level, long nowNanos) {
        return !takesHalves(listener)
                && FrameEncoder.suitsAll(listener.wishes(), rateHz)
                && listener.listening().mayShare(encoder, level, nowNanos);
    }

    /** The worst loss of those who hear an encode decides about its copies. */
    private void tellLosses(List<Party> parties, long nowNanos) {
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            party.listening().reportedLoss(party.repairableLossPercent(), nowNanos);
        }
        for (Codec codec : CODECS) {
            FrameEncoder encoder = of(codec).encoder();
            if (encoder != null) {
                encoder.reportedLoss(worstLoss(parties, encoder), nowNanos);
            }
        }
    }

    private static double worstLoss(List<Party> parties, FrameEncoder shared) {
        double worst = 0;
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (party.listening().sharedIn(shared)) {
                worst = Math.max(worst, party.repairableLossPercent());
            }
        }
        return worst;
    }

    private SharedEncode of(Codec codec) {
        SharedEncode encode = shared.get(codec);
        if (encode == null) {
            throw new IllegalStateException("every codec has one");
        }
        return encode;
    }

    // ---- who shares

    /** Looks for the largest group of a codec that hears the same and may share. */
    private boolean findGroup(Codec codec, List<Party> parties, long nowNanos) {
        FrameEncoder encoder = of(codec).encoder();
        int best = 0;
        boolean goesOn = false;
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (!isMixed(party, codec)) {
                continue;
            }
            long from = bus.audible(party.listening().heard);
            long to = bus.audible(matrix.sourcesOf(party.slot()));
            if (best > 0 && from == groupFrom && to == groupTo) {
                continue;
            }
            int count = count(codec, parties, from, to, encoder, nowNanos);
            if (count > best) {
                best = count;
                groupFrom = from;
                groupTo = to;
                goesOn = party.listening().sharedIn(encoder);
            }
        }
        return best > 1 || goesOn;
    }

    private int count(
            Codec codec,
            List<Party> parties,
            long from,
            long to,
            @Nullable FrameEncoder encoder,
            long nowNanos) {
        int count = 0;
        int level = bus.levelDbov(from, to);
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (isMixed(party, codec)
                    && bus.audible(party.listening().heard) == from
                    && bus.audible(matrix.sourcesOf(party.slot())) == to
                    && mayShare(party, encoder, level, nowNanos)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isMixed(Party party, Codec codec) {
        return party.codec() == codec && party.listening().forwarded == null;
    }
}
