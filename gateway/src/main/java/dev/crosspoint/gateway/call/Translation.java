package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.Optional;

/** From the words of media and trunks to those of call control. */
final class Translation {
    private static final String ANONYMOUS = "anonymous";

    /** As many as a telephone has reason to send at once. */
    private static final String DIGITS = "[0-9*#A-D]{1,32}";

    private Translation() {}

    /** What a trunk's event means for a call; empty when it can mean nothing. */
    static Optional<CallInput> input(TrunkMessage.Event event, CallState state) {
        return switch (event) {
            case TrunkMessage.CallArrived _ -> Optional.empty();
            case TrunkMessage.CallProgress progress ->
                    Optional.of(new CallInput.Progress(progress.sdp()));
            case TrunkMessage.CallAnswered answered ->
                    Optional.of(new CallInput.Answered(answered.sdp()));
            case TrunkMessage.CallConfirmed confirmed ->
                    Optional.of(new CallInput.Confirmed(confirmed.sdp()));
            case TrunkMessage.CallFailed failed ->
                    Optional.of(new CallInput.CallFailed(failed.status()));
            case TrunkMessage.CallEnded _ -> Optional.of(new CallInput.CustomerGone());
            case TrunkMessage.Reoffered reoffered ->
                    Optional.of(new CallInput.Reoffered(reoffered.sdp()));
            case TrunkMessage.InfoDigit info -> {
                var leg = state.facts().customer().leg();
                yield digits(info.digit().value())
                        .map(digits -> new CallInput.DigitHeard(leg, digits));
            }
        };
    }

    /** What an event of media means for a call; empty for what calls do not ask about. */
    static Optional<CallInput> input(MediaEvent event) {
        return switch (event) {
            case MediaEvent.LegFlowing flowing ->
                    Optional.of(new CallInput.LegFlowing(flowing.leg()));
            case MediaEvent.LegEnded ended ->
                    Optional.of(new CallInput.LegEnded(ended.leg(), ended.reason()));
            case MediaEvent.DigitHeard heard ->
                    Optional.of(new CallInput.DigitHeard(heard.leg(), heard.digit()));
            case MediaEvent.Talking _ -> Optional.empty();
            case MediaEvent.PlayEnded ended -> Optional.of(new CallInput.PlayEnded(ended.play()));
            case MediaEvent.LegQuality quality ->
                    Optional.of(new CallInput.LegQuality(quality.leg(), quality.report()));
            case MediaEvent.CallFailed _, MediaEvent.CallAbandoned _ ->
                    Optional.of(new CallInput.MediaFailed());
        };
    }

    /** Digits that can be sent; empty for text that holds anything else. */
    static Optional<Digits> digits(String text) {
        return text.matches(DIGITS) ? Optional.of(new Digits(text)) : Optional.empty();
    }

    /** A customer as flows and agents see it: a number in E.164, or anonymous. */
    static Private customerAddress(Private asGiven, TrunkConfig trunk) {
        return number(asGiven, trunk).orElse(new Private(ANONYMOUS));
    }

    /** A number of ours: E.164, or as the trunk names it. */
    static Private systemAddress(Private asGiven, TrunkConfig trunk) {
        return number(asGiven, trunk).orElse(asGiven);
    }

    static LegKind kind(TrunkConfig trunk) {
        var security =
                switch (trunk.mediaSecurity()) {
                    case REQUIRED -> LegKind.Security.SRTP_REQUIRED;
                    case PREFERRED -> LegKind.Security.SRTP_PREFERRED;
                    case NONE -> LegKind.Security.PLAIN;
                };
        return new LegKind.Trunk(security, trunk.mediaNetworks());
    }

    private static Optional<Private> number(Private asGiven, TrunkConfig trunk) {
        return PhoneNumber.parse(asGiven.value(), trunk.defaultCountry())
                .map(number -> new Private(number.e164()));
    }
}
