package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.flow.ExternalValues;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failed;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failure;
import dev.crosspoint.gateway.webhook.WebhookMessage.Reply;
import dev.crosspoint.gateway.webhook.WebhookMessage.Returned;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question and its answer, or the end of its time, whichever comes first; what comes after that
 * is dropped, and the connection with it. Lives on one event loop.
 */
final class Exchange {
    private final Vertx vertx;
    private final long timer;
    private final Promise<Reply> reply = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;

    /** An exchange whose time begins now. */
    Exchange(Vertx vertx, int limitSeconds) {
        this.vertx = vertx;
        this.timer = vertx.setTimer(limitSeconds * 1_000L, _ -> fail(Failure.TIMED_OUT));
    }

    /**
     * Asks.
     *
     * @param connect opens the request; a {@link NotReached} in it says why it cannot be
     */
    Future<Reply> ask(Supplier<Future<HttpClientRequest>> connect, Buffer question) {
        connect.get()
                .onSuccess(opened -> {
                    if (isOver()) {
                        opened.reset();
                        return;
                    }
                    request = opened;
                    opened.send(question).onSuccess(this::onHead).onFailure(this::fail);
                })
                .onFailure(this::fail);
        return reply.future();
    }

    /** Why no request could be made. */
    static final class NotReached extends Exception {
        private static final long serialVersionUID = 1;

        private final Failure why;

        NotReached(Failure why) {
            super(why.name());
            this.why = why;
        }
    }

    private void onHead(HttpClientResponse response) {
        response.exceptionHandler(this::fail);
        if (isOver()) {
            return;
        }
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            fail(Failure.BAD_STATUS);
            return;
        }
        if (response.statusCode() == 204) {
            done(new Returned(ExternalValues.NONE));
            return;
        }
        if (!isJson(response.getHeader("Content-Type"))) {
            fail(Failure.BAD_ANSWER);
            return;
        }
        response.handler(this::onBody);
        response.endHandler(_ -> onEnd());
    }

    private void onBody(Buffer part) {
        if (isOver()) {
            return;
        }
        if (body.length() + part.length() > TextMap.MAX_BYTES) {
            fail(Failure.BAD_ANSWER);
            return;
        }
        body.appendBuffer(part);
    }

    private void onEnd() {
        if (isOver()) {
            return;
        }
        try {
            done(new Returned(TextMap.read(body.getBytes())));
        } catch (TextMap.NotAMap e) {
            fail(Failure.BAD_ANSWER);
        }
    }

    private void fail(Throwable cause) {
        fail(cause instanceof NotReached reached ? reached.why : Failure.UNREACHABLE);
    }

    private void fail(Failure why) {
        var opened = request;
        if (done(new Failed(why)) && opened != null) {
            opened.reset();
        }
    }

    private boolean done(Reply what) {
        vertx.cancelTimer(timer);
        return reply.tryComplete(what);
    }

    private boolean isOver() {
        return reply.future().isComplete();
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?");
    }
}
