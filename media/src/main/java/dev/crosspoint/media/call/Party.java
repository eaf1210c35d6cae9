package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
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

    private static final int TICK_MS = 20;

    /** The echo of a telephone line comes back within this time: longer ones are cancelled. */
    private static final long ECHO_NANOS = 200_000_000L;

    /** More than this nobody has a reason for in one call. */
    private static final int MOST_CHANGES = 4;

    private final int slot;
    private final Leg leg;
    private final RecentPayloads recent = new RecentPayloads();
    private final LevelProbe probe = new LevelProbe();
    private final ToneEar ear = new ToneEar();
    private final Talk talk = new Talk();
    private final Listening listening = new Listening();

    /** What it is sent in place of what was agreed. */
    private @Nullable Codec inPlace;

    private boolean bearsLosses;

    private @Nullable Codec instancesFor;
    private @Nullable Codec spoken;
    private int changes;
    private @Nullable Voice voice;
    private boolean claimsLevel;
    private long concealedBeforeMs;
    private long concealedCountedMs;
    private int levelDbov = -127;
    private int hangover;
    private int ssrc;
    private long loudNanos;

    /** Whether keys that were pressed here may still come back. */
    private boolean echoing;

    private long pressedNanos;

    Party(int slot, Leg leg) {
        this.slot = slot;
        this.leg = leg;
        this.instancesFor = agreedCodec();
        this.bearsLosses = leg.control().losses().bearable();
        send(null); // another call may have sent it something in place
    }

    int slot() {
        return slot;
    }

    Leg leg() {
        return leg;
    }

    /** How it is served. */
    Listening listening() {
        return listening;
    }

    /** The codec that it is sent, or null before the first answer. */
    @Nullable Codec codec() {
        return inPlace == null ? agreedCodec() : inPlace;
    }

    /** The codec that was agreed first, or null before the first answer. */
    @Nullable Codec agreedCodec() {
        var plan = leg.plan();
        return plan == null ? null : plan.codec();
    }

    /** Whether it loses so little that it needs no codec that repairs. */
    boolean bearsLosses() {
        return bearsLosses;
    }

    /** Whether that has changed since this was last asked. */
    boolean lossesChanged() {
        boolean before = bearsLosses;
        bearsLosses = leg.control().losses().bearable();
        return bearsLosses != before;
    }

    /**
     * Sends it another of the agreed codecs from now on, where the peer takes it.
     *
     * @param other null for the first
     * @return whether that is a change
     */
    boolean sendIn(@Nullable Codec other) {
        Codec before = codec();
        if (other == before || other == inPlace) {
            return false;
        }
        send(other);
        return codec() != before;
    }

    private void send(@Nullable Codec other) {
        var plan = leg.plan();
        var chosen = plan == null || other == null ? null : plan.sending(other);
        inPlace = chosen == null ? null : other;
        if (plan != null) {
            leg.send().agreed(chosen == null ? plan : chosen);
            leg.control().agreed(chosen == null ? plan : chosen);
        }
    }

    /** Audio in each packet that it is sent, ms. */
    int packetMs() {
        var plan = leg.plan();
        return plan == null ? TICK_MS : plan.ptimeMs();
    }

    /** What it asks of the encoder of what it is sent. */
    OpusWishes wishes() {
        return inPlace == null ? agreedWishes() : OpusWishes.NONE;
    }

    /** What it asks of an encoder of the codec that was agreed first. */
    OpusWishes agreedWishes() {
        var plan = leg.plan();
        return plan == null ? OpusWishes.NONE : plan.opus();
    }

    /** What it says it loses of what it is sent, if copies in the next packet are of use to it. */
    double repairableLossPercent() {
        return wishes().inbandFec() ? leg.control().reporter().peerLossPercent() : 0;
    }

    /** The codec that it speaks: of those that were agreed, whichever came last. */
    @Nullable Codec spokenCodec() {
        return spoken == null ? agreedCodec() : spoken;
    }

    /** Whether another codec was agreed than the one its instances are for. */
    boolean codecChanged() {
        Codec before = inPlace;
        Codec now = agreedCodec();
        boolean changed = now != instancesFor;
        instancesFor = now;
        if (changed) {
            spoken = null;
            changes = 0;
        }
        send(changed ? null : inPlace);
        return changed || inPlace != before;
    }

    /** Whether it has changed its codec so often that nobody should count on the next packet's. */
    boolean isFickle() {
        return changes > MOST_CHANGES;
    }

    /** Its samples, or null while nobody needs them. */
    @Nullable Voice voice() {
        return voice;
    }

    /**
     * Notices what the leg's packet is spoken in; to be asked before {@link #heard}. A packet that
     * was overtaken says nothing about what is spoken now.
     *
     * @return whether that is another codec than before
     */
    boolean changesCodec() {
        Codec arrived = leg.received().codec();
        if (arrived == null || arrived == spokenCodec() || !leg.received().isNewest()) {
            return false;
        }
        spoken = arrived;
        changes++;
        probe.close();
        if (voice != null) {
            voice.speaks(arrived);
        }
        return true;
    }

    /**
     * Remembers a payload for {@link #openVoice} and puts it into the buffer, if there is one.
     *
     * @return whether it is of the codec that is spoken now
     */
    boolean heard(RtpPacket packet, long nowNanos) {
        ssrc = packet.ssrc();
        Codec arrived = leg.received().codec();
        if (arrived == null) {
            return false;
        }
        if (voice != null) {
            voice.put(arrived, packet, nowNanos);
        }
        if (arrived != spokenCodec()) {
            return false;
        }
        recent.remember(arrived, packet, nowNanos);
        return true;
    }

    /**
     * Listens for keypad digits in its audio, where they may come that way; not to those that we
     * press there, which lines of two wires send back.
     */
    ToneEar listen(Codecs codecs, RtpPacket packet, long nowNanos) {
        Codec arrived = leg.received().codec();
        if (leg.send().hasDigits()) {
            echoing = true;
            pressedNanos = nowNanos;
        }
        echoing &= nowNanos - pressedNanos < ECHO_NANOS;
        if (arrived != null && !echoing && leg.mayPressByTones()) {
            ear.hear(codecs, arrived, packet);
        } else {
            ear.deaf();
        }
        return ear;
    }

    /** It says how its background sounds, and no more for now; see {@link Voice#hush}. */
    void hushed(RtpPacket packet, long nowNanos) {
        Codec codec = spokenCodec();
        if (voice != null && codec != null && codec.isWithoutMemory()) {
            voice.hush(packet, nowNanos);
        }
    }

    /** Whether it leaves out packets, as far as is known. */
    boolean leavesOutPackets() {
        return takesComfortNoise() && leg.hasPaused();
    }

    /** Whether it may leave out packets, or take it that others do, for comfort noise. */
    boolean takesComfortNoise() {
        var plan = leg.plan();
        return plan != null && plan.comfortNoise();
    }

    /** What the last packets were spoken in, if that was just now. */
    @Nullable Codec recentCodec(long nowNanos) {
        return recent.codec(nowNanos);
    }

    /** A voice that goes on from the last packets. */
    Voice continued(Codecs codecs, Codec codec, int mixRateHz) {
        var continued = new Voice(codecs, codec, mixRateHz);
        recent.replay(continued::prime);
        return continued;
    }

    /** Samples of this party are needed from now on, spoken in a codec; it must have no voice. */
    Voice openVoice(Codecs codecs, Codec codec, int mixRateHz, long nowNanos) {
        Voice opened =
                codec == recent.codec(nowNanos)
                        ? continued(codecs, codec, mixRateHz)
                        : new Voice(codecs, codec, mixRateHz);
        voice = opened;
        levelDbov = 0; // not known to be quiet
        loudNanos = nowNanos;
        return opened;
    }

    void closeVoice() {
        Voice closed = takeVoice();
        if (closed != null) {
            closed.close();
        }
    }

    /** Its voice, which is no longer its own; null when it has none. */
    @Nullable Voice takeVoice() {
        Voice taken = voice;
        if (taken != null) {
            concealedBeforeMs += taken.concealedMs();
            voice = null;
        }
        hangover = 0;
        return taken;
    }

    void close() {
        closeVoice();
        listening.close();
        probe.close();
        ear.close();
    }

    /** A frame of this party was decoded. */
    void decoded(float[] pcm, long nowNanos) {
        levelDbov = Level.dbov(pcm, 0, pcm.length);
        talk.heard(levelDbov, TICK_MS, nowNanos);
        if (!claimsLevel) {
            Codec codec = spokenCodec();
            leg.meters().heard(codec == null ? levelDbov : codec.levelOrSilence(levelDbov));
        }
        hangover = levelDbov > Talk.SPEECH_DBOV ? HANGOVER_TICKS : Math.max(0, hangover - 1);
    }

    /** Of the last frame that was decoded. */
    int levelDbov() {
        return levelDbov;
    }

    /** The SSRC that its packets came with last. */
    int ssrc() {
        return ssrc;
    }

    /**
     * Whether it is talking, short pauses included; a pause while another talks is the end.
     *
     * @param somebodyTalks whether somebody is so loud now that a pause cannot be heard
     */
    boolean speaks(boolean somebodyTalks) {
        if (somebodyTalks && isQuiet()) {
            hangover = 0;
        }
        return hangover > 0;
    }

    /** Whether the last decoded frame was background. */
    boolean isQuiet() {
        return levelDbov <= Talk.SPEECH_DBOV;
    }

    /** Whether all its packets have claimed background since so long; not what is buffered. */
    boolean isQuietFor(long nowNanos, long durationNanos) {
        return claimsLevel && nowNanos - loudNanos > durationNanos;
    }

    /** Milliseconds made up for this party's losses so far. */
    long concealedMs() {
        return concealedBeforeMs + (voice == null ? 0 : voice.concealedMs());
    }

    /** How long what it says waits to be decoded, ms; 0 while nobody decodes it. */
    int playoutMs() {
        return voice == null ? 0 : voice.playout().delayMs();
    }

    /** Milliseconds made up since the last call. */
    long takeConcealedMs() {
        long now = concealedMs();
        long since = now - concealedCountedMs;
        concealedCountedMs = now;
        return since;
    }

    /**
     * Meters a packet as it arrives: by what its sender claims, else, while nobody decodes it, by a
     * look at one of them now and then.
     *
     * @return dBov, or {@link RtpPacket#NO_LEVEL} when it is not known
     */
    int arrivedLevel(Codecs codecs, RtpPacket packet, long nowNanos) {
        Codec codec = spokenCodec();
        int level = leg.received().senderLevelDbov();
        claimsLevel = level != RtpPacket.NO_LEVEL;
        if (!claimsLevel || level > Talk.SPEECH_DBOV) {
            loudNanos = nowNanos;
        }
        int ms = TICK_MS;
        if (!claimsLevel && voice == null && codec != null) {
            level = probe.look(codecs, codec, packet, nowNanos);
            ms = LevelProbe.INTERVAL_MS;
        }
        if (level != RtpPacket.NO_LEVEL) {
            leg.meters().heard(level);
            if (voice == null) {
                talk.heard(level, ms, nowNanos);
            }
        }
        return level == RtpPacket.NO_LEVEL && voice != null ? levelDbov : level;
    }

    /** Whether it talks; decoded or not. */
    Talk talk() {
        return talk;
    }
}
