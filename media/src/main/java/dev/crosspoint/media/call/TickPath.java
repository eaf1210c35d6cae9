package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.jitter.Heard;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.mix.MixBus;
import java.util.List;

/**
 * The 20 ms path, for whoever cannot be served by {@link Relay}: read each source's samples, add up
 * what each listener hears, encode, send.
 *
 * <p>Another rate of the mix comes in two steps, so that nobody hears it: for one tick all streams
 * glide to where they will be ({@link RateBridge}), then the mix goes on at the new rate, and every
 * filter and encoder is told the last frame at that rate.
 */
final class TickPath {
    /**
     * In conferences, where more than two are heard, only talkers count as sources: all silent
     * listeners hear the same, and who claims to be quiet (RFC 6464) need not be decoded. Two who
     * talk to each other hear the other's background, however many listen to them.
     */
    private static final int GATED_ABOVE = 2;

    /**
     * A source that claims to be quiet is decoded until all that was loud has been played, and so
     * much longer.
     */
    private static final int REST_AFTER_MS = 300;

    /** A voice that loud, dBov, covers what another's pause lets through, which is 15 dB below. */
    private static final int COVERS_DBOV = -35;

    private final Distribution distribution;
    private final Codecs codecs;
    private final HearingMatrix matrix;
    private int rateHz;
    private int wantedHz;
    private long rateSinceNanos;
    private boolean lag;
    private boolean gated;
    private boolean resting = true;
    private MixBus bus;

    TickPath(Codecs codecs, HearingMatrix matrix, int rateHz) {
        this.codecs = codecs;
        this.matrix = matrix;
        this.rateHz = rateHz;
        this.wantedHz = rateHz;
        this.bus = new MixBus(rateHz, matrix.slots());
        this.distribution = new Distribution(codecs, matrix, bus, rateHz);
    }

    /** What new streams are to be opened at. */
    int rateHz() {
        return rateHz;
    }

    /** The mix is to have this rate, as soon as nobody hears the change. */
    void wantRate(
            int newRateHz,
            List<Party> parties,
            List<Playing> plays,
            List<Echo> echoes,
            long nowNanos) {
        wantedHz = newRateHz;
        if (resting && newRateHz != rateHz) {
            take(atWantedRate(parties, plays, echoes), parties, nowNanos);
        }
    }

    /** Nobody hears a mix in this tick: the next one has no past. */
    void rest() {
        if (!resting) {
            resting = true;
            bus.forget();
        }
    }

    void close() {
        distribution.close();
    }

    /** Starts a tick. */
    void begin(List<Party> parties, List<Playing> plays, List<Echo> echoes, long nowNanos) {
        resting = false;
        boolean change = lag && wantedHz != rateHz;
        lag = wantedHz != rateHz && !change;
        if (change) {
            MixBus next = atWantedRate(parties, plays, echoes);
            next.begin();
            take(next, parties, nowNanos);
        } else {
            bus.begin();
        }
    }

    /** Samples of everybody that somebody's mix may hear. */
    void readSources(List<Party> parties, long nowNanos) {
        gated = isConference(parties);
        long sounding = 0;
        long hushed = 0;
        boolean somebodyTalks = false;
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            Voice voice = party.voice();
            if (voice == null) {
                continue;
            }
            long bit = 1L << party.slot();
            Heard heard = read(party, voice, nowNanos);
            sounding |= heard == Heard.SILENCE ? 0 : bit;
            hushed |= heard == Heard.NOISE ? bit : 0;
            somebodyTalks |= heard != Heard.SILENCE && party.levelDbov() > COVERS_DBOV;
        }
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            boolean contributes = !gated || party.speaks(somebodyTalks);
            if (contributes && (sounding >>> party.slot() & 1) != 0) {
                bus.contributed(party.slot());
            }
        }
        distribution.hushed(hushed);
    }

    private Heard read(Party party, Voice voice, long nowNanos) {
        float[] pcm = bus.input(party.slot());
        long restAfterNanos = (party.playoutMs() + REST_AFTER_MS) * 1_000_000L;
        voice.rest(gated && party.isQuietFor(nowNanos, restAfterNanos));
        Heard heard = voice.read(pcm, nowNanos, lag);
        party.decoded(pcm, nowNanos);
        if (!voice.isBest()
                && Pause.at(
                        Math.max(party.levelDbov(), voice.pendingDbov()),
                        nowNanos - rateSinceNanos)) {
            voice.settle();
        }
        return heard;
    }

    /**
     * The next frame of a prompt.
     *
     * @return false when it has come to its end
     */
    boolean readPrompt(Playing playing) {
        boolean more = playing.read(bus.input(playing.slot()), rateHz);
        if (more) {
            bus.contributed(playing.slot());
        }
        return more;
    }

    /** The last frame of what is heard no more. */
    void readEcho(Echo echo, long nowNanos) {
        if (echo.read(bus.input(echo.slot()), rateHz, nowNanos, lag)) {
            bus.contributed(echo.slot());
        }
    }

    /** Sends every listener its frame; forwarded ones only their keypad digits. */
    void serveListeners(List<Party> parties, long nowNanos, Outbox out) {
        distribution.serve(parties, gated, lag, nowNanos, out);
    }

    /** Samples of a party are needed from the next tick on. */
    void openVoice(Party source, long nowNanos) {
        Codec codec = source.spokenCodec();
        if (source.voice() == null && codec != null) {
            Voice opened = source.openVoice(codecs, codec, rateHz, nowNanos);
            replay(opened, goesOnExactly(codec), 0, source.slot(), nowNanos);
        }
    }

    /**
     * What was heard last by relay, fading, for those who hear the mix from the next tick on.
     *
     * @param codec in which it was heard
     */
    Echo echo(int slot, Party source, Codec codec, long nowNanos) {
        Voice voice = source.continued(codecs, codec, rateHz);
        replay(voice, false, leadMicros(codec), slot, nowNanos);
        return Echo.of(voice, slot);
    }

    /** Whether a party that was relayed goes on in the mix exactly where it was. */
    boolean goesOnExactly(Codec codec) {
        return leadMicros(codec) == 0;
    }

    /** What a voice was primed with counts as heard in the last ticks. */
    private void replay(Voice voice, boolean exactly, int leadMicros, int slot, long nowNanos) {
        int frames = voice.goesOn(exactly, leadMicros, MixBus.PAST_TICKS);
        for (int ago = frames - 1; ago >= 0; ago--) {
            voice.read(bus.input(slot, ago), nowNanos, false);
            bus.contributed(slot, ago);
        }
    }

    /** How far a listener by relay is ahead of one of the mix, beside the wait for packets. */
    private int leadMicros(Codec codec) {
        boolean filtered = codec.rateFor(rateHz) != rateHz;
        return codec.lookAheadMicros() + (filtered ? 2 * 1000 * RateBridge.LAG_MS : 0);
    }

    /** A bus at the rate that is wanted, whose inputs are the last frames of all sources. */
    private MixBus atWantedRate(List<Party> parties, List<Playing> plays, List<Echo> echoes) {
        MixBus next = bus.continuedAt(wantedHz);
        for (Party party : parties) {
            Voice voice = party.voice();
            if (voice != null) {
                voice.mixRateHz(wantedHz, next.input(party.slot()));
                carryOver(party.slot(), next);
            }
        }
        for (Playing playing : plays) {
            playing.mixRateHz(wantedHz, next.input(playing.slot()));
            carryOver(playing.slot(), next);
        }
        for (Echo echo : echoes) {
            echo.mixRateHz(wantedHz, next.input(echo.slot()));
            carryOver(echo.slot(), next);
        }
        return next;
    }

    private void carryOver(int slot, MixBus next) {
        if (bus.audible(1L << slot) != 0) {
            next.contributed(slot);
        }
    }

    private void take(MixBus next, List<Party> parties, long nowNanos) {
        bus = next;
        rateHz = wantedHz;
        rateSinceNanos = nowNanos;
        distribution.mixRateHz(rateHz, bus, parties, nowNanos);
    }

    private boolean isConference(List<Party> parties) {
        if (parties.size() <= GATED_ABOVE) {
            return false;
        }
        long heard = matrix.heard();
        int sources = 0;
        for (int i = 0; i < parties.size(); i++) {
            sources += (int) (heard >>> parties.get(i).slot() & 1);
        }
        return sources > GATED_ABOVE;
    }
}
