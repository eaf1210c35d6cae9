package dev.crosspoint.gateway.store;

import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One statement, or a few, in one transaction for one tenant, within a time; and what its failures
 * mean. On any thread.
 */
final class Transactions {
    /**
     * Whose rows the transaction sees; and that the server gives up when we do. Local settings end
     * with the transaction, so a connection carries no tenant over to the next.
     */
    private static final String SETTINGS =
            """
            SELECT set_config('app.account', $1, true), set_config('app.instance', $2, true),
                set_config('statement_timeout', $3, true), set_config('lock_timeout', $3, true)
            """;

    private final Pool pool;
    private final int timeoutMs;
    private final DatabaseMeters meters;

    Transactions(Pool pool, int timeoutMs, DatabaseMeters meters) {
        this.pool = pool;
        this.timeoutMs = timeoutMs;
        this.meters = meters;
    }

    /**
     * Runs it.
     *
     * @return its rows; or a {@link StoreUnavailable}; or an {@link IllegalStateException}, which
     *     means a bug
     */
    Future<RowSet<Row>> run(Tenant tenant, String sql, Tuple values) {
        return run(tenant, connection -> connection.preparedQuery(sql).execute(values));
    }

    /**
     * The same of several statements, which happen together or not at all.
     *
     * @param work what it runs on the connection it is given
     */
    <T> Future<T> run(Tenant tenant, Function<SqlConnection, Future<T>> work) {
        var settings = Tuple.of(tenant.account(), tenant.instance(), Integer.toString(timeoutMs));
        meters.begun();
        return pool.withTransaction(connection ->
                        connection
                                .preparedQuery(SETTINGS)
                                .execute(settings)
                                .compose(_ -> work.apply(connection)))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .onComplete(_ -> meters.ended())
                .recover(failure -> Future.failedFuture(translated(failure)));
    }

    /** Whether the database answers. */
    Future<Void> ping() {
        return pool.query("SELECT 1")
                .execute()
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private Exception translated(Throwable failure) {
        if (failure instanceof PgException refused && !passes(refused.getSqlState())) {
            meters.refused();
            // Without its detail, which quotes rows.
            return new IllegalStateException(
                    "the database refuses: "
                            + refused.getSqlState()
                            + " "
                            + refused.getErrorMessage(),
                    failure);
        }
        meters.unavailable();
        return new StoreUnavailable(
                failure instanceof PgException refused
                        ? refused.getSqlState() + " " + refused.getErrorMessage()
                        : String.valueOf(failure.getMessage()));
    }

    /**
     * Whether that state says something about the server's situation rather than about what we
     * asked: no connection (08), no admission (28), database (3D), schema (3F) or table (42P01)
     * yet, because its preparation is under way; a server that is a replica since it failed over
     * (25006); a conflict (40), a lock or a closed door (55), no resources (53), an operator or a
     * time-out (57), a disk (58).
     */
    private static boolean passes(@Nullable String sqlState) {
        return sqlState != null
                && sqlState.matches("(08|28|3D|40|53|55|57|58).*|25006|42P01|3F000");
    }
}
