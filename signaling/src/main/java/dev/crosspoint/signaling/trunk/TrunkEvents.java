package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.sip.SipEvent;
import java.util.Optional;

/** What happens to a SIP call, in the words of call control. */
final class TrunkEvents {

    private TrunkEvents() {}

    /** What call control is told of an event; nothing when it is no news to it. */
    static Optional<TrunkMessage.Event> of(TrunkConfig trunk, String dialog, SipEvent event) {
        var tenant = trunk.tenant();
        var rules = trunk.service().rules().inbound();
        return Optional.ofNullable(
                switch (event) {
                    case SipEvent.Arrived arrived ->
                            new TrunkMessage.CallArrived(
                                    tenant,
                                    dialog,
                                    arrived.peer().id(),
                                    arrived.address(),
                                    NumberRules.apply(rules.caller(), arrived.from()),
                                    NumberRules.apply(rules.called(), arrived.to()),
                                    arrived.sdp(),
                                    arrived.identity(),
                                    arrived.replaces());
                    case SipEvent.Progress(int status, var sdp) ->
                            new TrunkMessage.CallProgress(tenant, dialog, status, sdp);
                    case SipEvent.Answered(var sdp) ->
                            new TrunkMessage.CallAnswered(tenant, dialog, sdp);
                    case SipEvent.Confirmed(var sdp) ->
                            new TrunkMessage.CallConfirmed(tenant, dialog, sdp);
                    case SipEvent.Reoffered(var sdp) ->
                            new TrunkMessage.Reoffered(tenant, dialog, sdp);
                    case SipEvent.TransferRequested(var target, var replaces) ->
                            new TrunkMessage.TransferRequested(
                                    tenant,
                                    dialog,
                                    NumberRules.apply(rules.called(), target),
                                    replaces);
                    case SipEvent.TransferProgress(int status) ->
                            new TrunkMessage.TransferProgress(tenant, dialog, status);
                    case SipEvent.Digit(var digit) ->
                            new TrunkMessage.InfoDigit(tenant, dialog, digit);
                    case SipEvent.DigitsRefused(var digits) ->
                            new TrunkMessage.DigitsRefused(tenant, dialog, digits);
                    // Only a refresh of ours can have asked; its answer may bring another address.
                    case SipEvent.Reanswered(var sdp) ->
                            new TrunkMessage.CallConfirmed(tenant, dialog, sdp);
                    case SipEvent.Failed failed ->
                            new TrunkMessage.CallFailed(
                                    tenant, dialog, failed.status(), failed.reason());
                    case SipEvent.Ended(String reason) ->
                            new TrunkMessage.CallEnded(tenant, dialog, reason);
                    case SipEvent.ReofferRefused _, SipEvent.Rerouted _ -> null;
                });
    }
}
