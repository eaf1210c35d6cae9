package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;

import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.gateway.store.ContactFilter.Recorded;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search as a statement. Conditions stand there only when they say something: a planner that does
 * not know the values would not take the index of any. Ids are looked for first, in the order of
 * pages and out of an index alone where that can be, and rows are read only of those that are
 * shown.
 *
 * <p>A hash is looked for in a branch of its own: each generation's hashes lie in the order of
 * pages in their index, but those of several together would have to be sorted, however many. Where
 * an attribute is only one of several conditions it is for the planner to say which comes first.
 */
final class ContactSelect {
    private static final String ORDER = " ORDER BY %1$s.initiated_at DESC, %1$s.contact_id DESC";

    private final Tuple values = Tuple.tuple();
    private final ContactFilter filter;
    private final @Nullable PageKey after;
    private final int limit;

    private ContactSelect(ContactFilter filter, @Nullable PageKey after, int limit) {
        this.filter = filter;
        this.after = after;
        this.limit = limit;
    }

    /** What is to be run. */
    record Statement(String sql, Tuple values) {}

    static Statement of(ContactFilter filter, @Nullable PageKey after, int limit) {
        var select = new ContactSelect(filter, after, limit);
        return new Statement(select.sql(), select.values);
    }

    private String sql() {
        var found = String.join(" UNION ALL ", branches());
        return "SELECT c.*, r.states FROM (SELECT contact_id FROM ("
                + found
                + ") AS f"
                + ORDER.formatted("f")
                + " LIMIT "
                + put(limit)
                + """
                ) AS found JOIN crosspoint.contact c USING (contact_id)
                LEFT JOIN LATERAL (
                    SELECT array_agg(state ORDER BY started_at, recording_id) AS states
                    FROM crosspoint.recording r WHERE r.contact_id = c.contact_id) r ON true
                """
                + ORDER.formatted("c");
    }

    private List<String> branches() {
        var attributes = filter.attributes();
        var numbers = filter.numbers();
        var branches = new ArrayList<String>();
        if (attributes != null && isByAttributeOnly()) {
            attributes.forEach(hash -> branches.add(ofAttribute(hash)));
        } else if (numbers != null) {
            numbers.forEach(hash -> branches.add(ofNumber(hash)));
        } else {
            branches.add(branch("crosspoint.contact c", withAttribute()));
        }
        if (branches.isEmpty()) {
            branches.add(branch("crosspoint.contact c", " AND false"));
        }
        return branches;
    }

    private boolean isByAttributeOnly() {
        return filter.numbers() == null
                && filter.contact() == null
                && filter.agents().isEmpty()
                && filter.queue() == null
                && filter.duration().equals(Range.ANY)
                && filter.mos().equals(Range.ANY)
                && filter.disconnectReason() == null
                && filter.recording() == null;
    }

    private String ofNumber(byte[] hash) {
        var one = " AND c.customer_hash = " + put(Buffer.buffer(hash));
        return branch("crosspoint.contact c", one + withAttribute());
    }

    private String ofAttribute(byte[] hash) {
        var one = " AND c.hash = " + put(Buffer.buffer(hash));
        return branch("crosspoint.contact_attribute c", one);
    }

    private String withAttribute() {
        var attributes = filter.attributes();
        if (attributes == null) {
            return "";
        }
        var sql =
                new StringBuilder(" AND c.contact_id IN (SELECT a.contact_id")
                        .append(" FROM crosspoint.contact_attribute a WHERE a.hash = ANY(")
                        .append(put(attributes.stream().map(Buffer::buffer).toArray(Buffer[]::new)))
                        .append(')');
        and(sql, "a.initiated_at >= ", time(filter.from()));
        and(sql, "a.initiated_at < ", time(filter.to()));
        return sql.append(')').toString();
    }

    /**
     * Ids that one way leads to.
     *
     * @param from a table, called c
     */
    private String branch(String from, String one) {
        var sql =
                new StringBuilder("(SELECT c.contact_id, c.initiated_at FROM ")
                        .append(from)
                        .append(" WHERE true")
                        .append(one);
        and(sql, "c.initiated_at >= ", time(filter.from()));
        and(sql, "c.initiated_at < ", time(filter.to()));
        var contact = filter.contact();
        if (contact != null) {
            var id = put(contact);
            sql.append(" AND (c.contact_id = %1$s OR c.initial_contact_id = %1$s)".formatted(id));
        }
        filter.agents().forEach(agent -> and(sql, "c.agent_id = ", agent));
        and(sql, "c.queue = ", filter.queue());
        range(sql, "c.duration_ms", filter.duration());
        range(sql, "c.worst_mos", filter.mos());
        and(sql, "c.disconnect_reason = ", filter.disconnectReason());
        recorded(sql, filter.recording());
        if (after != null) {
            sql.append(
                    " AND (c.initiated_at, c.contact_id) < (%s, %s)"
                            .formatted(put(time(after.at())), put(after.id())));
        }
        return sql.append(ORDER.formatted("c"))
                .append(" LIMIT ")
                .append(put(limit))
                .append(')')
                .toString();
    }

    private void range(StringBuilder sql, String column, Range range) {
        and(sql, column + " >= ", range.least());
        and(sql, column + " <= ", range.most());
    }

    private void recorded(StringBuilder sql, @Nullable Recorded recording) {
        var of = "EXISTS (SELECT FROM crosspoint.recording r WHERE r.contact_id = c.contact_id";
        switch (recording) {
            case null -> {}
            case Recorded.No() -> sql.append(" AND NOT ").append(of).append(')');
            case Recorded.In(RecordingState state) -> {
                sql.append(" AND ").append(of).append(" AND r.state = ").append(put(state.name()));
                // What is not delivered is not erased, and what is not erased has an index.
                sql.append(state == RecordingState.DELIVERED ? ")" : " AND r.erased_at IS NULL)");
            }
        }
    }

    private void and(StringBuilder sql, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" AND ").append(condition).append(put(value));
        }
    }

    private String put(@Nullable Object value) {
        values.addValue(value);
        return "$" + values.size();
    }
}
