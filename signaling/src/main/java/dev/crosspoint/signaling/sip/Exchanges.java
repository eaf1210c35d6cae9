package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.sip.SipCounters.Direction;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.ObjectInUseException;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TransactionUnavailableException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** The requests of ours that wait for their final answer. */
final class Exchanges {

    /** What becomes of a request. */
    interface Handler {

        /** Any response, provisional ones included. */
        void onResponse(Response response, @Nullable Dialog dialog);

        /**
         * No response will come.
         *
         * @param status 408 when time ran out, 503 when there is no way there
         */
        void onFailure(int status);
    }

    /** Cares for no answer. */
    static final Handler IGNORE =
            new Handler() {
                @Override
                public void onResponse(Response response, @Nullable Dialog dialog) {}

                @Override
                public void onFailure(int status) {}
            };

    private static final class Waiting {
        private final Handler handler;
        private final InetSocketAddress hop;
        private final String method;
        private boolean answered;

        Waiting(Handler handler, InetSocketAddress hop, String method) {
            this.handler = handler;
            this.hop = hop;
            this.method = method;
        }
    }

    private final Vertx vertx;
    private final SipProvider provider;
    private final SipCounters counters;
    private final long lingerMs;
    private final Map<ClientTransaction, Waiting> waiting = new LinkedHashMap<>();
    private final Map<InetAddress, Integer> expected = new HashMap<>();
    private final Promise<Void> idle;
    private boolean closing;

    /**
     * @param lingerMs how long after the final answer its repetitions may still come, ms
     */
    Exchanges(Vertx vertx, SipProvider provider, SipCounters counters, long lingerMs) {
        this.vertx = vertx;
        this.provider = provider;
        this.counters = counters;
        this.lingerMs = lingerMs;
        this.idle = Core.promise(vertx);
    }

    /**
     * Sends a request; the handler hears of every outcome, and never before this returns.
     *
     * @param dialog the dialog it belongs to, or null
     */
    @Nullable ClientTransaction send(Request request, @Nullable Dialog dialog, Handler handler) {
        ClientTransaction transaction;
        try {
            transaction = provider.getNewClientTransaction(request);
        } catch (TransactionUnavailableException | RuntimeException e) {
            vertx.runOnContext(_ -> handler.onFailure(Response.SERVICE_UNAVAILABLE));
            return null;
        }
        if (!(transaction instanceof SIPClientTransaction sip)
                || !(sip.getMessageChannel() instanceof LoopChannel channel)) {
            throw new IllegalStateException("a transaction on a channel that is not ours");
        }
        InetSocketAddress address = channel.address();
        waiting.put(transaction, new Waiting(handler, address, request.getMethod()));
        expected.merge(address.getAddress(), 1, Integer::sum);
        try {
            if (dialog == null) {
                transaction.sendRequest();
            } else {
                dialog.sendRequest(transaction);
            }
        } catch (SipException | RuntimeException e) {
            vertx.runOnContext(_ -> fail(transaction, Response.SERVICE_UNAVAILABLE));
        }
        return transaction;
    }

    /** Takes a dialog out of JAIN-SIP's table, so that requests can be sent as if it never was. */
    void dropDialog(String dialogId) {
        if (provider.getSipStack() instanceof LoopStack stack) {
            SIPDialog dialog = stack.getDialog(dialogId);
            if (dialog != null) {
                dialog.delete();
                stack.removeDialog(dialogId);
            }
        }
    }

    /**
     * Gives up what still waits in calls that nobody knows any more: an INVITE that was told to be
     * patient would wait for ever.
     */
    void sweep(BiPredicate<String, String> isKnown) {
        for (var transaction : List.copyOf(waiting.keySet())) {
            var request = (SIPRequest) transaction.getRequest();
            if (request.getMethod().equals(Request.INVITE)
                    && !isKnown.test(
                            request.getCallId().getCallId(),
                            String.valueOf(request.getFromTag()))) {
                abandon(transaction);
            }
        }
    }

    /** Whether a response may come from there. */
    boolean expect(InetAddress address) {
        return expected.containsKey(address);
    }

    void onResponse(ResponseEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        Waiting exchange = transaction == null ? null : waiting.get(transaction);
        Response response = event.getResponse();
        if (exchange == null) {
            return;
        }
        exchange.answered = true;
        if (response.getStatusCode() >= 200) {
            finish(transaction, response.getStatusCode());
        }
        exchange.handler.onResponse(response, event.getDialog());
    }

    void onTimeout(ClientTransaction transaction) {
        fail(transaction, Response.REQUEST_TIMEOUT);
    }

    /** It could not be sent after all. */
    void onUnreachable(ClientTransaction transaction) {
        fail(transaction, Response.SERVICE_UNAVAILABLE);
    }

    /** Completes when no request of ours waits any more. */
    Future<Void> idle() {
        closing = true;
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        return idle.future();
    }

    /** Fails what was sent there and has not even been heard. */
    void onDisconnected(InetSocketAddress peer) {
        for (var entry : List.copyOf(waiting.entrySet())) {
            if (entry.getValue().hop.equals(peer) && !entry.getValue().answered) {
                terminate(entry.getKey());
                fail(entry.getKey(), Response.SERVICE_UNAVAILABLE);
            }
        }
    }

    /** Stops waiting for one of them, without a word to its handler. */
    void abandon(ClientTransaction transaction) {
        terminate(transaction);
        finish(transaction, Response.REQUEST_TIMEOUT);
    }

    private void fail(ClientTransaction transaction, int status) {
        Waiting exchange = waiting.get(transaction);
        if (exchange != null) {
            finish(transaction, status);
            exchange.handler.onFailure(status);
        }
    }

    private void finish(ClientTransaction transaction, int status) {
        Waiting exchange = waiting.remove(transaction);
        if (closing && waiting.isEmpty()) {
            idle.tryComplete();
        }
        if (exchange != null) {
            counters.request(Direction.OUTBOUND, Abilities.counted(exchange.method), status);
            InetAddress address = exchange.hop.getAddress();
            vertx.setTimer(
                    lingerMs,
                    _ ->
                            expected.computeIfPresent(
                                    address, (_, count) -> count > 1 ? count - 1 : null));
        }
    }

    private static void terminate(ClientTransaction transaction) {
        try {
            transaction.terminate();
        } catch (ObjectInUseException e) {
            throw new IllegalStateException("client transactions can always be ended", e);
        }
    }
}
