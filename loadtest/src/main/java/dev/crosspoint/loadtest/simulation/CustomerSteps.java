package dev.crosspoint.loadtest.simulation;

import static dev.crosspoint.loadtest.gatling.Crosspoint.quietly;
import static dev.crosspoint.loadtest.gatling.Crosspoint.step;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIf;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.loadtest.gatling.Took;
import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.phone.CallRefused;
import dev.crosspoint.loadtest.phone.TrunkPhone;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** What customers do. */
final class CustomerSteps {
    /** How calls that nobody else's were refused during sounded. */
    static final String HEARS = "customer hears";

    /** How those sounded that were on while others were told to call later. */
    static final String HEARS_WHILE_OTHERS_ARE_REFUSED = "customer hears while others are refused";

    /** Refused with 503 and Retry-After. */
    static final String TOLD_TO_CALL_LATER = "customer is told to call later";

    private static final String PHONE = "customerPhone";
    private static final String SOUND = "customerSound";

    /** Longest wait for audio, s. */
    private static final int AUDIO_LIMIT_SECONDS = 32;

    /**
     * In smoke, where it is no fault that a machine with builds on it refuses calls at times,
     * customers call again when they are told to.
     */
    private static final int TRIES = 5;

    /** Whoever is not through to an agent and back by then has been forgotten, s. */
    private static final int CALL_LIMIT_SECONDS = 600;

    private CustomerSteps() {}

    static TrunkPhone phone(Session session) {
        return requireNonNull(session.<TrunkPhone>get(PHONE));
    }

    /** Calls, waits to be hung up on, and says how it was. */
    static ChainBuilder callAndWait(LoadProfile profile) {
        return exec(call(profile)).exec(awaitEnd()).exec(checkSound());
    }

    /**
     * Calls; two response times: until the answer, and from the answer to the first audio. Who is
     * told to call later, where more is asked for than can be had, goes away.
     */
    static ChainBuilder call(LoadProfile profile) {
        return exec(step(
                        "customer is answered",
                        (bank, session) ->
                                bank.reach(
                                                "+4930%07d".formatted(session.userId()),
                                                profile.isMeasured() ? 1 : TRIES)
                                        .map(phone -> Took.itsTime(session.set(PHONE, phone)))
                                        .recover(why -> toldToCallLater(why, session, profile))))
                .exec(exitHereIfFailed())
                .exec(exitHereIf(session -> !session.contains(PHONE)))
                .exec(
                        step(
                                "customer has audio",
                                (_, session) ->
                                        phone(session)
                                                .heard()
                                                .timeout(AUDIO_LIMIT_SECONDS, TimeUnit.SECONDS)
                                                .map(_ -> Took.itsTime(session))));
    }

    private static Future<Took> toldToCallLater(
            Throwable why, Session session, LoadProfile profile) {
        return profile.isBeyondCapacity() && why instanceof CallRefused no && no.isLater()
                ? Future.succeededFuture(Took.itsTime(session).as(TOLD_TO_CALL_LATER))
                : Future.failedFuture(why);
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

    static ChainBuilder checkSound() {
        return doIfOrElse(session -> phone(session).othersPostponed())
                .then(checkSound(HEARS_WHILE_OTHERS_ARE_REFUSED))
                .orElse(checkSound(HEARS));
    }

    private static ActionBuilder checkSound(String name) {
        return step(
                name,
                (_, session) ->
                        SoundCheck.of(requireNonNull(session.<CallSound>get(SOUND)), session));
    }

    private static Took heard(Session session, CallSound sound) {
        return Took.itsTime(session.set(SOUND, sound));
    }
}
