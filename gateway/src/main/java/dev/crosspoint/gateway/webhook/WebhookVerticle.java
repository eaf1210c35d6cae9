package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.flow.FunctionUrl;
import dev.crosspoint.gateway.webhook.Exchange.NotReached;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failed;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failure;
import dev.crosspoint.gateway.webhook.WebhookMessage.Invoke;
import dev.crosspoint.gateway.webhook.WebhookMessage.Reply;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries questions of flows to the programs of their tenants, one HTTPS request each, never
 * repeated. To be deployed once, on an event loop.
 */
public final class WebhookVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookVerticle.class);

    /** How long a connection waits for the next question, s. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private static final int REQUEST_ID_BYTES = 16;

    private final Map<Tenant, WebhookSettings> settings;
    private final WebhookMeters meters;
    private final SecureRandom random;
    private final Map<Tenant, Desk> desks = new HashMap<>();

    /** One tenant's connections and open questions. */
    private static final class Desk {
        WebhookSettings settings;
        final HttpClient client;
        int open;

        Desk(WebhookSettings settings, HttpClient client) {
            this.settings = settings;
            this.client = client;
        }
    }

    /**
     * A verticle.
     *
     * @param settings of each tenant whose flows may ask anybody
     */
    public WebhookVerticle(
            Map<Tenant, WebhookSettings> settings, MeterRegistry meters, SecureRandom random) {
        this.settings = Map.copyOf(settings);
        this.meters = new WebhookMeters(meters);
        this.random = random;
    }

    @Override
    public Future<?> start() {
        settings.forEach((tenant, own) -> desks.put(tenant, new Desk(own, client(own))));
        return vertx.eventBus()
                .<Invoke>localConsumer(WebhookMessage.ADDRESS, this::onInvoke)
                .completion();
    }

    @Override
    public Future<?> stop() {
        return Future.join(desks.values().stream().map(desk -> desk.client.close()).toList());
    }

    /** Other secrets of a tenant from now on; questions that are on their way have the old one. */
    public Future<Void> renew(Tenant tenant, List<Private> secrets) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            var desk = desks.get(tenant);
            if (desk != null) {
                var old = desk.settings;
                desk.settings =
                        new WebhookSettings(
                                old.allowed(),
                                old.privateHosts(),
                                secrets,
                                old.maxInFlight(),
                                old.trustedCa());
            }
            done.complete();
        });
        return done.future();
    }

    private HttpClient client(WebhookSettings own) {
        var options =
                new HttpClientOptions()
                        .setSsl(true)
                        .setVerifyHost(true)
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
        var trusted = own.trustedCa();
        if (trusted != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(trusted)));
        }
        return vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(own.maxInFlight()));
    }

    private void onInvoke(Message<Invoke> message) {
        var invoke = message.body();
        ask(invoke)
                .onSuccess(reply -> {
                    meters.count(reply);
                    if (reply instanceof Failed(var why)) {
                        LOG.warn(
                                "tenant {}: {} did not answer a flow: {}",
                                invoke.tenant().instance(),
                                invoke.call().url(),
                                why);
                    }
                    message.reply(reply, LocalCodec.options());
                });
    }

    private Future<Reply> ask(Invoke invoke) {
        var desk = desks.get(invoke.tenant());
        var url = invoke.call().url();
        if (desk == null || !desk.settings.allows(url)) {
            return Future.succeededFuture(new Failed(Failure.NOT_ALLOWED));
        }
        if (desk.open >= desk.settings.maxInFlight()) {
            return Future.succeededFuture(new Failed(Failure.TOO_MANY));
        }
        desk.open++;
        meters.opened();
        var body = ContactEvent.json(invoke.tenant(), invoke.call());
        return new Exchange(vertx, invoke.call().limitSeconds())
                .ask(() -> open(desk, invoke, body), Buffer.buffer(body))
                .onComplete(_ -> {
                    desk.open--;
                    meters.closed();
                });
    }

    private Future<HttpClientRequest> open(Desk desk, Invoke invoke, byte[] body) {
        var url = invoke.call().url();
        return address(desk.settings, url)
                .compose(address -> {
                    var options =
                            new RequestOptions()
                                    .setMethod(HttpMethod.POST)
                                    // Exactly the address that was looked at: a second look-up
                                    // might find another.
                                    .setServer(SocketAddress.inetSocketAddress(url.port(), address))
                                    .setHost(url.host())
                                    .setPort(url.port())
                                    .setURI(target(url))
                                    .setConnectTimeout(invoke.call().limitSeconds() * 1_000L)
                                    .setFollowRedirects(false);
                    return desk.client.request(options);
                })
                .onSuccess(request ->
                        request.putHeader("Content-Type", "application/json")
                                .putHeader("Accept", "application/json")
                                .putHeader("User-Agent", "crosspoint")
                                .putHeader("Idempotency-Key", requestId())
                                .putHeader(
                                        Signature.HEADER,
                                        Signature.of(
                                                desk.settings.secrets().getFirst(),
                                                System.currentTimeMillis() / 1_000,
                                                body)));
    }

    /** Where the host is, as an IP literal; a private address only of hosts that may have one. */
    private Future<String> address(WebhookSettings own, FunctionUrl url) {
        return resolve(url.host())
                .compose(address ->
                        Reach.isPublic(address) || own.privateHosts().contains(url.host())
                                ? Future.succeededFuture(address.getHostAddress())
                                : Future.failedFuture(new NotReached(Failure.PRIVATE_ADDRESS)));
    }

    private Future<InetAddress> resolve(String host) {
        try {
            // A URI has an IPv6 literal in brackets.
            return Future.succeededFuture(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException e) {
            // The resolver that Vert.x's own clients use: hosts file and DNS, never blocking.
            return ((VertxInternal) vertx).nameResolver().resolve(host);
        }
    }

    private String requestId() {
        var id = new byte[REQUEST_ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static String target(FunctionUrl url) {
        var path = url.uri().getRawPath();
        var query = url.uri().getRawQuery();
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
