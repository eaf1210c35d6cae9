package dev.crosspoint.gateway.http;

import dev.crosspoint.gateway.access.SignIn;
import dev.crosspoint.gateway.access.SignIn.Outcome;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.access.TenantGate.Way;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in ({@code POST /api/session}) and out ({@code DELETE /api/session}).
 *
 * <p>The token travels in bodies and headers that only script of our own origin can write, never in
 * a cookie, so a foreign page cannot use it.
 */
final class SessionApi {
    private static final Logger LOG = LoggerFactory.getLogger(SessionApi.class);
    private static final String PATH = "/api/session";
    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_USER_CHARS = 64;

    /** Longest that name and password may take on their way, and to be looked at, ms. */
    private static final int BODY_MS = 10_000;

    private final SignIn signIn;
    private final TenantChoice tenants;
    private final TenantGate gate;
    private final boolean demo;
    private final int tokenMinutes;

    private record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    SessionApi(
            SignIn signIn,
            TenantChoice tenants,
            TenantGate gate,
            boolean demo,
            int tokenMinutes) {
        this.signIn = signIn;
        this.tenants = tenants;
        this.gate = gate;
        this.demo = demo;
        this.tokenMinutes = tokenMinutes;
    }

    void mount(Router router) {
        router.post(PATH)
                .handler(TimeoutHandler.create(BODY_MS, 408))
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(this::signIn);
        router.delete(PATH).handler(this::signOut);
        router.route(PATH).handler(context -> Problem.otherMethod(context, "POST,DELETE"));
    }

    private void signIn(RoutingContext context) {
        // The rest of a body may come after its time was up.
        if (context.response().ended()) {
            return;
        }
        var type = Optional.ofNullable(context.request().getHeader("content-type")).orElse("");
        if (!JsonType.isNamedBy(type)) {
            Problem.NOT_JSON.answer(context);
            return;
        }
        var credentials = credentials(context.body().buffer());
        var authority = context.request().authority();
        var tenant =
                authority == null ? Optional.<Tenant>empty() : tenants.byHost(authority.host());
        if (credentials.isEmpty()) {
            Problem.BAD_REQUEST.answer(context);
        } else if (tenant.isEmpty()) {
            Problem.NOT_ALLOWED.answer(context);
        } else if (!gate.admits(
                tenant.get(),
                Way.SIGN_IN,
                "SignIn",
                new Actor.Stranger(),
                ClientSource.of(context))) {
            Problem.NOT_ALLOWED.answer(context, TenantGate.SENTENCE);
        } else {
            var given = credentials.get();
            var address = ClientSource.address(context);
            signIn.attempt(tenant.get(), given.user(), given.password(), address)
                    .onSuccess(outcome -> answer(context, outcome))
                    .onFailure(failure -> {
                        LOG.warn("A sign-in could not be checked", failure);
                        Problem.NOT_READY.answer(context);
                    });
        }
    }

    private void answer(RoutingContext context, Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted accepted ->
                    context.response()
                            .setStatusCode(201)
                            .putHeader("content-type", JsonType.NAME)
                            .end(
                                    new JsonObject()
                                            .put("token", accepted.token())
                                            .put("agent", accepted.agent().agentId())
                                            .put(
                                                    "displayName",
                                                    accepted.agent().displayName().value())
                                            .put("expiresInSeconds", 60 * tokenMinutes)
                                            .put("demo", demo)
                                            .encode());
            case Outcome.Rejected _ -> Problem.SIGN_IN_FAILED.answer(context);
            case Outcome.TooMany tooMany -> {
                context.response()
                        .putHeader("retry-after", Long.toString(tooMany.retryAfterSeconds()));
                Problem.TOO_MANY.answer(context);
            }
        }
    }

    private void signOut(RoutingContext context) {
        BearerToken.of(context.request()).ifPresent(signIn::end);
        context.response().setStatusCode(204).end();
    }

    /** Name and password, when the body is the object it should be. */
    private static Optional<Credentials> credentials(@Nullable Buffer body) {
        if (body == null) {
            return Optional.empty();
        }
        try {
            var json = new JsonObject(body);
            if (json.getValue("user") instanceof String user
                    && json.getValue("password") instanceof String password
                    && !user.isEmpty()
                    && user.length() <= MAX_USER_CHARS) {
                return Optional.of(new Credentials(user, password));
            }
            return Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
