package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.signaling.api.Private;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a flow hands its contact to, and waits for: queues, agents, third parties, functions. Each
 * method answers with the action to go on at, or null when there is something to await.
 */
final class Handover {

    /** What the flow allows a function beyond its limit, in case that nobody keeps the limit, s. */
    private static final int GRACE_SECONDS = 1;

    private final FlowDraft d;

    Handover(FlowDraft draft) {
        this.d = draft;
    }

    // --- queues and agents ---

    @Nullable String toTarget() {
        return switch (d.settings.target()) {
            case Target.Queue(var queue) -> {
                d.effects.add(
                        new FlowEffect.EnterQueue(queue, d.settings.standing(), onlyWithAgents()));
                yield d.await(new Awaiting.Queue(queue));
            }
            case Target.Agent(var agent) -> offer(agent);
            case null -> d.error(ErrorType.NO_MATCHING_ERROR);
        };
    }

    @Nullable String toOther(Action.DequeueContactAndTransferToQueue move) {
        var destination = move.destination();
        var target =
                destination == null
                        ? Optional.ofNullable(d.settings.target())
                        : d.book.target(destination, d.lookup());
        return switch (target.orElse(null)) {
            case Target.Queue(var queue) -> {
                d.effects.add(
                        new FlowEffect.ChangeQueue(queue, d.settings.standing(), onlyWithAgents()));
                yield d.await(new Awaiting.Queue(queue));
            }
            case Target.Agent(var agent) -> offer(agent);
            case null -> d.error(ErrorType.NO_MATCHING_ERROR);
        };
    }

    @Nullable String toAgent() {
        return d.settings.target() instanceof Target.Agent(var agent)
                ? offer(agent)
                : d.error(ErrorType.NO_MATCHING_ERROR);
    }

    private @Nullable String offer(String agent) {
        d.effects.add(new FlowEffect.OfferAgent(agent));
        return d.await(new Awaiting.Agent());
    }

    private boolean onlyWithAgents() {
        return d.hasBranchFor(ErrorType.NO_AGENTS_AVAILABLE);
    }

    @Nullable String queueAnswered(String queue, FlowInput.QueueAnswer answer) {
        return switch (answer) {
            case FlowInput.Queued _ -> {
                d.settings = d.settings.withTarget(new Target.Queue(queue));
                yield d.over();
            }
            case FlowInput.QueueFull _ -> d.error(ErrorType.QUEUE_AT_CAPACITY);
            case FlowInput.NoAgents _ -> d.error(ErrorType.NO_AGENTS_AVAILABLE);
            case FlowInput.NotQueued _ -> d.error(ErrorType.NO_MATCHING_ERROR);
        };
    }

    @Nullable String agentAnswered(FlowInput.AgentAnswer answer) {
        return switch (answer) {
            case FlowInput.AgentTaken _ -> d.over();
            // As in the original: this action has no branches, and the contact is disconnected.
            case FlowInput.AgentUnavailable _
                    when d.action instanceof Action.TransferContactToAgent ->
                    d.finish(FlowEffect.Why.DISCONNECTED);
            case FlowInput.AgentUnavailable _ -> d.error(ErrorType.NO_AGENTS_AVAILABLE);
        };
    }

    // --- third parties ---

    @Nullable String toThirdParty(Action.TransferParticipantToThirdParty call) {
        var number = PhoneNumber.parse(d.text(call.number()), Action.Collect.INTERNATIONAL);
        var limit = ThirdPartyLimits.timeLimit(d.text(call.timeLimitSeconds()));
        var digits = textOf(call.digits());
        var caller = textOf(call.callerNumber());
        var callerNumber = PhoneNumber.parse(caller, Action.Collect.INTERNATIONAL);
        if (number.isEmpty()
                || limit.isEmpty()
                || !ThirdPartyLimits.areDigits(digits)
                || (!caller.isEmpty() && callerNumber.isEmpty())) {
            return d.error(ErrorType.NO_MATCHING_ERROR);
        }
        d.effects.add(
                new FlowEffect.CallThirdParty(
                        new Private(number.get().e164()),
                        limit.getAsInt(),
                        digits.isEmpty() ? null : new Private(digits),
                        callerNumber.map(n -> new Private(n.e164())).orElse(null),
                        call.continues()));
        return d.await(new Awaiting.Answer(d.inSeconds(limit.getAsInt())));
    }

    @Nullable String thirdPartyAnswered(FlowInput.ThirdPartyNews news) {
        return switch (news) {
            case FlowInput.ThirdPartyConnected _ ->
                    d.action instanceof Action.TransferParticipantToThirdParty call
                                    && call.continues()
                            ? d.await(new Awaiting.ThirdParty())
                            : d.over();
            case FlowInput.ThirdPartyFailed _, FlowInput.ThirdPartyLeft _ ->
                    d.error(ErrorType.CALL_FAILED);
            case FlowInput.ThirdPartyTimedOut _ ->
                    d.error(ErrorType.CONNECTION_TIME_LIMIT_EXCEEDED);
        };
    }

    @Nullable String unanswered() {
        d.effects.add(new FlowEffect.DropThirdParty());
        return d.error(ErrorType.CONNECTION_TIME_LIMIT_EXCEEDED);
    }

    // --- functions ---

    @Nullable String toFunction(Action.InvokeLambdaFunction function) {
        d.external = ExternalValues.NONE;
        var url = d.book.function(d.text(function.function()));
        if (url.isEmpty()) {
            return d.error(ErrorType.NO_MATCHING_ERROR);
        }
        var parameters = new HashMap<String, Private>();
        function.parameters()
                .forEach((name, value) -> parameters.put(name, new Private(d.text(value))));
        int ticket = d.steps;
        d.effects.add(
                new FlowEffect.InvokeFunction(
                        ticket,
                        new FunctionCall(
                                url.get(),
                                function.limitSeconds(),
                                d.data,
                                d.settings.targetQueue(),
                                d.lookup().queueName(),
                                parameters)));
        return function.awaited()
                ? d.await(
                        new Awaiting.Function(
                                ticket, d.inSeconds(function.limitSeconds() + GRACE_SECONDS)))
                : d.next();
    }

    private String textOf(@Nullable Value value) {
        return value == null ? "" : d.text(value);
    }
}
