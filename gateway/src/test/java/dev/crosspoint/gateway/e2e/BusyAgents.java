package dev.crosspoint.gateway.e2e;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Agents without a browser who take whatever rings, connect their audio (ICE, DTLS, SRTP) by a
 * softphone with a socket of its own, and hang up: one contact after the other until they are told
 * to go.
 */
final class BusyAgents implements AutoCloseable {
    private static final long LOOK_MS = 200;
    private static final int LIMIT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final int httpsPort;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Void>> shifts = new ArrayList<>();
    private final AtomicInteger talked = new AtomicInteger();
    private volatile boolean over;

    private BusyAgents(int httpsPort) {
        this.httpsPort = httpsPort;
    }

    /** They come to work. */
    static BusyAgents open(int httpsPort, List<String> users) throws Exception {
        var agents = new BusyAgents(httpsPort);
        for (var user : users) {
            var desk = agents.desk(user);
            agents.shifts.add(
                    CompletableFuture.runAsync(() -> agents.work(user, desk), agents.threads));
        }
        return agents;
    }

    private BareDesk desk(String user) {
        try {
            return BareDesk.open(vertx, httpsPort, user);
        } catch (Exception e) {
            throw new IllegalStateException("an agent cannot sign in", e);
        }
    }

    /** Contacts whose audio was connected, and which an agent has ended. */
    int talked() {
        return talked.get();
    }

    /** Whoever was too slow on a busy machine, and has missed a contact or its end, begins anew. */
    private void work(String user, BareDesk first) {
        var desk = first;
        while (!over) {
            try {
                var contact = desk.takeWithin(LOOK_MS);
                if (contact.isPresent()) {
                    talk(contact.get());
                    var _ = desk.await("contact.ended");
                }
            } catch (Exception | AssertionError _) {
                desk.close();
                desk = desk(user);
            }
        }
        desk.close();
    }

    private void talk(BareDesk.Taken contact) throws Exception {
        var token = contact.contactToken();
        try (var phone = WirePhone.browser(Codec.OPUS);
                var socket = DirectPhone.open(vertx, httpsPort, contact, "contactCtx", token)) {
            DirectPhone.invite(socket, contact, phone);
            var _ = socket.request("accept", new JsonObject());
            phone.awaitKeys();
            var _ = socket.request("bye", new JsonObject().put("callContextToken", token));
            talked.incrementAndGet();
        }
    }

    /** They finish what they are at; fails when one of them could not come back. */
    @Override
    public void close() throws ExecutionException, TimeoutException {
        over = true;
        try (threads) {
            for (var shift : shifts) {
                var _ = shift.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            var _ = vertx.close().await();
        }
    }
}
