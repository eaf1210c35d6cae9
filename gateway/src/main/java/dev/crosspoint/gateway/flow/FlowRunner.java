package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.flow.FlowState.Awaiting;
import dev.crosspoint.gateway.flow.FlowState.Settings;
import java.util.List;
import java.util.Map;

/** Runs flows: {@code step(state, input, now) -> (state, effects)}. Holds no contact's state. */
public final class FlowRunner {

    /** Actions in one turn, without anything to wait for; more is a flow running in circles. */
    public static final int MAX_STEPS_PER_TURN = 250;

    /** Actions for one contact altogether: at one prompt a second this is hours of menus. */
    public static final int MAX_STEPS_PER_CONTACT = 10_000;

    private final FlowBook book;

    /** A runner of one tenant's flows. */
    public FlowRunner(FlowBook book) {
        this.book = book;
    }

    /** A state and what it asks for, in order. */
    public record Step(FlowState state, List<FlowEffect> effects) {
        public Step {
            effects = List.copyOf(effects);
        }
    }

    /** Whether there is a flow of that name. */
    public boolean has(String flow) {
        return book.has(flow);
    }

    /** Begins a flow of the book. */
    public Step start(String flow, ContactData data, long nowNanos) {
        var begin = book.flow(flow);
        var state =
                new FlowState(
                        flow,
                        begin.startAction(),
                        new Awaiting.Nothing(),
                        data,
                        Settings.INITIAL,
                        Map.of(),
                        0);
        return new FlowTurn(book, state, nowNanos).run(begin.startAction());
    }

    /** One input. What a flow does not wait for changes nothing. */
    public Step step(FlowState state, FlowInput input, long nowNanos) {
        var turn = new FlowTurn(book, state, nowNanos);
        return switch (state.awaiting()) {
            case Awaiting.PromptEnd _ ->
                    switch (input) {
                        case FlowInput.PromptEnded _ -> turn.goOn();
                        case FlowInput.PromptFailed _ -> turn.fail();
                        case FlowInput.Digit _,
                                FlowInput.TimePassed _,
                                FlowInput.QueueFull _,
                                FlowInput.Queued _ ->
                                turn.stay();
                    };
            case Awaiting.PromptOrDigit _ ->
                    switch (input) {
                        case FlowInput.PromptEnded _ -> turn.listen();
                        case FlowInput.PromptFailed _ -> turn.fail();
                        case FlowInput.Digit digit -> turn.interrupt(digit.digit());
                        case FlowInput.TimePassed _, FlowInput.QueueFull _, FlowInput.Queued _ ->
                                turn.stay();
                    };
            case Awaiting.FirstDigit first ->
                    switch (input) {
                        case FlowInput.Digit digit -> turn.digit("", digit.digit());
                        case FlowInput.TimePassed _ when isPast(first.deadlineNanos(), nowNanos) ->
                                turn.inputTimeLimitExceeded();
                        case FlowInput.TimePassed _,
                                FlowInput.PromptEnded _,
                                FlowInput.PromptFailed _,
                                FlowInput.QueueFull _,
                                FlowInput.Queued _ ->
                                turn.stay();
                    };
            case Awaiting.NextDigit next ->
                    switch (input) {
                        case FlowInput.Digit digit ->
                                turn.digit(next.digits().value(), digit.digit());
                        case FlowInput.TimePassed _ when isPast(next.deadlineNanos(), nowNanos) ->
                                turn.store(next.digits().value());
                        case FlowInput.TimePassed _,
                                FlowInput.PromptEnded _,
                                FlowInput.PromptFailed _,
                                FlowInput.QueueFull _,
                                FlowInput.Queued _ ->
                                turn.stay();
                    };
            case Awaiting.Moment moment ->
                    input instanceof FlowInput.TimePassed
                                    && isPast(moment.deadlineNanos(), nowNanos)
                            ? turn.waitCompleted()
                            : turn.stay();
            case Awaiting.Queue _ ->
                    switch (input) {
                        case FlowInput.QueueFull _ -> turn.queueAtCapacity();
                        case FlowInput.Queued _ -> turn.over();
                        case FlowInput.Digit _,
                                FlowInput.TimePassed _,
                                FlowInput.PromptEnded _,
                                FlowInput.PromptFailed _ ->
                                turn.stay();
                    };
            case Awaiting.Nothing _ -> turn.stay();
        };
    }

    private static boolean isPast(long deadlineNanos, long nowNanos) {
        return deadlineNanos - nowNanos <= 0;
    }
}
