package dev.crosspoint.media.loop;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * The event loops that carry audio, and nothing else. HTTP, TLS and SQL stay on the loops of
 * Vert.x, so that a page being served never delays a packet.
 */
public final class MediaLoops {
    /** Sockets that one look at epoll may report; 0 lets Netty's array grow with their number. */
    private static final int EVENTS = 0;

    private final List<MediaLoop> loops;

    private MediaLoops(List<MediaLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Makes the loops; their threads start with their first task.
     *
     * @param count 1 or more, usually one per core
     */
    public static MediaLoops start(Vertx vertx, int count) {
        return start(vertx, count, Epoll.isAvailable());
    }

    /** With epoll where it is there and wanted, else with the JDK's selector. */
    static MediaLoops start(Vertx vertx, int count, boolean epoll) {
        if (count < 1) {
            throw new IllegalArgumentException("media loops: " + count + ", expected 1 or more");
        }
        var loops = new ArrayList<MediaLoop>();
        for (int i = 0; i < count; i++) {
            var pace = new TurnPace();
            IoHandlerFactory io =
                    epoll
                            ? EpollIoHandler.newFactory(EVENTS, () -> pace)
                            : NioIoHandler.newFactory();
            loops.add(new MediaLoop(i, (VertxInternal) vertx, io, epoll, pace));
        }
        return new MediaLoops(loops);
    }

    /** How many there are. */
    public int count() {
        return loops.size();
    }

    /**
     * One of them.
     *
     * @param index 0 to {@link #count} - 1
     */
    public MediaLoop loop(int index) {
        return loops.get(index);
    }

    /** How all of them are doing; on any thread. */
    public List<LoopMeter> meters() {
        return loops.stream().map(MediaLoop::meter).toList();
    }

    /** Undeploys what runs on the loops, closes their sockets and ends their threads. */
    public Future<Void> close() {
        return Future.join(loops.stream().map(MediaLoop::close).toList()).mapEmpty();
    }
}
