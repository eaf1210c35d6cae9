package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowState.Awaiting;
import dev.crosspoint.gateway.flow.FlowState.LoopKey;
import dev.crosspoint.gateway.flow.FlowState.Settings;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One turn of a flow: from an input to the next action that has to wait. Used once. */
final class FlowTurn {
    private final FlowBook book;
    private final long nowNanos;
    private final List<FlowEffect> effects = new ArrayList<>();
    private final Map<LoopKey, Integer> loops;

    private Flow flow;
    private Action action;
    private Awaiting awaiting;
    private ContactData data;
    private Settings settings;
    private int steps;

    FlowTurn(FlowBook book, FlowState state, long nowNanos) {
        this.book = book;
        this.nowNanos = nowNanos;
        this.flow = book.flow(state.flow());
        this.action = flow.action(state.action());
        this.awaiting = state.awaiting();
        this.data = state.data();
        this.settings = state.settings();
        this.steps = state.steps();
        this.loops = new HashMap<>(state.loops());
    }

    /** Runs from an action to the next one that waits. */
    FlowRunner.Step run(@Nullable String from) {
        var next = from;
        for (int turnSteps = 0; next != null; turnSteps++) {
            if (turnSteps == FlowRunner.MAX_STEPS_PER_TURN
                    || steps == FlowRunner.MAX_STEPS_PER_CONTACT) {
                return end(FlowEffect.Why.RUNAWAY);
            }
            steps++;
            action = flow.action(next);
            if (settings.logging()) {
                effects.add(new FlowEffect.Log(flow.name(), next));
            }
            next = perform(action);
        }
        return stay();
    }

    /** Does one action; answers with the next one, or null when there is something to wait for. */
    private @Nullable String perform(Action a) {
        return switch (a) {
            case Action.UpdateFlowLoggingBehavior logging ->
                    set(settings.withLogging(logging.enabled()));
            case Action.UpdateContactTextToSpeechVoice voice ->
                    set(settings.withVoice(text(voice.voice())));
            case Action.MessageParticipant message -> {
                effects.add(new FlowEffect.Play(message.prompt()));
                yield await(new Awaiting.PromptEnd());
            }
            case Action.GetParticipantInput input -> ask(input);
            case Action.Compare compare -> branch(value(compare.value()));
            case Action.Loop loop -> loop(loop);
            case Action.Wait wait -> await(new Awaiting.Moment(inSeconds(wait.seconds())));
            case Action.TransferToFlow transfer -> {
                flow = book.flow(transfer.flow());
                yield flow.startAction();
            }
            case Action.UpdateContactAttributes update -> setAttributes(update);
            case Action.UpdateContactTargetQueue target -> chooseQueue(target);
            case Action.TransferContactToQueue _ -> {
                var queue = settings.targetQueue();
                if (queue == null) {
                    yield error(ErrorType.NO_MATCHING_ERROR);
                }
                effects.add(new FlowEffect.EnterQueue(queue));
                yield await(new Awaiting.Queue());
            }
            case Action.UpdateContactRecordingBehavior recording ->
                    set(settings.withRecording(recording.agent(), recording.customer()));
            case Action.DisconnectParticipant _ -> finish(FlowEffect.Why.DISCONNECTED);
            case Action.EndFlowExecution _ -> finish(FlowEffect.Why.ENDED);
        };
    }

    // --- answers to what was awaited ---

    FlowRunner.Step goOn() {
        return run(next());
    }

    FlowRunner.Step fail() {
        return run(error(ErrorType.NO_MATCHING_ERROR));
    }

    FlowRunner.Step queueAtCapacity() {
        return run(error(ErrorType.QUEUE_AT_CAPACITY));
    }

    FlowRunner.Step waitCompleted() {
        return run(action instanceof Action.Wait wait ? wait.waitCompleted() : next());
    }

    FlowRunner.Step over() {
        awaiting = new Awaiting.Nothing();
        return stay();
    }

    FlowRunner.Step stay() {
        return new FlowRunner.Step(
                new FlowState(
                        flow.name(), action.identifier(), awaiting, data, settings, loops, steps),
                effects);
    }

    private FlowRunner.Step end(FlowEffect.Why why) {
        finish(why);
        return stay();
    }

    // --- participant input ---

    private @Nullable String ask(Action.GetParticipantInput input) {
        effects.add(new FlowEffect.WantInput());
        var prompt = input.prompt();
        if (prompt == null) {
            return await(firstDigit(input));
        }
        effects.add(new FlowEffect.Play(prompt));
        return await(new Awaiting.PromptOrDigit());
    }

    /** The question has been asked: the time limit begins. */
    FlowRunner.Step listen() {
        awaiting = firstDigit(input());
        return stay();
    }

    FlowRunner.Step interrupt(Private digit) {
        effects.add(new FlowEffect.StopPlay());
        return digit("", digit);
    }

    FlowRunner.Step digit(String before, Private digit) {
        var collect = input().collect();
        if (collect == null) {
            return run(branch(digit.value()));
        }
        if (collect.cancelKey() && digit.value().equals("*")) {
            awaiting = firstDigit(input());
            return stay();
        }
        var digits = before + digit.value();
        if (!collect.termination().isEmpty() && digits.endsWith(collect.termination())) {
            return store(digits.substring(0, digits.length() - collect.termination().length()));
        }
        if (digits.length() >= collect.maximumLength()) {
            return store(digits);
        }
        awaiting =
                new Awaiting.NextDigit(new Private(digits), inSeconds(collect.interdigitSeconds()));
        return stay();
    }

    FlowRunner.Step store(String digits) {
        var collect = input().collect();
        var region = collect == null ? null : collect.numberRegion();
        if (region == null) {
            data = data.withStoredInput(new Private(digits));
            return goOn();
        }
        boolean international = region.equals(Action.Collect.INTERNATIONAL);
        var number = PhoneNumber.parse(international ? "+" + digits : digits, region);
        if (number.isEmpty()) {
            return run(error(ErrorType.INVALID_PHONE_NUMBER));
        }
        data = data.withStoredInput(new Private(number.get().e164()));
        return goOn();
    }

    /** Storing input without an error branch for it goes on with the word the original stores. */
    FlowRunner.Step inputTimeLimitExceeded() {
        if (input().collect() != null
                && !action.transitions()
                        .errors()
                        .containsKey(ErrorType.INPUT_TIME_LIMIT_EXCEEDED)) {
            data = data.withStoredInput(new Private("Timeout"));
            return goOn();
        }
        return run(error(ErrorType.INPUT_TIME_LIMIT_EXCEEDED));
    }

    private Awaiting firstDigit(Action.GetParticipantInput input) {
        return new Awaiting.FirstDigit(inSeconds(input.timeLimitSeconds()));
    }

    private Action.GetParticipantInput input() {
        if (action instanceof Action.GetParticipantInput input) {
            return input;
        }
        throw new IllegalStateException("awaits input at " + action.identifier());
    }

    // --- data and settings ---

    private @Nullable String setAttributes(Action.UpdateContactAttributes update) {
        var added = new HashMap<String, Private>();
        update.attributes().forEach((name, value) -> added.put(name, new Private(text(value))));
        var changed = data.withAttributes(added);
        if (changed.isEmpty()) {
            return error(ErrorType.NO_MATCHING_ERROR);
        }
        data = changed.get();
        return next();
    }

    private @Nullable String chooseQueue(Action.UpdateContactTargetQueue target) {
        var queue = book.queue(text(target.queue()));
        if (queue.isEmpty()) {
            return error(ErrorType.NO_MATCHING_ERROR);
        }
        settings = settings.withTargetQueue(queue.get());
        return next();
    }

    private @Nullable String set(Settings changed) {
        settings = changed;
        return next();
    }

    private String loop(Action.Loop loop) {
        var key = new LoopKey(flow.name(), loop.identifier());
        int done = loops.getOrDefault(key, 0);
        if (done >= loop.count()) {
            loops.remove(key);
            return loop.doneLooping();
        }
        loops.put(key, done + 1);
        return loop.continueLooping();
    }

    // --- transitions ---

    private @Nullable String next() {
        var next = action.transitions().next();
        return next == null ? finish(FlowEffect.Why.ENDED) : next;
    }

    private @Nullable String branch(String result) {
        for (var condition : action.transitions().conditions()) {
            if (condition.operator().holds(result, text(condition.operand()))) {
                return condition.next();
            }
        }
        return error(ErrorType.NO_MATCHING_CONDITION);
    }

    private @Nullable String error(ErrorType type) {
        var errors = action.transitions().errors();
        var next = errors.get(type);
        if (next == null) {
            next = errors.get(ErrorType.NO_MATCHING_ERROR);
        }
        return next == null ? next() : next;
    }

    private @Nullable String await(Awaiting what) {
        awaiting = what;
        return null;
    }

    private @Nullable String finish(FlowEffect.Why why) {
        effects.add(new FlowEffect.Disconnect(why));
        return await(new Awaiting.Nothing());
    }

    private String text(Value value) {
        return switch (value) {
            case Value.Literal literal -> literal.text();
            case Value.Reference reference -> value(reference.path());
        };
    }

    /** What is not set reads as empty text. */
    private String value(DataPath path) {
        return switch (path) {
            case DataPath.Attribute attribute -> {
                var set = data.attributes().get(attribute.name());
                yield set == null ? "" : set.value();
            }
            case DataPath.SystemValue system ->
                    switch (system) {
                        case STORED_CUSTOMER_INPUT -> {
                            var input = data.storedInput();
                            yield input == null ? "" : input.value();
                        }
                        case CUSTOMER_ADDRESS -> data.customerAddress().value();
                        case SYSTEM_ADDRESS -> data.systemAddress().value();
                        case CONTACT_ID -> data.contact().id();
                        case INITIAL_CONTACT_ID -> data.contact().initialId();
                        case CHANNEL -> "VOICE";
                        case QUEUE_NAME -> {
                            var queue = settings.targetQueue();
                            yield queue == null ? "" : queue;
                        }
                    };
        };
    }

    private long inSeconds(int seconds) {
        return nowNanos + TimeUnit.SECONDS.toNanos(seconds);
    }
}
