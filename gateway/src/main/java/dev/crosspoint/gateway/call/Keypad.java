package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Digits;
import java.util.Optional;

/** What can be pressed, whoever says so: an agent's page, a program, or a trunk by SIP INFO. */
public final class Keypad {
    /** As many as a telephone has reason to send at once. */
    private static final String DIGITS = "[0-9*#A-D]{1,32}";

    /** How a telephone tells of a key. */
    public enum Way {
        /** In the audio's stream (RFC 4733). */
        TELEPHONE_EVENT,
        /** In the signalling: {@code application/dtmf-relay} or {@code application/dtmf}. */
        SIP_INFO
    }

    private Keypad() {}

    /**
     * Whether a key counts. Some telephones and gateways tell of each in both ways, and neither
     * says which one belongs to which: so the way that a party's first key came by is its way for
     * the call, and what comes by the other is taken for the same keys again.
     */
    static boolean counts(Party party, Way way, CallTurn turn) {
        var voice = party.voice();
        if (voice.presses() == null) {
            turn.put(party.with(voice.pressing(way)));
        }
        return voice.presses() == null || voice.presses() == way;
    }

    /** Digits that can be sent; empty for text that holds anything else, and for too many. */
    public static Optional<Digits> digits(String text) {
        return text.matches(DIGITS) ? Optional.of(new Digits(text)) : Optional.empty();
    }
}
