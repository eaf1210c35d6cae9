package dev.crosspoint.gateway.load;

import dev.crosspoint.media.loop.MediaMeter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks every second how the media loops do, and says when new calls have to wait for them. */
public final class LoadVerticle extends VerticleBase {

    private static final long PERIOD_MS = 1_000;

    private final Supplier<List<MediaMeter>> plane;
    private final Consumer<Boolean> refuse;
    private final MediaLoad load;

    /**
     * @param plane one snapshot per loop, on any thread
     * @param rules when it is too much
     * @param refuse hears of each change: whether new calls are to be refused; must not block
     */
    public LoadVerticle(
            Supplier<List<MediaMeter>> plane, SheddingRules rules, Consumer<Boolean> refuse) {
        this.plane = plane;
        this.load = new MediaLoad(rules);
        this.refuse = refuse;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(PERIOD_MS, _ -> look());
        return Future.succeededFuture();
    }

    private void look() {
        boolean before = load.isOver();
        load.onSecond(plane.get().stream().map(MediaMeter::loop).toList());
        if (load.isOver() != before) {
            refuse.accept(load.isOver());
        }
    }
}
