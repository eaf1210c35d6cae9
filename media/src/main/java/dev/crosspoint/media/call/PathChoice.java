package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.mix.HearingMatrix;
import java.util.List;

/**
 * Which path serves each listener of one call, the relay or the tick (ADR 010), and with that which
 * parties need a decoder and at what rate the call is mixed. Keeps its decisions in the parties.
 */
final class PathChoice {
    private final Codecs codecs;
    private final HearingMatrix matrix;
    private final Relay relay;
    private final TickPath tickPath;
    private final List<Party> parties;
    private final List<Playing> plays;

    /**
     * @param parties the call's own list, as it changes
     * @param plays the call's own list, as it changes
     */
    PathChoice(
            Codecs codecs,
            HearingMatrix matrix,
            Relay relay,
            TickPath tickPath,
            List<Party> parties,
            List<Playing> plays) {
        this.codecs = codecs;
        this.matrix = matrix;
        this.relay = relay;
        this.tickPath = tickPath;
        this.parties = parties;
        this.plays = plays;
    }

    /** After any change of who is here and who hears whom: decides who is served by which path. */
    void arrange(long nowNanos) {
        changeRate();
        for (Party listener : parties) {
            Party source = relay.sourceFor(listener, parties, matrix);
            if (source == null || (listener.forwarded != null && listener.forwarded != source)) {
                listener.forwarded = null;
                listener.forwardedNext = null;
            }
            if (source != null && listener.forwarded == null) {
                if (source.voice() == null) {
                    listener.forwarded = source; // nothing of it is buffered: no need to wait
                    listener.forwardedNext = null;
                } else if (listener.forwardedNext != source) {
                    listener.forwardedNext = source;
                    listener.waitingSinceNanos = nowNanos;
                }
            }
            if (listener.forwarded != null) {
                listener.closeEncoder();
            }
        }
        openAndCloseVoices(nowNanos);
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
            if (party.forwarded == null || party.leg().send().hasDigits()) {
                return true;
            }
        }
        return !plays.isEmpty();
    }

    /** A party has gone: nobody is forwarded what it says. */
    void forget(Party party) {
        for (Party other : parties) {
            if (other.forwarded == party) {
                other.forwarded = null;
            }
            if (other.forwardedNext == party) {
                other.forwardedNext = null;
            }
        }
    }

    private void openAndCloseVoices(long nowNanos) {
        for (Party source : parties) {
            if (isMixed(source)) {
                source.openVoice(codecs, tickPath.rateHz(), nowNanos);
            } else {
                source.closeVoice();
            }
        }
    }

    private boolean isMixed(Party source) {
        for (Party listener : parties) {
            if (listener.forwarded == null && matrix.hears(listener.slot(), source.slot())) {
                return true;
            }
        }
        return false;
    }

    private void changeRate() {
        int wanted = CallRate.of(parties);
        if (wanted == tickPath.rateHz()) {
            return;
        }
        for (Party party : parties) {
            party.closeVoice();
            party.closeEncoder();
        }
        for (Playing playing : plays) {
            playing.rateChanged(wanted);
        }
        tickPath.rateHz(wanted);
    }
}
