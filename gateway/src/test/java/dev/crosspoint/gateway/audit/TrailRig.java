package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.AuditFilter;
import dev.crosspoint.gateway.store.AuditRow;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.vault.MemoryKeys;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A trail on a real database, with its folder, its keys and a place for its digests. */
final class TrailRig {
    static final Tenant TENANT = new Tenant("acme", "main");
    static final Tenant OTHER = new Tenant("acme", "other");
    static final Duration HOUR = Duration.ofHours(1);
    private static final int RETRY_MS = 50;

    final Vertx vertx = Vertx.vertx();
    final MemoryKeys keys = new MemoryKeys();
    final DatabaseSettings settings;
    final Database database;
    final AuditStore store;
    final FolderTarget target;
    final Signer signer = signer();
    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-27T09:00:00Z"));
    private final Path folder;
    AuditTrail trail;

    TrailRig(Path home) throws Exception {
        settings = TestDatabase.migrated();
        database =
                Database.open(
                        vertx,
                        settings,
                        home.resolve("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.audit();
        target = new FolderTarget(home.resolve("delivered"));
        folder = home.resolve("audit");
        trail = start();
    }

    AuditTrail start() throws Exception {
        return AuditTrail.quiet(
                new AuditTrail.Parts(
                        folder,
                        store,
                        keys,
                        signer,
                        Map.of(TENANT, target, OTHER, target),
                        HOUR,
                        now::get),
                RETRY_MS);
    }

    /** What the next process finds. */
    void restart() throws Exception {
        trail.close();
        trail = start();
    }

    Path folder() {
        return folder;
    }

    static AuditEvent event(int number) {
        return AuditEvent.now(
                new Actor.Agent("agent-" + number % 3),
                TENANT,
                new Deed.ViewedContact("c-" + number));
    }

    /** Puts so many on record, and waits until they are. */
    void record(int from, int count) throws Exception {
        var all = new ArrayList<Future<Void>>();
        for (int i = from; i < from + count; i++) {
            all.add(trail.before(event(i)));
        }
        for (var each : all) {
            await(each);
        }
    }

    /** Waits until there are so many in the chain. */
    List<AuditRow> chained(long count) throws Exception {
        Chained.await(store, TENANT, count);
        return rows();
    }

    List<AuditRow> rows() throws Exception {
        var all = new ArrayList<AuditRow>();
        long after = 0;
        for (var page = await(store.after(TENANT, 0, 1_000)); !page.isEmpty(); ) {
            all.addAll(page);
            after = page.getLast().seq();
            page = await(store.after(TENANT, after, 1_000));
        }
        return all;
    }

    List<AuditRow> find(Tenant tenant, AuditFilter filter) throws Exception {
        return await(store.find(tenant, filter, null, 1_000));
    }

    /** Lets an hour pass, and does what is due. */
    void hour() {
        now.updateAndGet(instant -> instant.plus(HOUR));
        trail.look();
    }

    List<AuditFinding> verify() {
        return new AuditVerifier(store, keys, signer.publicKey()).verify(TENANT, target);
    }

    List<AuditFinding.Kind> found() {
        return verify().stream().map(AuditFinding::kind).distinct().toList();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        trail.close();
        database.close();
        await(vertx.close());
    }

    static Signer signer() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new Signer() {
                @Override
                public byte[] sign(byte[] message) {
                    try {
                        var signature = Signature.getInstance("Ed25519");
                        signature.initSign(pair.getPrivate());
                        signature.update(message);
                        return signature.sign();
                    } catch (GeneralSecurityException e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                public String publicKey() {
                    return "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n";
                }
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
