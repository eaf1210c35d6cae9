package dev.crosspoint.gateway.flow;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a function of the tenant listens: HTTPS, an absolute URL without user and fragment. Its
 * path and query may hold a secret, so {@link #toString} hides them.
 */
public record FunctionUrl(URI uri) {
    private static final int MAX_TEXT = 2_000;

    public FunctionUrl {
        if (!isHttps(uri)) {
            throw new IllegalArgumentException("no HTTPS URL with a host");
        }
    }

    /** Reads a URL; empty when it is not one of the kind. */
    public static Optional<FunctionUrl> parse(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= MAX_TEXT && isHttps(uri)
                    ? Optional.of(new FunctionUrl(uri))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The host alone, in small letters. */
    public String host() {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    /** The TCP port. */
    public int port() {
        return uri.getPort() < 0 ? 443 : uri.getPort();
    }

    @Override
    public String toString() {
        return "FunctionUrl[https://" + host() + ":" + port() + "/...]";
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.getPort() <= 65_535
                && uri.getPort() != 0;
    }
}
