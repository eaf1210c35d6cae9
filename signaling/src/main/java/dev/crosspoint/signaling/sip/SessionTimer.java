package dev.crosspoint.signaling.sip;

import java.util.Locale;
import java.util.Optional;

/**
 * The agreement to refresh a session (RFC 4028), so that a call whose other end is gone does not
 * last for ever.
 *
 * @param seconds the session ends this long after its last refresh
 * @param ours whether we refresh it, or the far end does
 */
record SessionTimer(int seconds, boolean ours) {

    /** A Session-Expires header field. */
    private record Field(int seconds, String refresher) {}

    /**
     * What to do with a request's Session-Expires.
     *
     * @param supported whether the request supports {@code timer}: without, it cannot refresh
     */
    static Optional<SessionTimer> asServer(Optional<String> sessionExpires, boolean supported) {
        // RFC 4028 9, table 2.
        return sessionExpires
                .flatMap(SessionTimer::parse)
                .map(f ->
                        new SessionTimer(
                                f.seconds,
                                f.refresher.equals("uas")
                                        || (f.refresher.isEmpty() && !supported)));
    }

    /** What a 2xx to a request of ours has settled. */
    static Optional<SessionTimer> asClient(Optional<String> sessionExpires) {
        // RFC 4028 7.2: without a refresher it is the client.
        return sessionExpires
                .flatMap(SessionTimer::parse)
                .map(f -> new SessionTimer(f.seconds, !f.refresher.equals("uas")));
    }

    /** Whether a request asks for an interval that we find too short, and so gets a 422. */
    static boolean isTooShort(Optional<String> sessionExpires, int minSeconds) {
        return sessionExpires
                .flatMap(SessionTimer::parse)
                .filter(f -> f.seconds < minSeconds)
                .isPresent();
    }

    /** The Min-SE of a 422, or empty when it has none that makes sense. */
    static Optional<Integer> minimum(Optional<String> minSe) {
        return minSe.flatMap(SessionTimer::parse).map(Field::seconds);
    }

    /** For a 2xx of ours. */
    String asServerValue() {
        return seconds + ";refresher=" + (ours ? "uas" : "uac");
    }

    /** When to refresh, ms after the last time: half way (RFC 4028 10). */
    long refreshMs() {
        return seconds * 1000L / 2;
    }

    /** When to give up waiting for the far end's refresh, ms after the last one. */
    long expiryMs() {
        // RFC 4028 10: the smaller of 32 s and a third before the end, so that the BYE finds it.
        return seconds * 1000L - Math.min(32_000L, seconds * 1000L / 3);
    }

    private static Optional<Field> parse(String value) {
        String[] parts = value.split(";", -1);
        String digits = parts[0].strip();
        // RFC 4028 4: delta-seconds. Nine digits are 30 years.
        if (!digits.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        String refresher = "";
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("refresher=")) {
                refresher = parameter.substring("refresher=".length()).strip();
            }
        }
        return Optional.of(new Field(Integer.parseInt(digits), refresher));
    }
}
