package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.flow.FunctionUrl;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom one tenant's flows may ask.
 *
 * @param allowed what URLs must begin with, at the end of a path segment; without a query
 * @param privateHosts hosts, in small letters, whose address may be one of a private network
 * @param secrets the first signs; the others are kept for receivers that change theirs later
 * @param maxInFlight questions open at once; one more fails
 * @param trustedCa PEM certificates to trust; null for the system's authorities
 */
public record WebhookSettings(
        List<FunctionUrl> allowed,
        Set<String> privateHosts,
        List<Private> secrets,
        int maxInFlight,
        @Nullable String trustedCa) {

    /** Nobody. */
    public static final WebhookSettings NONE =
            new WebhookSettings(List.of(), Set.of(), List.of(), 1, null);

    public WebhookSettings {
        allowed = List.copyOf(allowed);
        privateHosts = Set.copyOf(privateHosts);
        secrets = List.copyOf(secrets);
        if (!allowed.isEmpty() && secrets.isEmpty()) {
            throw new IllegalArgumentException("requests need a secret to be signed with");
        }
    }

    /** Whether a URL is on the list. */
    public boolean allows(FunctionUrl url) {
        return allowed.stream().anyMatch(prefix -> isBelow(url, prefix));
    }

    private static boolean isBelow(FunctionUrl url, FunctionUrl prefix) {
        var path = path(url);
        var wanted = path(prefix);
        // A path with dot segments in it may mean another one to whoever listens there.
        return url.host().equals(prefix.host())
                && url.port() == prefix.port()
                && url.uri().normalize().equals(url.uri())
                && !path.toLowerCase(Locale.ROOT).contains("%2e")
                && (path.equals(wanted)
                        || path.startsWith(wanted.endsWith("/") ? wanted : wanted + "/"));
    }

    private static String path(FunctionUrl url) {
        var path = url.uri().getRawPath();
        return path.isEmpty() ? "/" : path;
    }
}
