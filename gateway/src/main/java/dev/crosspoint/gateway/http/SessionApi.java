package dev.crosspoint.gateway.http;

import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.access.TenantGate.Way;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.people.NotVouched;
import dev.crosspoint.gateway.people.ProviderSignIn;
import dev.crosspoint.gateway.people.SignIn;
import dev.crosspoint.gateway.people.SignIn.Enrolment;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signing in ({@code POST /api/session} and what may have to follow) and out ({@code DELETE
 * /api/session}), and showing once more to be who one is.
 *
 * <p>Tokens and tickets travel in bodies and headers that only script of our own origin can write,
 * never in a cookie, so a foreign page cannot use them.
 */
public final class SessionApi {
    private static final String PATH = "/api/session";
    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_USER_CHARS = 64;
    private static final int MAX_TICKET_CHARS = 64;
    private static final int MAX_CODE_CHARS = 32;

    /** More than a password may have: that is said by its own problem. */
    private static final int MAX_PASSWORD_CHARS = 1024;

    private static final int TICKET_SECONDS = 300;

    /** Longest that name and password may take on their way, and to be looked at, ms. */
    private static final int BODY_MS = 10_000;

    private final SignIn signIn;
    private final ProviderSignIn providers;
    private final TenantChoice tenants;
    private final TenantGate gate;
    private final boolean demo;
    private final int tokenMinutes;

    /**
     * @param providers who else may sign somebody in
     * @param gate who may sign in from where
     * @param demo whether sign-ins are told that there is a demo customer
     * @param tokenMinutes how long a sign-in is good, for the client to know
     */
    public SessionApi(
            SignIn signIn,
            ProviderSignIn providers,
            TenantChoice tenants,
            TenantGate gate,
            boolean demo,
            int tokenMinutes) {
        this.signIn = signIn;
        this.providers = providers;
        this.tenants = tenants;
        this.gate = gate;
        this.demo = demo;
        this.tokenMinutes = tokenMinutes;
    }

    /** Adds its addresses to a router. */
    public void mount(Router router) {
        post(router, PATH, this::signIn);
        router.delete(PATH).handler(this::signOut);
        router.route(PATH).handler(context -> Problem.otherMethod(context, "POST,DELETE"));
        step(router, "/code", this::ofTicket, this::code);
        step(router, "/enrolment", this::ofTicket, this::enrolment);
        step(router, "/password", this::ofTicket, this::password);
        step(router, "/step-up", this::ofToken, this::stepUp);
        new ProviderApi(this, providers).mount(router);
    }

    /** What follows a sign-in is done from where one may sign in. */
    private void step(
            Router router,
            String step,
            Function<RoutingContext, Optional<Tenant>> whose,
            Consumer<RoutingContext> handler) {
        step(
                router,
                step,
                context -> {
                    // Whose is nobody's, the step itself refuses.
                    var tenant = whose.apply(context);
                    if (tenant.isEmpty() || isAdmitted(context, tenant.get())) {
                        handler.accept(context);
                    }
                });
    }

    static void step(Router router, String step, Consumer<RoutingContext> handler) {
        post(router, PATH + step, handler);
        router.route(PATH + step).handler(context -> Problem.otherMethod(context, "POST"));
    }

    private static void post(Router router, String path, Consumer<RoutingContext> handler) {
        router.post(path)
                .handler(TimeoutHandler.create(BODY_MS, 408))
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(context -> {
                    // The rest of a body may come after its time was up.
                    if (context.response().ended()) {
                        return;
                    }
                    var type = context.request().getHeader("content-type");
                    if (type == null || !JsonType.isNamedBy(type)) {
                        Problem.NOT_JSON.answer(context);
                    } else {
                        handler.accept(context);
                    }
                });
    }

    private void signIn(RoutingContext context) {
        var user = text(context, "user", MAX_USER_CHARS).filter(name -> !name.isEmpty());
        var password = text(context, "password", Integer.MAX_VALUE);
        if (user.isEmpty() || password.isEmpty()) {
            Problem.BAD_REQUEST.answer(context);
            return;
        }
        admitted(context)
                .ifPresent(tenant ->
                        Aside.run(
                                context,
                                () ->
                                        signIn.attempt(
                                                tenant,
                                                user.get(),
                                                password.get(),
                                                origin(context)),
                                outcome -> answer(context, outcome)));
    }

    /** The tenant that somebody signs in to; empty, and answered, where that may not be. */
    Optional<Tenant> admitted(RoutingContext context) {
        var tenant = tenant(context);
        if (tenant.isEmpty()) {
            Problem.NOT_ALLOWED.answer(context);
            return tenant;
        }
        return tenant.filter(found -> isAdmitted(context, found));
    }

    /** Of the host name that the request came by. */
    Optional<Tenant> tenant(RoutingContext context) {
        var authority = context.request().authority();
        return authority == null ? Optional.empty() : tenants.byHost(authority.host());
    }

    /** Whether somebody may sign in from there; who may not is told so. */
    private boolean isAdmitted(RoutingContext context, Tenant tenant) {
        var source = ClientSource.of(context);
        boolean is = gate.admits(tenant, Way.SIGN_IN, "SignIn", new Actor.Stranger(), source);
        if (!is) {
            Problem.NOT_ALLOWED.answer(context, TenantGate.SENTENCE);
        }
        return is;
    }

    private Optional<Tenant> ofTicket(RoutingContext context) {
        return text(context, "ticket", MAX_TICKET_CHARS).flatMap(signIn::tenantOfTicket);
    }

    private Optional<Tenant> ofToken(RoutingContext context) {
        return BearerToken.of(context.request()).flatMap(signIn::tenantOfToken);
    }

    private void code(RoutingContext context) {
        var ticket = text(context, "ticket", MAX_TICKET_CHARS);
        var code = text(context, "code", MAX_CODE_CHARS);
        if (ticket.isEmpty() || code.isEmpty()) {
            Problem.BAD_REQUEST.answer(context);
            return;
        }
        Aside.run(
                context,
                () -> signIn.code(ticket.get(), code.get(), origin(context)),
                outcome -> answer(context, outcome));
    }

    private void enrolment(RoutingContext context) {
        var ticket = text(context, "ticket", MAX_TICKET_CHARS);
        if (ticket.isEmpty()) {
            Problem.BAD_REQUEST.answer(context);
            return;
        }
        signIn.enrol(ticket.get())
                .ifPresentOrElse(
                        enrolment -> send(context, 200, json(enrolment)),
                        () -> Problem.SIGN_IN_FAILED.answer(context));
    }

    /** As it is shown, once. */
    public static JsonObject json(Enrolment enrolment) {
        return new JsonObject()
                .put("secret", enrolment.secret().value())
                .put("uri", enrolment.uri().value());
    }

    private void password(RoutingContext context) {
        var ticket = text(context, "ticket", MAX_TICKET_CHARS);
        var password = text(context, "password", MAX_PASSWORD_CHARS);
        if (ticket.isEmpty() || password.isEmpty()) {
            Problem.BAD_REQUEST.answer(context);
            return;
        }
        Aside.run(
                context,
                () -> signIn.password(ticket.get(), password.get(), origin(context)),
                outcome -> answer(context, outcome));
    }

    private void stepUp(RoutingContext context) {
        var token = BearerToken.of(context.request());
        var password = text(context, "password", MAX_PASSWORD_CHARS).orElse("");
        var code = text(context, "code", MAX_CODE_CHARS).orElse("");
        if (token.isEmpty()) {
            Problem.NOT_SIGNED_IN.answer(context);
        } else if (password.isEmpty() && code.isEmpty()) {
            Problem.BAD_REQUEST.answer(context);
        } else {
            Aside.run(
                    context,
                    () -> signIn.stepUp(token.get(), password, code, origin(context)),
                    outcome -> {
                        if (outcome.isEmpty()) {
                            Problem.NOT_SIGNED_IN.answer(context);
                        } else if (outcome.get() instanceof Outcome.Accepted) {
                            context.response().setStatusCode(204).end();
                        } else {
                            answer(context, outcome.get());
                        }
                    });
        }
    }

    void answer(RoutingContext context, Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted accepted -> welcome(context, accepted);
            case Outcome.Half(var ticket, var next) ->
                    Problem.CODE_REQUIRED.answer(
                            context,
                            null,
                            new JsonObject()
                                    .put("ticket", ticket)
                                    .put("next", next.name().toLowerCase(Locale.ROOT))
                                    .put("expiresInSeconds", TICKET_SECONDS));
            case Outcome.Rejected _ -> Problem.SIGN_IN_FAILED.answer(context);
            case Outcome.WeakPassword _ -> Problem.WEAK_PASSWORD.answer(context);
            case Outcome.NotVouchedFor(var why) -> refuse(context, why);
            case Outcome.TooMany(long seconds) -> tooMany(context, seconds);
        }
    }

    static void refuse(RoutingContext context, NotVouched why) {
        Problem.PROVIDER_SIGN_IN_FAILED.answer(
                context, why.sentence(), new JsonObject().put("reason", why.word()));
    }

    static void tooMany(RoutingContext context, long seconds) {
        context.response().putHeader("retry-after", Long.toString(seconds));
        Problem.TOO_MANY.answer(context);
    }

    private void welcome(RoutingContext context, Outcome.Accepted accepted) {
        var json =
                new JsonObject()
                        .put("token", accepted.token())
                        .put("agent", accepted.agent().agentId())
                        .put("displayName", accepted.agent().displayName().value())
                        .put("expiresInSeconds", 60 * tokenMinutes)
                        .put("demo", demo);
        if (!accepted.recoveryCodes().isEmpty()) {
            var codes = new JsonArray();
            accepted.recoveryCodes().stream().map(Private::value).forEach(codes::add);
            json.put("recoveryCodes", codes);
        }
        send(context, 201, json);
    }

    static void send(RoutingContext context, int status, JsonObject json) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader("content-type", JsonType.NAME)
                    .end(json.encode());
        }
    }

    private void signOut(RoutingContext context) {
        BearerToken.of(context.request()).ifPresent(signIn::end);
        context.response().setStatusCode(204).end();
    }

    /** Where a request comes from. */
    public static Origin origin(RoutingContext context) {
        var source = ClientSource.of(context);
        return new Origin(source.address(), source.userAgent(), null);
    }

    /** A member of the body, when that is an object and the member a text. */
    static Optional<String> text(RoutingContext context, String name, int mostChars) {
        return member(context, name) instanceof String text && text.length() <= mostChars
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Whether a member of the body says true. */
    static boolean flag(RoutingContext context, String name) {
        return Boolean.TRUE.equals(member(context, name));
    }

    private static @Nullable Object member(RoutingContext context, String name) {
        var body = context.body() == null ? null : context.body().buffer();
        if (body == null) {
            return null;
        }
        try {
            return new JsonObject(body).getValue(name);
        } catch (DecodeException e) {
            return null;
        }
    }
}
