package dev.crosspoint.loadtest.simulation;

import static dev.crosspoint.loadtest.gatling.Crosspoint.step;

import dev.crosspoint.loadtest.gatling.Took;
import dev.crosspoint.loadtest.phone.PhoneBank;
import dev.crosspoint.media.hostile.Flood;
import io.gatling.javaapi.core.ActionBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody does who wishes the gateway ill: once for everybody who talks meanwhile. */
final class FloodSteps {
    private static final long SEED = 20_261_128;

    /** Less has not shown that the gateway bears what was asked for. */
    private static final double LEAST_PACE = 0.9;

    private final LoadProfile profile;
    private final int perSecond = Integer.getInteger("load.flood", 50_000);
    private @Nullable Future<Flood.Sent> flood;

    FloodSteps(LoadProfile profile) {
        this.profile = profile;
    }

    /** Talks on until all of the flood is over; the first who comes here lets it begin. */
    ActionBuilder outlast() {
        return step(
                "agent outlasts the flood",
                (bank, session) ->
                        flood(bank)
                                .compose(sent ->
                                        sent.perSecond() < LEAST_PACE * perSecond
                                                ? Future.failedFuture(
                                                        "a slower flood than asked for")
                                                : Future.succeededFuture(Took.itsTime(session))));
    }

    private synchronized Future<Flood.Sent> flood(PhoneBank bank) {
        Future<Flood.Sent> running = flood;
        if (running == null) {
            running = bank.targets().compose(targets -> begin(bank, targets));
            flood = running;
        }
        return running;
    }

    private Future<Flood.Sent> begin(PhoneBank bank, Flood.Targets targets) {
        try {
            InetAddress gateway = InetAddress.getByName(bank.target().host());
            if (!gateway.isLoopbackAddress()) {
                throw new IllegalStateException("only a gateway of this machine is flooded");
            }
            var vertx = Vertx.vertx();
            var thrower = Flood.of(vertx, SEED, gateway.getHostAddress());
            return thrower.send((long) perSecond * profile.seconds(), perSecond, () -> targets)
                    .onSuccess(FloodSteps::tell)
                    .onComplete(_ -> Thread.ofVirtual().start(() -> end(thrower, vertx)));
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    /** Not on the flood's own thread, which this waits for. */
    private static void end(Flood thrower, Vertx vertx) {
        try {
            thrower.close();
        } catch (Exception e) {
            throw new IllegalStateException("the flood does not end", e);
        } finally {
            var _ = vertx.close();
        }
    }

    /** For whoever compares it with the gateway's counters. */
    private static void tell(Flood.Sent sent) {
        try {
            Files.writeString(
                    Path.of(System.getProperty("load.floodLog", "flood.properties")),
                    String.format(
                            Locale.ROOT,
                            "media=%d%nsip=%d%nunsent=%d%nseconds=%.3f%n",
                            sent.media(),
                            sent.sip(),
                            sent.unsent(),
                            sent.seconds()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
