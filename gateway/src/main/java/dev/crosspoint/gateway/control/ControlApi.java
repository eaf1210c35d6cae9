package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.http.ClientSource;
import dev.crosspoint.gateway.http.JsonType;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.network.NetworkMessage;
import dev.crosspoint.gateway.people.PeopleMessage;
import dev.crosspoint.gateway.playback.Playback;
import dev.crosspoint.gateway.search.ContactMessage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.client.RecentAnswers;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import dev.crosspoint.signaling.json.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Mounts every {@link Operation}: who asks is made sure of, the request is read, and its answer
 * comes from call control. To be mounted once; everything happens on the event loop of the
 * listener.
 */
public final class ControlApi {
    private static final String KEY_HEADER = "idempotency-key";
    private static final int MAX_BODY_BYTES = 16 * 1024;

    /** Longest that a body may take on its way, ms. */
    private static final int BODY_MS = 10_000;

    /** Of new ids: 144 bits, a whole number of base64 characters. */
    private static final int ID_BYTES = 18;

    private static final Answer NOT_ON_RECORD =
            new Answer.Failed(Problem.NOT_READY, "the question cannot be put on record; try again");

    private final Door door;
    private final Playback playback;
    private final Reads reads;
    private final Inquiry inquiry;
    private final EventStreams streams;
    private final SecureRandom random;
    private final int bodyMs;
    private final Buffer document;

    /**
     * An API.
     *
     * @param directory who is behind a token
     * @param profiles who may do what
     * @param gate who may come in from where
     * @param playback what people do with recordings
     * @param requestTimeoutMs longest that call control may take for an answer, ms
     * @param audit is told of those who ask for what is not theirs, and who watch what happens
     * @param before puts on record who reads what is kept
     */
    public ControlApi(
            Vertx vertx,
            AgentDirectory directory,
            SecurityProfiles profiles,
            TenantGate gate,
            Playback playback,
            int requestTimeoutMs,
            MeterRegistry registry,
            SecureRandom random,
            Consumer<AuditEvent> audit,
            Function<AuditEvent, Future<Void>> before) {
        this(
                vertx,
                directory,
                profiles,
                gate,
                playback,
                requestTimeoutMs,
                registry,
                random,
                audit,
                before,
                BODY_MS,
                StreamRules.ORDINARY);
    }

    ControlApi(
            Vertx vertx,
            AgentDirectory directory,
            SecurityProfiles profiles,
            TenantGate gate,
            Playback playback,
            int requestTimeoutMs,
            MeterRegistry registry,
            SecureRandom random,
            Consumer<AuditEvent> audit,
            Function<AuditEvent, Future<Void>> before,
            int bodyMs,
            StreamRules rules) {
        this.random = random;
        this.playback = playback;
        var meters = new ControlMeters(registry);
        this.door =
                new Door(directory, profiles, gate, playback::tokenOf, meters, new Refusals(audit));
        this.reads = new Reads(audit, before);
        this.inquiry = new Inquiry(vertx, requestTimeoutMs);
        this.streams = new EventStreams(vertx, door, inquiry, meters, rules, this::newId);
        this.bodyMs = bodyMs;
        this.document = document();
    }

    /** Adds every operation to a router. */
    public void mount(Router router) {
        for (var operation : Operation.values()) {
            var route = router.route().path(operation.path()).method(operation.method());
            if (operation.isRead()) {
                route.method(HttpMethod.HEAD).handler(door.to(operation));
            } else {
                takeBody(route, operation);
            }
            route.handler(context -> perform(operation, context));
        }
        paths().forEach((path, methods) ->
                router.route(path).handler(context -> Problem.otherMethod(context, methods)));
    }

    private void takeBody(Route route, Operation operation) {
        route.handler(new BodyClock(bodyMs))
                .handler(door.to(operation))
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    }

    /** In the order of the table: what stands there by its own name comes before any id. */
    private static Map<String, String> paths() {
        return EnumSet.allOf(Operation.class).stream()
                .collect(
                        Collectors.toMap(
                                Operation::path,
                                operation -> Operation.methods(operation.path()),
                                (methods, _) -> methods,
                                LinkedHashMap::new));
    }

    private void perform(Operation operation, RoutingContext context) {
        BodyClock.stop(context);
        // The rest of a body may come after its time was up.
        if (context.response().ended()) {
            return;
        }
        switch (operation) {
            case READ_DOCUMENT ->
                    context.response().putHeader("content-type", JsonType.NAME).end(document);
            case WATCH -> watch(context);
            default -> ask(operation, context);
        }
    }

    private void watch(RoutingContext context) {
        var caller = Door.caller(context);
        var nothing = new Params(JsonNodeFactory.instance.objectNode());
        var asked = new Asked(Operation.WATCH, caller.key(), "", nothing);
        reads.put(asked, SessionApi.origin(context), context.vertx().getOrCreateContext())
                .onSuccess(_ -> streams.open(context, caller));
    }

    private void ask(Operation operation, RoutingContext context) {
        var caller = Door.caller(context);
        var ids = context.pathParams().values();
        if (ids.stream().anyMatch(each -> each.length() > Asked.MAX_ID_LENGTH)) {
            Problem.NOT_FOUND.answer(context);
            return;
        }
        var id = ids.stream().findFirst().orElse("");
        try {
            var members = operation.isRead() ? query(context) : body(context);
            var wish = operation.wish();
            if (wish != null) {
                var visitor =
                        new Playback.Visitor(
                                caller.key(), caller.token(), () -> door.isGood(caller, operation));
                playback.serve(wish, context, visitor, members);
                return;
            }
            var asked = new Asked(operation, caller.key(), id, new Params(members));
            ask(asked, context).onSuccess(answer -> answer.send(context));
        } catch (BadParams e) {
            Problem.BAD_REQUEST.answer(context, e.sentence());
        } catch (NotJson e) {
            Problem.NOT_JSON.answer(context);
        }
    }

    private Future<Answer> ask(Asked asked, RoutingContext context) throws BadParams {
        var question = question(asked, context);
        if (!asked.operation().isRecordedByTheApi()) {
            return question.get();
        }
        return reads.put(asked, SessionApi.origin(context), context.vertx().getOrCreateContext())
                .transform((_, failure) ->
                        failure == null ? question.get() : Future.succeededFuture(NOT_ON_RECORD));
    }

    /** What is asked of the room that it is about; asks nothing yet. */
    private Supplier<Future<Answer>> question(Asked asked, RoutingContext context)
            throws BadParams {
        var caller = Door.caller(context);
        return switch (asked.operation().room()) {
            case CALLS -> ofCalls(asked, context);
            case RECORDINGS -> {
                var message = asked.ofRecordings();
                yield () -> inquiry.ask(message);
            }
            case TRUNKS -> () -> inquiry.askForTrunks(caller.key().tenant());
            case NETWORK -> () -> inquiry.ask(new NetworkMessage(caller.key().tenant()));
            case PREFLIGHT -> {
                var message = asked.ofPreflight();
                yield () -> inquiry.ask(message);
            }
            case HISTORY -> {
                var message = asked.ofHistory(SessionApi.origin(context));
                yield () -> inquiry.ask(message);
            }
            case AUDIT -> {
                var message = asked.ofAudit(SessionApi.origin(context));
                yield () -> inquiry.ask(message);
            }
            case PEOPLE -> {
                var by =
                        new PeopleMessage.By(
                                caller.key().tenant(),
                                caller.key().agentId(),
                                new Private(caller.token()),
                                SessionApi.origin(context));
                var message = AskedOfPeople.message(asked, by);
                yield () -> inquiry.ask(message);
            }
            case CONTACT_RECORDS -> {
                var who =
                        new ContactMessage.Asker(
                                caller.key().tenant(),
                                caller.key().agentId(),
                                SessionApi.origin(context),
                                door.permissions(caller));
                var message = asked.ofContactRecords(who, Instant.now());
                yield () -> inquiry.ask(message);
            }
            case DOOR, PLAYBACK -> throw new IllegalStateException("nobody to ask");
        };
    }

    private Supplier<Future<Answer>> ofCalls(Asked asked, RoutingContext context) throws BadParams {
        var caller = Door.caller(context);
        var message = asked.message(newId(), Instant.now());
        var key = context.request().getHeader(KEY_HEADER);
        if (key == null || asked.operation().isRead()) {
            return () -> inquiry.ask(message, ClientSource.of(context));
        }
        if (key.isEmpty() || key.length() > RecentAnswers.MAX_KEY_LENGTH) {
            throw new BadParams(
                    "Idempotency-Key must be 1-" + RecentAnswers.MAX_KEY_LENGTH + " characters");
        }
        var what = asked.operation() + " " + asked.id();
        var fingerprint = RecentAnswers.fingerprint(what, asked.body().object());
        return () ->
                caller.client()
                        .once(
                                key,
                                fingerprint,
                                door.nowMs(),
                                () -> inquiry.ask(message, ClientSource.of(context)));
    }

    /** There is a body, and it does not say that it is JSON. */
    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** What is behind the question mark, as the members of a body; the first of each name. */
    private static ObjectNode query(RoutingContext context) {
        var json = JsonNodeFactory.instance.objectNode();
        for (var entry : context.queryParams()) {
            if (!json.has(entry.getKey())) {
                json.put(entry.getKey(), entry.getValue());
            }
        }
        return json;
    }

    /** The members of a body; none when there is no body. */
    private static ObjectNode body(RoutingContext context) throws BadParams, NotJson {
        var buffer = context.body() == null ? null : context.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (context.request().getHeader("content-type") == null) {
            throw new NotJson();
        }
        return StrictJson.read(buffer.getBytes())
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new BadParams("the body must be one JSON object"));
    }

    private String newId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the API is, for programs (OpenAPI 3.1). */
    private static Buffer document() {
        try (var stream = ControlApi.class.getResourceAsStream("/api/openapi.json")) {
            return Buffer.buffer(
                    Optional.ofNullable(stream)
                            .orElseThrow(() -> new IllegalStateException("no openapi.json"))
                            .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
