package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.access.TenantGate.Way;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.http.BearerToken;
import dev.crosspoint.gateway.http.ClientSource;
import dev.crosspoint.gateway.http.JsonType;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.routing.AgentKey;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Who may come in: whoever has a token that is good, asks in measure, has the permission, and has
 * just shown who that is where that matters.
 */
final class Door {
    private static final String CALLER = "caller";

    /** Who asked, whether let in or not; gone again for whoever only has to show who it is. */
    private static final String WHO = "who";

    private final AgentDirectory directory;
    private final SecurityProfiles profiles;
    private final TenantGate gate;
    private final Function<String, Optional<String>> tickets;
    private final ControlMeters meters;
    private final Refusals refusals;
    private final long startNanos = System.nanoTime();

    /** One for each person who ever asked; people are few, and never strangers. */
    private final Map<AgentKey, Client> clients = new HashMap<>();

    /** Somebody who was let in. */
    record Caller(AgentKey key, String token, Client client) {
        @Override
        public String toString() {
            return "Caller[" + key.agentId() + "]";
        }
    }

    /**
     * @param gate who may come in from where
     * @param tickets the token of the sign-in that a ticket to play something belongs to
     */
    Door(
            AgentDirectory directory,
            SecurityProfiles profiles,
            TenantGate gate,
            Function<String, Optional<String>> tickets,
            ControlMeters meters,
            Refusals refusals) {
        this.refusals = refusals;
        this.directory = directory;
        this.profiles = profiles;
        this.gate = gate;
        this.tickets = tickets;
        this.meters = meters;
    }

    /** Whoever was let in for this request. */
    static Caller caller(RoutingContext context) {
        return Objects.requireNonNull(context.<Caller>get(CALLER), "nobody was let in");
    }

    /** The door to an operation, to be passed before a body is read. */
    SecurityPolicyHandler to(Operation operation) {
        return context -> {
            context.addEndHandler(_ -> {
                meters.over(operation, outcome(context.response()));
                tellOfRefusal(operation, context);
            });
            enter(operation, context);
        };
    }

    private void tellOfRefusal(Operation operation, RoutingContext context) {
        AgentKey who = context.get(WHO);
        var id = Objects.requireNonNullElse(context.pathParams().get(operation.parameter()), "");
        var problem = Problem.of(context).orElse(null);
        // What a key or a bucket refuses, it refuses us.
        boolean isRefused =
                problem == Problem.FORBIDDEN || (problem == Problem.NOT_FOUND && !id.isEmpty());
        if (who != null && isRefused) {
            refusals.refused(who, operation, id, SessionApi.origin(context), nowMs());
        }
    }

    /** What it was answered with, whatever became of the connection afterwards. */
    private static String outcome(HttpServerResponse response) {
        return response.ended() ? Integer.toString(response.getStatusCode()) : "closed";
    }

    private void enter(Operation operation, RoutingContext context) {
        if (operation.isOpen()) {
            context.next();
            return;
        }
        var token = token(operation, context);
        var who = token.flatMap(this::agent);
        if (who.isEmpty()) {
            context.response().putHeader("www-authenticate", "Bearer");
            Problem.NOT_SIGNED_IN.answer(context);
            return;
        }
        if (!gate.admits(
                who.get().tenant(),
                Way.API,
                operation.word(),
                new Actor.Agent(who.get().agentId()),
                ClientSource.of(context))) {
            Problem.NOT_ALLOWED.answer(context, TenantGate.SENTENCE);
            return;
        }
        context.put(WHO, who.get());
        var client = clients.computeIfAbsent(who.get(), _ -> new Client(nowMs()));
        if (!client.mayAsk(nowMs())) {
            context.response().putHeader("retry-after", "1");
            Problem.TOO_MANY.answer(context);
        } else if (!may(who.get(), operation)) {
            Problem.FORBIDDEN.answer(context, operation.lacking());
        } else if (operation.needsRecentProof() && !directory.isProven(token.orElseThrow())) {
            context.remove(WHO);
            Problem.STEP_UP_REQUIRED.answer(context);
        } else if (saysItIsNotJson(context)) {
            Problem.NOT_JSON.answer(context);
        } else {
            context.put(CALLER, new Caller(who.get(), token.orElseThrow(), client));
            context.next();
        }
    }

    private Optional<String> token(Operation operation, RoutingContext context) {
        var token = BearerToken.of(context.request());
        return token.isPresent() || !operation.takesTickets()
                ? token
                : Optional.ofNullable(context.request().getParam("play")).flatMap(tickets);
    }

    /** Whether somebody who was let in still would be. */
    boolean isGood(Caller caller, Operation operation) {
        return agent(caller.token()).filter(caller.key()::equals).isPresent()
                && may(caller.key(), operation);
    }

    /** Monotonic, ms, from 0. */
    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** What somebody who was let in may do now. */
    Set<Permission> permissions(Caller caller) {
        return profiles.of(caller.key().tenant(), caller.key().agentId());
    }

    private boolean may(AgentKey who, Operation operation) {
        return operation.allows(profiles.of(who.tenant(), who.agentId()));
    }

    private Optional<AgentKey> agent(String token) {
        return directory.byToken(token).map(who -> new AgentKey(who.tenant(), who.agentId()));
    }

    private static boolean saysItIsNotJson(RoutingContext context) {
        var type = context.request().getHeader("content-type");
        return type != null && !JsonType.isNamedBy(type);
    }
}
