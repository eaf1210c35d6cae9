package dev.crosspoint.gateway.preflight;

import dev.crosspoint.gateway.preflight.PreflightMessage.Answer;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Lets a browser find out whether its audio would come through, and how well: answers an offer with
 * a leg like that of a contact, in a call of its own, and plays to it until the browser goes or its
 * time is over. What the browser sends is measured and heard by nobody.
 */
public final class PreflightVerticle extends VerticleBase {
    /** Event-bus address of media's events. */
    private static final String MEDIA_EVENTS = "preflight.media-events";

    /** Longest that a check has, ms; a page is done in 10 s. */
    private static final int MOST_MS = 15_000;

    /** Of one person: each way of audio at once (UDP, TCP, TURN), of a page just reloaded too. */
    static final int MOST_OF_ONE = 6;

    /** Of one tenant at once: a shift of fifty that begins together, by UDP and by TCP. */
    static final int MOST_OF_TENANT = 100;

    /** Of all at once: little beside the calls. */
    static final int MOST = 200;

    private static final String COUNTER = "crosspoint.preflights";

    private final Path sound;
    private final int loops;
    private final int mostMs;
    private final MeterRegistry meters;
    private final DeliveryOptions options;
    private final Map<CallId, Trial> trials = new LinkedHashMap<>();
    private int nextLoop;

    private record Trial(AgentKey who, int loop, long timer) {}

    /**
     * To be deployed once, when there is media.
     *
     * @param sound WAV that browsers hear
     * @param loops of media
     * @param timeoutMs longest that media may take for an answer, ms
     */
    public PreflightVerticle(Path sound, int loops, int timeoutMs, MeterRegistry meters) {
        this(sound, loops, timeoutMs, MOST_MS, meters);
    }

    PreflightVerticle(Path sound, int loops, int timeoutMs, int mostMs, MeterRegistry meters) {
        this.sound = sound;
        this.loops = loops;
        this.mostMs = mostMs;
        this.meters = meters;
        this.options = LocalCodec.options().setSendTimeout(timeoutMs);
    }

    @Override
    public Future<?> start() {
        return Future.all(
                vertx.eventBus()
                        .<PreflightMessage>localConsumer(PreflightMessage.ADDRESS, this::onMessage)
                        .completion(),
                vertx.eventBus()
                        .<MediaEvent>localConsumer(MEDIA_EVENTS, event -> onMedia(event.body()))
                        .completion());
    }

    @Override
    public Future<?> stop() {
        List.copyOf(trials.keySet()).forEach(this::end);
        return Future.succeededFuture();
    }

    private void onMessage(Message<PreflightMessage> message) {
        begin(message.body())
                .onSuccess(answer -> {
                    meters.counter(COUNTER, "outcome", word(answer)).increment();
                    message.reply(answer, LocalCodec.options());
                });
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case PreflightMessage.Invited _ -> "answered";
            case PreflightMessage.Refused _ -> "refused";
            case PreflightMessage.NotNow _ -> "not-now";
        };
    }

    private void onMedia(MediaEvent event) {
        switch (event) {
            case MediaEvent.LegEnded(_, var call, _, _) -> end(call);
            case MediaEvent.CallFailed(_, var call) -> end(call);
            case MediaEvent.CallAbandoned(_, var call) -> end(call);
            case MediaEvent.LegFlowing _,
                    MediaEvent.DigitHeard _,
                    MediaEvent.ToneHeard _,
                    MediaEvent.Talking _,
                    MediaEvent.PlayEnded _,
                    MediaEvent.LegQuality _,
                    MediaEvent.LegTraffic _,
                    MediaEvent.RecordingFailed _ -> {}
        }
    }

    /** Whoever asks again gives up the oldest check. Never fails. */
    private Future<Answer> begin(PreflightMessage asked) {
        var own =
                trials.entrySet().stream()
                        .filter(trial -> trial.getValue().who().equals(asked.who()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (own.size() >= MOST_OF_ONE) {
            end(own.getFirst());
        } else if (trials.size() >= MOST || ofTenant(asked.who()) >= MOST_OF_TENANT) {
            return Future.succeededFuture(new PreflightMessage.NotNow());
        }
        var call = new CallId("preflight-" + UUID.randomUUID());
        int loop = nextLoop++ % loops;
        long timer = vertx.setTimer(mostMs, _ -> end(call));
        trials.put(call, new Trial(asked.who(), loop, timer));
        return answer(call, loop, asked)
                .onSuccess(answer -> {
                    if (!(answer instanceof PreflightMessage.Invited)) {
                        end(call);
                    }
                });
    }

    private long ofTenant(AgentKey who) {
        return trials.values().stream()
                .filter(trial -> trial.who().tenant().equals(who.tenant()))
                .count();
    }

    private Future<Answer> answer(CallId call, int loop, PreflightMessage asked) {
        var tenant = media(asked.who());
        var leg = new LegId(call.value());
        var offer = SessionText.of(asked.offer().value());
        var answerLeg =
                new MediaCommand.AnswerLeg(
                        tenant,
                        call,
                        leg,
                        new LegKind.Browser(),
                        offer,
                        List.of(AudioCodec.OPUS, AudioCodec.PCMU, AudioCodec.PCMA));
        var music =
                new MediaCommand.Play(
                        tenant, call, new PlayId(call.value()), sound, List.of(leg), 0);
        return ask(loop, new MediaCommand.OpenCall(tenant, call, MEDIA_EVENTS))
                .compose(_ -> ask(loop, answerLeg))
                .compose(described ->
                        described instanceof MediaReply.Described
                                ? ask(loop, music).map(described)
                                : Future.succeededFuture(described))
                .map(PreflightVerticle::answer);
    }

    private static Answer answer(MediaReply reply) {
        return switch (reply) {
            case MediaReply.Described(var ours) ->
                    new PreflightMessage.Invited(new Private(ours.sdp()), ours.candidates());
            case MediaReply.Refused(var error, var reason) ->
                    error == MediaError.BAD_DESCRIPTION || error == MediaError.NOT_ACCEPTABLE
                            ? new PreflightMessage.Refused(reason)
                            : new PreflightMessage.NotNow();
            case MediaReply.Done _ -> new PreflightMessage.NotNow();
        };
    }

    private void end(CallId call) {
        var trial = trials.remove(call);
        if (trial != null) {
            vertx.cancelTimer(trial.timer());
            var _ = ask(trial.loop(), new MediaCommand.CloseCall(media(trial.who()), call));
        }
    }

    private Future<MediaReply> ask(int loop, MediaCommand command) {
        return vertx.eventBus()
                .<MediaReply>request(MediaAddress.ofLoop(loop), command, options)
                .map(Message::body)
                .otherwise(_ ->
                        new MediaReply.Refused(
                                MediaError.INTERNAL, "media did not answer in time"));
    }

    private static Tenant media(AgentKey who) {
        return new Tenant(who.tenant().account(), who.tenant().instance());
    }
}
