package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.http.ClientSource;
import dev.crosspoint.gateway.playback.Playback.Visitor;
import dev.crosspoint.gateway.playback.Playback.Wish;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import dev.crosspoint.signaling.agent.ProxyTrust;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.json.StrictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Playback behind a real HTTP server, over real files and a real store; its door is open. */
final class PlaybackRig implements AutoCloseable {
    static final AgentKey ANN =
            new AgentKey(new dev.crosspoint.signaling.api.Tenant("acme", "main"), "ann");

    final Vertx vertx = Vertx.vertx();
    final Database database;
    final Archive archive;
    final PlaybackApi api;
    final HttpServer server;
    final HttpClient client = HttpClient.newHttpClient();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** What is on record, in order. */
    final Queue<AuditEvent> events = new ConcurrentLinkedQueue<>();

    /** What the trail does with an event: takes it, at first. */
    volatile Function<AuditEvent, Future<Void>> trail = _ -> Future.succeededFuture();

    /** Whether whoever asks is still signed in. */
    volatile boolean isSignedIn = true;

    /** Whether the key service refuses. */
    volatile boolean isRevoked;

    PlaybackRig(Path home, @Nullable DeliveryTarget target, int stallMs) throws Exception {
        database = Database.open(vertx, TestDatabase.fresh(), home, meters, new SecureRandom());
        var keystore = Archive.keystore(home);
        archive =
                new Archive(
                        home,
                        new Tenant("acme", "main"),
                        database.recordings(),
                        target,
                        keystore,
                        new Revocable(keystore));
        api =
                new PlaybackApi(
                        vertx,
                        new PlaybackParts(
                                database.recordings(),
                                database.removals(),
                                List.of(archive.settings()),
                                new FileDisk(),
                                archive.spool,
                                archive.opened(),
                                () -> archive.works,
                                meters,
                                new SecureRandom(),
                                InstantSource.system(),
                                System::nanoTime),
                        event -> trail.apply(event).onSuccess(_ -> events.add(event)),
                        stallMs);
        server =
                Archive.await(
                        vertx.createHttpServer().requestHandler(router()).listen(0, "127.0.0.1"));
    }

    private Router router() {
        var router = Router.router(vertx);
        router.route().handler(new ClientSource(new ProxyTrust(Proxies.NONE)));
        router.route().handler(BodyHandler.create(false));
        route(router, "/audio", Wish.AUDIO, HttpMethod.GET, HttpMethod.HEAD);
        route(router, "/download", Wish.DOWNLOAD, HttpMethod.GET, HttpMethod.HEAD);
        route(router, "/waveform", Wish.WAVEFORM, HttpMethod.GET);
        route(router, "/plays", Wish.PLAY, HttpMethod.POST);
        route(router, "/plays/:ticket/heard", Wish.REPORT_HEARD, HttpMethod.POST);
        route(router, "/hold", Wish.HOLD, HttpMethod.PUT);
        route(router, "/hold", Wish.RELEASE, HttpMethod.DELETE);
        route(router, "", Wish.DELETE, HttpMethod.DELETE);
        return router;
    }

    private void route(Router router, String path, Wish wish, HttpMethod... methods) {
        var route = router.route("/api/recordings/:recordingId" + path);
        List.of(methods).forEach(route::method);
        route.handler(context -> {
            var visitor = new Visitor(ANN, "token", () -> isSignedIn);
            api.serve(wish, context, visitor, members(context));
        });
    }

    private static ObjectNode members(RoutingContext context) {
        var body = context.body() == null ? null : context.body().buffer();
        var json = JsonNodeFactory.instance.objectNode();
        if (body != null && body.length() > 0) {
            return (ObjectNode) StrictJson.read(body.getBytes()).orElseThrow();
        }
        context.queryParams().forEach(entry -> json.put(entry.getKey(), entry.getValue()));
        return json;
    }

    // ---- asking

    HttpResponse<byte[]> get(RecordingId recording, String path, String... headers)
            throws Exception {
        return send("GET", recording, path, null, headers);
    }

    HttpResponse<byte[]> send(
            String method,
            RecordingId recording,
            String path,
            @Nullable String body,
            String... headers)
            throws Exception {
        return client.send(
                request(method, recording, path, body, headers), BodyHandlers.ofByteArray());
    }

    HttpRequest request(
            String method,
            RecordingId recording,
            String path,
            @Nullable String body,
            String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(address(recording) + path))
                        .timeout(Duration.ofSeconds(20))
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    String address(RecordingId recording) {
        return "http://127.0.0.1:" + server.actualPort() + "/api/recordings/" + recording.value();
    }

    /** What of the trail is of a kind. */
    <T extends Deed> List<T> deeds(Class<T> kind) {
        return events.stream()
                .map(AuditEvent::what)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Its sound in the clear, read without us. */
    byte[] plaintext(RecordingId recording) throws Exception {
        var inSpool = archive.file(recording, Artefact.AUDIO);
        boolean isHere = Files.exists(inSpool);
        var sealed = isHere ? inSpool : archive.delivered(recording, "wav.sealed");
        var keyFile = isHere ? archive.key(recording) : archive.delivered(recording, "wav.key");
        var key = KeyFile.read(new FileDisk(), keyFile);
        try (var dataKey = archive.keystore.unwrap(key.wrapped(), key.context());
                var reader = SealedFileWriter.open(new FileDisk(), sealed, dataKey)) {
            var bytes = new byte[(int) reader.plaintextLength()];
            for (int at = 0; at < bytes.length; ) {
                at += reader.read(at, bytes, at, bytes.length - at);
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        api.close();
        archive.close();
        database.close();
        vertx.close();
    }

    /** The keystore, and whoever may say that it refuses. */
    private final class Revocable implements KeyProvider {
        private final KeyProvider keys;

        Revocable(KeyProvider keys) {
            this.keys = keys;
        }

        @Override
        public FreshKey generate(EncryptionContext context) throws KeyFailure {
            return keys.generate(context);
        }

        @Override
        public KeyDescription describe(Tenant tenant) throws KeyFailure {
            return keys.describe(tenant);
        }

        @Override
        public WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure {
            return keys.generateWithoutPlaintext(context);
        }

        @Override
        public DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
            if (isRevoked) {
                throw new KeyFailure(KeyFailure.Reason.DENIED, "revoked", null);
            }
            return keys.unwrap(wrapped, context);
        }

        @Override
        public WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
            return keys.rewrap(wrapped, context);
        }
    }
}
