package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides at the HTTP upgrade who gets a WebSocket. The one class here that speaks Netty's HTTP
 * vocabulary.
 */
final class UpgradeGate {

    private static final String AGENT_PATH = "/agent";
    private static final String RTC_PATH = "/rtc";
    private static final String SIP_PATH = "/sip";

    /** RFC 7118 4: who speaks SIP says so, or gets no socket. */
    static final String SIP_PROTOCOL = "sip";

    private static final int MAX_CALL_ID_LENGTH = 128;

    /** More parameters than any client sends; bounds the work on a hostile URL. */
    private static final int MAX_PARAMETERS = 16;

    /** What becomes of an upgrade. */
    sealed interface Decision {

        /** The agent desktop. */
        record Desktop() implements Decision {}

        /** A direct softphone's first socket. */
        record NewLeg(String callId, @Nullable Private contactCtx) implements Decision {}

        /** A direct softphone that comes back. */
        record KnownLeg(String clientToken) implements Decision {
            @Override
            public String toString() {
                return "KnownLeg";
            }
        }

        /** A SIP phone. */
        record Phone() implements Decision {}

        /** Refused before the handshake. */
        record Refused(int status, String why) implements Decision {}
    }

    private final AddressBlocks networks;
    private final Set<String> origins;
    private final Predicate<String> hasRoom;
    private final BiPredicate<String, String> knowsToken;

    /**
     * @param hasRoom whether one more socket of that address may wait to prove itself
     * @param knowsToken whether a call id and a client token belong to a leg
     */
    UpgradeGate(
            AgentConfig config, Predicate<String> hasRoom, BiPredicate<String, String> knowsToken) {
        this.networks = new AddressBlocks(config.allowedNetworks());
        this.origins = Set.copyOf(config.allowedOrigins());
        this.hasRoom = hasRoom;
        this.knowsToken = knowsToken;
    }

    /**
     * Judges one upgrade.
     *
     * @param uri path and query as on the request line
     * @param address the peer's, an IP literal
     */
    Decision decide(String uri, MultiMap headers, String address) {
        if (!networks.contains(address)) {
            return new Decision.Refused(HttpResponseStatus.FORBIDDEN.code(), "address");
        }
        QueryStringDecoder url =
                new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MAX_PARAMETERS);
        boolean direct = is(RTC_PATH, uri);
        boolean phone = is(SIP_PATH, uri);
        if (!direct && !phone && !is(AGENT_PATH, uri)) {
            return new Decision.Refused(HttpResponseStatus.NOT_FOUND.code(), "path");
        }
        if (!comesFromAllowedOrigin(headers)) {
            return new Decision.Refused(HttpResponseStatus.FORBIDDEN.code(), "origin");
        }
        if (phone && !speaksSip(headers)) {
            return new Decision.Refused(HttpResponseStatus.BAD_REQUEST.code(), "protocol");
        }
        Decision decision =
                direct ? direct(url) : phone ? new Decision.Phone() : new Decision.Desktop();
        boolean proven = decision instanceof Decision.KnownLeg;
        if (!(decision instanceof Decision.Refused) && !proven && !hasRoom.test(address)) {
            return new Decision.Refused(HttpResponseStatus.TOO_MANY_REQUESTS.code(), "too-many");
        }
        return decision;
    }

    private static boolean is(String path, String uri) {
        return uri.equals(path) || uri.startsWith(path + "?");
    }

    private static boolean speaksSip(MultiMap headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(word -> word.strip().equals(SIP_PROTOCOL));
    }

    /** RFC 6455 10.2: a browser cannot lie about the page that opens a socket. */
    private boolean comesFromAllowedOrigin(MultiMap headers) {
        List<String> claimed = headers.getAll(HttpHeaderNames.ORIGIN);
        if (claimed.isEmpty()) {
            return true;
        }
        if (claimed.size() > 1) {
            return false;
        }
        String origin = claimed.getFirst();
        return origins.isEmpty()
                ? origin.equalsIgnoreCase("https://" + headers.get(HttpHeaderNames.HOST))
                : origins.contains(origin);
    }

    private Decision direct(QueryStringDecoder url) {
        String callId;
        String clientToken;
        String contactCtx;
        try {
            callId = only(url, "callId");
            clientToken = only(url, "clientToken");
            contactCtx = only(url, "contactCtx");
        } catch (IllegalArgumentException e) {
            return new Decision.Refused(HttpResponseStatus.NOT_FOUND.code(), "call-id");
        }
        if (callId == null || callId.isEmpty() || callId.length() > MAX_CALL_ID_LENGTH) {
            return new Decision.Refused(HttpResponseStatus.NOT_FOUND.code(), "call-id");
        }
        if (clientToken == null) {
            return new Decision.NewLeg(
                    callId,
                    contactCtx == null || contactCtx.isEmpty() ? null : new Private(contactCtx));
        }
        return knowsToken.test(callId, clientToken)
                ? new Decision.KnownLeg(clientToken)
                : new Decision.Refused(HttpResponseStatus.FORBIDDEN.code(), "client-token");
    }

    /**
     * A parameter that may be given once.
     *
     * @throws IllegalArgumentException when it is given twice, or the query is badly encoded
     */
    private static @Nullable String only(QueryStringDecoder url, String name) {
        List<String> values = url.parameters().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + " is given twice");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** The status that says why something is no request (RFC 9110 15.5.15, RFC 6585 5). */
    static int statusOf(HttpServerRequest broken) {
        return switch (broken.decoderResult().cause()) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG.code();
            case TooLongHttpHeaderException _ ->
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.code();
            case null, default -> HttpResponseStatus.BAD_REQUEST.code();
        };
    }

    /**
     * Ends a socket without another word: a peer that does not read would keep a close frame
     * waiting for ever.
     */
    static void cut(ServerWebSocket socket) {
        if (socket instanceof WebSocketInternal open) {
            // From the first handler on, so that TLS does not wait for its own farewell either.
            var _ = open.channelHandlerContext().pipeline().firstContext().close();
        }
    }
}
