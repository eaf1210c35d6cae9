package dev.crosspoint.gateway.demo;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.line.MediaLine;
import dev.crosspoint.gateway.switchboard.DemoCaller;
import dev.crosspoint.gateway.switchboard.DemoCaller.Heard;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.sip.SipCall;
import dev.crosspoint.signaling.sip.SipEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of the demo customer, from its first to its last sign of life. */
final class DemoCall {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCall.class);

    private static final LegKind SRTP =
            new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of());

    /** What European trunks carry, and then the rest of the world's. */
    private static final List<AudioCodec> CODECS = List.of(AudioCodec.PCMA, AudioCodec.PCMU);

    /** The demo flow's key for the service queue. */
    private static final Digits CHOICE = new Digits("2");

    /** Media has this long for an answer, ms; the agent's page waits for some of them. */
    private static final int MEDIA_ANSWER_MS = 4_000;

    /** RFC 3261 21.4.26. */
    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final Vertx vertx;
    private final DemoSettings settings;
    private final String id;
    private final Private number;
    private final @Nullable String agentId;
    private final LegId leg;
    private final MediaLine line;
    private final Promise<Void> underWay = Promise.promise();
    private final List<Long> timers = new ArrayList<>();
    private @Nullable SipCall sip;
    private boolean over;

    /**
     * A call that has not begun.
     *
     * @param id unique for the life of the process
     * @param number the customer's, as the gateway sees it
     * @param agentId who asked for it; null when the customer is called
     */
    DemoCall(
            Vertx vertx,
            DemoSettings settings,
            String id,
            Private number,
            @Nullable String agentId) {
        this.vertx = vertx;
        this.settings = settings;
        this.id = id;
        this.number = number;
        this.agentId = agentId;
        this.leg = new LegId(id);
        var tenant =
                new dev.crosspoint.media.api.Tenant(
                        settings.tenant().account(), settings.tenant().instance());
        int loop = Math.floorMod(id.hashCode(), settings.mediaLoops());
        this.line =
                new MediaLine(vertx, tenant, new CallId(id), loop, MEDIA_ANSWER_MS, this::onMedia);
    }

    String id() {
        return id;
    }

    Private number() {
        return number;
    }

    boolean isFor(String agent) {
        return agent.equals(agentId);
    }

    boolean isOver() {
        return over;
    }

    /**
     * Calls in.
     *
     * @param invite sends an INVITE with our offer
     * @return done when the gateway lets it ring, or answers
     */
    Future<Void> callIn(Function<Private, SipCall> invite) {
        line.open()
                .compose(_ -> line.offer(leg, SRTP, CODECS))
                .onSuccess(offer -> {
                    if (!over) {
                        sip = invite.apply(new Private(offer.sdp()));
                    }
                })
                .onFailure(failure -> {
                    LOG.warn("{}: no audio: {}", id, failure.getMessage());
                    finish("the demo customer has no audio: try again later");
                });
        return underWay.future();
    }

    /** Is called, lets it ring for a while, and answers. */
    void onCalled(SipCall incoming, Private offer) {
        sip = incoming;
        incoming.ring(null);
        after(settings.times().ringMs(), () -> take(incoming, offer));
    }

    private void take(SipCall incoming, Private offer) {
        line.open()
                .compose(_ -> line.answer(leg, SRTP, SessionText.of(offer.value()), CODECS))
                .onSuccess(answer -> {
                    if (incoming.answer(new Private(answer.sdp()))) {
                        speak();
                    }
                })
                .onFailure(failure -> {
                    LOG.warn("{}: no audio: {}", id, failure.getMessage());
                    incoming.refuse(NOT_ACCEPTABLE_HERE, "no audio");
                });
    }

    /** Something happened to its SIP call. */
    void onSip(SipEvent event) {
        switch (event) {
            case SipEvent.Progress(_, var sdp) -> {
                underWay.tryComplete();
                if (sdp != null) {
                    listen(sdp);
                }
            }
            case SipEvent.Answered(var sdp) -> {
                underWay.tryComplete();
                if (sdp != null) {
                    listen(sdp);
                }
                speak();
                settings.times().pressMs().forEach(ms -> after(ms, this::press));
            }
            case SipEvent.Reoffered(var sdp) -> reoffered(sdp);
            case SipEvent.Failed(int status, var reason, _) -> {
                LOG.info("{}: not taken: {} {}", id, status, reason);
                finish("the gateway did not take the demo customer's call (SIP " + status + ")");
            }
            case SipEvent.Ended(var reason) -> {
                LOG.info("{}: over: {}", id, reason);
                finish("the demo customer's call has ended already");
            }
            // Its gateway is at one address.
            case SipEvent.Rerouted _ -> {}
            // An answer needs no more than that; keys, and offers of our own, it does not know.
            case SipEvent.Arrived _,
                    SipEvent.Confirmed _,
                    SipEvent.Reanswered _,
                    SipEvent.ReofferRefused _,
                    SipEvent.Digit _,
                    SipEvent.DigitsRefused _,
                    SipEvent.TransferRequested _,
                    SipEvent.TransferProgress _ -> {}
        }
    }

    private void onMedia(MediaEvent event) {
        switch (event) {
            case MediaEvent.LegQuality(_, _, _, var report) ->
                    vertx.eventBus()
                            .publish(
                                    DemoCaller.HEARD,
                                    new Heard(number, report.inLevelDbov()),
                                    LocalCodec.options());
            case MediaEvent.LegEnded _, MediaEvent.CallFailed _, MediaEvent.CallAbandoned _ ->
                    hangUp("no audio");
            case MediaEvent.LegFlowing _,
                    MediaEvent.DigitHeard _,
                    MediaEvent.ToneHeard _,
                    MediaEvent.Talking _,
                    MediaEvent.PlayEnded _,
                    MediaEvent.LegTraffic _,
                    MediaEvent.RecordingFailed _ -> {}
        }
    }

    private void listen(Private answer) {
        orHangUp(line.accept(leg, SessionText.of(answer.value())));
    }

    private void speak() {
        after(settings.times().patienceMs(), () -> hangUp("out of patience"));
        orHangUp(line.repeat(leg, settings.voice()));
    }

    private void press() {
        // A gateway that takes no keys sends us to the same queue, only later.
        line.press(leg, CHOICE)
                .onFailure(failure -> LOG.info("{}: no key: {}", id, failure.getMessage()));
    }

    private void reoffered(Private offer) {
        var call = requireNonNull(sip);
        line.answerReoffer(leg, SessionText.of(offer.value()))
                .onSuccess(answer -> call.answerReoffer(new Private(answer.sdp())))
                .onFailure(_ -> call.refuseReoffer(NOT_ACCEPTABLE_HERE, "no such audio"));
    }

    private void orHangUp(Future<Void> audio) {
        audio.onFailure(failure -> {
            if (!over) {
                LOG.warn("{}: no audio: {}", id, failure.getMessage());
                hangUp("no audio");
            }
        });
    }

    /** The end follows as a SIP event, when there is a SIP call. */
    private void hangUp(String reason) {
        if (sip == null) {
            finish("the demo customer did not get through: try again");
        } else {
            sip.hangUp(reason);
        }
    }

    /**
     * Lets go of everything.
     *
     * @param sentence for the agent, if it is still waiting for the call to begin
     */
    private void finish(String sentence) {
        if (!over) {
            over = true;
            timers.forEach(vertx::cancelTimer);
            line.close()
                    .onFailure(failure -> LOG.warn("{}: {}", id, failure.getMessage()))
                    .onComplete(_ -> underWay.tryFail(sentence));
        }
    }

    private void after(int ms, Runnable what) {
        timers.add(vertx.setTimer(ms, _ -> what.run()));
    }
}
