package dev.crosspoint.loadtest.run;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has a gateway on this machine collect all its garbage now and then: ZGC leaves for hours in the
 * old generation what nobody needs, and counts it among what is alive.
 */
final class Collecting implements AutoCloseable {
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("collecting").factory());
    private final GatewayMemory memory;

    Collecting(GatewayMemory memory, long everySeconds) {
        this.memory = memory;
        var _ =
                clock.scheduleAtFixedRate(
                        this::collect, everySeconds, everySeconds, TimeUnit.SECONDS);
    }

    private void collect() {
        try {
            memory.collect();
        } catch (IOException e) {
            System.out.println("the gateway's garbage is not collected: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
