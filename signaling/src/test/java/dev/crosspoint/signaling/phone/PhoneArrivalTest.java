package dev.crosspoint.signaling.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The places that sockets hold until their phones have registered. */
class PhoneArrivalTest {
    /** As many as one address may have. */
    private static final int PLACES = 64;

    @Test
    void givesPlacesBackOnTheListenersOwnLoop() throws Exception {
        var elsewhere = Vertx.vertx();
        var over = new CountDownLatch(1);
        var loop = elsewhere.getOrCreateContext();
        var told = new CountDownLatch(PLACES);
        // That loop does nothing more once it has told: whoever counts there, counts too late.
        var server =
                new PhoneServer((_, how) -> {
                    loop.runOnContext(_ -> {
                        how.arrived().run();
                        told.countDown();
                        if (told.getCount() == 0) {
                            awaits(over);
                        }
                    });
                });
        try {
            for (int i = 0; i < PLACES; i++) {
                server.phone("anna", "phone" + i).connect();
            }
            awaits(told);
            server.phone("anna", "one more").connect();
        } finally {
            over.countDown();
            server.close();
            PhoneServer.await(elsewhere.close());
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
