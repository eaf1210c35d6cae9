package dev.crosspoint.gateway.http;

import dev.crosspoint.gateway.access.SignIn;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.signaling.agent.ProxyTrust;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTPS listener answers to requests that are no WebSocket upgrade. */
public final class GatewayRouter {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRouter.class);

    private static final String SUPERVISOR = "/supervisor";

    private final Vertx vertx;
    private final ClientSource sources;
    private final SessionApi sessions;
    private final Consumer<Router> api;
    private final Health health;
    private final Supplier<String> metrics;
    private final Predicate<String> mayReadMetrics;

    /**
     * A router.
     *
     * @param demo whether sign-ins are told that there is a demo customer
     * @param tokenMinutes how long a sign-in is good, for the client to know
     * @param api mounts everything else below {@code /api}
     * @param taking whether the gateway takes calls now
     * @param database whether the database answers
     * @param metrics the metrics as Prometheus text
     * @param gate who may come in from where
     * @param proxies who may say for whom a request is
     * @param mayReadMetrics whether a client with that IP literal may have them
     */
    public GatewayRouter(
            Vertx vertx,
            SignIn signIn,
            TenantChoice tenants,
            boolean demo,
            int tokenMinutes,
            Consumer<Router> api,
            BooleanSupplier taking,
            MediaProbe media,
            BooleanSupplier database,
            Supplier<String> metrics,
            Predicate<String> mayReadMetrics,
            TenantGate gate,
            ProxyTrust proxies) {
        this.vertx = vertx;
        this.sources = new ClientSource(proxies);
        this.sessions = new SessionApi(signIn, tenants, gate, demo, tokenMinutes);
        this.api = api;
        this.health = new Health(vertx, taking, media, database);
        this.metrics = metrics;
        this.mayReadMetrics = mayReadMetrics;
    }

    /** The handler to give to the listener. */
    public Handler<HttpServerRequest> handler() {
        var router = Router.router(vertx);
        router.route().handler(sources).handler(new SecurityHeaders());
        router.route("/api/*").handler(GatewayRouter::neverStore);
        router.route("/health/*").handler(GatewayRouter::neverStore);
        sessions.mount(router);
        api.accept(router);
        router.route("/api/*").handler(Problem.NOT_FOUND::answer);
        health.mount(router);
        router.get("/metrics").handler(GatewayRouter::neverStore).handler(this::scrape);
        // One document for both pages, so that a call goes on when somebody turns from one to the
        // other; its script reads the address.
        router.get(SUPERVISOR).handler(context -> context.reroute("/"));
        router.head(SUPERVISOR).handler(context -> context.reroute("/"));
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(GatewayRouter::askAgain)
                .handler(pages());
        router.errorHandler(404, Problem.NOT_FOUND::answer);
        router.errorHandler(405, Problem.WRONG_METHOD::answer);
        router.errorHandler(413, Problem.TOO_LARGE::answer);
        router.errorHandler(500, GatewayRouter::fail);
        router.route().failureHandler(GatewayRouter::fail);
        return router;
    }

    private static StaticHandler pages() {
        return StaticHandler.create(FileSystemAccess.RELATIVE, "web")
                .setIndexPage("index.html")
                .setIncludeHidden(false)
                .setDirectoryListing(false)
                .setCachingEnabled(false)
                .setDefaultContentEncoding("UTF-8");
    }

    private void scrape(RoutingContext context) {
        if (!mayReadMetrics.test(ClientSource.address(context))) {
            Problem.NOT_ALLOWED.answer(context);
            return;
        }
        context.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.get());
    }

    private static void neverStore(RoutingContext context) {
        context.response().putHeader("cache-control", "no-store");
        context.next();
    }

    /** Pages may be kept, but a new version of the gateway brings new ones. */
    private static void askAgain(RoutingContext context) {
        context.response().putHeader("cache-control", "no-cache");
        context.next();
    }

    private static void fail(RoutingContext context) {
        int status = context.statusCode() > 0 ? context.statusCode() : 500;
        if (status >= 500 && context.failure() != null) {
            LOG.error(
                    "A request failed: {} {}",
                    context.request().method(),
                    routeOf(context),
                    context.failure());
        }
        Problem.ofStatus(status).answer(context);
    }

    /** The route's pattern rather than the path, which a client chose. */
    private static String routeOf(RoutingContext context) {
        var route = context.currentRoute();
        return route == null || route.getPath() == null ? "page" : route.getPath();
    }
}
