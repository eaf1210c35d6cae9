package dev.crosspoint.loadtest.simulation;

import static dev.crosspoint.loadtest.gatling.Crosspoint.quietly;
import static dev.crosspoint.loadtest.gatling.Crosspoint.step;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.loadtest.gatling.Took;
import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.phone.AgentPhone;
import dev.crosspoint.loadtest.phone.PhoneBank;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What agents do. */
final class AgentSteps {
    private static final String PHONE = "agentPhone";
    private static final String SOUND = "agentSound";
    private static final String OFFERED = "offered";
    private static final String IN_CALL = "inCall";

    /** An agent looks whether the day is over this often, s. */
    private static final int PATIENCE_SECONDS = 3;

    /** Longer than any call, s. */
    private static final int CALL_LIMIT_SECONDS = 600;

    /** What a playout buffer bridges, ms. */
    private static final int LONGEST_GAP_MS = 200;

    /** In smoke the generator itself may be kept from speaking by a build, ms. */
    private static final int LONGEST_GAP_OF_SMOKE_MS = 1_000;

    private AgentSteps() {}

    static AgentPhone phone(Session session) {
        return requireNonNull(session.<AgentPhone>get(PHONE));
    }

    /**
     * A day: comes, does something with every contact, and leaves when the shift is over and nobody
     * waits any more, but not in the middle of a contact.
     */
    static ChainBuilder day(Load load, ChainBuilder contact) {
        return exec(arrive())
                .exec(during(load.profile().shiftSeconds(), false).on(whenOffered(contact)))
                .exec(asLongAs(_ -> load.hasCustomers()).on(whenOffered(contact)))
                .exec(leave());
    }

    /** One of the agents comes, and takes contacts from then on. */
    static ChainBuilder arrive() {
        Iterator<Map<String, Object>> numbers =
                IntStream.iterate(1, n -> n + 1).mapToObj(AgentSteps::numbered).iterator();
        return feed(numbers)
                .exec(
                        step(
                                "agent signs in",
                                (bank, session) -> {
                                    AgentPhone phone =
                                            bank.agent(
                                                    bank.target()
                                                            .agent(session.getInt("agentNumber")));
                                    return phone.signIn()
                                            .map(_ -> Took.itsTime(session.set(PHONE, phone)));
                                }))
                .exec(exitHereIfFailed())
                .exec(beAvailable());
    }

    private static Map<String, Object> numbered(int number) {
        return Map.of("agentNumber", number);
    }

    /** The work after a contact is done, if there was any. */
    static ActionBuilder beAvailable() {
        return step(
                "agent is available",
                (_, session) -> phone(session).beAvailable().map(_ -> Took.itsTime(session)));
    }

    /** After a contact: how it sounded, and the next one may come. */
    static ChainBuilder finish() {
        return exec(checkSound()).exec(beAvailable());
    }

    /** Takes one contact, unless all have been offered to others. */
    static ChainBuilder untilOffered(Load load) {
        return exec(session -> session.set(OFFERED, false))
                .exec(
                        asLongAs(session -> !wasOffered(session) && load.awaitsCallers())
                                .on(
                                        whenOffered(
                                                exec(
                                                                session -> {
                                                                    load.callerOffered();
                                                                    return session;
                                                                })
                                                        .exec(answer()))));
    }

    /** Waits a while for a contact; when one rings, does something with it. */
    static ChainBuilder whenOffered(ChainBuilder then) {
        return exec(quietly("agent waits", AgentSteps::awaitOffer))
                .exec(doIf(session -> session.getBoolean(OFFERED)).then(then));
    }

    private static Future<Took> awaitOffer(PhoneBank bank, Session session) {
        return phone(session)
                .awaitOffer(PATIENCE_SECONDS)
                .map(_ -> Took.itsTime(session.set(OFFERED, true)))
                .recover(why ->
                        why instanceof TimeoutException
                                ? Future.succeededFuture(Took.itsTime(session.set(OFFERED, false)))
                                : Future.failedFuture(why));
    }

    /** Takes what rings; the response time is that from accepting it to its first audio. */
    static ActionBuilder answer() {
        return step(
                "agent answers",
                (_, session) -> phone(session).answer().map(_ -> Took.itsTime(session)));
    }

    static ActionBuilder hold(boolean held) {
        return step(
                held ? "agent holds" : "agent resumes",
                (_, session) -> phone(session).hold(held).map(_ -> Took.itsTime(session)));
    }

    /** Passes the customer back to the queue, where another agent is. */
    static ActionBuilder transfer() {
        return step(
                "agent transfers",
                (_, session) ->
                        phone(session)
                                .transfer("queue", "service")
                                .map(_ -> Took.itsTime(session)));
    }

    static ActionBuilder hangUp() {
        return step(
                "agent hangs up",
                (_, session) -> phone(session).hangUp().map(sound -> heard(session, sound)));
    }

    /** The customer hangs up, or the contact has gone on to somebody else. */
    static ActionBuilder awaitEnd() {
        return quietly(
                "agent talks",
                (_, session) ->
                        phone(session)
                                .awaitEnd(CALL_LIMIT_SECONDS)
                                .map(sound -> heard(session, sound)));
    }

    static ActionBuilder checkSound() {
        return step(
                "agent hears",
                (_, session) ->
                        SoundCheck.of(requireNonNull(session.<CallSound>get(SOUND)), session));
    }

    /** Adds somebody outside to the conversation; the gateway calls a phone of ours. */
    static ActionBuilder addSomebody() {
        return step(
                "agent adds somebody",
                (_, session) ->
                        phone(session)
                                .add("number", "+4931%07d".formatted(session.userId()))
                                .map(_ -> Took.itsTime(session)));
    }

    static ActionBuilder endForAll() {
        return step(
                "agent ends the call",
                (_, session) -> phone(session).endForAll().map(sound -> heard(session, sound)));
    }

    /** Whether something rang the last time that the agent waited for it. */
    static boolean wasOffered(Session session) {
        return session.getBoolean(OFFERED);
    }

    /** Whether {@link #comeBack} found the agent in a call. */
    static boolean isInCall(Session session) {
        return session.getBoolean(IN_CALL);
    }

    /**
     * Loses the connection, and has it again; the response time is that between, and of that what
     * the last try took for TLS and WebSocket, and for the session.
     */
    static ChainBuilder comeBack() {
        return exec(step(
                        "agent comes back",
                        (_, session) ->
                                phone(session)
                                        .dropAndComeBack()
                                        .compose(_ -> phone(session).isBusy())
                                        .map(busy -> Took.itsTime(session.set(IN_CALL, busy)))))
                .exec(tookOfThat("of that, TLS and WebSocket", AgentPhone::connectedInMs))
                .exec(tookOfThat("of that, session.start", AgentPhone::startedInMs));
    }

    private static ActionBuilder tookOfThat(String name, ToDoubleFunction<AgentPhone> what) {
        return step(
                name,
                (_, session) ->
                        Future.succeededFuture(
                                new Took(session, what.applyAsDouble(phone(session)))));
    }

    /** The audio has not noticed: its longest gap is the response time. */
    static ActionBuilder checkGap(LoadProfile profile) {
        int most = profile.isMeasured() ? LONGEST_GAP_MS : LONGEST_GAP_OF_SMOKE_MS;
        return step(
                "audio goes on",
                (_, session) ->
                        phone(session)
                                .longestGapMs()
                                .compose(ms ->
                                        ms > most
                                                ? Future.failedFuture("the audio had a gap")
                                                : Future.succeededFuture(new Took(session, ms))));
    }

    static ActionBuilder leave() {
        return step(
                "agent signs out",
                (_, session) -> phone(session).signOut().map(_ -> Took.itsTime(session)));
    }

    private static Took heard(Session session, CallSound sound) {
        return Took.itsTime(session.set(SOUND, sound));
    }
}
