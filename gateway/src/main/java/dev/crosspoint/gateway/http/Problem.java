package dev.crosspoint.gateway.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the API (RFC 9457). This enum is the whole table; a client can rely on {@code
 * type}.
 */
public enum Problem {
    BAD_REQUEST(400, "The request is not of the form this address takes."),
    SIGN_IN_FAILED(401, "That name and password do not belong together."),
    CODE_REQUIRED(401, "So far so good; something else has to follow."),
    PROVIDER_SIGN_IN_FAILED(401, "The sign-in provider has signed in nobody who may come in."),
    NOT_SIGNED_IN(401, "This needs the token of a sign-in that is good."),
    NOT_ALLOWED(403, "This is not available from your network or host name."),
    FORBIDDEN(403, "Your security profile does not allow that."),
    KEY_DENIED(403, "The key of this recording, or its bucket, refuses the gateway."),
    STEP_UP_REQUIRED(403, "Show once more that it is you, and ask again."),
    NOT_FOUND(404, "There is nothing at this address."),
    WRONG_METHOD(405, "This address does not take that method."),
    TOO_SLOW(408, "The request did not arrive in time."),
    WEAK_PASSWORD(400, "That password is too short, too simple, or the one you have."),
    CONFLICT(409, "That cannot be done as things are now."),
    BUSY(409, "Something else has to end first."),
    NOT_RENDERED(409, "This recording is not ready to be played yet."),
    LEGAL_HOLD(409, "This recording is under legal hold."),
    RECORDING_GONE(410, "This recording is not there any more."),
    TOO_LARGE(413, "The request is larger than this address takes."),
    ADDRESS_TOO_LONG(414, "The address of the request is too long."),
    NOT_JSON(415, "The request must be JSON."),
    NO_SUCH_RANGE(416, "The recording has nothing in that range."),
    TOO_MANY(429, "Too many attempts."),
    HEADERS_TOO_LARGE(431, "The headers of the request are too large."),
    INTERNAL(500, "The gateway failed on this request."),
    DAMAGED(500, "What lies there is not what was written."),
    NOT_READY(503, "The gateway cannot do this right now."),
    TIMED_OUT(504, "There was no answer in time; what was asked may have been done.");

    private static final String KEY = "problem";

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Ends a request with this problem, unless it has ended. */
    public void answer(RoutingContext context) {
        answer(context, null);
    }

    /**
     * Ends a request with this problem, unless it has ended.
     *
     * @param detail a sentence about this occurrence, safe to show
     */
    public void answer(RoutingContext context, @Nullable String detail) {
        answer(context, detail, new JsonObject());
    }

    /**
     * Ends a request with this problem, unless it has ended.
     *
     * @param more members of this type of problem
     */
    void answer(RoutingContext context, @Nullable String detail, JsonObject more) {
        if (!context.response().ended() && !context.response().headWritten()) {
            context.put(KEY, this);
            answer(context.response(), detail, more);
        }
    }

    /** Ends something that is no whole request. */
    void answer(HttpServerResponse response) {
        SecurityHeaders.put(response);
        answer(response, null, new JsonObject());
    }

    private void answer(HttpServerResponse response, @Nullable String detail, JsonObject more) {
        var json =
                new JsonObject()
                        .put("type", "urn:crosspoint:problem:" + word())
                        .put("title", title)
                        .put("status", status)
                        .mergeIn(more);
        if (detail != null) {
            json.put("detail", detail);
        }
        response.setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .putHeader("cache-control", "no-store")
                .end(json.encode());
    }

    /** What a request was ended with; empty while it was not, or when all was well. */
    public static Optional<Problem> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    /** Its name in {@code type}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Ends a request whose method is none of those that its address takes (RFC 9110, 15.5.6).
     *
     * @param methods that it does take, separated by commas
     */
    public static void otherMethod(RoutingContext context, String methods) {
        context.response().putHeader("allow", methods);
        WRONG_METHOD.answer(context);
    }

    /** The problem for a status that the router came to by itself. */
    static Problem ofStatus(int status) {
        for (var problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
    }
}
