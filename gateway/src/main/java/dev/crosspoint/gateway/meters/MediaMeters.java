package dev.crosspoint.gateway.meters;

import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.loop.LoopCount;
import dev.crosspoint.media.loop.LoopMeter.Spread;
import dev.crosspoint.media.loop.MediaMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The media plane in numbers, read when somebody scrapes; the packet path only counts. One series
 * per loop.
 */
public final class MediaMeters implements MeterBinder {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Tick figures people set alarms on. */
    private static final double[] QUANTILES = {0.5, 0.99, 0.999};

    private final Supplier<List<MediaMeter>> plane;

    /**
     * Meters of a running plane.
     *
     * @param plane one snapshot per loop, in order, on any thread
     */
    public MediaMeters(Supplier<List<MediaMeter>> plane) {
        this.plane = plane;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        int loops = plane.get().size();
        for (int loop = 0; loop < loops; loop++) {
            bind(registry, loop);
        }
    }

    private void bind(MeterRegistry registry, int loop) {
        gauge(registry, loop, "calls.open", meter -> meter.calls());
        gauge(registry, loop, "legs.open", meter -> meter.legs());
        gauge(registry, loop, "opus.complexity.shed", meter -> meter.loop().complexityShed());
        for (var count : Count.values()) {
            counter(registry, loop, word(count), meter -> meter.count(count));
        }
        for (var count : LoopCount.values()) {
            counter(registry, loop, "loop." + word(count), meter -> meter.loop().count(count));
        }
        spread(registry, loop, "tick.lateness", meter -> meter.loop().tickLateness());
        spread(registry, loop, "tick.duration", meter -> meter.loop().tickDuration());
    }

    private void counter(
            MeterRegistry registry, int loop, String name, ToDoubleFunction<MediaMeter> value) {
        FunctionCounter.builder("crosspoint.media." + name, plane, read(loop, value))
                .tag("loop", Integer.toString(loop))
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, int loop, String name, ToDoubleFunction<MediaMeter> value) {
        Gauge.builder("crosspoint.media." + name, plane, read(loop, value))
                .tag("loop", Integer.toString(loop))
                .register(registry);
    }

    /**
     * Quantiles since the start as the upper bounds of the buckets they lie in, sum and count for
     * averages, and the buckets for quantiles of any time.
     */
    private void spread(
            MeterRegistry registry, int loop, String name, Function<MediaMeter, Spread> spread) {
        for (double quantile : QUANTILES) {
            Gauge.builder(
                            "crosspoint.media." + name + ".seconds",
                            plane,
                            read(loop, meter -> seconds(spread.apply(meter), quantile)))
                    .tag("loop", Integer.toString(loop))
                    .tag("quantile", Double.toString(quantile))
                    .register(registry);
        }
        counter(
                registry,
                loop,
                name + ".seconds.sum",
                meter -> spread.apply(meter).sumNanos() / NANOS_PER_SECOND);
        counter(registry, loop, name + ".count", meter -> spread.apply(meter).total());
        List<Long> bounds = spread.apply(plane.get().get(loop)).upperBoundsNanos();
        for (int i = 0; i < bounds.size(); i++) {
            int bucket = i;
            // Prometheus keeps "bucket" to itself.
            FunctionCounter.builder(
                            "crosspoint.media." + name + ".buckets",
                            plane,
                            read(loop, meter -> spread.apply(meter).within(bucket)))
                    .tag("loop", Integer.toString(loop))
                    .tag("le", le(bounds.get(i)))
                    .register(registry);
        }
    }

    private static double seconds(Spread spread, double quantile) {
        return seconds(spread.quantileBoundNanos(quantile));
    }

    private static double seconds(long nanos) {
        return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos / NANOS_PER_SECOND;
    }

    /** As Prometheus writes the bound of a bucket. */
    private static String le(long nanos) {
        double seconds = seconds(nanos);
        return Double.isInfinite(seconds)
                ? "+Inf"
                : BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
    }

    private static ToDoubleFunction<Supplier<List<MediaMeter>>> read(
            int loop, ToDoubleFunction<MediaMeter> value) {
        return meters -> value.applyAsDouble(meters.get().get(loop));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
