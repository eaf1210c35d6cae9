package dev.crosspoint.signaling.phone;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.PhoneDirectory;
import dev.crosspoint.signaling.api.PhonesRegistered;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SipSockets;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.sip.CallRequest;
import dev.crosspoint.signaling.sip.Destination;
import dev.crosspoint.signaling.sip.Errands;
import dev.crosspoint.signaling.sip.Presentation;
import dev.crosspoint.signaling.sip.Registrar;
import dev.crosspoint.signaling.sip.Registrar.RegisteredPhone;
import dev.crosspoint.signaling.sip.SipCall;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipEndpoint;
import dev.crosspoint.signaling.sip.SipEvent;
import dev.crosspoint.signaling.sip.SipSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.ServerWebSocket;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Agents' SIP phones: registers them, takes {@link TrunkMessage.Command}s about their calls, and
 * publishes {@link TrunkMessage.Event}s. Deploy it once, before the listener that brings the
 * sockets; all its calls live on its one context.
 */
public final class PhoneVerticle extends VerticleBase implements SipSockets {

    private static final int SWEEP_MS = 1_000;

    private static final int UNAVAILABLE = 480;

    /** Who calls where no number is to be shown, as between colleagues. */
    private static final Private NOBODY = new Private("anonymous");

    private final String advertisedAddress;
    private final int httpsPort;
    private final SipCounters counters;
    private final Registrar registrar;
    private final Map<String, SipCall> calls = new HashMap<>();
    private final Map<String, Ringing> ringing = new HashMap<>();
    private final Map<SipCall, String> dialogs = new HashMap<>();
    private final Map<SipCall, PhoneDirectory.Account> owners = new HashMap<>();
    private volatile @Nullable SipEndpoint endpoint;
    private long calledPhones;

    /**
     * @param advertisedAddress IP literal for Via and Contact, which no phone goes by
     * @param httpsPort port of the listener that brings the sockets
     * @param directory whose phones may register
     * @param awaySeconds how long a phone may be without a socket before its calls end
     */
    public PhoneVerticle(
            String advertisedAddress,
            int httpsPort,
            PhoneDirectory directory,
            SipCounters counters,
            int awaySeconds) {
        this.advertisedAddress = advertisedAddress;
        this.httpsPort = httpsPort == 0 ? 443 : httpsPort;
        this.counters = counters;
        this.registrar =
                new Registrar(
                        directory,
                        new Registrar.Listener() {
                            @Override
                            public void onPhones(Tenant tenant, String agentId, int phones) {
                                tell(new PhonesRegistered(tenant, agentId, phones));
                            }

                            @Override
                            public boolean talks(String phone) {
                                return dialogs.keySet().stream()
                                        .anyMatch(it -> it.peer().id().equals(phone));
                            }

                            @Override
                            public void onGone(String phone) {
                                hangUp(phone);
                            }
                        },
                        counters,
                        new SecureRandom(),
                        awaySeconds);
    }

    @Override
    public Future<?> start() {
        var settings =
                SipSettings.of(
                        advertisedAddress,
                        advertisedAddress,
                        Set.of(Transport.WSS),
                        0,
                        httpsPort,
                        null);
        return SipEndpoint.open(vertx, settings, registrar, this::onEvent, counters)
                .onSuccess(opened -> {
                    endpoint = opened;
                    vertx.setPeriodic(SWEEP_MS, _ -> registrar.sweep());
                    vertx.eventBus().localConsumer(TrunkMessage.PHONE_COMMANDS, this::onCommand);
                });
    }

    @Override
    public Future<?> stop() {
        var open = endpoint;
        return open == null ? Future.succeededFuture() : open.close();
    }

    @Override
    public void onSocket(ServerWebSocket socket, Opened how) {
        var open = endpoint;
        if (open == null) {
            how.arrived().run();
            socket.close();
        } else {
            open.sockets().onSocket(socket, how);
        }
    }

    // ---- what call control asks for

    private void onCommand(Message<TrunkMessage.Command> message) {
        message.reply(carryOut(message.body()), LocalCodec.options());
    }

    private TrunkMessage.Reply carryOut(TrunkMessage.Command command) {
        String dialog = command.dialog();
        return switch (command) {
            case TrunkMessage.PlaceCall place -> place(place);
            case TrunkMessage.InDialog step -> Errands.carryOut(step, calls.get(dialog));
            case TrunkMessage.Transfer _ ->
                    new TrunkMessage.Reply.Refused(dialog, "phones take no transfers");
            case TrunkMessage.SendDigits _ ->
                    new TrunkMessage.Reply.Refused(
                            dialog, "browsers take keys as telephone events");
            case TrunkMessage.HangUp hangUp -> hangUp(hangUp);
        };
    }

    private TrunkMessage.Reply hangUp(TrunkMessage.HangUp hangUp) {
        var call = calls.get(hangUp.dialog());
        var group = ringing.get(hangUp.dialog());
        if (call != null) {
            call.hangUp(hangUp.reason());
        } else if (group != null) {
            endAll(group, group.all(), hangUp.reason());
            publish(new TrunkMessage.CallEnded(group.tenant(), hangUp.dialog(), hangUp.reason()));
        }
        return new TrunkMessage.Reply.Done(hangUp.dialog());
    }

    /** Lets every phone of the agent ring. */
    private TrunkMessage.Reply place(TrunkMessage.PlaceCall place) {
        var open = endpoint;
        var phones = registrar.phones(place.tenant(), place.to().value());
        if (open == null || phones.isEmpty()) {
            return new TrunkMessage.Reply.Refused(place.dialog(), "no phone is registered");
        } else if (calls.containsKey(place.dialog()) || ringing.containsKey(place.dialog())) {
            return new TrunkMessage.Reply.Refused(place.dialog(), "dialog exists");
        }
        var group = new Ringing(place.tenant(), place.dialog());
        ringing.put(place.dialog(), group);
        for (var phone : phones) {
            var call = open.call(request(place, phone), phone.flow());
            group.add(call);
            owners.put(call, phone.owner());
            dialogs.put(call, place.dialog());
        }
        return new TrunkMessage.Reply.Done(place.dialog());
    }

    private CallRequest request(TrunkMessage.PlaceCall place, RegisteredPhone phone) {
        return new CallRequest(
                place.dialog() + "-" + ++calledPhones,
                phone.peer(),
                new Destination(Transport.WSS, phone.host(), 0, null, null),
                place.from().value().isEmpty() ? NOBODY : place.from(),
                phone.user(),
                place.sdp(),
                place.ringSeconds(),
                () -> false,
                Presentation.PLAIN);
    }

    // ---- what phones do

    private void onEvent(SipCall call, SipEvent event) {
        if (event instanceof SipEvent.Arrived arrived) {
            arrive(call, arrived);
            return;
        }
        var owner = owners.get(call);
        var dialog = dialogs.get(call);
        if (owner == null || dialog == null) {
            return; // another phone has answered, or nobody wants to know any more
        }
        var tenant = owner.tenant();
        switch (event) {
            case SipEvent.Arrived _ -> {}
            case SipEvent.Progress(int status, _) -> {
                var group = ringing.get(dialog);
                // Early media of several phones would be several answers to one offer.
                if (group != null && group.beginsToRing()) {
                    publish(new TrunkMessage.CallProgress(tenant, dialog, status, null));
                }
            }
            case SipEvent.Answered(var sdp) -> {
                var group = ringing.remove(dialog);
                if (group != null) {
                    group.answeredBy(call).forEach(other -> end(other, "answered elsewhere"));
                    calls.put(dialog, call);
                    publish(new TrunkMessage.CallAnswered(tenant, dialog, sdp));
                }
            }
            case SipEvent.Confirmed(var sdp) ->
                    publish(new TrunkMessage.CallConfirmed(tenant, dialog, sdp));
            case SipEvent.Reoffered(var sdp) ->
                    publish(new TrunkMessage.Reoffered(tenant, dialog, sdp));
            case SipEvent.TransferRequested(var target, var replaces) ->
                    publish(
                            new TrunkMessage.TransferRequested(
                                    tenant, dialog, target, dialogOf(replaces)));
            case SipEvent.TransferProgress(int status) ->
                    publish(new TrunkMessage.TransferProgress(tenant, dialog, status));
            case SipEvent.Digit(var digit) ->
                    publish(new TrunkMessage.InfoDigit(tenant, dialog, digit));
            case SipEvent.Reanswered(var sdp) ->
                    publish(new TrunkMessage.CallConfirmed(tenant, dialog, sdp));
            case SipEvent.ReofferRefused _,
                    SipEvent.DigitsRefused _ -> {} // nothing of ours to refuse
            case SipEvent.Rerouted _ -> {} // A phone has one flow.
            case SipEvent.Failed(int status, String reason, _) ->
                    failed(call, dialog, tenant, status, reason);
            case SipEvent.Ended(String reason) -> {
                if (ringing.containsKey(dialog)) {
                    failed(call, dialog, tenant, UNAVAILABLE, reason); // a phone that is lost
                } else {
                    forget(call);
                    calls.remove(dialog);
                    publish(new TrunkMessage.CallEnded(tenant, dialog, reason));
                }
            }
        }
    }

    private void failed(SipCall call, String dialog, Tenant tenant, int status, String reason) {
        var group = ringing.get(dialog);
        forget(call);
        if (group == null || !group.refusedBy(call, status)) {
            return;
        }
        endAll(group, group.all(), "declined elsewhere");
        publish(new TrunkMessage.CallFailed(tenant, dialog, status, reason));
    }

    private void arrive(SipCall call, SipEvent.Arrived arrived) {
        var owner = registrar.owner(arrived.peer()).orElse(null);
        if (owner == null) {
            call.refuse(UNAVAILABLE, "not registered");
            return;
        }
        String dialog = TrunkMessage.PHONE_DIALOG + call.id();
        calls.put(dialog, call);
        dialogs.put(call, dialog);
        owners.put(call, owner);
        publish(
                new TrunkMessage.CallArrived(
                        owner.tenant(),
                        dialog,
                        TrunkMessage.PHONES,
                        arrived.address(),
                        new Private(owner.agentId()),
                        arrived.to(),
                        arrived.sdp(),
                        Map.of(),
                        dialogOf(arrived.replaces())));
    }

    private @Nullable String dialogOf(@Nullable String callId) {
        return callId == null
                ? null
                : dialogs.entrySet().stream()
                        .filter(entry -> entry.getKey().id().equals(callId))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(callId);
    }

    private void endAll(Ringing group, List<SipCall> those, String reason) {
        ringing.remove(group.dialog());
        those.forEach(call -> end(call, reason));
    }

    /** Nobody is told of what becomes of it. */
    private void end(SipCall call, String reason) {
        forget(call);
        call.hangUp(reason);
    }

    private void forget(SipCall call) {
        dialogs.remove(call);
        owners.remove(call);
    }

    /** A phone will not come back. */
    private void hangUp(String phone) {
        for (var call : List.copyOf(dialogs.keySet())) {
            if (call.peer().id().equals(phone)) {
                call.hangUp("phone lost");
            }
        }
    }

    private void publish(TrunkMessage.Event event) {
        vertx.eventBus().publish(TrunkMessage.EVENTS, event, LocalCodec.options());
    }

    private void tell(PhonesRegistered news) {
        vertx.eventBus().publish(PhonesRegistered.ADDRESS, news, LocalCodec.options());
    }
}
