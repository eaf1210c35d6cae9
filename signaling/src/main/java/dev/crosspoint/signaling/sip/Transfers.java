package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import java.util.Locale;
import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Who passes whom on within one answered call (RFC 3515, RFC 5589): one transfer at a time, in
 * either direction.
 */
final class Transfers {

    private final Core core;
    private final SipCall call;
    private final Dialog dialog;
    private final DialogRequests requests;
    private final Runnable onLost;
    private @Nullable IncomingRefer incoming;
    private @Nullable OutgoingRefer outgoing;
    private boolean referred;

    /**
     * @param onLost the far end does not have the dialog any more
     */
    Transfers(Core core, SipCall call, Dialog dialog, DialogRequests requests, Runnable onLost) {
        this.core = core;
        this.call = call;
        this.dialog = dialog;
        this.requests = requests;
        this.onLost = onLost;
    }

    /**
     * The far end wants the other side of the call to talk to somebody else.
     *
     * @param mayStart whether the call is far enough
     */
    void onRefer(ServerTransaction transaction, boolean mayStart) {
        boolean first = !referred;
        referred = true;
        if (!call.peer().mayRefer()) {
            refuse(transaction, Response.FORBIDDEN);
            return;
        } else if (!mayStart || isBusy()) {
            refuse(transaction, Response.REQUEST_PENDING); // RFC 3261 21.4.27
            return;
        }
        ReferTarget target =
                Messages.value(transaction.getRequest(), "Refer-To")
                        .flatMap(ReferTarget::parse)
                        .orElse(null);
        if (target == null) {
            refuse(transaction, Response.BAD_REQUEST);
            return;
        }
        Replacement replacement = core.calls().replaced(target.replaces(), call.peer());
        if (replacement.equals(new Replacement.Allowed(call))) {
            refuse(transaction, Response.BAD_REQUEST); // nobody can talk to himself
            return;
        }
        var refer = new IncomingRefer(core, call, requests, transaction, first);
        incoming = refer;
        switch (replacement) {
            case Replacement.Refused(int status) -> refer.acceptInVain(status);
            case Replacement.Allowed(var replaced) -> {
                refer.await();
                call.tell(
                        new SipEvent.TransferRequested(
                                target.user(), replaced == null ? null : replaced.id()));
            }
        }
    }

    void onNotify(ServerTransaction transaction) {
        Request notify = transaction.getRequest();
        String event = Messages.value(notify, "Event").orElse("").split(";", 2)[0].strip();
        OutgoingRefer refer = outgoing;
        if (!event.toLowerCase(Locale.ROOT).equals("refer")) {
            Response response = call.response(transaction, Response.BAD_EVENT);
            Messages.set(response, "Allow-Events", "refer");
            call.respond(transaction, response);
        } else if (refer == null || !refer.isSubject(notify)) {
            refuse(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            refer.onNotify(transaction);
        }
    }

    boolean accept() {
        IncomingRefer refer = incoming;
        return refer != null && refer.accept();
    }

    boolean refuse(int status, String reason) {
        IncomingRefer refer = incoming;
        return refer != null && refer.refuse(status, reason);
    }

    boolean report(int status) {
        IncomingRefer refer = incoming;
        return refer != null && refer.report(status);
    }

    /**
     * Asks the far end to call somebody else.
     *
     * @param replaced the dialog of another call that the new one is to replace
     */
    boolean start(Private target, @Nullable Dialog replaced) {
        if (isBusy()) {
            return false;
        }
        var refer = new OutgoingRefer(core, call, dialog, requests, onLost);
        outgoing = refer;
        if (replaced == null) {
            refer.send(target);
        } else {
            refer.send(replaced);
        }
        return true;
    }

    private boolean isBusy() {
        return (incoming != null && incoming.isOpen()) || (outgoing != null && outgoing.isOpen());
    }

    /**
     * We hang up: says so to a far end that waits for a transfer, while it can hear us.
     *
     * @param then runs when it has heard that
     * @return false when there is nothing to wait for
     */
    boolean hangUp(Runnable then) {
        if (incoming == null) {
            return false;
        }
        incoming.abandon(true);
        return incoming.lastWord(then);
    }

    /**
     * The far end has hung up.
     *
     * @param then runs when the last word about a transfer of ours has come
     * @return false when there is nothing to wait for
     */
    boolean onBye(Runnable then) {
        if (incoming != null) {
            // RFC 5057 4.2 would keep it informed; whoever hangs up does not want to know.
            incoming.abandon(false);
        }
        return outgoing != null && outgoing.lastWords(then);
    }

    /** The call is over: what is to be told of a transfer, if it has not been. */
    Optional<SipEvent> over() {
        if (incoming != null) {
            incoming.abandon(false);
        }
        return outgoing == null ? Optional.empty() : outgoing.over();
    }

    private void refuse(ServerTransaction transaction, int status) {
        call.respond(transaction, call.response(transaction, status));
    }
}
