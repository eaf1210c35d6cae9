package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.timers.SipTimer;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JAIN-SIP's timers on the Vert.x event loop. Public, with a constructor without arguments, only
 * because JAIN-SIP makes it by name; it runs once {@link #attach attached}.
 */
public final class LoopTimer implements SipTimer {

    private static final Logger LOG = LoggerFactory.getLogger(LoopTimer.class);

    private final Set<Long> running = new HashSet<>();
    private @Nullable Vertx vertx;
    private int t1Ms = SIPTransactionStack.BASE_TIMER_INTERVAL;

    /** For JAIN-SIP. */
    public LoopTimer() {}

    /**
     * @param t1Ms what JAIN-SIP's T1 of 500 ms really lasts; its other timers scale with it
     */
    void attach(Vertx vertx, int t1Ms) {
        this.vertx = vertx;
        this.t1Ms = t1Ms;
    }

    @Override
    public void start(SipStackImpl stack, Properties properties) {}

    @Override
    public boolean schedule(SIPStackTimerTask task, long delayMs) {
        Vertx loop = vertx;
        if (loop != null) {
            long id =
                    loop.setTimer(
                            scaled(delayMs),
                            fired -> {
                                running.remove(fired);
                                run(task);
                            });
            running.add(id);
            task.setSipTimerTask(id);
        }
        return loop != null;
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delayMs, long periodMs) {
        Vertx loop = vertx;
        if (loop != null) {
            long id = loop.setPeriodic(scaled(delayMs), scaled(periodMs), _ -> run(task));
            running.add(id);
            task.setSipTimerTask(id);
        }
        return loop != null;
    }

    private long scaled(long ms) {
        return Math.max(1, ms * t1Ms / SIPTransactionStack.BASE_TIMER_INTERVAL);
    }

    private static void run(SIPStackTimerTask task) {
        try {
            task.runTask();
        } catch (RuntimeException e) {
            LOG.error("SIP timer failed: {}", QuietStackLogger.trace(e));
        }
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        Vertx loop = vertx;
        if (loop == null || !(task.getSipTimerTask() instanceof Long id)) {
            return false;
        }
        task.cleanUpBeforeCancel();
        task.setSipTimerTask(null);
        running.remove(id);
        return loop.cancelTimer(id);
    }

    @Override
    public void stop() {
        Vertx loop = vertx;
        vertx = null;
        if (loop != null) {
            running.forEach(loop::cancelTimer);
        }
        running.clear();
    }

    @Override
    public boolean isStarted() {
        return vertx != null;
    }
}
