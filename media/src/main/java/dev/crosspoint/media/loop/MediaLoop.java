package dev.crosspoint.media.loop;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop that carries audio: a thread of its own, wrapped as a Vert.x context. Event-bus
 * consumers and timers registered on that context run on this thread, between its packets.
 *
 * <p>What happens in one turn of the loop is sent in one go: ports and rings that have something to
 * pass on ask for the end of the turn, and get it after all sockets of this turn were read.
 */
public final class MediaLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

    /** What the name of a loop's thread begins with; its index follows. */
    static final String THREAD_NAME = "media-loop-";

    /** Longest wait for the tasks of a closing loop, ms; they are microseconds long. */
    private static final int STOP_TIMEOUT_MS = 2_000;

    private final int index;
    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop eventLoop;
    private final ContextInternal context;
    private final Counters<LoopCount> counters = new Counters<>(LoopCount.values());
    private final Histogram tickLateness = new Histogram();
    private final Histogram tickDuration = new Histogram();
    private final PacketMemory memory = new PacketMemory();
    private final TurnPace pace;
    private final ArrayDeque<Runnable> turnEnds = new ArrayDeque<>();
    private final Runnable endTurn = this::endTurn;
    private final ArrayDeque<Deployable> deployed = new ArrayDeque<>();
    private boolean turnEnding;
    private boolean failureLogged;

    MediaLoop(int index, VertxInternal vertx, IoHandlerFactory io, boolean epoll, TurnPace pace) {
        this.index = index;
        this.epoll = epoll;
        this.pace = pace;
        // A group of one: its loop keeps the number that its thread is named after.
        ThreadFactory thread = task -> new FastThreadLocalThread(task, THREAD_NAME + index);
        this.group = new MultiThreadIoEventLoopGroup(1, thread, io);
        this.eventLoop = group.next();
        this.context =
                vertx.contextBuilder()
                        .withEventLoop(eventLoop)
                        .withCloseFuture(new CloseFuture())
                        .build();
    }

    /** 0 and up. */
    public int index() {
        return index;
    }

    /** The Vert.x context of this loop. */
    public Context context() {
        return context;
    }

    /** Whether the caller is on this loop. */
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /**
     * Runs a task on this loop, after what it is doing now. The cheapest way in, and outside the
     * Vert.x context; see {@link #inContext}. A loop that has stopped drops the task.
     */
    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException _) {
            LOG.debug("media loop {} has stopped and drops a task", index);
        }
    }

    /**
     * Runs something at once, on this loop, as if Vert.x had called: what it asks of Vert.x (a
     * timer, a reply from the event bus) comes back to this loop. Receivers and tickers are called
     * without this, because it costs an allocation.
     */
    public void inContext(Runnable task) {
        context.dispatch(task);
    }

    /**
     * Starts a verticle on this loop, which Vert.x itself would put on one of its own. It is
     * undeployed when the loop closes.
     */
    public Future<Void> deploy(Deployable verticle) {
        PromiseInternal<Void> started = context.promise();
        context.runOnContext(_ -> {
            try {
                verticle.deploy(context)
                        .<Void>mapEmpty()
                        .onSuccess(_ -> deployed.push(verticle))
                        .onComplete(started);
            } catch (Exception e) {
                started.fail(e);
            }
        });
        return started.future();
    }

    /** How this loop is doing; on any thread. */
    public LoopMeter meter() {
        return new LoopMeter(
                index, counters.snapshot(), tickLateness.snapshot(), tickDuration.snapshot());
    }

    Future<Void> close() {
        // Of no context: this loop's own cannot tell anybody that it has stopped.
        Promise<Void> stopped = Promise.promise();
        undeployAll().onComplete(_ -> context.close().onComplete(_ -> stop(stopped)));
        return stopped.future();
    }

    private void stop(Promise<Void> stopped) {
        group.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .addListener(_ -> stopped.complete());
    }

    private Future<Void> undeployAll() {
        PromiseInternal<Void> undeployed = context.promise();
        context.runOnContext(_ -> undeployNext(undeployed));
        return undeployed.future();
    }

    private void undeployNext(PromiseInternal<Void> undeployed) {
        Deployable last = deployed.poll();
        if (last == null) {
            undeployed.complete();
            return;
        }
        Future<?> stopped;
        try {
            stopped = last.undeploy(context);
        } catch (Exception e) {
            stopped = Future.failedFuture(e);
        }
        stopped.onFailure(e -> LOG.warn("media loop {}: a verticle stopped badly", index, e))
                .onComplete(_ -> undeployNext(undeployed));
    }

    IoEventLoop eventLoop() {
        return eventLoop;
    }

    boolean epoll() {
        return epoll;
    }

    PacketMemory memory() {
        return memory;
    }

    TurnPace pace() {
        return pace;
    }

    Histogram tickLateness() {
        return tickLateness;
    }

    Histogram tickDuration() {
        return tickDuration;
    }

    <T> PromiseInternal<T> promise() {
        return context.promise();
    }

    void count(LoopCount what, long howMany) {
        counters.add(what, howMany);
    }

    void count(LoopCount what) {
        counters.add(what, 1);
    }

    /** A bug reached the shell. Counted each time and told once: it may come with every packet. */
    void failed(String who, RuntimeException bug) {
        counters.add(LoopCount.FAILURES, 1);
        if (!failureLogged) {
            failureLogged = true;
            LOG.error("media loop {}: {} failed; told once, counted always", index, who, bug);
        }
    }

    /**
     * Runs a task when this turn's sockets are read and its timers done. Only on this loop; the
     * caller asks once per turn, with a task it keeps.
     */
    void atTurnEnd(Runnable task) {
        turnEnds.add(task);
        if (!turnEnding) {
            turnEnding = true;
            eventLoop.execute(endTurn);
        }
    }

    private void endTurn() {
        Runnable task;
        while ((task = turnEnds.poll()) != null) {
            task.run();
        }
        turnEnding = false;
    }
}
