package dev.crosspoint.gateway.renewal;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * given to whoever uses it, and the change is on record by its name. What could not be done is
 * tried again until it is, and told once.
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

    /** Those that nobody has taken yet. */
    private final Set<Renewable<C, ?>> owed = new HashSet<>();

    /** What was told since files have changed. */
    private final Set<String> complaints = new HashSet<>();

    private boolean isDue;
    private C current;

    /**
     * One that does not look yet.
     *
     * @param current what is in use, as it was read at the start
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
                complaints.clear();
                isDue = true;
            }
            if (isDue) {
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
            // Of a configuration that is wrong: it says what, and quotes no secret.
            refuse("files have changed, and nothing is taken from them: " + e.getMessage());
            return;
        }
        isDue = false;
        if (!files.areStill()) {
            return; // Somebody was writing them: they are looked at again.
        }
        boolean isAnyOther = false;
        for (var secret : secrets) {
            if (owed.contains(secret) || secret.isOther(current, now)) {
                isAnyOther = true;
                takeOrOwe(secret, now);
            }
        }
        current = now;
        if (!isAnyOther) {
            LOG.info("files were read anew: no secret is another that can be taken now");
        }
    }

    private void takeOrOwe(Renewable<C, ?> secret, C now) {
        try {
            take(secret, now);
            owed.remove(secret);
        } catch (Exception e) {
            owed.add(secret);
            isDue = true;
            refuse(secret.setting() + " is not renewed: " + e.getMessage());
        }
    }

    private void refuse(String why) {
        if (complaints.add(why)) {
            refused.increment();
            LOG.warn(why);
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
