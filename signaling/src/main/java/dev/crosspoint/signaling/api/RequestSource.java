package dev.crosspoint.signaling.api;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, which travels beside it on the bus, as the envelope of a letter does.
 *
 * @param address the client's IP literal, as far as proxies can be believed; null when it came from
 *     nowhere
 * @param webOrigin the page that a browser says it comes from; null for programs
 * @param userAgent as the client names itself
 */
public record RequestSource(
        @Nullable String address, @Nullable String webOrigin, @Nullable String userAgent) {
    /** From nowhere that could be named. */
    public static final RequestSource UNKNOWN = new RequestSource(null, null, null);

    private static final String ADDRESS = "source-address";
    private static final String WEB_ORIGIN = "source-web-origin";
    private static final String USER_AGENT = "source-user-agent";

    /** As an envelope has it. */
    public static RequestSource of(MultiMap envelope) {
        return new RequestSource(
                envelope.get(ADDRESS), envelope.get(WEB_ORIGIN), envelope.get(USER_AGENT));
    }

    /** Options like these, with it on the envelope. */
    public DeliveryOptions on(DeliveryOptions options) {
        var envelope = new DeliveryOptions(options);
        put(envelope, ADDRESS, address);
        put(envelope, WEB_ORIGIN, webOrigin);
        put(envelope, USER_AGENT, userAgent);
        return envelope;
    }

    private static void put(DeliveryOptions envelope, String name, @Nullable String value) {
        if (value != null) {
            envelope.addHeader(name, value);
        }
    }

    /** Where somebody is, is nobody's business. */
    @Override
    public String toString() {
        return "RequestSource";
    }
}
