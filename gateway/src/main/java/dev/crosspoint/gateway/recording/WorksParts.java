package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.DeliveryEffect;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What the jobs of all recordings share.
 *
 * @param rendering as many as may be rendered at once: rendering is work for a processor
 * @param delivering as many as may be sent at once to each place
 * @param random spreads attempts
 * @param closing whether the gateway closes: what fails then has not failed
 */
record WorksParts(
        Preparation preparation,
        Ledger ledger,
        Semaphore rendering,
        DeliveryLanes delivering,
        WaitingClock clock,
        RandomGenerator random,
        BooleanSupplier closing,
        News news) {

    /** Who is told how recordings do. On any thread. */
    interface News {
        /** Its state or its reason is another one; told before this returns. */
        void changed(RecordingFiles files) throws InterruptedException;

        void alarm(RecordingFiles files, DeliveryEffect.Kind kind);

        void allClear(RecordingFiles files);

        /** One attempt failed, for a reason in a code. */
        void failedOnce(String reason);
    }

    /**
     * Before a failure is taken for one. Not everybody whom the end interrupts says so.
     *
     * @throws InterruptedException when the gateway closes
     */
    void requireOpen() throws InterruptedException {
        if (closing.getAsBoolean()) {
            throw new InterruptedException("the gateway closes");
        }
    }

    void changed(RecordingFiles files) throws InterruptedException {
        news.changed(files);
    }

    void alarm(RecordingFiles files, DeliveryEffect.Kind kind) {
        news.alarm(files, kind);
    }

    void allClear(RecordingFiles files) {
        news.allClear(files);
    }

    void failedOnce(String reason) {
        news.failedOnce(reason);
    }
}
