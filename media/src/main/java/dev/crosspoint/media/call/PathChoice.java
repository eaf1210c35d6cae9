package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.HearingMatrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which path serves each listener of one call, the relay or the tick (ADR 010), and with that which
 * parties need a decoder and at what rate the call is mixed. Keeps its decisions in the parties.
 *
 * <p>What a listener stops to hear is kept for one tick more, as an {@link Echo} where it is no
 * longer a source, so that it can fade.
 */
final class PathChoice {
    private final HearingMatrix matrix;
    private final Slots slots;
    private final CodecChoice codecChoice;
    private final Relay relay;
    private final TickPath tickPath;
    private final List<Party> parties;
    private final List<Playing> plays;
    private final List<Echo> echoes = new ArrayList<>();

    /** Who is heard in the echoes of relayed packets, in the same order. */
    private final List<Party> echoing = new ArrayList<>();

    private boolean fading;

    /**
     * @param parties the call's own list, as it changes
     * @param plays the call's own list, as it changes
     */
    PathChoice(
            HearingMatrix matrix,
            Slots slots,
            Relay relay,
            TickPath tickPath,
            List<Party> parties,
            List<Playing> plays) {
        this.matrix = matrix;
        this.slots = slots;
        this.codecChoice = new CodecChoice(matrix, parties);
        this.relay = relay;
        this.tickPath = tickPath;
        this.parties = parties;
        this.plays = plays;
    }

    /** What fades in the next tick. */
    List<Echo> echoes() {
        return echoes;
    }

    /** After any change of who is here and who hears whom: decides who is served by which path. */
    void arrange(long nowNanos) {
        tickPath.wantRate(CallRate.of(parties), parties, plays, echoes, nowNanos);
        for (Party listener : parties) {
            if (listener.sendIn(codecChoice.inPlaceFor(listener))) {
                listener.listening().closeEncoder();
            }
            choose(listener, nowNanos);
        }
        fading = true;
        openAndCloseVoices(nowNanos);
    }

    /** With every tick: whether what listeners lose lets them be sent other codecs. */
    void watchLosses(long nowNanos) {
        if (codecChoice.lossesChanged()) {
            arrange(nowNanos);
        }
    }

    private void choose(Party listener, long nowNanos) {
        Listening listening = listener.listening();
        Party source = relay.sourceFor(listener, parties, matrix);
        Party forwarded = listening.forwarded;
        if (forwarded != null && forwarded != source) {
            leaveRelay(listener, forwarded, nowNanos);
        }
        if (source == null || listening.forwarded != null) {
            listening.forwardedNext = null;
        } else if (listener.leg().send().sent() == 0) {
            listening.forwarded = source; // it has heard nothing yet: no need to wait
            listening.closeEncoder();
        } else if (listening.forwardedNext != source) {
            listening.forwardedNext = source;
            listening.waitingSinceNanos = nowNanos;
        }
    }

    /** Lets listeners change from the mix to the relay where nobody hears it. */
    void changeToRelay(long nowNanos, Outbox out) {
        boolean changed = false;
        for (int i = 0; i < parties.size(); i++) {
            Party listener = parties.get(i);
            if (relay.mayChange(listener, nowNanos)) {
                relay.change(listener, nowNanos, out);
                changed = true;
            }
        }
        if (changed) {
            openAndCloseVoices(nowNanos);
        }
    }

    /** Whether anybody hears a mix, or a digit waits to be sent. */
    boolean needsTick() {
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (party.listening().forwarded == null || party.leg().send().hasDigits()) {
                return true;
            }
        }
        return !plays.isEmpty();
    }

    /** Whether nothing is left to fade in the next tick. */
    boolean isSettled() {
        return !fading;
    }

    /** The tick is over: what was to fade has faded. */
    void settle(long nowNanos) {
        if (!fading) {
            return;
        }
        fading = false;
        for (Echo echo : echoes) {
            echo.close();
            vacate(echo.slot());
        }
        echoes.clear();
        echoing.clear();
        openAndCloseVoices(nowNanos);
    }

    /** A party has gone: it is heard for one tick more by those who heard it. */
    void forget(Party party, long nowNanos) {
        matrix.clear(party.slot());
        for (Party other : parties) {
            Listening listening = other.listening();
            if (listening.forwarded == party) {
                leaveRelay(other, party, nowNanos);
            }
            if (listening.forwardedNext == party) {
                listening.forwardedNext = null;
            }
        }
        Voice voice = party.takeVoice();
        if (voice == null) {
            vacate(party.slot());
        } else {
            echoes.add(Echo.of(voice, party.slot()));
        }
    }

    /** A prompt was stopped. */
    void forget(Playing playing) {
        matrix.clear(playing.slot());
        echoes.add(Echo.of(playing));
    }

    /** A prompt has come to its end. */
    void ended(Playing playing) {
        matrix.clear(playing.slot());
        vacate(playing.slot());
    }

    void close() {
        echoes.forEach(Echo::close);
        echoes.clear();
    }

    private void leaveRelay(Party listener, Party source, long nowNanos) {
        Listening listening = listener.listening();
        listening.forwarded = null;
        if (goesOn(listener, source, nowNanos)) {
            listening.heard = 1L << source.slot();
            return;
        }
        Echo echo = echoOf(source, nowNanos);
        listening.heard = echo == null ? 0 : 1L << echo.slot();
    }

    /** Whether what was forwarded last is continued exactly by the voice that will be opened. */
    private boolean goesOn(Party listener, Party source, long nowNanos) {
        Codec codec = source.recentCodec(nowNanos);
        return codec != null
                && codec == source.spokenCodec()
                && source.voice() == null
                && matrix.hears(listener.slot(), source.slot())
                && tickPath.goesOnExactly(codec);
    }

    /** What those heard last who were forwarded a party's packets; null when that was nothing. */
    private @Nullable Echo echoOf(Party source, long nowNanos) {
        int known = echoing.indexOf(source);
        if (known >= 0) {
            return echoes.get(known);
        }
        Codec codec = source.recentCodec(nowNanos);
        int slot = codec == null ? Slots.NONE : slots.take();
        if (codec == null || slot == Slots.NONE) {
            return null;
        }
        Echo echo = tickPath.echo(slot, source, codec, nowNanos);
        echoes.add(echoing.size(), echo);
        echoing.add(source);
        return echo;
    }

    private void vacate(int slot) {
        slots.free(slot);
        for (Party party : parties) {
            party.listening().heard &= ~(1L << slot);
        }
    }

    private void openAndCloseVoices(long nowNanos) {
        for (Party source : parties) {
            if (isMixed(source)) {
                tickPath.openVoice(source, nowNanos);
            } else {
                source.closeVoice();
            }
        }
    }

    private boolean isMixed(Party source) {
        for (Party listener : parties) {
            Listening listening = listener.listening();
            long hears = matrix.sourcesOf(listener.slot()) | listening.heard;
            if (listening.forwarded == null && (hears >>> source.slot() & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
