package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.Keypad;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.Optional;

/** From the words of media and trunks to those of call control. */
final class Translation {
    private static final String ANONYMOUS = "anonymous";

    private Translation() {}

    /** What a trunk's event means for a call; empty when it can mean nothing. */
    static Optional<CallInput> input(TrunkMessage.Event event, CallState state) {
        var dialog = event.dialog();
        return switch (event) {
            case TrunkMessage.CallArrived _ -> Optional.empty();
            case TrunkMessage.TransferRequested asked ->
                    Optional.of(
                            new CallInput.TransferAsked(dialog, asked.target(), asked.replaces()));
            case TrunkMessage.TransferProgress progress ->
                    Optional.of(new CallInput.TransferProgress(dialog, progress.status()));
            case TrunkMessage.CallProgress progress ->
                    Optional.of(new CallInput.Progress(dialog, progress.sdp()));
            case TrunkMessage.CallAnswered answered ->
                    Optional.of(new CallInput.Answered(dialog, answered.sdp()));
            case TrunkMessage.CallConfirmed confirmed ->
                    Optional.of(new CallInput.Confirmed(dialog, confirmed.sdp()));
            case TrunkMessage.CallFailed failed ->
                    Optional.of(new CallInput.CallFailed(dialog, failed.status()));
            case TrunkMessage.CallEnded _ -> Optional.of(new CallInput.Gone(dialog));
            case TrunkMessage.Reoffered reoffered ->
                    Optional.of(new CallInput.Reoffered(dialog, reoffered.sdp()));
            case TrunkMessage.DigitsRefused refused ->
                    Optional.of(new CallInput.DigitsRefused(dialog, refused.digits()));
            case TrunkMessage.InfoDigit info ->
                    state.dialog(dialog)
                            .map(Party::leg)
                            .flatMap(leg ->
                                    Keypad.digits(info.digit().value())
                                            .map(digits ->
                                                    new CallInput.DigitHeard(
                                                            leg, digits, Keypad.Way.SIP_INFO)));
        };
    }

    static CallInput input(MediaEvent event) {
        return switch (event) {
            case MediaEvent.LegFlowing flowing -> new CallInput.LegFlowing(flowing.leg());
            case MediaEvent.LegEnded ended -> new CallInput.LegEnded(ended.leg(), ended.reason());
            case MediaEvent.DigitHeard heard ->
                    new CallInput.DigitHeard(
                            heard.leg(), heard.digit(), Keypad.Way.TELEPHONE_EVENT);
            case MediaEvent.ToneHeard heard ->
                    new CallInput.DigitHeard(heard.leg(), heard.digit(), Keypad.Way.TONE);
            case MediaEvent.Talking talking ->
                    new CallInput.Talking(talking.leg(), talking.talks());
            case MediaEvent.PlayEnded ended -> new CallInput.PlayEnded(ended.play());
            case MediaEvent.RecordingFailed failed ->
                    new CallInput.RecordingFailed(failed.recording(), failed.reason());
            case MediaEvent.LegQuality quality ->
                    new CallInput.LegQuality(quality.leg(), quality.report());
            case MediaEvent.LegTraffic _ ->
                    throw new IllegalArgumentException("means nothing to a call");
            case MediaEvent.CallFailed _, MediaEvent.CallAbandoned _ -> new CallInput.MediaFailed();
        };
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
        var tones =
                switch (trunk.service().digits().heardTones()) {
                    case WITHOUT_EVENTS -> LegKind.Tones.WITHOUT_EVENTS;
                    case ALWAYS -> LegKind.Tones.ALWAYS;
                    case NEVER -> LegKind.Tones.NEVER;
                };
        return new LegKind.Trunk(security, trunk.mediaNetworks(), isIpv6(trunk), tones);
    }

    /** Whether a trunk is reached by IPv6, as far as it is known before its name is looked up. */
    private static boolean isIpv6(TrunkConfig trunk) {
        if (!trunk.mediaNetworks().isEmpty()) {
            return areIpv6(trunk.mediaNetworks());
        }
        var host = trunk.host();
        return (host != null && isLiteral(host)) ? isIpv6(host) : areIpv6(trunk.networks());
    }

    private static boolean areIpv6(List<String> networks) {
        return !networks.isEmpty() && networks.stream().allMatch(Translation::isIpv6);
    }

    private static boolean isLiteral(String host) {
        return isIpv6(host) || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static boolean isIpv6(String literal) {
        return literal.indexOf(':') >= 0;
    }

    private static Optional<Private> number(Private asGiven, TrunkConfig trunk) {
        return PhoneNumber.parse(asGiven.value(), trunk.defaultCountry())
                .map(number -> new Private(number.e164()));
    }
}
