package dev.crosspoint.gateway.http;

import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.signaling.agent.Pages;
import dev.crosspoint.signaling.agent.ProxyTrust;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** What a flood, or somebody who looks for a way in, is answered with. */
    private static final Set<Problem> COUNTED =
            EnumSet.of(
                    Problem.BAD_REQUEST,
                    Problem.SIGN_IN_FAILED,
                    Problem.PROVIDER_SIGN_IN_FAILED,
                    Problem.NOT_SIGNED_IN,
                    Problem.NOT_ALLOWED,
                    Problem.FORBIDDEN,
                    Problem.WRONG_METHOD,
                    Problem.TOO_SLOW,
                    Problem.TOO_LARGE,
                    Problem.NOT_JSON,
                    Problem.TOO_MANY);

    /** The console and its pages; their script reads the address. */
    private static final List<String> CONSOLE =
            List.of(
                    "/console",
                    "/console/contacts",
                    "/console/contacts/:contactId",
                    "/console/people",
                    "/console/audit",
                    "/console/trunks",
                    "/console/network");

    private final Vertx vertx;
    private final ClientSource sources;
    private final SessionApi sessions;
    private final Consumer<Router> api;
    private final Health health;
    private final MeterRegistry registry;
    private final Supplier<String> metrics;
    private final Predicate<String> mayReadMetrics;

    /**
     * A router.
     *
     * @param api mounts everything else below {@code /api}
     * @param taking whether the gateway takes calls now
     * @param database whether the database answers
     * @param registry where refusals are counted
     * @param metrics the metrics as Prometheus text
     * @param gate who may come in from where
     * @param proxies who may say for whom a request is
     * @param mayReadMetrics whether a client with that IP literal may have them
     */
    public GatewayRouter(
            Vertx vertx,
            SessionApi sessions,
            Consumer<Router> api,
            BooleanSupplier taking,
            MediaProbe media,
            BooleanSupplier database,
            MeterRegistry registry,
            Supplier<String> metrics,
            Predicate<String> mayReadMetrics,
            TenantGate gate,
            ProxyTrust proxies) {
        this.vertx = vertx;
        this.sources = new ClientSource(proxies);
        this.sessions = sessions;
        this.api = api;
        this.health = new Health(vertx, taking, media, database);
        this.registry = registry;
        // All of them from the start, so that a graph begins at zero.
        for (var problem : COUNTED) {
            var _ = counter(problem);
        }
        this.metrics = metrics;
        this.mayReadMetrics = mayReadMetrics;
    }

    /** The handler to give to the listener. */
    public Handler<HttpServerRequest> handler() {
        var router = Router.router(vertx);
        router.route().handler(sources).handler(new SecurityHeaders()).handler(this::countRefusals);
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
        for (var page : CONSOLE) {
            router.get(page).handler(context -> context.reroute("/console.html"));
            router.head(page).handler(context -> context.reroute("/console.html"));
        }
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(GatewayRouter::askAgain)
                .handler(files());
        router.errorHandler(404, Problem.NOT_FOUND::answer);
        router.errorHandler(405, Problem.WRONG_METHOD::answer);
        router.errorHandler(413, Problem.TOO_LARGE::answer);
        router.errorHandler(500, GatewayRouter::fail);
        router.route().failureHandler(GatewayRouter::fail);
        return router;
    }

    /** A router for the listener, with what it answers to that which is no whole request. */
    public Pages pages(Handler<HttpServerRequest> router) {
        return new Pages() {
            @Override
            public void handle(HttpServerRequest request) {
                router.handle(request);
            }

            @Override
            public void onBroken(HttpServerRequest request, int status) {
                var problem = Problem.ofStatus(status);
                count(problem);
                problem.answer(request.response());
            }
        };
    }

    /** Those that were refused for what they were, rather than for who asked. */
    private void countRefusals(RoutingContext context) {
        context.addEndHandler(
                _ -> Problem.of(context).filter(COUNTED::contains).ifPresent(this::count));
        context.next();
    }

    private void count(Problem problem) {
        counter(problem).increment();
    }

    private Counter counter(Problem problem) {
        return registry.counter("crosspoint.https.refused", "problem", problem.word());
    }

    private static StaticHandler files() {
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
