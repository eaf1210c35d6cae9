package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.input.EnteredDigits;
import dev.crosspoint.gateway.routing.Standing;
import dev.crosspoint.signaling.api.Private;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One turn of a flow: from an input to the next action that has to wait. Used once. */
final class FlowTurn {
    private final FlowDraft d;
    private final Conversation conversation;
    private final Handover handover;

    FlowTurn(FlowDraft draft) {
        this.d = draft;
        this.conversation = new Conversation(draft);
        this.handover = new Handover(draft);
    }

    /** Runs from an action to the next one that waits; null when there is something to await. */
    FlowRunner.Step run(@Nullable String from) {
        var next = from;
        for (int turnSteps = 0; next != null; turnSteps++) {
            if (turnSteps == FlowRunner.MAX_STEPS_PER_TURN
                    || d.steps >= FlowRunner.MAX_STEPS_PER_RUN) {
                d.finish(FlowEffect.Why.RUNAWAY);
                break;
            }
            d.steps++;
            d.action = d.flow.action(next);
            if (d.settings.logging()) {
                d.effects.add(new FlowEffect.Log(d.flow.name(), next));
            }
            next =
                    d.kind.allows(d.action)
                            ? perform(d.action)
                            : d.error(ErrorType.NO_MATCHING_ERROR);
        }
        return d.done();
    }

    /** Does one action; answers with the next one, or null when there is something to await. */
    private @Nullable String perform(Action a) {
        return switch (a) {
            case Action.MessageParticipant message -> conversation.say(message);
            case Action.MessageParticipantIteratively messages -> conversation.sayOn(messages);
            case Action.GetParticipantInput input -> conversation.ask(input);

            case Action.TransferContactToQueue _ -> handover.toTarget();
            case Action.DequeueContactAndTransferToQueue move -> handover.toOther(move);
            case Action.TransferContactToAgent _ -> handover.toAgent();
            case Action.TransferParticipantToThirdParty call -> handover.toThirdParty(call);
            case Action.InvokeLambdaFunction function -> handover.toFunction(function);

            case Action.Compare compare -> d.branch(d.lookup().value(compare.value()));
            case Action.CheckHoursOfOperation check -> checkHours(check);
            case Action.CheckMetricData check -> checkMetric(check);
            case Action.DistributeByPercentage _ -> d.branch(String.valueOf(d.world.percent()));
            case Action.Loop loop -> loop(loop);
            case Action.Wait wait -> d.await(new Awaiting.Moment(d.inSeconds(wait.seconds())));
            case Action.TransferToFlow transfer -> {
                d.modules.clear();
                yield enter(transfer.flow());
            }
            case Action.InvokeFlowModule invoke -> {
                d.modules.add(d.place());
                yield enter(invoke.module());
            }
            case Action.EndFlowModuleExecution _ -> leaveModule();

            case Action.UpdateFlowLoggingBehavior logging ->
                    set(d.settings.withLogging(logging.enabled()));
            case Action.UpdateContactTextToSpeechVoice voice ->
                    set(d.settings.withVoice(d.text(voice.voice())));
            case Action.UpdateContactRecordingBehavior recording ->
                    set(d.settings.withRecording(recording.agent(), recording.customer()));
            case Action.UpdateContactAttributes update -> setAttributes(update);
            case Action.UpdateContactData update -> setDetails(update);
            case Action.UpdateContactTargetQueue choose -> {
                var target = d.book.target(choose.destination(), d.lookup());
                yield target.isPresent() ? set(d.settings.withTarget(target.get())) : fail();
            }
            case Action.UpdateContactRoutingBehavior update -> reroute(behave(update));
            case Action.UpdateContactRoutingCriteria update ->
                    reroute(d.settings.standing().withCriteria(update.criteria()));
            case Action.UpdateContactEventHooks update -> {
                var flow = d.book.flowNamed(d.text(update.flow()));
                yield flow.isPresent()
                        ? set(d.settings.withHook(update.hook(), flow.get()))
                        : fail();
            }
            case Action.UpdateContactCallbackNumber update -> setCallbackNumber(update);

            case Action.DisconnectParticipant _ -> d.finish(FlowEffect.Why.DISCONNECTED);
            case Action.EndFlowExecution _ -> d.finish(FlowEffect.Why.ENDED);
        };
    }

    // --- answers to what was awaited ---

    FlowRunner.Step timePassed() {
        var deadline = d.awaiting.deadline();
        if (deadline.isEmpty() || deadline.getAsLong() - d.nowNanos > 0) {
            return d.done();
        }
        return switch (d.awaiting) {
            case Awaiting.Messages _ -> run(conversation.interrupted());
            case Awaiting.FirstDigit _ -> run(conversation.inputTimeLimitExceeded());
            case Awaiting.NextDigit next -> run(conversation.store(next.digits()));
            case Awaiting.Moment _ -> run(waitCompleted());
            case Awaiting.Answer _ -> run(handover.unanswered());
            case Awaiting.Function _ -> run(d.error(ErrorType.NO_MATCHING_ERROR));
            case Awaiting.PromptEnd _,
                    Awaiting.PromptOrDigit _,
                    Awaiting.Queue _,
                    Awaiting.Agent _,
                    Awaiting.ThirdParty _,
                    Awaiting.Nothing _ ->
                    d.done();
        };
    }

    FlowRunner.Step digit(Private digit) {
        return switch (d.awaiting) {
            case Awaiting.PromptOrDigit _ -> {
                d.effects.add(new FlowEffect.StopPlay());
                yield run(conversation.digit(new EnteredDigits(), digit));
            }
            case Awaiting.FirstDigit _ -> run(conversation.digit(new EnteredDigits(), digit));
            case Awaiting.NextDigit next -> run(conversation.digit(next.digits(), digit));
            case Awaiting.PromptEnd _,
                    Awaiting.Messages _,
                    Awaiting.Moment _,
                    Awaiting.Queue _,
                    Awaiting.Agent _,
                    Awaiting.Answer _,
                    Awaiting.ThirdParty _,
                    Awaiting.Function _,
                    Awaiting.Nothing _ ->
                    d.done();
        };
    }

    FlowRunner.Step prompt(FlowInput.PromptNews news) {
        return switch (d.awaiting) {
            case Awaiting.PromptEnd _, Awaiting.PromptOrDigit _, Awaiting.Messages _ ->
                    switch (news) {
                        case FlowInput.PromptEnded _ -> run(conversation.promptEnded(d.awaiting));
                        case FlowInput.PromptFailed _ -> run(d.error(ErrorType.NO_MATCHING_ERROR));
                    };
            case Awaiting.FirstDigit _,
                    Awaiting.NextDigit _,
                    Awaiting.Moment _,
                    Awaiting.Queue _,
                    Awaiting.Agent _,
                    Awaiting.Answer _,
                    Awaiting.ThirdParty _,
                    Awaiting.Function _,
                    Awaiting.Nothing _ ->
                    d.done();
        };
    }

    FlowRunner.Step queue(FlowInput.QueueAnswer answer) {
        return d.awaiting instanceof Awaiting.Queue(var queue)
                ? run(handover.queueAnswered(queue, answer))
                : d.done();
    }

    FlowRunner.Step agent(FlowInput.AgentAnswer answer) {
        return d.awaiting instanceof Awaiting.Agent
                ? run(handover.agentAnswered(answer))
                : d.done();
    }

    FlowRunner.Step thirdParty(FlowInput.ThirdPartyNews news) {
        return switch (d.awaiting) {
            case Awaiting.Answer _ -> run(handover.thirdPartyAnswered(news));
            case Awaiting.ThirdParty _ when news instanceof FlowInput.ThirdPartyLeft ->
                    run(d.next());
            case Awaiting other -> d.done();
        };
    }

    FlowRunner.Step function(FlowInput.FunctionAnswer answer) {
        if (!(d.awaiting instanceof Awaiting.Function(int ticket, _))
                || ticket != answer.ticket()) {
            return d.done();
        }
        return switch (answer) {
            case FlowInput.FunctionReturned(_, var values) -> {
                d.external = values;
                yield run(d.next());
            }
            case FlowInput.FunctionFailed _ -> run(fail());
        };
    }

    private @Nullable String waitCompleted() {
        return d.action instanceof Action.Wait wait ? wait.waitCompleted() : d.next();
    }

    // --- the path through flows ---

    private String enter(String flow) {
        d.flow = d.book.flow(flow);
        return d.flow.startAction();
    }

    private @Nullable String leaveModule() {
        var invoked = d.modules.removeLast();
        d.flow = d.book.flow(invoked.flow());
        d.action = d.flow.action(invoked.action());
        return d.next();
    }

    private String loop(Action.Loop loop) {
        int done = d.loops.getOrDefault(d.place(), 0);
        if (done >= loop.count()) {
            d.loops.remove(d.place());
            return loop.doneLooping();
        }
        d.loops.put(d.place(), done + 1);
        return loop.continueLooping();
    }

    private @Nullable String checkHours(Action.CheckHoursOfOperation check) {
        var asked = check.hours();
        var queue = d.settings.targetQueue();
        var hours =
                asked != null
                        ? d.book.hours(d.text(asked))
                        : Optional.ofNullable(queue).flatMap(d.book::hoursOfQueue);
        if (hours.isEmpty()) {
            return fail();
        }
        return d.branch(hours.get().isOpen(d.world.wallClock(d.nowNanos)) ? "True" : "False");
    }

    private @Nullable String checkMetric(Action.CheckMetricData check) {
        var asked = check.queue();
        var queue =
                asked == null
                        ? Optional.ofNullable(d.settings.targetQueue())
                        : d.book.queue(d.text(asked));
        var view = queue.flatMap(d.world::queue);
        return view.isPresent() ? d.branch(String.valueOf(check.metric().of(view.get()))) : fail();
    }

    // --- data and settings ---

    private @Nullable String set(FlowSettings changed) {
        d.settings = changed;
        return d.next();
    }

    private @Nullable String fail() {
        return d.error(ErrorType.NO_MATCHING_ERROR);
    }

    private @Nullable String setAttributes(Action.UpdateContactAttributes update) {
        var added = new HashMap<String, Private>();
        update.attributes().forEach((name, value) -> added.put(name, new Private(d.text(value))));
        var changed = d.data.withAttributes(added);
        if (changed.isEmpty()) {
            return fail();
        }
        d.data = changed.get();
        return d.next();
    }

    private @Nullable String setDetails(Action.UpdateContactData update) {
        var changed =
                d.data.details()
                        .with(
                                hidden(update.name()),
                                hidden(update.description()),
                                update.references().stream()
                                        .map(each ->
                                                new Reference(
                                                        each.kind(),
                                                        each.name(),
                                                        new Private(d.text(each.value()))))
                                        .toList());
        if (changed.isEmpty()) {
            return fail();
        }
        d.data = d.data.withDetails(changed.get());
        return d.next();
    }

    private @Nullable Private hidden(@Nullable Value value) {
        return value == null ? null : new Private(d.text(value));
    }

    private Standing behave(Action.UpdateContactRoutingBehavior update) {
        var standing = d.settings.standing();
        var priority = update.priority();
        var seconds = update.timeAdjustmentSeconds();
        if (priority != null) {
            standing = standing.withPriority(priority);
        }
        return seconds == null ? standing : standing.withAdjustment(seconds);
    }

    /** A contact that waits already is told to do so by the new rules. */
    private @Nullable String reroute(Standing standing) {
        if (d.kind == FlowKind.QUEUE) {
            d.effects.add(new FlowEffect.Reroute(standing));
        }
        return set(d.settings.withStanding(standing));
    }

    private @Nullable String setCallbackNumber(Action.UpdateContactCallbackNumber update) {
        var text = d.lookup().value(update.number());
        // The original puts the + before it, because a telephone has no such key.
        var number =
                PhoneNumber.parse(
                        text.startsWith("+") ? text : "+" + text, Action.Collect.INTERNATIONAL);
        return number.isPresent()
                ? set(d.settings.withCallbackNumber(new Private(number.get().e164())))
                : d.error(ErrorType.INVALID_CALLBACK_NUMBER);
    }
}
