package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.EditHearing;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.mix.PromptAudio;
import dev.crosspoint.media.rtp.RtpPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All legs of one conversation. Touched only by the loop that owns it; time is an argument, and
 * whatever is to happen outside goes to the {@link Outbox}.
 *
 * <p>A packet of a leg comes in by {@link #onDatagram} and leaves at once through {@link Relay}
 * where it can; all else is made every 20 ms by {@link TickPath}. Who hears whom is one {@link
 * HearingMatrix}.
 */
public final class Call {
    /** Parties and prompts of one call together; one bit each in the matrix. */
    public static final int SLOTS = 64;

    /** The highest rate that a call is mixed at, Hz. */
    public static final int WIDEST_HZ = 48_000;

    /** Nothing that call control does takes longer to bring a leg, not even a phone that rings. */
    private static final long EMPTY_NANOS = 900_000_000_000L;

    private final CallId id;
    private final Tenant tenant;
    private final CallNews news;
    private final Codecs codecs;
    private final HearingMatrix matrix = new HearingMatrix(SLOTS);
    private final Slots slots = new Slots(SLOTS);
    private final Parties members = new Parties();
    private final List<Party> parties = members.list();
    private final Prompts prompts = new Prompts(matrix, slots);
    private final Relay relay;
    private final TickPath tickPath;
    private final PathChoice paths;
    private final Tapes tapes = new Tapes();
    private final Rest rest = new Rest();
    private long emptySinceNanos;
    private boolean empty;

    /**
     * @param eventAddress where the shell sends this call's events
     */
    public Call(CallId id, Tenant tenant, String eventAddress, Codecs codecs) {
        this.id = id;
        this.tenant = tenant;
        this.news = new CallNews(id, tenant, eventAddress);
        this.codecs = codecs;
        this.relay = new Relay(codecs);
        this.tickPath = new TickPath(codecs, matrix, CallRate.NARROWBAND_HZ);
        this.paths = new PathChoice(matrix, slots, relay, tickPath, parties, prompts.playing());
    }

    public CallId id() {
        return id;
    }

    public Tenant tenant() {
        return tenant;
    }

    public String eventAddress() {
        return news.address();
    }

    // ---- packets and time

    /** A datagram from a leg's peer; the bytes are borrowed, and overwritten. */
    public void onDatagram(
            Leg leg,
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        Party party = members.of(leg);
        if (party == null) {
            return;
        }
        boolean knownToPause = leg.hasPaused();
        Arrival arrival = leg.onDatagram(data, offset, length, from, nowNanos, out);
        RtpPacket packet = leg.received().packet();
        switch (arrival) {
            case AUDIO -> {
                if (party.changesCodec()) {
                    arrange(nowNanos);
                }
                tapes.heard(leg, packet, nowNanos, out);
                news.tones(leg, party.listen(codecs, packet, nowNanos), out);
                if (party.heard(packet, nowNanos)) {
                    relay.forward(party, packet, parties, nowNanos, out);
                }
            }
            case NOISE -> {
                rest.end();
                if (leg.hasPaused() != knownToPause) {
                    arrange(nowNanos);
                }
                tapes.heard(leg, packet, nowNanos, out);
                party.hushed(packet, nowNanos);
                relay.forwardNoise(party, packet, parties, nowNanos, out);
            }
            case DIGIT -> {
                tapes.heard(leg, packet, nowNanos, out);
                relay.leaveOut(party, packet, parties);
                news.digit(leg, out);
            }
            case OTHER -> {
                tapes.heard(leg, packet, nowNanos, out);
                relay.leaveOut(party, packet, parties);
            }
            case HANDLED -> {}
        }
    }

    /** Every 20 ms. */
    public void onTick(long nowNanos, Outbox out) {
        if (rest.passesOver()) {
            return;
        }
        watchLegs(nowNanos, out);
        tapes.onTick();
        if (parties.isEmpty()) {
            emptySinceNanos = empty ? emptySinceNanos : nowNanos;
            empty = true;
            return;
        }
        empty = false;
        paths.changeToRelay(nowNanos, out);
        boolean mixes = paths.needsTick();
        if (mixes) {
            tickPath.begin(parties, prompts.playing(), paths.echoes(), nowNanos);
            tickPath.readSources(parties, nowNanos);
            readPrompts(nowNanos, out);
            readEchoes(nowNanos);
            tickPath.serveListeners(parties, nowNanos, out);
        } else {
            tickPath.rest();
        }
        boolean fills = relay.fillPauses(parties, nowNanos, out);
        paths.settle(nowNanos);
        paths.watchLosses(nowNanos);
        news.talkers(parties, matrix, nowNanos, out);
        news.quality(parties, tapes, nowNanos, out);
        news.traffic(parties, nowNanos, out);
        rest.begin(
                !mixes && !fills && paths.isSettled() && tapes.allWritten() && members.allFlow());
    }

    /** Whether nobody has been in it for so long that nobody will come. */
    public boolean isAbandoned(long nowNanos) {
        return empty && nowNanos - emptySinceNanos >= EMPTY_NANOS;
    }

    // ---- who is in it

    public boolean isEmpty() {
        return parties.isEmpty();
    }

    public @Nullable Leg leg(LegId legId) {
        Party party = members.of(legId);
        return party == null ? null : party.leg();
    }

    /** The legs, in the order in which they came. */
    public List<Leg> legs() {
        return parties.stream().map(Party::leg).toList();
    }

    /**
     * The highest rate that a further leg is worth sending at: what the others can hear, or all
     * when it is the first.
     */
    public int usefulRateHz() {
        return CallRate.highest(parties, WIDEST_HZ);
    }

    /** Takes a leg; at first it hears nobody and nobody hears it. */
    public MediaReply add(Leg leg, long nowNanos) {
        if (members.of(leg.id()) != null) {
            return new Refused(MediaError.DUPLICATE, "this leg is in the call already");
        }
        int slot = slots.take();
        if (slot < 0) {
            return new Refused(MediaError.NO_CAPACITY, "the call is full");
        }
        parties.add(new Party(slot, leg));
        leg.joined(nowNanos);
        arrange(nowNanos);
        return new Done();
    }

    /** Forgets a leg, alive, so that another holder may have it; null when it is not here. */
    public @Nullable Leg release(LegId legId, long nowNanos) {
        Party party = members.of(legId);
        if (party == null) {
            return null;
        }
        remove(party, nowNanos);
        return party.leg();
    }

    /** A leg has agreed on something, for the first time or anew. */
    public void renegotiated(Leg leg, long nowNanos) {
        Party party = members.of(leg);
        if (party != null && party.codecChanged()) {
            party.close();
            party.listening().forget();
        }
        arrange(nowNanos);
    }

    /** Ends one leg; the others go on. */
    public MediaReply closeLeg(LegId legId, long nowNanos, Outbox out) {
        Party party = members.of(legId);
        if (party != null) {
            party.leg().close(nowNanos, out);
            remove(party, nowNanos);
            out.closed(party.leg());
        }
        return new Done();
    }

    /**
     * Ends everything. Every leg is given up, whatever goes wrong with one of them.
     *
     * @throws RuntimeException the first thing that went wrong, after all was done
     */
    public void close(long nowNanos, Outbox out) {
        tapes.close(nowNanos);
        List<Party> all = List.copyOf(parties);
        parties.clear();
        prompts.clear();
        RuntimeException first = null;
        for (Party party : all) {
            try {
                party.leg().close(nowNanos, out);
                party.close();
            } catch (RuntimeException bug) {
                first = first == null ? bug : first;
            }
            out.closed(party.leg());
        }
        paths.close();
        tickPath.close();
        if (first != null) {
            throw first;
        }
    }

    // ---- who hears what

    /** Edits the matrix, where both ends of an edit are here; others are passed over. */
    public MediaReply edit(List<EditHearing.Edit> edits, long nowNanos) {
        if (edits.stream().anyMatch(e -> e.hears() && e.listener().equals(e.source()))) {
            return new Refused(MediaError.WRONG_STATE, "nobody hears itself");
        }
        for (EditHearing.Edit edit : edits) {
            Party listener = members.of(edit.listener());
            Party source = members.of(edit.source());
            if (listener != null && source != null) {
                matrix.set(listener.slot(), source.slot(), edit.hears());
            }
        }
        arrange(nowNanos);
        return new Done();
    }

    /** Begins a prompt for those of some legs that are here. */
    public MediaReply play(
            PlayId playId, PromptAudio prompt, List<LegId> listeners, int times, long nowNanos) {
        MediaReply reply = prompts.begin(playId, prompt, members.of(listeners), times);
        if (reply instanceof Done) {
            arrange(nowNanos);
        }
        return reply;
    }

    /** Ends a prompt. */
    public MediaReply stopPlay(PlayId playId, long nowNanos) {
        Playing stopped = prompts.remove(playId);
        if (stopped != null) {
            paths.forget(stopped);
            arrange(nowNanos);
        }
        return new Done();
    }

    /** Queues keypad digits towards a leg's peer, as telephone events. */
    public MediaReply sendDigits(LegId legId, Digits digits) {
        return send(legId, send -> send.queueDigits(digits));
    }

    /** Queues keypad digits towards a leg's peer, as tones in its audio. */
    public MediaReply sendTones(LegId legId, Digits digits) {
        return send(legId, send -> send.queueTones(digits));
    }

    // ---- what is recorded

    /** Records these legs from now on. */
    public MediaReply record(RecordLegs command, long nowNanos, Outbox out) {
        return tapes.record(command, news.address(), nowNanos, out);
    }

    /** Ends a recording. */
    public MediaReply stopRecording(RecordingId recording, long nowNanos) {
        tapes.stop(recording, nowNanos);
        return new Done();
    }

    // ---- details

    private void arrange(long nowNanos) {
        rest.end();
        paths.arrange(nowNanos);
    }

    private void watchLegs(long nowNanos, Outbox out) {
        for (int i = parties.size() - 1; i >= 0; i--) {
            Party party = parties.get(i);
            Leg leg = party.leg();
            leg.onTick(nowNanos, out);
            EndReason ended = leg.ended();
            if (ended != null) {
                remove(party, nowNanos);
                out.closed(leg);
                news.ended(leg, ended, out);
            } else {
                news.flowing(leg, out);
            }
        }
    }

    private void readEchoes(long nowNanos) {
        List<Echo> echoes = paths.echoes();
        for (int i = 0; i < echoes.size(); i++) {
            tickPath.readEcho(echoes.get(i), nowNanos);
        }
    }

    private void readPrompts(long nowNanos, Outbox out) {
        List<Playing> plays = prompts.playing();
        for (int i = plays.size() - 1; i >= 0; i--) {
            Playing playing = plays.get(i);
            if (!tickPath.readPrompt(playing)) {
                prompts.remove(playing.id());
                paths.ended(playing);
                arrange(nowNanos);
                news.ended(playing.id(), out);
            }
        }
    }

    private void remove(Party party, long nowNanos) {
        parties.remove(party);
        tapes.left(party.leg(), nowNanos);
        paths.forget(party, nowNanos);
        party.close();
        arrange(nowNanos);
    }

    private MediaReply send(LegId legId, Function<SendPath, MediaReply> what) {
        Party party = members.of(legId);
        rest.end();
        return party == null
                ? new Refused(MediaError.UNKNOWN_LEG, "no such leg")
                : what.apply(party.leg().send());
    }
}
