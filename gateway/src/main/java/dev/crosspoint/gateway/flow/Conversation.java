package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.input.EnteredDigits;
import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says and is told: messages, questions, digits. Each method answers with the action to
 * go on at, or null when there is something to await.
 */
final class Conversation {
    private final FlowDraft d;

    Conversation(FlowDraft draft) {
        this.d = draft;
    }

    @Nullable String say(Action.MessageParticipant message) {
        return switch (message.prompt()) {
            case Prompt.Fixed(var file) -> say(file);
            case Prompt.ByPosition(var files) -> {
                int position = d.world.positionInQueue(d.contactId()).orElse(0);
                yield position >= 1 && position <= files.size()
                        ? say(files.get(position - 1))
                        : d.next();
            }
        };
    }

    private @Nullable String say(Path file) {
        d.effects.add(new FlowEffect.Play(file, false));
        return d.await(new Awaiting.PromptEnd());
    }

    @Nullable String promptEnded(Awaiting awaited) {
        return switch (d.action) {
            case Action.GetParticipantInput input -> d.await(firstDigit(input));
            case Action.MessageParticipantIteratively loop
                    when awaited instanceof Awaiting.Messages messages ->
                    again(loop, messages);
            case Action other -> d.next();
        };
    }

    // --- messages round and round ---

    @Nullable String sayOn(Action.MessageParticipantIteratively loop) {
        int seconds = loop.interruptSeconds();
        return play(
                loop,
                0,
                seconds == 0 ? OptionalLong.empty() : OptionalLong.of(d.inSeconds(seconds)));
    }

    /** Counted like an action, so that a message without any sound does not play for ever. */
    private @Nullable String again(
            Action.MessageParticipantIteratively loop, Awaiting.Messages messages) {
        if (++d.steps > FlowRunner.MAX_STEPS_PER_RUN) {
            return d.finish(FlowEffect.Why.RUNAWAY);
        }
        int next = (messages.index() + 1) % loop.messages().size();
        return play(loop, next, messages.interruptNanos());
    }

    /** A single one is repeated by whoever plays it, without a gap. */
    private @Nullable String play(
            Action.MessageParticipantIteratively loop, int index, OptionalLong interruptNanos) {
        boolean single = loop.messages().size() == 1;
        d.effects.add(new FlowEffect.Play(loop.messages().get(index), single));
        return d.await(new Awaiting.Messages(index, interruptNanos));
    }

    @Nullable String interrupted() {
        d.effects.add(new FlowEffect.StopPlay());
        return d.action instanceof Action.MessageParticipantIteratively loop
                        && !loop.messagesInterrupted().isEmpty()
                ? loop.messagesInterrupted()
                : d.next();
    }

    // --- participant input ---

    @Nullable String ask(Action.GetParticipantInput input) {
        d.effects.add(new FlowEffect.WantInput());
        var prompt = input.prompt();
        if (prompt == null) {
            return d.await(firstDigit(input));
        }
        d.effects.add(new FlowEffect.Play(prompt, false));
        return d.await(new Awaiting.PromptOrDigit());
    }

    /**
     * @param entered keys before this one, the only copy of them
     */
    @Nullable String digit(EnteredDigits entered, Private digit) {
        var collect = input().collect();
        if (collect == null) {
            return d.branch(digit.value());
        }
        if (collect.cancelKey() && digit.value().equals("*")) {
            entered.wipe();
            return d.await(firstDigit(input()));
        }
        entered.add(digit.value().charAt(0));
        if (!collect.termination().isEmpty() && entered.endsWith(collect.termination())) {
            entered.dropLast(collect.termination().length());
            return store(entered);
        }
        if (entered.length() >= collect.maximumLength()) {
            return store(entered);
        }
        return d.await(new Awaiting.NextDigit(entered, d.inSeconds(collect.interdigitSeconds())));
    }

    @Nullable String store(EnteredDigits entered) {
        var collect = input().collect();
        var seal = collect == null ? null : collect.seal();
        if (seal != null) {
            d.data =
                    d.data.withStoredInput(
                            new Private(seal.seal(entered, d.contactId(), d.world.random())));
            return d.next();
        }
        var digits = entered.takeText();
        var region = collect == null ? null : collect.numberRegion();
        if (region == null) {
            d.data = d.data.withStoredInput(new Private(digits));
            return d.next();
        }
        boolean international = region.equals(Action.Collect.INTERNATIONAL);
        var number = PhoneNumber.parse(international ? "+" + digits : digits, region);
        if (number.isEmpty()) {
            return d.error(ErrorType.INVALID_PHONE_NUMBER);
        }
        d.data = d.data.withStoredInput(new Private(number.get().e164()));
        return d.next();
    }

    /** Storing input without an error branch for it goes on with the word the original stores. */
    @Nullable String inputTimeLimitExceeded() {
        if (input().collect() != null && !d.hasBranchFor(ErrorType.INPUT_TIME_LIMIT_EXCEEDED)) {
            d.data = d.data.withStoredInput(new Private("Timeout"));
            return d.next();
        }
        return d.error(ErrorType.INPUT_TIME_LIMIT_EXCEEDED);
    }

    private Awaiting firstDigit(Action.GetParticipantInput input) {
        return new Awaiting.FirstDigit(d.inSeconds(input.timeLimitSeconds()));
    }

    private Action.GetParticipantInput input() {
        if (d.action instanceof Action.GetParticipantInput input) {
            return input;
        }
        throw new IllegalStateException("awaits input at " + d.action.identifier());
    }
}
