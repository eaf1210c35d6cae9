package dev.crosspoint.gateway.renewal;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges secrets while the gateway runs. When a file changes everything is read anew, as at the
 * start; what cannot be read, or is wrong, changes nothing. Each secret that is another then is
 * given to whoever uses it, and the change is on record by its name.
 *
 * @param <C> what is read
 */
public final class Renewal<C> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final int LOOK_SECONDS = 5;
    private static final int TAKE_SECONDS = 20;

    private final WatchedFiles files;
    private final Callable<C> read;
    private final List<Renewable<C, ?>> secrets;
    private final Consumer<AuditEvent> audit;
    private final Counter renewed;
    private final Counter refused;
    private final ScheduledExecutorService look =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("renewal").factory());
    private C current;

    /**
     * One that does not look yet.
     *
     * @param current as it was read at the start
     * @param read reads it anew; blocks
     */
    public Renewal(
            Collection<Path> files,
            C current,
            Callable<C> read,
            List<Renewable<C, ?>> secrets,
            Consumer<AuditEvent> audit,
            MeterRegistry registry) {
        this.files = new WatchedFiles(files);
        this.current = current;
        this.read = read;
        this.secrets = List.copyOf(secrets);
        this.audit = audit;
        this.renewed = registry.counter("crosspoint.secrets.renewed");
        this.refused = registry.counter("crosspoint.secrets.refused");
    }

    /** Looks from now on, every few seconds. */
    public void start() {
        var _ =
                look.scheduleWithFixedDelay(
                        this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    void look() {
        try {
            if (files.haveChanged()) {
                renew();
            }
        } catch (RuntimeException bug) {
            LOG.error("whether secrets have changed is not known", bug);
        }
    }

    private void renew() {
        C now;
        try {
            now = read.call();
        } catch (Exception e) {
            refused.increment();
            // Of a configuration that is wrong: it says what, and quotes no secret.
            LOG.warn("files have changed, and nothing is taken from them: {}", e.getMessage());
            return;
        }
        int taken = 0;
        for (var secret : secrets) {
            try {
                if (secret.isOther(current, now)) {
                    take(secret, now);
                    taken++;
                }
            } catch (Exception e) {
                refused.increment();
                LOG.warn("{} is not renewed: {}", secret.setting(), e.getMessage());
            }
        }
        current = now;
        if (taken == 0) {
            LOG.info("files have changed, and no secret that can be taken while the gateway runs");
        }
    }

    private void take(Renewable<C, ?> secret, C now) throws Exception {
        secret.take(now).await(TAKE_SECONDS, TimeUnit.SECONDS);
        renewed.increment();
        LOG.info("{} is renewed", secret.setting());
        for (var tenant : secret.tenants()) {
            var deed = new Deed.ChangedSetting(secret.setting(), "secret:" + secret.setting());
            audit.accept(AuditEvent.now(new Actor.Operator(), tenant, deed));
        }
    }

    @Override
    public void close() {
        look.shutdownNow();
    }
}
