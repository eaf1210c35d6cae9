package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.agent.PendingCalls.Call;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The direct softphone: one leg, whatever sockets it lives through, spoken to in the protocol of
 * connect-rtc-js. Never speaks before the invite is answered, since such a client would fail.
 */
final class DirectSession implements SessionCore {

    /** Where the socket stands; the leg's own state is with {@link SoftphoneMethods}. */
    private sealed interface Phase {
        /** The client gathers candidates. */
        record AwaitingInvite(long byMs) implements Phase {}

        /** There is a leg. */
        record InCall() implements Phase {}

        /** The leg is over; the client is to close the socket. */
        record Parting(long byMs) implements Phase {}
    }

    private final String leg;
    private final String callId;
    private final @Nullable Private contactCtx;
    private final Limits limits;
    private final AgentCounters counters;
    private final Supplier<String> secrets;
    private final SoftphoneMethods softphone;
    private final ClientTokens tokens;
    private final Exchange exchange;
    private Phase phase;
    private long renewAtMs = Long.MAX_VALUE;
    private long graceEndsMs = Long.MAX_VALUE;

    /**
     * A first socket.
     *
     * @param leg id of the leg it will have; unique
     * @param callId from its URL
     * @param contactCtx the contact token of its URL, if it has one
     * @param secrets unguessable texts for client tokens
     */
    DirectSession(
            String leg,
            String callId,
            @Nullable Private contactCtx,
            Limits limits,
            AgentCounters counters,
            Supplier<String> secrets,
            long nowMs) {
        this.leg = leg;
        this.callId = callId;
        this.contactCtx = contactCtx;
        this.limits = limits;
        this.counters = counters;
        this.secrets = secrets;
        this.softphone = new SoftphoneMethods(null, limits, counters, () -> leg, secrets);
        this.tokens = new ClientTokens(leg, limits.tokenLifetimeMs());
        this.exchange = new Exchange(JsonRpc::parse, limits, counters, nowMs);
        this.phase = new Phase.AwaitingInvite(nowMs + limits.inviteWithinMs());
        exchange.attach();
    }

    /** Whether a reconnecting client may take the leg over. */
    boolean accepts(String claimedCallId, String clientToken, long nowMs) {
        return phase instanceof Phase.InCall
                && callId.equals(claimedCallId)
                && tokens.accepts(clientToken, nowMs);
    }

    /** A socket that {@link #accepts} said yes to replaces the one before. */
    List<Effect> onSocket(long nowMs) {
        List<Effect> out = new ArrayList<>();
        counters.session("leg-resumed");
        exchange.attach();
        graceEndsMs = Long.MAX_VALUE;
        softphone.unansweredByes().forEach(bye -> out.add(new Effect.Send(bye)));
        renewWhenTalking(nowMs, out);
        return out;
    }

    @Override
    public List<Effect> onText(String text, long nowMs) {
        List<Effect> out = new ArrayList<>();
        exchange.read(
                text, nowMs, request -> onRequest(request, nowMs, out), softphone::onResponse, out);
        partWhenOver(nowMs);
        return out;
    }

    private void onRequest(RpcFrame.Request request, long nowMs, List<Effect> out) {
        if (!SoftphoneMethods.knows(request.method())) {
            exchange.refuse(request, RpcError.UNKNOWN_METHOD, "no such method", out);
            return;
        }
        Params params = new Params(request.params());
        if (request.method().equals(SoftphoneMethods.INVITE)
                && !SoftphoneMethods.isRestart(params)) {
            if (!(phase instanceof Phase.AwaitingInvite)) {
                exchange.refuse(request, RpcError.CONFLICT, "this socket has had its invite", out);
                return;
            }
            if (!carriesToken(request.params())) {
                exchange.refuse(request, RpcError.ACCESS_DENIED, "no contact token, or two", out);
                return;
            }
        }
        try {
            execute(request, params, nowMs, out);
        } catch (BadParams e) {
            exchange.refuse(request, RpcError.BAD_PARAMS, e.sentence(), out);
        }
    }

    /** The token may be in the URL, in the invite, or the same in both. */
    private boolean carriesToken(ObjectNode params) {
        String inInvite = params.path(SoftphoneMethods.TOKEN).textValue();
        if (contactCtx == null) {
            return inInvite != null && !inInvite.isEmpty();
        }
        if (inInvite == null) {
            params.put(SoftphoneMethods.TOKEN, contactCtx.value());
            return true;
        }
        return inInvite.equals(contactCtx.value());
    }

    private void execute(RpcFrame.Request request, Params params, long nowMs, List<Effect> out)
            throws BadParams {
        String method = request.method();
        switch (softphone.onRequest(method, params, null, nowMs)) {
            case SoftphoneMethods.Step.Ask step -> {
                phase = new Phase.InCall();
                exchange.ask(
                        exchange.nextNumber(),
                        request,
                        step.leg(),
                        null,
                        step.request(),
                        nowMs,
                        out);
            }
            case SoftphoneMethods.Step.Reply step -> {
                exchange.answer(request.id(), method, step.answer(), out);
                out.addAll(step.effects());
            }
        }
    }

    @Override
    public List<Effect> onReply(long number, Reply reply, long nowMs) {
        List<Effect> out = new ArrayList<>();
        Call call = exchange.take(number);
        if (call != null) {
            finish(call, softphone.onReply(leg, call.method(), reply, nowMs), nowMs, out);
        }
        partWhenOver(nowMs);
        return out;
    }

    private void finish(Call call, Answer answer, long nowMs, List<Effect> out) {
        exchange.finish(call, answer, out);
        if (answer instanceof Answer.Result) {
            out.add(new Effect.Proven());
        }
        boolean accepted =
                call.method().equals(SoftphoneMethods.ACCEPT) && answer instanceof Answer.Result;
        if (accepted) {
            counters.session("leg-started");
            renewWhenTalking(nowMs, out);
        }
    }

    /** Without a token a client cannot come back, so the first follows the accept at once. */
    private void renewWhenTalking(long nowMs, List<Effect> out) {
        if (exchange.isAttached() && isAccepted()) {
            String token = tokens.issue(secrets.get(), nowMs);
            ObjectNode params = JsonNodeFactory.instance.objectNode().put("clientToken", token);
            exchange.send(JsonRpc.notification("renewClientToken", params), out);
            renewAtMs = nowMs + limits.tokenRenewalMs();
        } else {
            renewAtMs = Long.MAX_VALUE;
        }
    }

    /** Whether the leg is one that a client may come back to. */
    private boolean isAccepted() {
        return softphone.only() instanceof LegState.Talking
                || softphone.only() instanceof LegState.Idle
                || softphone.only() instanceof LegState.Connecting;
    }

    @Override
    public List<Effect> onEvent(AgentMessage.Event event, long atMs, long nowMs) {
        List<Effect> out = new ArrayList<>();
        if (event instanceof AgentMessage.EndLeg e) {
            long withinMs = exchange.isAttached() ? limits.byeTimeoutMs() : limits.graceMs();
            softphone.onEndLeg(e.leg());
            softphone.byesDue(withinMs, nowMs).forEach(bye -> exchange.send(bye, out));
            partWhenOver(nowMs);
        } else if (event instanceof AgentMessage.StandLeg e) {
            softphone.onStandLeg(e.leg(), nowMs);
        } else {
            counters.oddity("unknown-leg");
        }
        return out;
    }

    @Override
    public List<Effect> onSocketLost(long nowMs) {
        List<Effect> out = new ArrayList<>();
        exchange.detach();
        if (phase instanceof Phase.InCall
                && (isAccepted() || softphone.only() instanceof LegState.Ending)) {
            renewAtMs = Long.MAX_VALUE;
            graceEndsMs = nowMs + limits.graceMs();
        } else {
            // Before the accept the client has no token to come back with.
            softphone.onCarrierLost(out);
            out.add(new Effect.Forget());
        }
        return out;
    }

    @Override
    public List<Effect> onDeadline(long nowMs) {
        List<Effect> out = new ArrayList<>();
        for (Call call : exchange.expire(nowMs)) {
            finish(call, softphone.onTimeout(leg, call.method(), out), nowMs, out);
        }
        LegState before = softphone.only();
        softphone.onDeadline(nowMs, out);
        softphone.byesDue(limits.byeTimeoutMs(), nowMs).forEach(bye -> exchange.send(bye, out));
        if (graceEndsMs - nowMs <= 0) {
            softphone.onCarrierLost(out);
            out.add(new Effect.Forget());
        } else if (before != null && softphone.only() == null) {
            // Our bye never answered, never accepted, or idle for too long: no use in waiting.
            phase = new Phase.Parting(Long.MAX_VALUE);
            boolean bye = before instanceof LegState.Ending || before instanceof LegState.Idle;
            part(bye ? CloseReason.DONE : CloseReason.TOO_LATE, out);
        } else if (phase instanceof Phase.AwaitingInvite p && p.byMs() - nowMs <= 0) {
            part(CloseReason.TOO_LATE, out);
        } else if (phase instanceof Phase.Parting p && p.byMs() - nowMs <= 0) {
            part(CloseReason.DONE, out);
        } else if (renewAtMs - nowMs <= 0) {
            renewWhenTalking(nowMs, out);
        }
        partWhenOver(nowMs);
        return out;
    }

    private void part(CloseReason reason, List<Effect> out) {
        out.add(exchange.isAttached() ? new Effect.Close(reason) : new Effect.Forget());
    }

    /** With its leg over the client has nothing more to say; it closes, or we do. */
    private void partWhenOver(long nowMs) {
        if (phase instanceof Phase.InCall && softphone.only() == null) {
            counters.session("leg-ended");
            phase = new Phase.Parting(nowMs + limits.byeTimeoutMs());
        }
    }

    @Override
    public long nextDeadlineMs() {
        long phaseEndsMs =
                switch (phase) {
                    case Phase.AwaitingInvite p -> p.byMs();
                    case Phase.InCall _ -> Long.MAX_VALUE;
                    case Phase.Parting p -> p.byMs();
                };
        return Math.min(
                Math.min(phaseEndsMs, Math.min(renewAtMs, graceEndsMs)),
                Math.min(exchange.nextDeadlineMs(), softphone.nextDeadlineMs()));
    }
}
