package dev.crosspoint.loadtest.simulation;

import static dev.crosspoint.loadtest.gatling.Crosspoint.quietly;
import static dev.crosspoint.loadtest.gatling.Crosspoint.step;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.loadtest.gatling.Took;
import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.phone.TrunkPhone;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** What customers do. */
final class CustomerSteps {
    private static final String PHONE = "customerPhone";
    private static final String SOUND = "customerSound";

    /** Longest wait for an answer: what SIP has for an INVITE, s. */
    private static final int ANSWER_LIMIT_SECONDS = 32;

    /** Whoever is not through to an agent and back by then has been forgotten, s. */
    private static final int CALL_LIMIT_SECONDS = 600;

    private CustomerSteps() {}

    static TrunkPhone phone(Session session) {
        return requireNonNull(session.<TrunkPhone>get(PHONE));
    }

    /** Calls; two response times: until the answer, and from the answer to the first audio. */
    static ChainBuilder call() {
        return exec(step(
                        "customer is answered",
                        (bank, session) ->
                                bank.call("+4930%07d".formatted(session.userId()))
                                        .compose(phone ->
                                                phone.answered()
                                                        .timeout(
                                                                ANSWER_LIMIT_SECONDS,
                                                                TimeUnit.SECONDS)
                                                        .map(_ ->
                                                                Took.itsTime(
                                                                        session.set(
                                                                                PHONE, phone))))))
                .exec(exitHereIfFailed())
                .exec(
                        step(
                                "customer has audio",
                                (_, session) ->
                                        phone(session)
                                                .heard()
                                                .timeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)
                                                .map(_ -> Took.itsTime(session))));
    }

    static ActionBuilder press(String digits) {
        return quietly(
                "customer presses digits",
                (_, session) -> {
                    phone(session).press(digits);
                    return Future.succeededFuture(Took.itsTime(session));
                });
    }

    static ActionBuilder hangUp() {
        return step(
                "customer hangs up",
                (_, session) -> phone(session).hangUp().map(sound -> heard(session, sound)));
    }

    /** The agent hangs up. */
    static ActionBuilder awaitEnd() {
        return quietly(
                "customer talks",
                (_, session) ->
                        phone(session)
                                .over()
                                .timeout(CALL_LIMIT_SECONDS, TimeUnit.SECONDS)
                                .map(sound -> heard(session, sound)));
    }

    static ActionBuilder checkSound() {
        return step(
                "customer hears",
                (_, session) ->
                        SoundCheck.of(requireNonNull(session.<CallSound>get(SOUND)), session));
    }

    private static Took heard(Session session, CallSound sound) {
        return Took.itsTime(session.set(SOUND, sound));
    }
}
