package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Digits;
import java.util.Optional;

/** What can be pressed, whoever says so: an agent's page, a program, or a trunk by SIP INFO. */
public final class Keypad {
    /** As many as a telephone has reason to send at once. */
    private static final String DIGITS = "[0-9*#A-D]{1,32}";

    private Keypad() {}

    /** Digits that can be sent; empty for text that holds anything else, and for too many. */
    public static Optional<Digits> digits(String text) {
        return text.matches(DIGITS) ? Optional.of(new Digits(text)) : Optional.empty();
    }
}
