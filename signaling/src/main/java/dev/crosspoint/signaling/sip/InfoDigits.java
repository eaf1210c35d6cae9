package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import java.util.Locale;
import java.util.OptionalInt;

/** Digits in INFO bodies, as Cisco began it and everybody followed: there is no RFC. */
final class InfoDigits {

    static final String RELAY = "application/dtmf-relay";
    static final String PLAIN = "application/dtmf";

    private static final String DIGITS = "0123456789*#ABCD";

    private InfoDigits() {}

    static String type(InfoForm form) {
        return switch (form) {
            case RELAY -> RELAY;
            case PLAIN -> PLAIN;
        };
    }

    /** What such an INFO says of a digit; as long as everybody's default, ms. */
    static String body(char digit, InfoForm form) {
        return switch (form) {
            case RELAY -> "Signal=" + digit + "\r\nDuration=160\r\n";
            case PLAIN -> String.valueOf(digit);
        };
    }

    /** The digit of a {@code Signal=5} or of a lone {@code 5}; empty when there is none. */
    static OptionalInt parse(String contentType, String body) {
        return switch (contentType) {
            case RELAY ->
                    body.lines()
                            .map(line -> line.split("=", 2))
                            .filter(p -> p.length == 2 && p[0].strip().equalsIgnoreCase("signal"))
                            .findFirst()
                            .map(p -> digit(p[1]))
                            .orElse(OptionalInt.empty());
            case PLAIN -> digit(body);
            default -> OptionalInt.empty();
        };
    }

    private static OptionalInt digit(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        // Some write the event codes of RFC 4733 instead of the keys.
        String key = name.equals("10") ? "*" : name.equals("11") ? "#" : name;
        return key.length() == 1 && DIGITS.contains(key)
                ? OptionalInt.of(key.charAt(0))
                : OptionalInt.empty();
    }
}
