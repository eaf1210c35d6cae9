package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An answer that is written from a virtual thread, piece by piece, each once the one before has
 * gone: a client that reads slowly is waited for, one that has left ends it.
 */
final class Outflow {
    /**
     * Longest that a client may leave what is there unread. A browser that pauses asks again for
     * the rest when it goes on.
     */
    static final int STALL_MS = 120_000;

    private final Context loop;
    private final RoutingContext request;
    private final HttpServerResponse response;
    private final int stallMs;

    /** The client is not there any more, or does not read. */
    static final class Left extends Exception {
        private static final long serialVersionUID = 1;

        Left(Throwable cause) {
            super("the client has left", cause, false, false);
        }
    }

    /**
     * @param loop of the request
     */
    Outflow(Context loop, RoutingContext request, int stallMs) {
        this.loop = loop;
        this.request = request;
        this.response = request.response();
        this.stallMs = stallMs;
    }

    /** Sets status and headers; nothing is sent before the first piece. */
    void begin(int status, Runnable headers) throws Left, InterruptedException {
        onLoop(() -> {
            response.setStatusCode(status);
            headers.run();
            return Future.succeededFuture();
        });
    }

    /** Returns when it has gone. */
    void write(byte[] bytes) throws Left, InterruptedException {
        onLoop(() -> response.write(Buffer.buffer(bytes)));
    }

    void end() throws Left, InterruptedException {
        onLoop(response::end);
    }

    void end(Buffer all) throws Left, InterruptedException {
        onLoop(() -> response.end(all));
    }

    /** Asks something on the event loop. */
    boolean ask(BooleanSupplier question) throws Left, InterruptedException {
        var answer = new boolean[1];
        onLoop(() -> {
            answer[0] = question.getAsBoolean();
            return Future.succeededFuture();
        });
        return answer[0];
    }

    /** Answers with a problem; when it is too late for that the connection ends. */
    void fail(CannotPlay why) {
        loop.runOnContext(_ -> {
            if (response.headWritten()) {
                response.reset();
                return;
            }
            response.headers().remove("content-length").remove("content-disposition");
            if (why.problem() == Problem.NOT_RENDERED || why.problem() == Problem.NOT_READY) {
                response.putHeader("retry-after", "2");
            }
            why.problem().answer(request, why.getMessage());
        });
    }

    /** Ends the connection of a client that does not read. */
    void cut() {
        loop.runOnContext(_ -> response.reset());
    }

    private void onLoop(Supplier<Future<Void>> work) throws Left, InterruptedException {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(_ -> {
            if (response.closed()) {
                done.fail("closed");
            } else {
                work.get().onComplete(done);
            }
        });
        try {
            done.future().await(stallMs, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new Left(e);
        }
    }
}
