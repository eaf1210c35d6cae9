package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.address.SipUri;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sip.Dialog;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A REFER of ours, from its sending to the last word about what came of it (RFC 3515 2.4). */
final class OutgoingRefer implements Exchanges.Handler {

    /** Longest silence between two NOTIFYs, in T1: 180 s, longer than anybody lets it ring. */
    private static final int SILENCE_T1S = 360;

    /** How long a NOTIFY that a BYE has overtaken may take, in T1: 2 s. */
    private static final int OVERTAKEN_T1S = 4;

    private final Core core;
    private final SipCall call;
    private final Dialog dialog;
    private final DialogRequests requests;
    private final Runnable onLost;
    private long cseq;
    private long timer = -1;
    private boolean accepted;
    private boolean told;
    private @Nullable Runnable afterwards;

    /**
     * @param onLost the far end does not have the dialog any more
     */
    OutgoingRefer(
            Core core, SipCall call, Dialog dialog, DialogRequests requests, Runnable onLost) {
        this.core = core;
        this.call = call;
        this.dialog = dialog;
        this.requests = requests;
        this.onLost = onLost;
    }

    /**
     * @param target user part of whom the far end is to call
     */
    void send(Private target) {
        send("<sip:" + Escapes.encode(target.value()) + "@" + farHost() + ">");
    }

    /**
     * @param replaced a dialog that the far end is to have replaced, whoever is in it
     */
    void send(Dialog replaced) {
        var named =
                new Replaces(
                        replaced.getCallId().getCallId(),
                        replaced.getRemoteTag(),
                        replaced.getLocalTag(),
                        false);
        // RFC 5589 7.3: the Contact of the one who is to be called.
        String contact = replaced.getRemoteTarget().getURI().toString();
        send("<" + contact + "?Replaces=" + Escapes.encodeHeader(named.text()) + ">");
    }

    private void send(String referTo) {
        requests.send(
                Request.REFER,
                request -> {
                    cseq = OutgoingInvite.cseq(request);
                    core.introduce(request, call);
                    Messages.set(request, "Refer-To", referTo);
                    Messages.set(
                            request, "Referred-By", "<" + dialog.getLocalParty().getURI() + ">");
                },
                this);
    }

    /** Where the far end is at home: it knows by itself who lives there. */
    private String farHost() {
        SipUri home =
                dialog.getRemoteParty().getURI() instanceof SipUri named
                        ? named
                        : (SipUri) dialog.getRemoteTarget().getURI();
        return home.getHostPort().encode();
    }

    boolean isOpen() {
        return !told;
    }

    @Override
    public void onResponse(Response response, @Nullable Dialog ignored) {
        int status = response.getStatusCode();
        if (status >= 300) {
            finish(status);
            // A 408 is another matter: a far end that knows no REFER may still talk.
            if (status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST) {
                onLost.run();
            }
        } else if (status >= 200) {
            boolean silent =
                    Messages.value(response, "Refer-Sub")
                            .map(value -> value.strip().toLowerCase(Locale.ROOT))
                            .orElse("")
                            .startsWith("false");
            if (silent) {
                finish(Response.ACCEPTED); // RFC 4488 4: no more will be said
            } else if (!accepted) {
                accepted = true;
                listenFor(core.lingerMs());
            }
        }
    }

    @Override
    public void onFailure(int status) {
        finish(status);
    }

    /** Whether a NOTIFY is about this REFER. */
    boolean isSubject(Request notify) {
        String[] parts = Messages.value(notify, "Event").orElse("").split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "id=", 0, 3)) {
                return parameter.substring(3).strip().equals(String.valueOf(cseq));
            }
        }
        return true;
    }

    /** It may come before the 202, and after the BYE. */
    void onNotify(ServerTransaction transaction) {
        Request notify = transaction.getRequest();
        boolean empty = !Messages.hasBody(notify);
        OptionalInt status = Sipfrag.status(notify);
        if (!empty && !Sipfrag.isIn(notify)) {
            Response refusal = call.response(transaction, Response.UNSUPPORTED_MEDIA_TYPE);
            Messages.set(refusal, "Accept", Sipfrag.TYPE);
            call.respond(transaction, refusal);
        } else if (!empty && status.isEmpty()) {
            call.respond(transaction, call.response(transaction, Response.BAD_REQUEST));
        } else {
            call.respond(transaction, call.response(transaction, Response.OK));
            hear(status, isLast(notify));
        }
    }

    private void hear(OptionalInt status, boolean last) {
        if (told) {
            return;
        }
        accepted = true;
        if (status.orElse(0) >= 200) {
            finish(status.getAsInt());
        } else if (last) {
            finish(Response.REQUEST_TIMEOUT); // it does not know, and nor shall we
        } else {
            if (afterwards == null) {
                listenFor(core.t1s(SILENCE_T1S));
            }
            status.ifPresent(early -> call.tell(new SipEvent.TransferProgress(early)));
        }
    }

    private static boolean isLast(Request notify) {
        return Messages.value(notify, "Subscription-State")
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("terminated");
    }

    /**
     * The far end has hung up. Many do so as soon as the transfer is done, and over UDP the BYE may
     * overtake the NOTIFY that says so.
     *
     * @param then runs when that has come, or will not come any more
     * @return false when there is nothing to wait for
     */
    boolean lastWords(Runnable then) {
        if (told || !accepted) {
            return false;
        }
        afterwards = then;
        core.vertx().cancelTimer(timer);
        timer = core.vertx().setTimer(core.t1s(OVERTAKEN_T1S), _ -> finish(Response.ACCEPTED));
        return true;
    }

    /** The call is over: what is to be told of the transfer, if it has not been. */
    Optional<SipEvent> over() {
        if (told) {
            return Optional.empty();
        }
        told = true;
        core.vertx().cancelTimer(timer);
        return Optional.of(
                new SipEvent.TransferProgress(
                        accepted ? Response.ACCEPTED : Response.REQUEST_TERMINATED));
    }

    private void listenFor(long ms) {
        core.vertx().cancelTimer(timer);
        timer = core.vertx().setTimer(ms, _ -> finish(Response.REQUEST_TIMEOUT));
    }

    private void finish(int status) {
        if (told) {
            return;
        }
        told = true;
        core.vertx().cancelTimer(timer);
        call.tell(new SipEvent.TransferProgress(status));
        if (afterwards != null) {
            afterwards.run();
        }
    }
}
