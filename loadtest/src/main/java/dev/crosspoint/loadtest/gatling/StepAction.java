package dev.crosspoint.loadtest.gatling;

import com.typesafe.scalalogging.Logger;
import dev.crosspoint.loadtest.phone.PhoneBank;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.vertx.core.Future;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * A step at run time: begins, lets Gatling's thread go, and when its future completes logs the
 * response and sends the user on.
 */
final class StepAction implements Action {
    private static final Logger LOG =
            Logger.apply(LoggerFactory.getLogger("dev.crosspoint.loadtest"));

    private final StepBuilder step;
    private final PhoneBank bank;
    private final CoreComponents core;
    private final Action next;

    StepAction(StepBuilder step, PhoneBank bank, CoreComponents core, Action next) {
        this.step = step;
        this.bank = bank;
        this.core = core;
        this.next = next;
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public void execute(Session session) {
        long began = core.clock().nowMillis();
        Future<Took> taken;
        try {
            taken = step.step().take(bank, new io.gatling.javaapi.core.Session(session));
        } catch (RuntimeException e) {
            taken = Future.failedFuture(e);
        }
        taken.onSuccess(took -> succeed(took, began)).onFailure(e -> fail(session, began, e));
    }

    private void succeed(Took took, long began) {
        Session session = took.session().asScala();
        if (step.logged() || !took.as().isEmpty()) {
            long end = core.clock().nowMillis();
            long start = took.ms() < 0 ? began : end - Math.round(took.ms());
            core.statsEngine()
                    .logResponse(
                            session.scenario(),
                            session.groups(),
                            took.as().isEmpty() ? step.name() : took.as(),
                            start,
                            end,
                            OK$.MODULE$,
                            Option.empty(),
                            Option.empty());
        }
        next.$bang(session);
    }

    private void fail(Session session, long began, Throwable why) {
        String message = why.getMessage();
        core.statsEngine()
                .logResponse(
                        session.scenario(),
                        session.groups(),
                        step.name(),
                        began,
                        core.clock().nowMillis(),
                        KO$.MODULE$,
                        Option.empty(),
                        Option.apply(message == null ? why.getClass().getSimpleName() : message));
        next.$bang(session.markAsFailed());
    }

    @Override
    public Logger logger() {
        return LOG;
    }

    /** What Scala calls to set the field of the trait; ours is a constant. */
    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger logger) {}
}
