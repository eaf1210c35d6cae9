package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.Optional;

/** What can be pressed, whoever says so: an agent's page, a program, or a trunk by SIP INFO. */
public final class Keypad {
    /** As many as a telephone has reason to send at once. */
    private static final String DIGITS = "[0-9*#A-D]{1,32}";

    /** A key that was heard and is told of within this time is one key. */
    private static final long SAME_KEY_NANOS = 1_000_000_000L;

    /** How a telephone tells of a key. */
    public enum Way {
        /** In the audio's stream (RFC 4733). */
        TELEPHONE_EVENT,
        /** In the signalling: {@code application/dtmf-relay} or {@code application/dtmf}. */
        SIP_INFO,
        /** In the sound itself, where we have heard it: so has everybody else. */
        TONE
    }

    private Keypad() {}

    /** What a party pressed last that counted. */
    record Key(Way way, Digits digit, long atNanos) {}

    /**
     * Whether a key counts. Some telephones and gateways tell of each in both ways, and neither
     * says which one belongs to which: so the way that a party's first key came by is its way for
     * the call, and what comes by the other is taken for the same keys again. Only tones decide
     * nothing, since speech and music may sound like them: whoever tells of a key in another way is
     * heard in that from then on.
     */
    static boolean counts(Party party, Way way, Digits digit, CallTurn turn) {
        var last = party.voice().pressed();
        boolean again = false;
        if (last != null && last.way() != way) {
            if (last.way() != Way.TONE) {
                return false;
            }
            again =
                    last.digit().value().equals(digit.value())
                            && turn.nowNanos - last.atNanos() < SAME_KEY_NANOS;
        }
        turn.put(party.with(party.voice().pressing(new Key(way, digit, turn.nowNanos))));
        return !again;
    }

    /**
     * A telephone takes no telephone events. Its trunk is to tell it by SIP INFO; where that takes
     * none either, tones are left: {@link #byTones}.
     */
    static void byInfo(
            MediaCommand.SendDigits send, MediaReply.Refused why, long ticket, CallTurn turn) {
        var line = turn.state().leg(send.leg()).map(Party::line).orElse(null);
        if (line instanceof Line.Trunk trunk) {
            var digits = new Private(send.digits().value());
            turn.trunk(new TrunkMessage.SendDigits(trunk.dialog(), digits), ticket);
        } else {
            turn.refuse(ticket, why);
        }
    }

    /** The trunk does not tell keys by SIP INFO, or its far end has refused them. */
    static void byTones(Party party, Private keys, CallTurn turn) {
        var leg = party.leg();
        if (leg != null) {
            var digits = new Digits(keys.value());
            turn.media(new MediaCommand.SendTones(turn.tenant(), turn.facts.call(), leg, digits));
        }
    }

    /** Digits that can be sent; empty for text that holds anything else, and for too many. */
    public static Optional<Digits> digits(String text) {
        return text.matches(DIGITS) ? Optional.of(new Digits(text)) : Optional.empty();
    }
}
