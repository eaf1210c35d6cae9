package dev.crosspoint.gateway.line;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.nio.file.Path;
import java.util.List;

/**
 * One conversation in media, asked for over the event bus. Every answer is a future: done, or
 * failed with a sentence that is safe to log. Use it on the context that made it; its events come
 * there.
 */
public final class MediaLine {
    private final Vertx vertx;
    private final Tenant tenant;
    private final CallId call;
    private final String loop;
    private final DeliveryOptions options;
    private final MessageConsumer<MediaEvent> events;
    private int plays;
    private boolean closed;

    /**
     * A line that is not open yet.
     *
     * @param call unique for the life of the process
     * @param loop the media loop that is to have it
     * @param answerMs how long media may take for one answer, ms
     */
    public MediaLine(
            Vertx vertx,
            Tenant tenant,
            CallId call,
            int loop,
            int answerMs,
            Handler<MediaEvent> onEvent) {
        this.vertx = vertx;
        this.tenant = tenant;
        this.call = call;
        this.loop = MediaAddress.ofLoop(loop);
        this.options = LocalCodec.options().setSendTimeout(answerMs);
        this.events =
                vertx.eventBus()
                        .localConsumer(
                                address(call),
                                message -> {
                                    if (!closed) {
                                        onEvent.handle(message.body());
                                    }
                                });
    }

    /** Opens the conversation; nobody is in it. */
    public Future<Void> open() {
        return ask(new MediaCommand.OpenCall(tenant, call, address(call))).mapEmpty();
    }

    /** Adds a leg that makes the offer; {@link #accept} completes it. */
    public Future<SessionText> offer(LegId leg, LegKind kind, List<AudioCodec> codecs) {
        return describe(new MediaCommand.OfferLeg(tenant, call, leg, kind, codecs));
    }

    /** Adds a leg that answers an offer. */
    public Future<SessionText> answer(
            LegId leg, LegKind kind, SessionText offer, List<AudioCodec> codecs) {
        return describe(new MediaCommand.AnswerLeg(tenant, call, leg, kind, offer, codecs));
    }

    /** The peer's answer to our offer; a later one replaces it. */
    public Future<Void> accept(LegId leg, SessionText answer) {
        return ask(new MediaCommand.AcceptAnswer(tenant, call, leg, answer)).mapEmpty();
    }

    /** The peer's new offer on a leg that runs. */
    public Future<SessionText> answerReoffer(LegId leg, SessionText offer) {
        return describe(new MediaCommand.AnswerReoffer(tenant, call, leg, offer));
    }

    /** Plays a WAV file to a leg, over and over. */
    public Future<Void> repeat(LegId leg, Path file) {
        var play = new PlayId(call.value() + "-play-" + plays++);
        return ask(new MediaCommand.Play(tenant, call, play, file, List.of(leg), 0)).mapEmpty();
    }

    /** Presses keys. */
    public Future<Void> press(LegId leg, Digits digits) {
        return ask(new MediaCommand.SendDigits(tenant, call, leg, digits)).mapEmpty();
    }

    /** Ends it, open or not, with every leg in it; no events come any more. */
    public Future<Void> close() {
        closed = true;
        // Media's answer is the last thing that comes, so none of its events finds nobody.
        return ask(new MediaCommand.CloseCall(tenant, call))
                .<Void>mapEmpty()
                .eventually(events::unregister);
    }

    private Future<SessionText> describe(MediaCommand command) {
        return ask(command)
                .compose(reply ->
                        reply instanceof MediaReply.Described(var description)
                                ? Future.succeededFuture(description)
                                : Future.failedFuture("media gave no description"));
    }

    private Future<MediaReply> ask(MediaCommand command) {
        return vertx.eventBus()
                .<MediaReply>request(loop, command, options)
                .recover(_ -> Future.failedFuture("media did not answer"))
                .compose(message ->
                        message.body() instanceof MediaReply.Refused(var error, var reason)
                                ? Future.failedFuture(error + ": " + reason)
                                : Future.succeededFuture(message.body()));
    }

    private static String address(CallId call) {
        return "line." + call.value();
    }
}
