package dev.crosspoint.gateway.store;

import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** How often somebody may still try to sign in. On any thread, in the same terms as the others. */
public final class SignInLimitStore {
    private final Transactions transactions;

    SignInLimitStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What is limited. */
    public enum Limited {
        USER,
        ADDRESS;

        private String word() {
            return this == USER ? "user" : "address";
        }
    }

    /**
     * Takes one attempt out of a bucket, by the clock of the database.
     *
     * @param place 0 to 65535
     * @param burst how many there are in a full one
     * @param refillSeconds time that earns one more
     * @return what is left; below 0 when there was none, then by so much
     */
    public Future<Double> take(
            Tenant tenant, Limited kind, int place, int burst, int refillSeconds) {
        var sql =
                """
                INSERT INTO crosspoint.sign_in_limit AS l (kind, place, tokens, taken, at)
                VALUES ($1, $2, $3::float8 - 1, true, now())
                ON CONFLICT (account_id, instance_id, kind, place) DO UPDATE SET
                    (tokens, taken, at) = (SELECT
                        CASE WHEN has >= 1 THEN has - 1 ELSE has END, has >= 1, now()
                        FROM (SELECT least($3::float8, l.tokens
                            + extract(epoch FROM now() - l.at)::float8 / $4::float8) AS has) AS now)
                RETURNING tokens, taken
                """;
        var values = Tuple.of(kind.word(), place, (double) burst, (double) refillSeconds);
        return transactions
                .run(tenant, sql, values)
                .map(rows -> {
                    var row = rows.iterator().next();
                    return row.getBoolean("taken")
                            ? row.getDouble("tokens")
                            : row.getDouble("tokens") - 1;
                });
    }

    /** Gives an attempt back, because it was a good one. */
    public Future<Void> giveBack(Tenant tenant, Limited kind, int place, int burst) {
        var sql =
                """
                UPDATE crosspoint.sign_in_limit SET tokens = least($3::float8, tokens + 1)
                WHERE kind = $1 AND place = $2
                """;
        return transactions
                .run(tenant, sql, Tuple.of(kind.word(), place, (double) burst))
                .mapEmpty();
    }
}
