package dev.crosspoint.gateway.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the event stream, which reads as browsers do. */
final class EventReader {
    final HttpClientResponse response;

    /** Held, for a client that nobody holds is closed by the garbage collector. */
    private final HttpClient client;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();

    record Event(String id, String type, String data) {}

    private EventReader(HttpClient client, HttpClientResponse response) {
        this.client = client;
        this.response = response;
        response.handler(chunk -> onText(chunk.toString()));
        response.endHandler(_ -> over.countDown());
        response.exceptionHandler(_ -> over.countDown());
    }

    static EventReader open(
            Vertx vertx,
            int port,
            String query,
            String token,
            @Nullable String lastEventId,
            HttpVersion version)
            throws Exception {
        var options =
                new HttpClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setUseAlpn(version == HttpVersion.HTTP_2)
                        .setProtocolVersion(version);
        var request =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/api/events" + query)
                        .putHeader("authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.putHeader("last-event-id", lastEventId);
        }
        var client = vertx.createHttpClient(options);
        return ControlServer.await(
                client.request(request)
                        .compose(open -> open.send())
                        .map(response -> new EventReader(client, response)));
    }

    /** The next event. */
    Event next() throws InterruptedException {
        return Objects.requireNonNull(events.poll(10, TimeUnit.SECONDS), "no event came");
    }

    /** Waits for a comment. */
    void awaitComment() throws InterruptedException {
        Objects.requireNonNull(comments.poll(10, TimeUnit.SECONDS), "no comment came");
    }

    /** Waits until the server ends it. */
    void awaitEnd() throws InterruptedException {
        if (!over.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the stream goes on");
        }
    }

    void leave() {
        response.request().reset();
        client.close();
    }

    /** WHATWG HTML 9.2.6, as far as we write it. */
    private void onText(String chunk) {
        text.append(chunk);
        for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
            var block = text.substring(0, end);
            text.delete(0, end + 2);
            if (block.startsWith(":")) {
                comments.add(block);
            } else if (block.contains("data: ")) {
                events.add(
                        new Event(field(block, "id"), field(block, "event"), field(block, "data")));
            }
        }
    }

    private static String field(String block, String name) {
        return block.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }
}
