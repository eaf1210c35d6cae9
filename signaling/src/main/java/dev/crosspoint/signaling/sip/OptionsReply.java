package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Sighting.Reply;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the answer to OPTIONS says (RFC 3261 11.2), as far as it can be read. */
final class OptionsReply {
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d)( .*)?");

    /** RFC 3581 4: where it saw our packet come from. */
    private static final Pattern RECEIVED =
            Pattern.compile(";\\s*received\\s*=\\s*\\[?([0-9a-fA-F.:]{2,45})\\]?");

    private static final int LONGEST_NAME = 80;

    private OptionsReply() {}

    /**
     * Reads it; null when it is no answer.
     *
     * @param at when it came
     */
    static @Nullable Reply read(RawHead head, Instant at) {
        var status = STATUS.matcher(head.startLine());
        if (!status.matches()) {
            return null;
        }
        return new Reply(
                Integer.parseInt(status.group(1)),
                words(head, "allow"),
                words(head, "accept"),
                words(head, "supported"),
                head.first("server")
                        .or(() -> head.first("user-agent"))
                        .map(OptionsReply::shown)
                        .orElse(""),
                head.first("date").map(OptionsReply::date).orElse(null),
                at,
                head.first("via").map(OptionsReply::received).orElse(null));
    }

    private static Set<String> words(RawHead head, String name) {
        var words = new LinkedHashSet<String>();
        for (var value : head.all(name)) {
            for (var word : value.split(",", -1)) {
                if (!word.isBlank()) {
                    words.add(shown(word.strip()));
                }
            }
        }
        return words;
    }

    /** Text of somebody else's for a terminal: nothing in it moves the cursor. */
    private static String shown(String text) {
        var plain = text.replaceAll("[^ -~]", "?");
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
    }

    private static @Nullable Instant date(String value) {
        try {
            // RFC 3261 20.17: an RFC 1123 date, always GMT
            return ZonedDateTime.parse(
                            value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable InetAddress received(String via) {
        var received = RECEIVED.matcher(via);
        try {
            return received.find() ? InetAddress.ofLiteral(received.group(1)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
