package dev.crosspoint.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the server goes about searches that once took all contacts of the time. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class ContactPlansTest {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final byte[] COMMON = new byte[32];

    private static Vertx vertx;
    private static Database database;
    private static Transactions transactions;

    /** Of twenty thousand contacts one in a thousand sounded bad, and every fourth is golden. */
    @BeforeAll
    static void fill() throws Exception {
        vertx = Vertx.vertx();
        var settings = TestDatabase.fresh();
        database =
                Database.open(
                        vertx,
                        settings,
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        TestDatabase.asSuperuser(
                settings,
                """
                INSERT INTO crosspoint.contact (account_id, instance_id, contact_id,
                    initial_contact_id, version, method, initiated_at, holds, hold_ms,
                    longest_hold_ms, after_work_ms, queue, legs, worst_mos, recordings)
                SELECT 'acme', 'main', 'c-' || i, 'c-' || i, 1, 'INBOUND',
                    '2026-11-01T00:00:00Z'::timestamptz + i * interval '1 minute', 0, 0, 0, 0, 'q',
                    '[]', CASE WHEN i % 1000 = 0 THEN 1.5 ELSE 3 + (i % 100) / 100.0 END, '{}'
                FROM generate_series(1, 20000) AS i
                """,
                """
                INSERT INTO crosspoint.contact_attribute
                    (account_id, instance_id, contact_id, hash, initiated_at)
                SELECT account_id, instance_id, contact_id, decode(repeat('00', 32), 'hex'),
                    initiated_at
                FROM crosspoint.contact WHERE substr(contact_id, 3)::int % 4 = 0
                """,
                "VACUUM ANALYZE crosspoint.contact",
                "VACUUM ANALYZE crosspoint.contact_attribute");
        var server = Objects.requireNonNull(settings.server());
        transactions =
                new Transactions(
                        Database.pool(vertx, server, server::owner, settings, Map.of()),
                        settings.timeoutMs(),
                        new DatabaseMeters(new SimpleMeterRegistry()));
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        vertx.close().await();
    }

    @Test
    void findsARareQualityAmongThoseOfThatQuality() {
        assertThat(plan(null, new Range(1.0, 2.0)))
                .contains("contact_by_mos")
                .doesNotContain("contact_by_start");
    }

    @Test
    void findsACommonAttributeWithARareQualityAmongThoseOfThatQuality() throws Exception {
        assertThat(plan(List.of(COMMON), new Range(null, 2.0)))
                .contains("contact_by_mos")
                .doesNotContain("contact_by_start");
        assertThat(ids(List.of(COMMON), new Range(null, 2.0))).hasSize(20).startsWith("c-20000");
    }

    @Test
    void walksTheOrderOfPagesForAQualityThatManyHave() {
        assertThat(plan(null, new Range(3.0, null)))
                .contains("contact_by_start")
                .doesNotContain("contact_by_mos");
    }

    private static String plan(@Nullable List<byte[]> attributes, Range mos) {
        var statement = ContactSelect.of(filter(attributes, mos), null, 50);
        var rows = transactions.run(TENANT, "EXPLAIN " + statement.sql(), statement.values());
        return String.join("\n", Rows.all(rows.await(), row -> row.getString(0)));
    }

    private static List<String> ids(List<byte[]> attributes, Range mos) {
        var page = database.contacts().search(TENANT, filter(attributes, mos), null, 50).await();
        return page.contacts().stream().map(found -> found.row().contact().id()).toList();
    }

    private static ContactFilter filter(@Nullable List<byte[]> attributes, Range mos) {
        return new ContactFilter(
                FROM, null, null, List.of(), null, null, attributes, Range.ANY, mos, null, null);
    }
}
