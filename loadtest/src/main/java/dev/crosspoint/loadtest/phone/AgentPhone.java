package dev.crosspoint.loadtest.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.loadtest.desk.Desk;
import dev.crosspoint.loadtest.desk.Desk.Contact;
import dev.crosspoint.loadtest.desk.Desk.Phase;
import dev.crosspoint.loadtest.desk.Rpc;
import dev.crosspoint.loadtest.measure.CallSound;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent's page without a page: signs in, is available, takes contacts with a softphone that does
 * ICE and DTLS-SRTP, and loses its connection like anybody.
 */
public final class AgentPhone implements HeadlessPhone {
    private static final int LIMIT_SECONDS = 15;
    private static final int SIGN_IN_TRIES = 5;

    /** HTTP 408. */
    private static final int TOO_SLOW = 408;

    private static final String AVAILABLE = "available";

    /** Pauses before tries to come back, ms; the last one again and again. */
    private static final int[] BACK_OFF_MS = {200, 500, 1_000, 2_000, 5_000};

    private record Waiter(Predicate<Desk> what, Promise<Desk> promise) {}

    private final PhoneBank bank;
    private final String user;
    private final Softphone softphone;
    private final List<Waiter> waiters = new ArrayList<>();
    private Desk desk = Desk.EMPTY;
    private String token = "";
    private String session = "";
    private @Nullable AgentSocket socket;
    private @Nullable Promise<Void> back;
    private long connectedNanos;
    private volatile double connectedInMs;
    private volatile double startedInMs;

    AgentPhone(PhoneBank bank, String user) {
        this.bank = bank;
        this.user = user;
        this.softphone = new Softphone(bank);
    }

    /**
     * Signs in, connects, and starts the session. Whoever is told that it took too long tries
     * again: passwords are dear to check, and many who come at once wait for each other.
     */
    public Future<Void> signIn() {
        return onLoop(() -> postSession(SIGN_IN_TRIES).compose(_ -> connect()));
    }

    /** Takes contacts from now on; also ends the work after one. */
    public Future<Void> beAvailable() {
        return onLoop(() ->
                desk.state().equals(AVAILABLE)
                        ? Future.succeededFuture()
                        : request("agent.setState", Rpc.params().put("state", AVAILABLE))
                                .compose(_ -> await(d -> d.state().equals(AVAILABLE)))
                                .mapEmpty());
    }

    /**
     * Waits for a contact to ring.
     *
     * @param seconds longest wait; then it fails with a {@link TimeoutException}
     */
    public Future<Void> awaitOffer(long seconds) {
        return onLoop(() -> await(d -> d.has(Phase.OFFERED), seconds).mapEmpty());
    }

    /** Takes the contact that rings, and has audio: when its first packet was heard, ns. */
    public Future<Long> answer() {
        return answer(contact -> softphone.connect(contact, this::request)).map(AudioSetup::first);
    }

    /** Likewise: when each step was done. */
    public Future<AudioSetup> answerByDesk() {
        return answer(contact -> softphone.connect(contact, this::request));
    }

    /** Likewise, by a socket of the contact's own. */
    public Future<AudioSetup> answerDirectly() {
        return answer(softphone::connectDirectly);
    }

    private Future<AudioSetup> answer(Function<Contact, Future<AudioSetup>> connect) {
        return onLoop(() -> {
            Contact offered = desk.contact();
            if (offered == null) {
                return Future.failedFuture("nothing rings");
            }
            return request("contact.accept", about(offered))
                    .compose(_ -> await(d -> d.has(Phase.ACCEPTED) || d.has(Phase.CONNECTED)))
                    .compose(d -> connect.apply(contact(d)))
                    .compose(setup ->
                            await(d -> d.has(Phase.CONNECTED) || d.has(Phase.ENDED)).map(setup))
                    .timeout(LIMIT_SECONDS, TimeUnit.SECONDS);
        });
    }

    /** Keeps its connection from the next contact on, where the gateway lets it. */
    public Future<Void> keepConnection() {
        return onLoop(() -> {
            softphone.keepsConnection();
            return Future.succeededFuture();
        });
    }

    /** Lets everybody else wait, or talks to them again. */
    public Future<Void> hold(boolean held) {
        return onContact("contact.hold", Rpc.params().put("held", held));
    }

    /** Passes the contact on without a word to a queue or a number. */
    public Future<Void> transfer(String kind, String target) {
        return onContact("contact.transfer", Rpc.params().put(kind, target));
    }

    /** Adds somebody to the conversation. */
    public Future<Void> add(String kind, String target) {
        return onLoop(() -> {
            bank.expects(target, contact(desk).number());
            return request("contact.add", about(contact(desk)).put(kind, target)).mapEmpty();
        });
    }

    @Override
    public Future<CallSound> hangUp() {
        return onLoop(() ->
                desk.contact() == null || desk.has(Phase.ENDED)
                        ? softphone.release()
                        : request("contact.hangUp", about(contact(desk)))
                                .compose(_ -> await(d -> d.has(Phase.ENDED)))
                                .compose(_ -> softphone.release()));
    }

    /** Ends the call for everybody: how it sounded here. */
    public Future<CallSound> endForAll() {
        return onLoop(() ->
                request("contact.end", about(contact(desk)))
                        .compose(_ -> await(d -> d.has(Phase.ENDED)))
                        .compose(_ -> softphone.release()));
    }

    /**
     * Waits until the contact is over for this agent: how it sounded here.
     *
     * @param seconds longest wait; then it fails with a {@link TimeoutException}
     */
    public Future<CallSound> awaitEnd(long seconds) {
        return onLoop(
                () -> await(d -> d.has(Phase.ENDED), seconds).compose(_ -> softphone.release()));
    }

    /** Whether the agent has a contact that goes on. */
    public Future<Boolean> isBusy() {
        return onLoop(
                () -> Future.succeededFuture(desk.contact() != null && !desk.has(Phase.ENDED)));
    }

    @Override
    public Future<Long> heard() {
        return onLoop(() -> {
            MediaLeg talking = softphone.leg();
            return talking == null ? Future.failedFuture("there is no call") : talking.heard();
        });
    }

    @Override
    public Future<Double> longestGapMs() {
        return onLoop(() -> {
            MediaLeg talking = softphone.leg();
            return talking == null
                    ? Future.failedFuture("there is no call")
                    : talking.longestGapMs();
        });
    }

    /** The connection is gone, and the page comes back as soon as it can: when it has. */
    public Future<Void> dropAndComeBack() {
        return onLoop(() -> {
            AgentSocket dropped = socket;
            if (dropped != null) {
                dropped.drop();
            }
            Promise<Void> again = Promise.promise();
            back = again;
            comeBack(0);
            return again.future();
        });
    }

    /** What the last connection took until it was there: TCP, TLS, WebSocket; ms. */
    public double connectedInMs() {
        return connectedInMs;
    }

    /** What the last session took to be started on it, ms. */
    public double startedInMs() {
        return startedInMs;
    }

    /** Leaves for the day. */
    public Future<Void> signOut() {
        return onLoop(() -> {
            AgentSocket open = socket;
            socket = null;
            var _ = softphone.close(); // what still stood
            return open == null
                    ? Future.succeededFuture()
                    : open.request("agent.setState", Rpc.params().put("state", "offline"))
                            .eventually(open::close)
                            .mapEmpty();
        });
    }

    // ---- the connection

    private Future<Void> postSession(int tries) {
        return postSession()
                .recover(why ->
                        tries > 1 && why instanceof CallRefused no && no.code() == TOO_SLOW
                                ? postSession(tries - 1)
                                : Future.failedFuture(why));
    }

    private Future<Void> postSession() {
        return bank.post(
                        "/api/session",
                        new JsonObject()
                                .put("user", user)
                                .put("password", bank.target().password()))
                .map(body -> {
                    token = body.getString("token");
                    return null;
                });
    }

    private Future<Void> connect() {
        long began = System.nanoTime();
        return AgentSocket.open(
                        bank.webSockets(), bank.target(), "/agent", this::onEvent, this::onLost)
                .compose(open -> {
                    ObjectNode start = Rpc.params().put("token", token);
                    if (!session.isEmpty()) {
                        start.put("session", session).put("lastSeq", desk.lastSeq());
                    }
                    socket = open;
                    connectedNanos = System.nanoTime();
                    connectedInMs = (connectedNanos - began) / 1e6;
                    return open.request("session.start", start);
                })
                .map(started -> {
                    startedInMs = (System.nanoTime() - connectedNanos) / 1e6;
                    session = started.path("session").asText();
                    desk =
                            desk.started(
                                    started.path("resumed").asBoolean(),
                                    started.path("seq").asLong());
                    return null;
                });
    }

    private void onLost() {
        if (socket != null && back == null && !bank.isClosed()) {
            back = Promise.promise();
            comeBack(0);
        }
    }

    private void comeBack(int tries) {
        connect()
                .onComplete(done -> {
                    Promise<Void> waiting = back;
                    if (done.succeeded() || waiting == null) {
                        back = null;
                        if (waiting != null) {
                            waiting.complete();
                        }
                        return;
                    }
                    int pause = BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length - 1)];
                    bank.after(pause + bank.random().nextInt(pause), () -> comeBack(tries + 1));
                });
    }

    // ---- the contact

    private Future<Void> onContact(String method, ObjectNode params) {
        return onLoop(() -> {
            params.put("contactId", contact(desk).id());
            return request(method, params).mapEmpty();
        });
    }

    private static ObjectNode about(Contact contact) {
        return Rpc.params().put("contactId", contact.id());
    }

    private static Contact contact(Desk desk) {
        Contact contact = desk.contact();
        if (contact == null) {
            throw new IllegalStateException("there is no contact");
        }
        return contact;
    }

    // ---- what the gateway says

    private void onEvent(JsonNode params) {
        desk = desk.after(params);
        for (Waiter waiter : new ArrayList<>(waiters)) {
            if (waiter.what().test(desk)) {
                waiters.remove(waiter);
                waiter.promise().tryComplete(desk);
            }
        }
    }

    private Future<Desk> await(Predicate<Desk> what) {
        return await(what, LIMIT_SECONDS);
    }

    private Future<Desk> await(Predicate<Desk> what, long seconds) {
        if (what.test(desk)) {
            return Future.succeededFuture(desk);
        }
        var waiter = new Waiter(what, Promise.promise());
        waiters.add(waiter);
        return waiter.promise()
                .future()
                .timeout(seconds, TimeUnit.SECONDS)
                .onFailure(_ -> waiters.remove(waiter));
    }

    private Future<JsonNode> request(String method, ObjectNode params) {
        AgentSocket open = socket;
        return open == null ? Future.failedFuture("not connected") : open.request(method, params);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> what) {
        return bank.onLoop(what);
    }
}
