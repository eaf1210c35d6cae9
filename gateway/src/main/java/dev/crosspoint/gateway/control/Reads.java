package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts on record who reads what, where nobody else does. What is kept is not shown before that is
 * durable; what happens now is shown at once, so that nobody who watches over calls goes blind when
 * neither the database nor the disk takes anything.
 */
final class Reads {
    private final Consumer<AuditEvent> audit;
    private final Function<AuditEvent, Future<Void>> before;

    /**
     * @param audit takes what has happened
     * @param before puts on record what is about to happen; on any thread
     */
    Reads(Consumer<AuditEvent> audit, Function<AuditEvent, Future<Void>> before) {
        this.audit = audit;
        this.before = before;
    }

    /**
     * Puts a request on record.
     *
     * @param here where the answer is wanted
     * @return done when it may be answered; failed when it may not
     */
    Future<Void> put(Asked asked, Origin from, Context here) {
        var operation = asked.operation();
        var resource =
                asked.id().isEmpty()
                        ? Optional.<String>empty()
                        : Optional.of(operation.resource(asked.id()));
        var event =
                AuditEvent.now(
                        new Actor.Agent(asked.by().agentId()),
                        from,
                        asked.by().tenant(),
                        new Deed.ReadApi(operation.word(), resource, asked.criteria()));
        return switch (operation.room()) {
            case CALLS, DOOR, PREFLIGHT -> {
                audit.accept(event);
                yield Future.succeededFuture();
            }
            default -> {
                Promise<Void> onRecord = Promise.promise();
                before.apply(event)
                        .onSuccess(_ -> here.runOnContext(_ -> onRecord.complete()))
                        .onFailure(failure -> here.runOnContext(_ -> onRecord.fail(failure)));
                yield onRecord.future();
            }
        };
    }
}
