package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.http.JsonType;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.playback.Outflow.Left;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.seal.Artefact;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests about recordings, each on a virtual thread of its own: as many as {@link
 * OpenAnswers} lets in. Nothing is done before it is on record.
 */
public final class PlaybackApi implements Playback, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlaybackApi.class);

    /** Longer than the trail itself waits. */
    private static final int RECORD_SECONDS = 30;

    private static final int CLOSE_SECONDS = 5;
    private static final int MOST_PARTS = 500;

    private final Vertx vertx;
    private final Shelf shelf;
    private final Removal removal;
    private final Plays plays;
    private final Function<AuditEvent, Future<Void>> before;
    private final LongSupplier nanoClock;
    private final int stallMs;
    private final OpenAnswers open = new OpenAnswers();
    private final PlaybackMeters meters;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("crosspoint-playback-", 0).factory());

    /**
     * Answers from now on.
     *
     * @param parts where recordings are, and what deletes them
     * @param before puts an event on record, such as {@code AuditTrail.before}
     */
    public PlaybackApi(
            Vertx vertx, PlaybackParts parts, Function<AuditEvent, Future<Void>> before) {
        this(vertx, parts, before, Outflow.STALL_MS);
    }

    PlaybackApi(
            Vertx vertx,
            PlaybackParts parts,
            Function<AuditEvent, Future<Void>> before,
            int stallMs) {
        this.vertx = vertx;
        this.nanoClock = parts.nanoClock();
        this.shelf =
                new Shelf(
                        parts.store(),
                        parts.tenants(),
                        parts.disk(),
                        parts.folder(),
                        parts.keys(),
                        nanoClock);
        this.removal = new Removal(shelf, parts.removals(), parts.works(), parts.clock());
        this.plays = new Plays(parts.random(), nanoClock);
        this.before = before;
        this.stallMs = stallMs;
        this.meters = new PlaybackMeters(parts.registry(), open::count);
    }

    @Override
    public Optional<String> tokenOf(String ticket) {
        return plays.find(ticket).map(Play::token);
    }

    @Override
    public void serve(Wish wish, RoutingContext context, Visitor visitor, ObjectNode members) {
        var request =
                new Request(
                        wish,
                        context,
                        visitor,
                        members,
                        new RecordingId(context.pathParam("recordingId")),
                        new Outflow(vertx.getOrCreateContext(), context, stallMs),
                        nanoClock.getAsLong());
        if (!open.enter(visitor.key())) {
            context.response().putHeader("retry-after", "1");
            Problem.TOO_MANY.answer(context, "too many answers of yours are still being sent");
            return;
        }
        try {
            threads.execute(() -> answer(request));
        } catch (RejectedExecutionException e) {
            open.leave(visitor.key());
            Problem.NOT_READY.answer(context);
        }
    }

    /** One request, from the event loop to its end. */
    private record Request(
            Wish wish,
            RoutingContext context,
            Visitor visitor,
            ObjectNode members,
            RecordingId recording,
            Outflow out,
            long askedNanos) {
        boolean isHead() {
            return context.request().method().equals(HttpMethod.HEAD);
        }
    }

    private void answer(Request request) {
        try {
            perform(request);
        } catch (CannotPlay e) {
            if (e.problem() == Problem.INTERNAL || e.problem() == Problem.DAMAGED) {
                LOG.error("recording {}: {}", request.recording(), e.getMessage(), e);
            }
            request.out().fail(e);
        } catch (Left e) {
            request.out().cut();
        } catch (InterruptedException e) {
            request.out().fail(CannotPlay.notNow(e)); // The gateway closes.
        } catch (RuntimeException bug) {
            LOG.error("recording {}: a request met a bug", request.recording(), bug);
            request.out().fail(new CannotPlay(Problem.INTERNAL, null));
        } finally {
            open.leave(request.visitor().key());
        }
    }

    private void perform(Request request) throws CannotPlay, Left, InterruptedException {
        var tenant = request.visitor().key().tenant();
        var row = shelf.find(tenant, request.recording());
        switch (request.wish()) {
            case PLAY -> play(request, row);
            case REPORT_HEARD -> reportHeard(request, row);
            case AUDIO -> audio(request, row);
            case WAVEFORM -> waveform(request, row);
            case DOWNLOAD -> download(request, row);
            case DELETE -> delete(request, row);
            case HOLD -> {
                record(request, request.recording().value(), held(row, true));
                removal.hold(tenant, request.visitor().key().agentId(), row);
                done(request);
            }
            case RELEASE -> {
                record(request, request.recording().value(), held(row, false));
                removal.release(tenant, row);
                done(request);
            }
        }
    }

    private static Deed held(Recording row, boolean held) {
        return new Deed.HeldRecording(row.id().value(), held);
    }

    // ---- playing

    private void play(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var audio = Shelf.rendered(row);
        var visitor = request.visitor();
        var play = plays.single(visitor.key(), visitor.token(), row.id(), contact(row));
        record(request, play.id(), new Deed.PlayedRecording(row.id().value(), contact(row)));
        var ticket = plays.ticketFor(play).ticket();
        var address = "/api/recordings/" + escaped(row.id());
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ticket", ticket)
                        .put("playId", play.id())
                        .put("url", address + "/audio?play=" + ticket)
                        .put("heardUrl", address + "/plays/" + ticket + "/heard")
                        .put("durationMs", audio.durationMs())
                        .put("bytes", audio.bytes())
                        .put("contentType", SoundClock.contentType(audio.format()))
                        .put("idleSeconds", TimeUnit.NANOSECONDS.toSeconds(Plays.IDLE_NANOS));
        json(request, 201, json);
    }

    private void audio(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var audio = Shelf.rendered(row);
        var ticket = request.context().request().getParam("play");
        Play play;
        if (ticket != null) {
            play = ofTicket(request, ticket);
        } else {
            var visitor = request.visitor();
            play = plays.single(visitor.key(), visitor.token(), row.id(), contact(row));
            if (!request.isHead()) {
                record(
                        request,
                        play.id(),
                        new Deed.PlayedRecording(row.id().value(), contact(row)));
            }
        }
        send(request, row, null, span -> {
            play.used(nanoClock.getAsLong());
            play.beforeSending(
                    span, audio.durationMs(), all -> record(request, play.id(), sent(row, all)));
        });
    }

    private void download(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var audio = Shelf.rendered(row);
        if (!request.isHead()) {
            record(
                    request,
                    request.recording().value(),
                    new Deed.DownloadedRecording(row.id().value(), contact(row)));
        }
        var name = row.id().value().replaceAll("[^A-Za-z0-9._-]", "_");
        send(request, row, name + SoundClock.ending(audio.format()), _ -> {});
    }

    private void send(
            Request request,
            Recording row,
            @Nullable String fileName,
            Sending.Record record)
            throws CannotPlay, Left, InterruptedException {
        var http = request.context().request();
        var asked =
                new Sending.Asked(
                        http.getHeader("range"),
                        http.getHeader("if-range"),
                        request.isHead(),
                        fileName);
        var sending =
                new Sending(
                        request.out(),
                        request.visitor().isGood(),
                        nanoClock,
                        meters,
                        request.askedNanos());
        try (var sound = shelf.sound(request.visitor().key().tenant(), row)) {
            sending.send(
                    request.context().response()::putHeader,
                    asked,
                    Shelf.rendered(row),
                    sound,
                    record);
        }
    }

    private void reportHeard(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var play = ofTicket(request, request.context().pathParam("ticket"));
        var spans = spans(request.members(), Shelf.rendered(row).durationMs());
        play.reported(spans, all -> record(request, play.id(), heard(row, all)));
        done(request);
    }

    private static List<Span> spans(ObjectNode members, long durationMs) throws CannotPlay {
        var ranges = members.path("ranges");
        var spans = new ArrayList<Span>();
        for (JsonNode range : ranges) {
            long from = range.path(0).asLong(-1);
            long to = range.path(1).asLong(-1);
            if (range.size() != 2 || from < 0 || to <= from || to > durationMs + 1000) {
                throw badRanges();
            }
            spans.add(new Span(from, to));
        }
        if (!ranges.isArray() || spans.isEmpty() || spans.size() > MOST_PARTS) {
            throw badRanges();
        }
        return spans;
    }

    private static CannotPlay badRanges() {
        return new CannotPlay(
                Problem.BAD_REQUEST,
                "ranges must be 1 to " + MOST_PARTS + " of [fromMs, toMs] within the recording");
    }

    private Play ofTicket(Request request, String ticket) throws CannotPlay {
        return plays.find(ticket)
                .filter(play -> play.recording().equals(request.recording()))
                .filter(play -> play.who().equals(request.visitor().key()))
                .orElseThrow(CannotPlay::notThere);
    }

    private static Deed sent(Recording row, List<Span> spans) {
        return new Deed.ListenedTo(
                row.id().value(),
                contact(row),
                spans.stream()
                        .map(span ->
                                new AuditEvent.Seconds(
                                        span.fromMs() / 1000, Math.ceilDiv(span.toMs(), 1000L)))
                        .toList());
    }

    private static Deed heard(Recording row, List<Span> spans) {
        return new Deed.ReportedHeard(
                row.id().value(),
                contact(row),
                spans.stream()
                        .map(span -> new AuditEvent.Part(span.fromMs(), span.toMs()))
                        .toList());
    }

    private void waveform(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        int columns = request.members().path("columns").asInt(Waveform.USUAL_COLUMNS);
        if (columns < 1 || columns > Waveform.MOST_COLUMNS) {
            throw new CannotPlay(
                    Problem.BAD_REQUEST, "columns must be 1 to " + Waveform.MOST_COLUMNS);
        }
        long durationMs = Shelf.rendered(row).durationMs();
        record(
                request,
                request.recording().value(),
                new Deed.ViewedRecording(row.id().value(), contact(row)));
        var tenant = request.visitor().key().tenant();
        try {
            var peaks = shelf.small(tenant, row, Artefact.PEAKS);
            var manifest = Manifest.read(shelf.small(tenant, row, Artefact.MANIFEST));
            var json =
                    Waveform.of(peaks, manifest.json(), durationMs, columns)
                            .orElseThrow(() -> CannotPlay.damaged(null));
            json(request, 200, json);
        } catch (IllegalArgumentException e) {
            throw CannotPlay.damaged(e);
        }
    }

    // ---- deleting

    private void delete(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var reason = request.members().path("reason").asText("");
        if (!Removal.REASONS.contains(reason)) {
            throw new CannotPlay(
                    Problem.BAD_REQUEST,
                    "reason must be one of "
                            + String.join(", ", Removal.REASONS.stream().sorted().toList()));
        }
        if (Removal.isComplete(row)) {
            json(request, 200, Removal.view(null));
            return;
        }
        Removal.requireDeletable(row);
        record(
                request,
                request.recording().value(),
                new Deed.DeletedRecording(row.id().value(), contact(row), reason));
        var key = request.visitor().key();
        json(request, 200, removal.delete(key.tenant(), key.agentId(), row, reason));
    }

    // ---- details

    /** Returns when it is durably on record; whoever gets no further has done nothing. */
    private void record(Request request, String requestId, Deed deed)
            throws CannotPlay, InterruptedException {
        var http = request.context().request();
        var key = request.visitor().key();
        var event =
                AuditEvent.now(
                        new Actor.Agent(key.agentId()),
                        new Origin(
                                http.remoteAddress().hostAddress(),
                                http.getHeader("user-agent"),
                                requestId),
                        key.tenant(),
                        deed);
        try {
            before.apply(event).await(RECORD_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw CannotPlay.notOnRecord();
        }
    }

    private static Optional<String> contact(Recording row) {
        return Optional.ofNullable(row.facts().contactId());
    }

    private static String escaped(RecordingId id) {
        return URLEncoder.encode(id.value(), UTF_8)
                .replace("+", "%20");
    }

    private static void json(Request request, int status, ObjectNode json)
            throws Left, InterruptedException {
        var response = request.context().response();
        request.out().begin(status, () -> response.putHeader("content-type", JsonType.NAME));
        request.out().end(Buffer.buffer(json.toString()));
    }

    private static void done(Request request) throws Left, InterruptedException {
        request.out().begin(204, () -> {});
        request.out().end();
    }

    /** What is being sent ends. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("recordings are still being sent while the gateway closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
