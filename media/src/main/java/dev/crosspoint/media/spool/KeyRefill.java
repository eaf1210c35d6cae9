package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the key service for the keys that the stock lacks. */
final class KeyRefill {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRefill.class);

    /** At once for one tenant: a service that takes 300 ms fills a stock in less than a second. */
    private static final int AT_ONCE = 4;

    /** After a failure. A call that waits for a key asks within its two seconds again. */
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final KeyProvider provider;
    private final KeyStock stock;
    private final Executor keyThreads;
    private final LongSupplier clock;
    private final LongAdder failures = new LongAdder();
    private final Map<Tenant, Asking> asking = new HashMap<>();

    private static final class Asking {
        private int running;
        private boolean paused;
        private boolean fails;
        private long pausedNanos;
    }

    /**
     * @param keyThreads a virtual thread for each question, because key services block
     */
    KeyRefill(KeyProvider provider, KeyStock stock, Executor keyThreads, LongSupplier clock) {
        this.provider = provider;
        this.stock = stock;
        this.keyThreads = keyThreads;
        this.clock = clock;
    }

    /** Begins what is to be done. Never waits. */
    synchronized void run() {
        stock.wanting().forEach(this::ask);
    }

    /** How often the key service gave none. */
    long failures() {
        return failures.sum();
    }

    private synchronized void ask(Tenant tenant, int wanted) {
        Asking now = asking.computeIfAbsent(tenant, _ -> new Asking());
        if (now.paused && clock.getAsLong() - now.pausedNanos < PAUSE_NANOS) {
            return;
        }
        now.paused = false;
        for (int more = Math.min(AT_ONCE, wanted) - now.running; more > 0; more--) {
            now.running++;
            keyThreads.execute(() -> generate(tenant, now));
        }
    }

    private void generate(Tenant tenant, Asking now) {
        String failure = null;
        try {
            String resource = UUID.randomUUID().toString();
            stock.put(
                    provider.generate(new EncryptionContext(tenant, Purpose.RECORDING, resource)),
                    clock.getAsLong());
        } catch (KeyFailure e) {
            failure = e.reason().toString();
        } catch (RuntimeException e) {
            failure = e.toString();
        }
        done(tenant, now, failure);
        if (failure == null) {
            run();
        }
    }

    private synchronized void done(Tenant tenant, Asking now, @Nullable String failure) {
        now.running--;
        if (failure != null) {
            failures.increment();
            now.paused = true;
            now.pausedNanos = clock.getAsLong();
        }
        // The first of many: a key service that is away is asked twice a second.
        if (failure != null && !now.fails) {
            LOG.warn("No data keys for {}: {}", tenant, failure);
        } else if (failure == null && now.fails) {
            LOG.info("There are data keys for {} again", tenant);
        }
        now.fails = failure != null;
    }
}
