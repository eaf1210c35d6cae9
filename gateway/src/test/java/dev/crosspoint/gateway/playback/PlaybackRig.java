package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.http.ClientSource;
import dev.crosspoint.gateway.playback.Playback.Visitor;
import dev.crosspoint.gateway.playback.Playback.Wish;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.Plug;
import dev.crosspoint.gateway.recording.TestDisk;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.record.AudioFormat;
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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.ByteArrayOutputStream;
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
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Playback behind a real HTTP server, over real files and a real store; its door is open. */
final class PlaybackRig implements AutoCloseable {
    static final AgentKey ANN =
            new AgentKey(new dev.crosspoint.signaling.api.Tenant("acme", "main"), "ann");

    static final Tenant TENANT = new Tenant("acme", "main");

    /** A header that says who asks, if it is not Ann. */
    static final String WHO = "who";

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

    /** Once a client has closed a connection. */
    final CountDownLatch isClosed = new CountDownLatch(1);

    /** On which playback looks. */
    final TestDisk disk = new TestDisk(Plug.in(), _ -> {});

    private final AtomicLong passedNanos = new AtomicLong();
    private final KeyProvider keys;

    /** Whether the key service refuses. */
    volatile boolean isRevoked;

    PlaybackRig(Path home, @Nullable DeliveryTarget target, int stallMs) throws Exception {
        this(home, target, stallMs, AudioFormat.WAV_8_KHZ, null);
    }

    /**
     * @param others keys of somebody else; those of the own keystore when null
     */
    PlaybackRig(
            Path home,
            @Nullable DeliveryTarget target,
            int stallMs,
            AudioFormat format,
            @Nullable KeyProvider others)
            throws Exception {
        database = Database.open(vertx, TestDatabase.migrated(), home, meters, new SecureRandom());
        var keystore = Archive.keystore(home);
        keys = others == null ? keystore : others;
        archive =
                new Archive(
                        home,
                        TENANT,
                        database.recordings(),
                        target,
                        keystore,
                        new Revocable(keys),
                        format,
                        this::nanos);
        api =
                new PlaybackApi(
                        vertx,
                        new PlaybackParts(
                                database.recordings(),
                                database.removals(),
                                List.of(archive.settings()),
                                disk,
                                archive.spool,
                                archive.opened(),
                                () -> archive.works,
                                meters,
                                new SecureRandom(),
                                InstantSource.system(),
                                this::nanos),
                        event -> trail.apply(event).onSuccess(_ -> events.add(event)),
                        stallMs);
        server =
                Archive.await(
                        vertx.createHttpServer()
                                .connectionHandler(
                                        client -> client.closeHandler(_ -> isClosed.countDown()))
                                .requestHandler(router())
                                .listen(0, "127.0.0.1"));
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
            var visitor = new Visitor(who(context), "token", () -> isSignedIn);
            api.serve(wish, context, visitor, members(context));
        });
    }

    private static AgentKey who(RoutingContext context) {
        return new AgentKey(
                ANN.tenant(),
                Objects.requireNonNullElse(context.request().getHeader(WHO), ANN.agentId()));
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

    private long nanos() {
        return System.nanoTime() + passedNanos.get();
    }

    /** Lets time pass, for keys and tickets. */
    void pass(Duration time) {
        passedNanos.addAndGet(time.toNanos());
    }

    /** What happens to a recording while it is heard. */
    interface Happening {
        void happens() throws Exception;
    }

    /**
     * Once sound from this second on is about to be sent, and not on record as such yet, something
     * happens first.
     */
    void before(long second, Happening happening) {
        before(
                deed ->
                        deed instanceof Deed.ListenedTo(_, _, var seconds)
                                && seconds.getFirst().from() == second,
                happening);
    }

    /** Once such a deed is about to come on record, something happens first. */
    void before(Predicate<Deed> deeds, Happening happening) {
        var isOver = new AtomicBoolean();
        trail =
                event -> {
                    try {
                        if (deeds.test(event.what()) && isOver.compareAndSet(false, true)) {
                            happening.happens();
                        }
                        return Future.succeededFuture();
                    } catch (Exception e) {
                        return Future.failedFuture(e);
                    }
                };
    }

    // ---- asking

    /**
     * What came of an answer, to its end or until the connection ended.
     *
     * @param isWhole whether all came that was announced
     */
    record Heard(int status, Buffer body, boolean isWhole) {
        byte[] bytes() {
            return body.getBytes();
        }
    }

    /** Reads an answer as far as it comes. */
    Heard hear(RecordingId recording, String path, String... headers) throws Exception {
        var answer =
                client.send(
                        request("GET", recording, path, null, headers),
                        BodyHandlers.ofInputStream());
        var bytes = new ByteArrayOutputStream();
        try (var body = answer.body()) {
            body.transferTo(bytes);
            return new Heard(answer.statusCode(), Buffer.buffer(bytes.toByteArray()), true);
        } catch (IOException e) {
            return new Heard(answer.statusCode(), Buffer.buffer(bytes.toByteArray()), false);
        }
    }

    /** A ticket for a recording, with its question mark's name. */
    String ticket(RecordingId recording, String... headers) throws Exception {
        var answer = send("POST", recording, "/plays", null, headers);
        return "/audio?play=" + new JsonObject(Buffer.buffer(answer.body())).getString("ticket");
    }

    /** Waits until so many answers are being sent. */
    void awaitOpen(int count) throws InterruptedException {
        var open = meters.get("crosspoint.playback.open").gauge();
        Soon.until(count + " answers at once", () -> open.value() == count);
    }

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
        var ending = archive.settings().format() == AudioFormat.OGG_OPUS ? "ogg" : "wav";
        var sealed = isHere ? inSpool : archive.delivered(recording, ending + ".sealed");
        var keyFile =
                isHere ? archive.key(recording) : archive.delivered(recording, ending + ".key");
        var key = KeyFile.read(new FileDisk(), keyFile);
        try (var dataKey = keys.unwrap(key.wrapped(), key.context());
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
