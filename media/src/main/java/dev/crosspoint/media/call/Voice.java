package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.jitter.Heard;
import dev.crosspoint.media.jitter.Playout;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From a party's packets to frames of the mix, in whichever codec they are. When the party changes
 * its codec, what it said in the old one is played to its end, and the new one takes over where
 * that stops.
 *
 * <p>Every codec keeps its instance until the voice is closed, so that a peer which changes with
 * every packet costs no more than one that does not.
 */
final class Voice implements AutoCloseable {
    /** Over which the new codec's sound rises out of the old one's, ms. */
    private static final int JOIN_MS = 5;

    private final Codecs codecs;
    private int mixRateHz;
    private final Map<Codec, DecodedStream> streams = new EnumMap<>(Codec.class);
    private final List<DecodedStream> all = new ArrayList<>(2);
    private float[] tail = new float[0];

    /** What arrives now. */
    private DecodedStream spoken;

    /** What is heard now. */
    private DecodedStream heard;

    Voice(Codecs codecs, Codec codec, int mixRateHz) {
        this.codecs = codecs;
        this.mixRateHz = mixRateHz;
        spoken = open(codec);
        heard = spoken;
    }

    /** The party speaks in this codec from now on. */
    void speaks(Codec codec) {
        DecodedStream known = streams.get(codec);
        spoken = known == null ? open(codec) : known;
        if (spoken != heard) {
            spoken.playout().restart();
        }
    }

    /** A packet has come; one of a codec that it no longer speaks is a straggler. */
    void put(Codec codec, RtpPacket packet, long nowNanos) {
        DecodedStream stream = streams.get(codec);
        if (stream != null && (stream == spoken || stream == heard)) {
            stream.playout().put(packet, nowNanos);
        }
    }

    /** Comfort noise has come, for the codec that is spoken; see {@link Playout#putNoise}. */
    void hush(RtpPacket packet, long nowNanos) {
        spoken.playout().putNoise(packet, nowNanos);
    }

    /** What was heard last, elsewhere: see {@link Playout#prime}. */
    void prime(byte[] payload, int offset, int length) {
        spoken.playout().prime(payload, offset, length);
    }

    /** What was primed goes on; see {@link DecodedStream#goesOn}. */
    int goesOn(boolean exactly, int leadMicros, int frames) {
        return spoken.goesOn(exactly, leadMicros, frames);
    }

    /**
     * The mix has another rate from the next frame on.
     *
     * @param last gets the last frame at that rate
     */
    void mixRateHz(int newMixRateHz, float[] last) {
        mixRateHz = newMixRateHz;
        for (DecodedStream stream : all) {
            if (stream != heard) {
                stream.mixRateHz(newMixRateHz, last);
            }
        }
        heard.mixRateHz(newMixRateHz, last);
    }

    /** Whether it is decoded at the best rate for the mix. */
    boolean isBest() {
        return heard.isBest();
    }

    /** Decodes at the best rate from now on; to be done in a pause. */
    void settle() {
        if (isSettled()) {
            heard.settle(codecs);
        }
    }

    /**
     * How loud what is decoded and not yet heard is, dBov; a change of path or decoder would lose
     * it.
     */
    int pendingDbov() {
        return Level.dbovOfPower(heard.playout().pendingPower());
    }

    /** Whether the next packet continues exactly what was read last. */
    boolean isEven() {
        return isSettled() && heard.isEven();
    }

    /** Whether nobody hears it for now; see {@link Playout#rest}. */
    void rest(boolean unheard) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).playout().rest(unheard && isSettled());
        }
    }

    /** The packets of the codec that is spoken now. */
    Playout playout() {
        return spoken.playout();
    }

    /** Whether nothing of an earlier codec is still to be heard. */
    boolean isSettled() {
        return heard == spoken;
    }

    /** The next 20 ms at the mix's rate. */
    Heard read(float[] frame, long nowNanos, boolean lag) {
        if (heard != spoken && heard.playout().drained() && spoken.playout().isDue(nowNanos)) {
            return join(frame, nowNanos, lag);
        }
        return heard.read(frame, nowNanos, lag);
    }

    /** Milliseconds made up for losses so far. */
    long concealedMs() {
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).playout().concealedMs();
        }
        return sum;
    }

    @Override
    public void close() {
        all.forEach(DecodedStream::close);
    }

    private DecodedStream open(Codec codec) {
        var opened = new DecodedStream(codecs, codec, mixRateHz);
        streams.put(codec, opened);
        all.add(opened);
        return opened;
    }

    /** The old codec's decoder continues what it said, fading, under the first frame of the new. */
    private Heard join(float[] frame, long nowNanos, boolean lag) {
        if (tail.length != frame.length) {
            tail = new float[frame.length];
        }
        heard.read(tail, nowNanos, lag);
        heard = spoken;
        Heard first = heard.read(frame, nowNanos, lag);
        int fading = mixRateHz / 1000 * JOIN_MS;
        for (int i = 0; i < fading; i++) {
            frame[i] += tail[i] * (1 - (i + 0.5f) / fading);
        }
        return first;
    }
}
