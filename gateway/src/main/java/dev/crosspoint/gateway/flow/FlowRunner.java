package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import java.util.List;
import java.util.Map;

/** Runs flows: {@code step(state, input, now) -> (state, effects)}. Holds no contact's state. */
public final class FlowRunner {

    /** Actions in one turn, without anything to wait for; more is a flow running in circles. */
    public static final int MAX_STEPS_PER_TURN = 250;

    /** Actions of one run altogether: at one prompt a second this is hours of menus. */
    public static final int MAX_STEPS_PER_RUN = 10_000;

    private final FlowBook book;
    private final FlowWorld world;

    /**
     * A runner of one tenant's flows.
     *
     * @param world what they can look up
     */
    public FlowRunner(FlowBook book, FlowWorld world) {
        this.book = book;
        this.world = world;
    }

    /** A state and what it asks for, in order. */
    public record Step(FlowState state, List<FlowEffect> effects) {
        public Step {
            effects = List.copyOf(effects);
        }
    }

    /** Whether there is a flow of that name that can be started as one of this kind. */
    public boolean has(String flow, FlowKind kind) {
        return book.has(flow) && book.unfit(flow, kind).isEmpty();
    }

    /**
     * Begins a flow of the book.
     *
     * @param settings {@link FlowSettings#INITIAL}, or what the contact's flow before this one
     *     ended with
     */
    public Step start(
            FlowKind kind, String flow, ContactData data, FlowSettings settings, long nowNanos) {
        var begin = book.flow(flow).startAction();
        var state =
                new FlowState(
                        kind,
                        flow,
                        begin,
                        new Awaiting.Nothing(),
                        data,
                        settings,
                        ExternalValues.NONE,
                        List.of(),
                        Map.of(),
                        0);
        return new FlowTurn(new FlowDraft(book, world, state, nowNanos)).run(begin);
    }

    /** One input. What a flow does not wait for changes nothing. */
    public Step step(FlowState state, FlowInput input, long nowNanos) {
        var turn = new FlowTurn(new FlowDraft(book, world, state, nowNanos));
        return switch (input) {
            case FlowInput.TimePassed _ -> turn.timePassed();
            case FlowInput.Digit(var digit) -> turn.digit(digit);
            case FlowInput.PromptNews news -> turn.prompt(news);
            case FlowInput.QueueAnswer answer -> turn.queue(answer);
            case FlowInput.AgentAnswer answer -> turn.agent(answer);
            case FlowInput.ThirdPartyNews news -> turn.thirdParty(news);
            case FlowInput.FunctionAnswer answer -> turn.function(answer);
        };
    }
}
