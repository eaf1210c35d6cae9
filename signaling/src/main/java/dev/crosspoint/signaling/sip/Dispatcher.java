package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.DialogTimeoutEvent;
import gov.nist.javax.sip.ServerTransactionExt;
import gov.nist.javax.sip.SipListenerExt;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What JAIN-SIP makes of messages, handed to the call each belongs to. */
final class Dispatcher implements SipListenerExt {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Calls at a time; more is a loop or an attack, and each holds memory. */
    private static final int MAX_CALLS = 10_000;

    private static final int SESSION_INTERVAL_TOO_SMALL = 422;

    private final Core core;
    private final SipProvider provider;
    private final Admission admission;

    Dispatcher(Core core, SipProvider provider, Admission admission) {
        this.core = core;
        this.provider = provider;
        this.admission = admission;
    }

    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (!(request.getMessageChannel() instanceof LoopChannel channel)
                || channel.who() == null) {
            return;
        }
        try {
            if (request.getMethod().equals(Request.ACK)) {
                find(request, channel).ifPresent(call -> call.withDialog(d -> d.onAck(request)));
                return;
            }
            ServerTransaction known = event.getServerTransaction();
            ServerTransaction transaction =
                    known == null ? provider.getNewServerTransaction(request) : known;
            int refusal = refusal(request);
            if (refusal != 0) {
                refuse(transaction, refusal);
            } else {
                onRequest(request, transaction, channel);
            }
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            LOG.error("a {} failed: {}", Abilities.counted(request.getMethod()), trace(e));
        }
    }

    private void onRequest(SIPRequest request, ServerTransaction transaction, LoopChannel channel)
            throws SipException, InvalidArgumentException {
        String method = request.getMethod();
        if (method.equals(Request.CANCEL)) {
            onCancel(transaction);
        } else if (method.equals(Request.OPTIONS)) {
            refuse(transaction, Response.OK);
        } else if (method.equals(Request.INVITE) && request.getToTag() == null) {
            onCall(request, transaction, channel);
        } else if (!Abilities.includes(method)) {
            refuse(transaction, Response.METHOD_NOT_ALLOWED);
        } else if (method.equals(Request.REFER) && request.getToTag() == null) {
            refuse(transaction, Response.FORBIDDEN); // we place no calls for nobody we talk to
        } else {
            Optional<SipCall> call = find(request, channel);
            if (call.isPresent() && method.equals(Request.NOTIFY)) {
                onNotify(transaction, call.get());
            } else if (call.isEmpty() || call.get().isHungUp()) {
                refuse(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            } else {
                call.get().flow().heard(channel.address());
                onInDialog(method, transaction, call.get());
            }
        }
    }

    private void onInDialog(String method, ServerTransaction transaction, SipCall call)
            throws SipException, InvalidArgumentException {
        InDialog dialog = call.inDialog();
        IncomingInvite invite = call.incoming();
        if (dialog != null) {
            switch (method) {
                case Request.BYE -> dialog.onBye(transaction);
                case Request.INFO -> dialog.onInfo(transaction);
                case Request.INVITE, Request.UPDATE -> dialog.onOffer(transaction);
                case Request.REFER -> dialog.onRefer(transaction);
                case Request.PRACK -> refuse(transaction, Response.OK);
                default -> refuse(transaction, Response.METHOD_NOT_ALLOWED);
            }
        } else if (method.equals(Request.BYE)) {
            refuse(transaction, Response.OK);
            if (invite != null) {
                invite.onEarlyBye();
            }
        } else if (method.equals(Request.PRACK) && invite != null) {
            invite.onPrack(transaction);
        } else if (method.equals(Request.UPDATE)) {
            call.early().onUpdate(transaction);
        } else {
            transaction.sendResponse(
                    core.later(response(transaction, Response.SERVER_INTERNAL_ERROR)));
        }
    }

    /** What came of a transfer is told even after the end of the call. */
    private void onNotify(ServerTransaction transaction, SipCall call)
            throws SipException, InvalidArgumentException {
        InDialog dialog = call.inDialog();
        if (dialog == null) {
            refuse(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            dialog.transfers().onNotify(transaction);
        }
    }

    private void onCall(SIPRequest request, ServerTransaction transaction, LoopChannel channel)
            throws SipException, InvalidArgumentException {
        int refusal = refusalOfCall(request);
        Admission.Peer peer = channel.who();
        if (refusal != 0 || peer == null) {
            refuse(transaction, refusal);
            return;
        }
        Optional<String> named = Messages.value(request, "Replaces");
        Replaces wanted = named.flatMap(Replaces::parse).orElse(null);
        if (named.isPresent() && wanted == null) {
            refuse(transaction, Response.BAD_REQUEST);
            return;
        }
        switch (core.calls().replaced(wanted, peer)) {
            case Replacement.Refused(int status) -> refuse(transaction, status);
            case Replacement.Allowed(var replaced) -> {
                if (admission.takesCall(peer)) {
                    take(request, transaction, channel, peer, replaced);
                } else {
                    refuse(transaction, Response.SERVICE_UNAVAILABLE);
                }
            }
        }
    }

    private void take(
            SIPRequest request,
            ServerTransaction transaction,
            LoopChannel channel,
            Admission.Peer peer,
            @Nullable SipCall replaced) {
        var call =
                new SipCall(
                        core,
                        core.token(),
                        peer,
                        request.getCallId().getCallId(),
                        core.token(),
                        Flow.inbound(core, channel));
        var invite = new IncomingInvite(core, call, transaction);
        transaction.setApplicationData(invite);
        call.begin(invite);
        call.tell(
                new SipEvent.Arrived(
                        peer,
                        channel.getPeerInetAddress(),
                        CallerIdentity.caller(request),
                        dialled(request, channel),
                        Messages.sdpOf(request),
                        CallerIdentity.headers(request),
                        replaced == null ? null : replaced.id()));
    }

    /** A registrar calls the contact we gave it; whom its caller has called stands elsewhere. */
    private Private dialled(SIPRequest request, LoopChannel channel) {
        Private user = Messages.userOf(request.getRequestURI());
        boolean isContact =
                admission
                        .registered(
                                user.value(),
                                channel.wire().transport(),
                                channel.getPeerInetAddress().getHostAddress())
                        .isPresent();
        return isContact ? CallerIdentity.called(request) : user;
    }

    /** The status a request meets whatever its call is; 0 when it may go on. */
    private static int refusal(SIPRequest request) {
        if (request.getMethod().equals(Request.CANCEL)) {
            return 0;
        } else if (request.getHeader("Replaces") != null
                && !(request.getMethod().equals(Request.INVITE) && request.getToTag() == null)) {
            return Response.BAD_REQUEST; // RFC 3891 3
        } else if (!Abilities.EXTENSIONS.containsAll(Messages.tokens(request, "Require"))) {
            return Response.BAD_EXTENSION; // bext01
        } else if (!Set.of("sip", "sips", "tel")
                .contains(request.getRequestURI().getScheme().toLowerCase(Locale.ROOT))) {
            return Response.UNSUPPORTED_URI_SCHEME; // unkscm, novelsc
        }
        return 0;
    }

    private int refusalOfCall(SIPRequest request) {
        ContactHeader contact = request.getContactHeader();
        if (request.getFromTag() == null
                || contact == null
                || !contact.getAddress().getURI().isSipURI()) {
            return Response.BAD_REQUEST; // RFC 3261 8.1.1.8
        } else if (Messages.hasBody(request) && !Messages.hasSdp(request)) {
            return Response.UNSUPPORTED_MEDIA_TYPE; // invut
        } else if (SessionTimer.isTooShort(
                Messages.value(request, "Session-Expires"), core.settings().minSessionSeconds())) {
            return SESSION_INTERVAL_TOO_SMALL;
        } else if (core.calls().size() >= MAX_CALLS) {
            return Response.SERVICE_UNAVAILABLE;
        }
        return 0;
    }

    private void refuse(ServerTransaction transaction, int status)
            throws SipException, InvalidArgumentException {
        Response response = response(transaction, status);
        Request request = transaction.getRequest();
        switch (status) {
            case Response.OK -> { // to OPTIONS (RFC 3261 11.2)
                Messages.set(response, "Accept", Messages.SDP);
                introduce(response, request);
            }
            case Response.METHOD_NOT_ALLOWED -> introduce(response, request);
            case Response.BAD_EXTENSION ->
                    Messages.set(
                            response,
                            "Unsupported",
                            Messages.tokens(request, "Require").stream()
                                    .filter(token -> !Abilities.EXTENSIONS.contains(token))
                                    .collect(Collectors.joining(", ")));
            case Response.UNSUPPORTED_MEDIA_TYPE -> Messages.set(response, "Accept", Messages.SDP);
            case SESSION_INTERVAL_TOO_SMALL ->
                    Messages.set(
                            response,
                            "Min-SE",
                            String.valueOf(core.settings().minSessionSeconds()));
            // Not all at once: 5 to 15 s.
            case Response.SERVICE_UNAVAILABLE ->
                    Messages.set(
                            response, "Retry-After", String.valueOf(5 + core.random().nextInt(11)));
            default -> {}
        }
        transaction.sendResponse(response);
    }

    private static void introduce(Response response, Request request) {
        if (((SIPRequest) request).getMessageChannel() instanceof LoopChannel channel
                && channel.who() != null) {
            Abilities.say(response, channel.who());
        }
    }

    private void onCancel(ServerTransaction cancel) throws SipException, InvalidArgumentException {
        cancel.sendResponse(response(cancel, Response.OK));
        if (cancel instanceof ServerTransactionExt extended
                && extended.getCanceledInviteTransaction() != null
                && extended.getCanceledInviteTransaction().getApplicationData()
                        instanceof IncomingInvite invite) {
            invite.onCancel();
        }
    }

    private Response response(ServerTransaction transaction, int status) {
        return Messages.response(transaction.getRequest(), status, core.token());
    }

    /** The call an in-dialog request belongs to, if it comes from the peer of that call. */
    private Optional<SipCall> find(SIPRequest request, LoopChannel channel) {
        Admission.Peer peer = channel.who();
        return core.calls()
                .find(request.getCallId().getCallId(), String.valueOf(request.getToTag()))
                .filter(call -> peer != null && call.peer().id().equals(peer.id()));
    }

    @Override
    public void processResponse(ResponseEvent event) {
        try {
            core.exchanges().onResponse(event);
        } catch (RuntimeException e) {
            LOG.error("a response failed: {}", trace(e));
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()) {
            core.exchanges().onTimeout(event.getClientTransaction());
        } else if (event.getServerTransaction().getApplicationData()
                instanceof IncomingInvite invite) {
            invite.onTimeout();
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        if (event.getSource() instanceof ClientTransaction transaction) {
            core.exchanges().onUnreachable(transaction);
        }
    }

    @Override
    public void processDialogTimeout(DialogTimeoutEvent event) {
        Dialog dialog = event.getDialog();
        switch (event.getReason()) {
            case AckNotReceived ->
                    find(dialog).ifPresent(call -> call.withDialog(InDialog::onAckTimeout));
            case AckNotSent, EarlyStateTimeout, ReInviteTimeout, CannotAcquireAckSemaphoreForOk ->
                    dialog.delete();
        }
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    private Optional<SipCall> find(Dialog dialog) {
        return core.calls()
                .find(dialog.getCallId().getCallId(), String.valueOf(dialog.getLocalTag()));
    }

    /** Where it happened: messages of exceptions may quote what people sent. */
    private static String trace(Exception e) {
        return QuietStackLogger.trace(e);
    }
}
