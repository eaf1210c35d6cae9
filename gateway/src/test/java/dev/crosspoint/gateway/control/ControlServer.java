package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.Gates;
import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.NotOnRecord;
import dev.crosspoint.gateway.http.GatewayRouter;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.meters.AgentMeters;
import dev.crosspoint.gateway.people.People.Configured;
import dev.crosspoint.gateway.people.People.ConfiguredPerson;
import dev.crosspoint.gateway.people.Strangers;
import dev.crosspoint.gateway.playback.Playback;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.agent.AgentVerticle;
import dev.crosspoint.signaling.agent.ProxyTrust;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SipSockets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The API on a real HTTPS listener on loopback. Agents are those of {@link CallCentre}. */
final class ControlServer {
    /** Long enough for a busy machine to answer within. */
    static final int PATIENT_MS = 8_000;

    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();

    /** Whether nothing can be put on record before it happens. */
    volatile boolean isTrailAway;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx;
    private final AgentVerticle listener;
    private final String deployment;
    private final WebClient client;

    /** Nobody plays anything. */
    static final Playback SILENT =
            new Playback() {
                @Override
                public void serve(
                        Wish wish, RoutingContext context, Visitor visitor, ObjectNode members) {
                    context.response().setStatusCode(204).end();
                }

                @Override
                public Optional<String> tokenOf(String ticket) {
                    return Optional.empty();
                }
            };

    ControlServer(Vertx vertx) throws Exception {
        this(
                vertx,
                CallCentre::byToken,
                CallCentre::permissions,
                PATIENT_MS,
                PATIENT_MS,
                StreamRules.ORDINARY);
    }

    ControlServer(
            Vertx vertx,
            AgentDirectory directory,
            SecurityProfiles profiles,
            int requestTimeoutMs,
            int bodyMs,
            StreamRules rules)
            throws Exception {
        this(vertx, directory, profiles, SILENT, sessions(), requestTimeoutMs, bodyMs, rules);
    }

    ControlServer(
            Vertx vertx,
            AgentDirectory directory,
            SecurityProfiles profiles,
            Playback playback,
            SessionApi sessions,
            int requestTimeoutMs,
            int bodyMs,
            StreamRules rules)
            throws Exception {
        this(
                vertx,
                directory,
                profiles,
                playback,
                sessions,
                requestTimeoutMs,
                bodyMs,
                rules,
                Gates.open(),
                Proxies.NONE);
    }

    /** With a gate, and perhaps proxies, before it. */
    ControlServer(Vertx vertx, TenantGate gate, Proxies proxies) throws Exception {
        this(
                vertx,
                CallCentre::byToken,
                CallCentre::permissions,
                SILENT,
                sessions(gate),
                PATIENT_MS,
                PATIENT_MS,
                StreamRules.ORDINARY,
                gate,
                proxies);
    }

    private ControlServer(
            Vertx vertx,
            AgentDirectory directory,
            SecurityProfiles profiles,
            Playback playback,
            SessionApi sessions,
            int requestTimeoutMs,
            int bodyMs,
            StreamRules rules,
            TenantGate gate,
            Proxies proxies)
            throws Exception {
        this.vertx = vertx;
        var random = new SecureRandom();
        var api =
                new ControlApi(
                        vertx,
                        directory,
                        profiles,
                        gate,
                        playback,
                        requestTimeoutMs,
                        meters,
                        random,
                        audited::add,
                        this::before,
                        bodyMs,
                        rules);
        var config =
                new AgentConfig(
                        "127.0.0.1",
                        0,
                        TlsIdentity.selfSigned(List.of("127.0.0.1"), Instant.now(), random),
                        List.of(),
                        List.of(),
                        15_000,
                        30_000,
                        5_000,
                        65_536,
                        proxies,
                        400);
        var router = whole(vertx, sessions, api, gate, proxies, meters);
        listener =
                new AgentVerticle(
                        config,
                        router.pages(router.handler()),
                        new AgentMeters(meters),
                        List::of,
                        SipSockets.NONE);
        deployment = await(vertx.deployVerticle(listener));
        client =
                WebClient.create(
                        vertx,
                        new WebClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false)
                                .setDefaultHost("127.0.0.1")
                                .setDefaultPort(port()));
    }

    private Future<Void> before(AuditEvent event) {
        if (isTrailAway) {
            return Future.failedFuture(new NotOnRecord("it is away"));
        }
        audited.add(event);
        return Future.succeededFuture();
    }

    /** What was asked for and refused. */
    List<AuditEvent> refused() {
        return audited.stream()
                .filter(event -> event.what() instanceof AuditEvent.Deed.WasRefused)
                .toList();
    }

    /** The whole router of the gateway, with this API in it. */
    static Router router(Vertx vertx, ControlApi api) {
        var registry = new SimpleMeterRegistry();
        return (Router)
                whole(vertx, sessions(), api, Gates.open(), Proxies.NONE, registry).handler();
    }

    /** Ann can sign in, with {@code x}; Root, too, and has to show more then. */
    static SessionApi sessions() {
        return sessions(Gates.open());
    }

    private static SessionApi sessions(TenantGate gate) {
        var hash = PasswordHash.of("x");
        var ann = new ConfiguredPerson("ann", new Private("Ann"), hash, List.of("Agent"), Set.of());
        var root =
                new ConfiguredPerson("root", new Private("Root"), hash, List.of("Admin"), Set.of());
        var people = Map.of(CallCentre.TENANT, new Configured(List.of(ann, root), Map.of()));
        var signIn = Strangers.signIn(people, Strangers.tokens(), hash);
        return new SessionApi(
                signIn,
                Strangers.noProvider(signIn),
                new TenantChoice(Map.of(CallCentre.TENANT, List.of())),
                gate,
                false,
                60);
    }

    private static GatewayRouter whole(
            Vertx vertx,
            SessionApi sessions,
            ControlApi api,
            TenantGate gate,
            Proxies proxies,
            SimpleMeterRegistry registry) {
        return new GatewayRouter(
                vertx,
                sessions,
                api::mount,
                () -> true,
                Future::succeededFuture,
                () -> true,
                registry,
                () -> "",
                _ -> false,
                gate,
                new ProxyTrust(proxies));
    }

    /** The listener stops, as the gateway does. */
    void stop() throws Exception {
        await(vertx.undeploy(deployment));
    }

    int port() {
        return listener.port();
    }

    /** A request of an agent; of nobody when that is null. */
    HttpRequest<Buffer> request(@Nullable String agent, HttpMethod method, String path) {
        var request = client.request(method, path);
        return agent == null ? request : request.bearerTokenAuthentication("token-" + agent);
    }

    HttpResponse<Buffer> get(String agent, String path) throws Exception {
        return await(request(agent, HttpMethod.GET, path).send());
    }

    /** A request with a body, which says that it is JSON. */
    HttpResponse<Buffer> send(String agent, HttpMethod method, String path, String body)
            throws Exception {
        return await(
                request(agent, method, path)
                        .putHeader("content-type", "application/json")
                        .sendBuffer(Buffer.buffer(body)));
    }

    HttpResponse<Buffer> post(String agent, String path, String body) throws Exception {
        return send(agent, HttpMethod.POST, path, body);
    }

    /** The same with an idempotency key, answered later. */
    Future<HttpResponse<Buffer>> post(String agent, String path, String body, String key) {
        return request(agent, HttpMethod.POST, path)
                .putHeader("content-type", "application/json")
                .putHeader("idempotency-key", key)
                .sendBuffer(Buffer.buffer(body));
    }

    double counted(String counter, String... tags) {
        var found = meters.find(counter).tags(tags).counter();
        return found == null ? 0 : found.count();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.await(15, TimeUnit.SECONDS);
    }
}
