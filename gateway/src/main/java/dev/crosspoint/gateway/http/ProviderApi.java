package dev.crosspoint.gateway.http;

import dev.crosspoint.gateway.people.ProviderSignIn;
import dev.crosspoint.gateway.people.ProviderSignIn.Beginning;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at the tenant's OpenID provider: which ways there are ({@code GET /api/session/ways}),
 * where to send the browser ({@code POST /api/session/provider}), and what it came back with
 * ({@code POST /api/session/provider/code}). The provider sends the browser to the page, whose
 * script brings the code: no answer of ours redirects, and nothing is in a cookie.
 */
final class ProviderApi {
    private static final String WAYS = "/api/session/ways";
    private static final int MAX_CODE_CHARS = 2_048;
    private static final int SECRET_CHARS = 43;

    private final SessionApi sessions;
    private final ProviderSignIn signIn;

    /**
     * @param sessions that answers as it does to any other sign-in
     */
    ProviderApi(SessionApi sessions, ProviderSignIn signIn) {
        this.sessions = sessions;
        this.signIn = signIn;
    }

    /** Adds its addresses to a router. */
    void mount(Router router) {
        router.route(WAYS).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::ways);
        router.route(WAYS).handler(context -> Problem.otherMethod(context, "GET,HEAD"));
        SessionApi.step(router, "/provider", this::begin);
        SessionApi.step(router, "/provider/code", this::finish);
    }

    private void ways(RoutingContext context) {
        var json = new JsonObject();
        sessions.tenant(context)
                .flatMap(signIn::nameFor)
                .ifPresent(name -> json.put("provider", new JsonObject().put("name", name)));
        SessionApi.send(context, 200, json);
    }

    private void begin(RoutingContext context) {
        var binding = secretOf(context, "binding");
        if (binding == null) {
            Problem.BAD_REQUEST.answer(context);
            return;
        }
        boolean fresh = SessionApi.flag(context, "fresh");
        sessions.admitted(context)
                .ifPresent(tenant -> {
                    if (signIn.nameFor(tenant).isEmpty()) {
                        Problem.NOT_FOUND.answer(context);
                        return;
                    }
                    Aside.run(
                            context,
                            () ->
                                    signIn.begin(
                                            tenant,
                                            binding,
                                            page(context),
                                            fresh,
                                            SessionApi.origin(context)),
                            beginning -> answer(context, beginning));
                });
    }

    private static void answer(RoutingContext context, Beginning beginning) {
        switch (beginning) {
            case Beginning.Leave(var there) ->
                    SessionApi.send(
                            context, 200, new JsonObject().put("location", there.toString()));
            case Beginning.NotNow(var why) -> SessionApi.refuse(context, why);
            case Beginning.TooMany(long seconds) -> SessionApi.tooMany(context, seconds);
        }
    }

    /** Where the provider sends the browser back to, as the browser names this gateway. */
    private static URI page(RoutingContext context) {
        return URI.create("https://" + context.request().authority() + "/");
    }

    private void finish(RoutingContext context) {
        var state = secretOf(context, "state");
        var secret = secretOf(context, "secret");
        var code = SessionApi.text(context, "code", MAX_CODE_CHARS);
        if (state == null || secret == null || code.isEmpty() || code.get().isBlank()) {
            Problem.BAD_REQUEST.answer(context);
            return;
        }
        sessions.admitted(context)
                .ifPresent(tenant ->
                        Aside.run(
                                context,
                                () ->
                                        signIn.finish(
                                                tenant,
                                                state,
                                                code.get(),
                                                secret,
                                                SessionApi.origin(context)),
                                outcome -> sessions.answer(context, outcome)));
    }

    /** 32 bytes in base64url, which is how secrets, their sums and states look; or null. */
    private static @Nullable String secretOf(RoutingContext context, String name) {
        return SessionApi.text(context, name, SECRET_CHARS)
                .filter(text -> text.matches("[A-Za-z0-9_-]{43}"))
                .orElse(null);
    }
}
