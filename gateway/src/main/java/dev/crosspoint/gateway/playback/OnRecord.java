package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.http.ClientSource;
import dev.crosspoint.gateway.store.Recording;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts on record what is about to be done, and returns when that is durable: whoever gets an
 * exception instead does nothing. Blocks.
 */
final class OnRecord {
    /** Longer than the trail itself waits. */
    private static final int SECONDS = 30;

    private final Function<AuditEvent, Future<Void>> before;

    OnRecord(Function<AuditEvent, Future<Void>> before) {
        this.before = before;
    }

    /** What belongs to no play. */
    void put(Request request, Deed deed) throws CannotPlay, InterruptedException {
        put(request, null, deed);
    }

    /**
     * What belongs to a play.
     *
     * @param playId all events with it are one play
     */
    void put(Request request, @Nullable String playId, Deed deed)
            throws CannotPlay, InterruptedException {
        var source = ClientSource.of(request.context());
        var event =
                AuditEvent.now(
                        new Actor.Agent(request.agent()),
                        new Origin(source.address(), source.userAgent(), playId),
                        request.tenant(),
                        deed);
        try {
            before.apply(event).await(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw CannotPlay.notOnRecord();
        }
    }

    /** That these stretches are about to be sent. */
    void sent(Request request, Play play, List<Span> spans)
            throws CannotPlay, InterruptedException {
        var seconds =
                spans.stream()
                        .map(span ->
                                new AuditEvent.Seconds(
                                        span.fromMs() / 1000, Math.ceilDiv(span.toMs(), 1000L)))
                        .toList();
        put(
                request,
                play.id(),
                new Deed.ListenedTo(play.recording().value(), play.contact(), seconds));
    }

    /** That a page says it has played these. */
    void heard(Request request, Play play, List<Span> spans)
            throws CannotPlay, InterruptedException {
        var parts =
                spans.stream()
                        .map(span -> new AuditEvent.Part(span.fromMs(), span.toMs()))
                        .toList();
        put(
                request,
                play.id(),
                new Deed.ReportedHeard(play.recording().value(), play.contact(), parts));
    }

    /** The contact that a recording is of, as events name it. */
    static Optional<String> contact(Recording row) {
        return Optional.ofNullable(row.facts().contactId());
    }
}
