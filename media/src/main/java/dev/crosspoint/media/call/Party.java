package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * A leg's place in a call: its slot in the hearing matrix, and the codec instances at the call's
 * rate, which exist only while somebody needs samples.
 */
final class Party {
    /**
     * A talker stays one for so many ticks after the last loud frame: the ends of words are soft.
     */
    private static final int HANGOVER_TICKS = 15;

    /** Below this a frame is background, dBov. */
    private static final int SPEECH_DBOV = -50;

    /** Every so many forwarded packets one is decoded to learn its level. */
    private static final int PROBE_INTERVAL = 5;

    /** Older payloads say nothing about what comes next. */
    private static final long RECENT_NANOS = 200_000_000L;

    private final int slot;
    private final Leg leg;
    private final RecentPayloads recent = new RecentPayloads();

    private @Nullable Codec instancesFor;
    private @Nullable Voice voice;
    private @Nullable FrameEncoder encoder;
    private @Nullable Decoder probe;
    private float @Nullable [] probed;
    private int probeCountdown;
    private long concealedBeforeMs;
    private long concealedCountedMs;
    private int levelDbov = -127;
    private int hangover;
    private int ssrc;
    private long heardNanos;

    /** The one party whose packets this one gets forwarded; null when it hears the mix. */
    @Nullable Party forwarded;

    /** The party that it will get forwarded as soon as the change cannot be heard. */
    @Nullable Party forwardedNext;

    /** Since when {@link #forwardedNext} waits. */
    long waitingSinceNanos;

    Party(int slot, Leg leg) {
        this.slot = slot;
        this.leg = leg;
        this.instancesFor = codec();
    }

    int slot() {
        return slot;
    }

    Leg leg() {
        return leg;
    }

    /** The agreed codec, or null before the first answer. */
    @Nullable Codec codec() {
        var plan = leg.plan();
        return plan == null ? null : plan.codec();
    }

    /** Whether another codec was agreed than the one its instances are for. */
    boolean codecChanged() {
        Codec now = codec();
        boolean changed = now != instancesFor;
        instancesFor = now;
        if (changed) {
            recent.clear();
        }
        return changed;
    }

    /** Its samples, or null while nobody needs them. */
    @Nullable Voice voice() {
        return voice;
    }

    /** Remembers a payload for {@link #openVoice} and puts it into the buffer, if there is one. */
    void heard(RtpPacket packet, long nowNanos) {
        ssrc = packet.ssrc();
        heardNanos = nowNanos;
        recent.remember(packet);
        if (voice != null) {
            voice.playout().put(packet, nowNanos);
        }
    }

    /** Samples of this party are needed from now on. */
    void openVoice(Codecs codecs, int mixRateHz, long nowNanos) {
        Codec codec = codec();
        if (voice != null || codec == null) {
            return;
        }
        Voice opened = new Voice(codecs, codec, mixRateHz);
        if (nowNanos - heardNanos < RECENT_NANOS) {
            recent.replay(opened.playout()::prime);
        }
        voice = opened;
        levelDbov = 0; // not known to be quiet
    }

    void closeVoice() {
        if (voice != null) {
            concealedBeforeMs += voice.playout().concealedMs();
            voice.close();
            voice = null;
        }
        hangover = 0;
    }

    /** What makes this party's payloads out of the mix; made when it is first needed. */
    FrameEncoder encoder(Codecs codecs, Codec codec, int mixRateHz) {
        if (encoder == null) {
            encoder = new FrameEncoder(codecs, codec, mixRateHz);
        }
        return encoder;
    }

    void closeEncoder() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }

    void close() {
        closeVoice();
        closeEncoder();
        if (probe != null) {
            probe.close();
            probe = null;
        }
    }

    /** A frame of this party was decoded. */
    void decoded(float[] pcm) {
        levelDbov = Level.dbov(pcm, 0, pcm.length);
        leg.meterHeard(levelDbov);
        hangover = levelDbov > SPEECH_DBOV ? HANGOVER_TICKS : Math.max(0, hangover - 1);
    }

    /** Of the last frame that was decoded. */
    int levelDbov() {
        return levelDbov;
    }

    /** The SSRC that its packets came with last. */
    int ssrc() {
        return ssrc;
    }

    boolean speaks() {
        return hangover > 0;
    }

    /** Whether the last decoded frame was background. */
    boolean isQuiet() {
        return levelDbov <= SPEECH_DBOV;
    }

    /** Milliseconds made up for this party's losses so far. */
    long concealedMs() {
        return concealedBeforeMs + (voice == null ? 0 : voice.playout().concealedMs());
    }

    /** Milliseconds made up since the last call. */
    long takeConcealedMs() {
        long now = concealedMs();
        long since = now - concealedCountedMs;
        concealedCountedMs = now;
        return since;
    }

    /**
     * The level of a packet that is forwarded and not decoded: what its sender claims, else a look
     * at every fifth.
     *
     * @return dBov, or {@link RtpPacket#NO_LEVEL} when this packet was not looked at
     */
    int forwardedLevel(Codecs codecs, RtpPacket packet) {
        int claimed = leg.senderLevelDbov();
        if (claimed != RtpPacket.NO_LEVEL) {
            return claimed;
        }
        Codec codec = codec();
        if (codec == null || --probeCountdown > 0) {
            return RtpPacket.NO_LEVEL;
        }
        probeCountdown = PROBE_INTERVAL;
        if (probe == null || probed == null) {
            probe = codecs.decoder(codec, 8000);
            probed = new float[Codec.MAX_PACKET_MS * 8];
        }
        int samples =
                probe.decode(
                        packet.array(), packet.payloadOffset(), packet.payloadLength(), probed, 0);
        return samples <= 0 ? RtpPacket.NO_LEVEL : Level.dbov(probed, 0, samples);
    }
}
