package dev.crosspoint.gateway.flow;

import java.util.OptionalInt;

/** What may be asked of a call to a third party; checked when a flow is loaded or runs. */
final class ThirdPartyLimits {
    private static final int MAX_SECONDS = 600;

    private ThirdPartyLimits() {}

    /** Seconds of ringing; empty when the text is no whole number from 0 to 600. */
    static OptionalInt timeLimit(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > MAX_SECONDS) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** Whether the text is keys that can be sent, none among it; a comma is a pause. */
    static boolean areDigits(String text) {
        return text.matches("[0-9,*#]{0,50}");
    }
}
