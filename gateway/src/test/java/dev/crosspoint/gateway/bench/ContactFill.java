package dev.crosspoint.gateway.bench;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills a database with a year of contacts, by COPY: keys of searches change six times in it. */
final class ContactFill {
    static final int AGENTS = 500;
    static final int QUEUES = 50;
    static final int CITIES = 1_000;
    private static final int GENERATIONS = 6;
    private static final int NUMBERS = 200_000;
    private static final String[] TIERS = {"gold", "silver", "bronze", "none"};
    private static final HexFormat HEX = HexFormat.of();
    private static final int BLOCK = 2_000;

    private static final String CONTACTS =
            """
            COPY crosspoint.contact (account_id, instance_id, contact_id, initial_contact_id, version,
                method, initiated_at, queued_at, connected_at, ended_at, holds, hold_ms, longest_hold_ms,
                after_work_ms, duration_ms, queue, agent_id, disconnect_reason, legs, worst_mos,
                recordings, origination_number, system_number, attributes, customer_hash) FROM STDIN
            """;

    private static final String ATTRIBUTES =
            """
            COPY crosspoint.contact_attribute (account_id, instance_id, contact_id, hash, initiated_at)
            FROM STDIN
            """;

    private static final String RECORDINGS =
            """
            COPY crosspoint.recording (account_id, instance_id, recording_id, contact_id,
                initial_contact_id, agent_id, queue, segment, sides, started_at, ended_at, state,
                state_since, key_id, location, delivered_at, erased_at) FROM STDIN
            """;

    private final Connection owner;
    private final Tenant tenant;
    private final SearchKeys search;
    private final Random random = new Random(7);
    private final Map<String, String> hashes = new HashMap<>();

    ContactFill(Connection owner, Tenant tenant, SearchKeys search) {
        this.owner = owner;
        this.tenant = tenant;
        this.search = search;
    }

    static String agent(int of) {
        return "agent-" + of;
    }

    static String queue(int of) {
        return "Queue " + of;
    }

    static String number(int of) {
        return "+4930%07d".formatted(1_000_000 + of);
    }

    static String order(long of) {
        return "order-" + of;
    }

    static String city(int of) {
        return "city-" + of;
    }

    static String contact(long of) {
        return "c-%020d".formatted(of);
    }

    static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }

    long count() throws SQLException {
        try (var statement = owner.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM crosspoint.contact")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    Instant newest() throws SQLException {
        try (var statement = owner.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT max(initiated_at) FROM crosspoint.contact")) {
            rows.next();
            return rows.getTimestamp(1).toInstant();
        }
    }

    /** Unless it is full already; then a look as autovacuum would have had. */
    void fill(int contacts) throws Exception {
        if (count() > 0) {
            return;
        }
        long began = System.nanoTime();
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var step = Duration.ofDays(365).dividedBy(contacts);
        for (int from = 0; from < contacts; from += BLOCK) {
            if ((long) from * GENERATIONS / contacts
                    != (long) (from - BLOCK) * GENERATIONS / contacts) {
                search.rotate(media(tenant), Kept.NUMBERS);
                search.rotate(media(tenant), Kept.ATTRIBUTES);
                hashes.clear();
            }
            block(
                    from,
                    Math.min(contacts, from + BLOCK),
                    now.minus(step.multipliedBy(contacts)),
                    step);
        }
        try (var statement = owner.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
        System.out.printf("filled in %d s%n", (System.nanoTime() - began) / 1_000_000_000);
    }

    private void block(int from, int to, Instant first, Duration step) throws Exception {
        var contacts = new StringBuilder();
        var attributes = new StringBuilder();
        var recordings = new StringBuilder();
        for (int i = from; i < to; i++) {
            var at = first.plus(step.multipliedBy(i));
            var id = contact(i);
            int agent = random.nextInt(AGENTS);
            var queue = queue(random.nextInt(QUEUES));
            long ms =
                    random.nextInt(200) == 0
                            ? 3_600_000 + random.nextInt(600_000)
                            : 1_000 * (30 + random.nextInt(900));
            double mos =
                    random.nextInt(1_000) == 0
                            ? 1.3 + random.nextDouble() * 0.7
                            : 2.5 + random.nextDouble() * 1.9;
            boolean recorded = random.nextInt(5) > 0;
            var end = at.plusMillis(ms);
            // A few call very often.
            int number = (int) (NUMBERS * Math.pow(random.nextDouble(), 3));
            line(
                    contacts,
                    id,
                    id,
                    1,
                    "INBOUND",
                    at,
                    at,
                    at,
                    end,
                    1,
                    1_000,
                    1_000,
                    10_000,
                    ms,
                    queue,
                    agent(agent),
                    random.nextInt(2_000) == 0
                            ? "media-timeout"
                            : random.nextBoolean() ? "customer" : "agent",
                    legs(mos),
                    mos,
                    recorded ? "{r-" + i + "}" : "{}",
                    sealed(12),
                    sealed(12),
                    sealed(80),
                    hash(number(number)));
            for (var hash :
                    new String[] {
                        hash("order", order(i)),
                        hash("city", city(random.nextInt(CITIES))),
                        hash("tier", TIERS[random.nextInt(TIERS.length)])
                    }) {
                line(attributes, id, hash, at);
            }
            if (recorded) {
                boolean failed = random.nextInt(1_000) == 0;
                line(
                        recordings,
                        "r-" + i,
                        id,
                        id,
                        agent(agent),
                        queue,
                        0,
                        "BOTH",
                        at,
                        end,
                        failed ? "FAILED" : "DELIVERED",
                        end,
                        "local:bench/bench/1",
                        failed ? "\\N" : "s3://bench/" + id,
                        failed ? "\\N" : end,
                        failed ? "\\N" : end);
            }
        }
        copy(CONTACTS, contacts);
        copy(ATTRIBUTES, attributes);
        copy(RECORDINGS, recordings);
    }

    private void line(StringBuilder to, Object... values) {
        to.append(tenant.account()).append('\t').append(tenant.instance());
        for (var value : values) {
            to.append('\t').append(value);
        }
        to.append('\n');
    }

    private static String legs(double mos) {
        return ("[{\"leg\":\"l1\",\"who\":\"CUSTOMER\",\"codec\":\"PCMA\",\"packets\":5000,\"lostPercent\":0.1,"
                + "\"jitterMs\":2.5,\"roundTripMs\":40.0,\"mos\":"
                + mos
                + "}]");
    }

    /** As long as it would be sealed. */
    private String sealed(int plain) {
        var bytes = new byte[45 + plain];
        random.nextBytes(bytes);
        return "\\\\x" + HEX.formatHex(bytes);
    }

    private String hash(String number) throws Exception {
        return "\\\\x" + HEX.formatHex(search.of(media(tenant), new PhoneNumber(number)));
    }

    private String hash(String name, String value) throws Exception {
        if (name.equals("order")) {
            return "\\\\x" + HEX.formatHex(search.of(media(tenant), name, value));
        }
        var known = hashes.get(name + value);
        if (known == null) {
            known = "\\\\x" + HEX.formatHex(search.of(media(tenant), name, value));
            hashes.put(name + value, known);
        }
        return known;
    }

    private void copy(String sql, StringBuilder rows) throws SQLException, IOException {
        CopyIn copy = owner.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        var bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
    }
}
