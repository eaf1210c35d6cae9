package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;

/**
 * What the gateway tells programs as it happens, each with the moment at which it came; until the
 * gateway ends.
 */
final class Events {
    private static final long LIMIT_SECONDS = 30;

    private final HttpsURLConnection connection;
    private final List<Told> told = new ArrayList<>();

    /**
     * Something happened.
     *
     * @param place how many came before
     * @param atMs when it was told, ms since 1970
     */
    record Told(int place, double atMs, String type, JsonObject data) {}

    private Events(HttpsURLConnection connection) {
        this.connection = connection;
    }

    /** Listens from now on. */
    static Events listen(HttpsURLConnection connection) {
        var events = new Events(connection);
        Thread.ofVirtual().name("events").start(events::read);
        events.await(0, event -> "snapshot".equals(event.type()), "snapshot");
        return events;
    }

    /** How many have come. */
    int count() {
        synchronized (told) {
            return told.size();
        }
    }

    /** All that have come of some kind. */
    List<Told> all(Predicate<Told> which) {
        synchronized (told) {
            return told.stream().filter(which).toList();
        }
    }

    /** The first of some kind, after so many others. */
    Told await(int after, Predicate<Told> which, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (told) {
            for (int at = after; ; at++) {
                while (at == told.size()) {
                    long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                    if (leftMs <= 0) {
                        throw new AssertionError(
                                "not told: " + what + " after " + after + ", but " + (at - after));
                    }
                    pause(leftMs);
                }
                if (which.test(told.get(at))) {
                    return told.get(at);
                }
            }
        }
    }

    private void pause(long ms) {
        try {
            told.wait(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (var reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
            String type = "";
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    take(type, new JsonObject(line.substring("data: ".length())));
                }
            }
        } catch (IOException _) {
            // the gateway has ended
        }
    }

    private void take(String type, JsonObject data) {
        var now = Instant.now();
        synchronized (told) {
            double atMs = now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
            told.add(new Told(told.size(), atMs, type, data));
            told.notifyAll();
        }
    }
}
