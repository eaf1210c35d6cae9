package dev.crosspoint.signaling.sip;

import java.util.List;
import java.util.function.Consumer;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Sends requests inside one dialog, and again with credentials when they are challenged. */
final class DialogRequests {

    private final Core core;
    private final Dialog dialog;
    private final @Nullable Account account;

    DialogRequests(Core core, Dialog dialog, @Nullable Account account) {
        this.core = core;
        this.dialog = dialog;
        this.account = account;
    }

    /**
     * @param fill adds what the method needs to a request that is new
     * @param handler hears of every outcome but a challenge that could be answered
     */
    void send(String method, Consumer<Request> fill, Exchanges.Handler handler) {
        send(method, fill, handler, true);
    }

    private void send(
            String method, Consumer<Request> fill, Exchanges.Handler handler, boolean mayRetry) {
        Request request;
        try {
            request = dialog.createRequest(method);
        } catch (SipException | RuntimeException e) {
            core.vertx().runOnContext(_ -> handler.onFailure(Response.SERVICE_UNAVAILABLE));
            return;
        }
        Messages.set(request, "User-Agent", "Crosspoint");
        fill.accept(request);
        core.exchanges()
                .send(
                        request,
                        dialog,
                        new Exchanges.Handler() {
                            @Override
                            public void onResponse(Response response, @Nullable Dialog ours) {
                                if (!mayRetry || !retry(request, response, fill, handler)) {
                                    handler.onResponse(response, ours);
                                }
                            }

                            @Override
                            public void onFailure(int status) {
                                handler.onFailure(status);
                            }
                        });
    }

    private boolean retry(
            Request sent, Response response, Consumer<Request> fill, Exchanges.Handler handler) {
        boolean proxy = response.getStatusCode() == Response.PROXY_AUTHENTICATION_REQUIRED;
        Account known = account;
        if (known == null || !(proxy || response.getStatusCode() == Response.UNAUTHORIZED)) {
            return false;
        }
        List<String> challenges =
                Messages.values(response, proxy ? "Proxy-Authenticate" : "WWW-Authenticate");
        var answer =
                DigestClient.answer(
                        challenges,
                        known.user().value(),
                        known.password().value(),
                        sent.getMethod(),
                        sent.getRequestURI().toString(),
                        core.token());
        String field = proxy ? "Proxy-Authorization" : "Authorization";
        answer.ifPresent(value ->
                send(
                        sent.getMethod(),
                        request -> {
                            fill.accept(request);
                            Messages.set(request, field, value);
                        },
                        handler,
                        false));
        return answer.isPresent();
    }
}
