package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.playback.Outflow.Left;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.seal.Artefact;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.util.Objects;
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

    private static final int CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final Shelf shelf;
    private final Removal removal;
    private final Plays plays;
    private final OnRecord record;
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
        this.record = new OnRecord(before);
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
                        new RecordingId(pathParam(context, "recordingId")),
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

    private void answer(Request request) {
        try {
            perform(request);
        } catch (CannotPlay e) {
            if (e.problem() == Problem.INTERNAL || e.problem() == Problem.DAMAGED) {
                LOG.error("recording {}: {}", request.recording(), e.getMessage(), e);
            }
            meters.refused(e.problem());
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
        var tenant = request.tenant();
        var row = shelf.find(tenant, request.recording());
        switch (request.wish()) {
            case PLAY -> play(request, row);
            case REPORT_HEARD -> reportHeard(request, row);
            case AUDIO -> audio(request, row);
            case WAVEFORM -> waveform(request, row);
            case DOWNLOAD -> download(request, row);
            case DELETE -> delete(request, row);
            case HOLD -> {
                record.put(request, new Deed.HeldRecording(row.id().value(), true));
                removal.hold(tenant, request.agent(), row);
                request.done();
            }
            case RELEASE -> {
                record.put(request, new Deed.HeldRecording(row.id().value(), false));
                removal.release(tenant, row);
                request.done();
            }
        }
    }

    // ---- playing

    private void play(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var audio = Shelf.rendered(row);
        var visitor = request.visitor();
        var play = plays.single(visitor.key(), visitor.token(), row.id(), OnRecord.contact(row));
        record.put(
                request,
                play.id(),
                new Deed.PlayedRecording(row.id().value(), OnRecord.contact(row)));
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
        request.answer(201, json);
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
            play = plays.single(visitor.key(), visitor.token(), row.id(), OnRecord.contact(row));
            if (!request.isHead()) {
                record.put(
                        request,
                        play.id(),
                        new Deed.PlayedRecording(row.id().value(), OnRecord.contact(row)));
            }
        }
        send(
                request,
                row,
                null,
                span -> {
                    play.used(nanoClock.getAsLong());
                    play.beforeSending(
                            span, audio.durationMs(), all -> record.sent(request, play, all));
                });
    }

    private void download(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var audio = Shelf.rendered(row);
        var ticket = request.context().request().getParam("play");
        if (ticket != null) {
            // Of this recording, and of whoever asks.
            var _ = ofTicket(request, ticket);
        }
        if (!request.isHead()) {
            record.put(
                    request, new Deed.DownloadedRecording(row.id().value(), OnRecord.contact(row)));
        }
        var name = row.id().value().replaceAll("[^A-Za-z0-9._-]", "_");
        send(request, row, name + SoundClock.ending(audio.format()), _ -> {});
    }

    private void send(Request request, Recording row, @Nullable String fileName, Sending.Gate gate)
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
        try (var sound = shelf.sound(request.tenant(), row)) {
            sending.send(
                    request.context().response()::putHeader,
                    asked,
                    Shelf.rendered(row),
                    sound,
                    gate);
        }
    }

    private void reportHeard(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        var play = ofTicket(request, pathParam(request.context(), "ticket"));
        var spans = Span.reported(request.members(), Shelf.rendered(row).durationMs());
        play.reported(spans, all -> record.heard(request, play, all));
        request.done();
    }

    private Play ofTicket(Request request, String ticket) throws CannotPlay {
        return plays.find(ticket)
                .filter(play -> play.recording().equals(request.recording()))
                .filter(play -> play.who().equals(request.visitor().key()))
                .orElseThrow(CannotPlay::notThere);
    }

    private void waveform(Request request, Recording row)
            throws CannotPlay, Left, InterruptedException {
        int columns = request.members().path("columns").asInt(Waveform.USUAL_COLUMNS);
        if (columns < 1 || columns > Waveform.MOST_COLUMNS) {
            throw new CannotPlay(
                    Problem.BAD_REQUEST, "columns must be 1 to " + Waveform.MOST_COLUMNS);
        }
        long durationMs = Shelf.rendered(row).durationMs();
        record.put(request, new Deed.ViewedRecording(row.id().value(), OnRecord.contact(row)));
        var tenant = request.tenant();
        try {
            var peaks = shelf.small(tenant, row, Artefact.PEAKS);
            var manifest = Manifest.read(shelf.small(tenant, row, Artefact.MANIFEST));
            var json =
                    Waveform.of(peaks, manifest.json(), durationMs, columns)
                            .orElseThrow(() -> CannotPlay.damaged(null));
            request.answer(200, json);
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
            request.answer(200, Removal.view(null));
            return;
        }
        Removal.requireDeletable(row);
        record.put(
                request,
                new Deed.DeletedRecording(row.id().value(), OnRecord.contact(row), reason));
        request.answer(200, removal.delete(request.tenant(), request.agent(), row, reason));
    }

    // ---- details

    private static String pathParam(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), "not in the path");
    }

    private static String escaped(RecordingId id) {
        return URLEncoder.encode(id.value(), UTF_8).replace("+", "%20");
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
