package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.EventHook;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The flows that speak to participants: which begins when, and which ends. What they ask for is
 * carried out by {@link FlowDeeds}.
 */
final class Guides {
    /**
     * What may come at once, a refusal or the same flow again, counts as so many actions: without
     * time that passes in between, a flow that runs in circles through call control ends soon.
     */
    private static final int AT_ONCE = 20;

    private Guides() {}

    // --- flows that have the customer to themselves ---

    /** The flow of the number that was called begins. */
    static void welcome(Party party, CallTurn turn) {
        if (!(party.stage() instanceof Stage.Arriving(_, var flow))) {
            turn.late();
            return;
        }
        turn.put(party.with(new Stage.Present()));
        begin(party.id(), FlowKind.INBOUND, flow, OptionalLong.empty(), turn);
        TrunkCalls.ring(party.id(), turn);
    }

    /** The customer goes on in a flow, and the agent leaves. */
    static void transfer(String flow, Party by, long ticket, CallTurn turn) {
        var others =
                turn.parties().stream()
                        .filter(party -> party.isMember() && !party.id().equals(by.id()))
                        .toList();
        if (!turn.flows.has(flow, FlowKind.TRANSFER)) {
            turn.refuse(ticket, AgentError.NOT_FOUND, "there is no such flow for transfers");
        } else if (others.size() != 1
                || !others.getFirst().isOutside()
                || !others.getFirst().isPresent()) {
            turn.refuse(ticket, AgentError.CONFLICT, "only a customer alone can go on in a flow");
        } else {
            turn.done(ticket);
            var customer = others.getFirst().id();
            Holding.set(customer, false, turn);
            turn.change(customer, party -> party.withMuted(false));
            drop(customer, turn);
            begin(customer, FlowKind.TRANSFER, flow, OptionalLong.empty(), turn);
            Leaving.leave(by, EndCause.TRANSFERRED, turn);
        }
    }

    /** The last agent has left somebody alone; answers whether a flow goes on with them. */
    static boolean remain(Party alone, CallTurn turn) {
        var flow = turn.facts.settings().hook(EventHook.CUSTOMER_REMAINING);
        boolean isCustomer = alone.role() instanceof Role.Customer && alone.isPresent();
        if (flow.isEmpty() || turn.facts.last() == null || !isCustomer) {
            return false;
        }
        drop(alone.id(), turn);
        begin(alone.id(), FlowKind.DISCONNECT, flow.get(), OptionalLong.empty(), turn);
        return turn.party(alone.id()).filter(Party::isGuided).isPresent();
    }

    // --- flows that pass the time ---

    /**
     * Whoever waits for an agent, and has none to talk to, is told so by a flow, if there is one.
     */
    static void passTime(CallTurn turn) {
        passTime(0, turn);
    }

    /**
     * The same, where the queue flow itself has moved whoever waits.
     *
     * @param spent actions that count as run already
     */
    static void passTime(int spent, CallTurn turn) {
        boolean company =
                turn.parties().stream()
                        .anyMatch(party ->
                                party.role() instanceof Role.Agent
                                        && Hearing.converses(party, turn.handover));
        if (company) {
            return;
        }
        for (var party : turn.parties()) {
            if (party.isOutside() && party.isPresent() && !party.held()) {
                hook(party, EventHook.CUSTOMER_QUEUE, OptionalLong.empty(), turn);
                turn.change(party.id(), it -> it.with(spent(it.guide(), spent)));
            }
        }
    }

    private static @Nullable Guide spent(@Nullable Guide guide, int actions) {
        return guide == null ? null : guide.with(guide.flow().spent(actions));
    }

    /** What a flow has run, when another begins in its place at once. */
    static int spent(Guide guide) {
        return guide.flow().steps() + AT_ONCE;
    }

    /**
     * Somebody is put on hold, or taken back. A flow that had spoken before goes on unheard, and
     * none speaks over it.
     */
    static void hold(PartyId id, boolean held, CallTurn turn) {
        turn.party(id)
                .ifPresent(party -> {
                    var guide = party.guide();
                    if (held && guide == null && party.isMember() && party.isPresent()) {
                        var event =
                                party.isOutside() ? EventHook.CUSTOMER_HOLD : EventHook.AGENT_HOLD;
                        hook(party, event, OptionalLong.empty(), turn);
                    } else if (!held && guide != null && guide.isOfHold()) {
                        drop(id, turn);
                    }
                });
    }

    /**
     * An agent is here: those who waited are no longer kept company, and each is told of the other.
     */
    static void introduce(PartyId agent, CallTurn turn) {
        var waiting =
                turn.parties().stream()
                        .filter(party -> party.isOutside() && party.isPresent() && !party.held())
                        .filter(party ->
                                turn.party(agent).filter(it -> isFor(it, party)).isPresent())
                        .toList();
        boolean talked =
                turn.parties().stream()
                        .anyMatch(party ->
                                !party.id().equals(agent)
                                        && party.role() instanceof Role.Agent
                                        && Hearing.converses(party, turn.handover));
        for (var party : waiting) {
            var guide = party.guide();
            if (guide != null && guide.flow().kind() == FlowKind.QUEUE) {
                drop(party.id(), turn);
            }
        }
        if (waiting.isEmpty() || talked) {
            return;
        }
        var limit = OptionalLong.of(turn.after(turn.rules.whisperNanos()));
        turn.party(agent).ifPresent(it -> hook(it, EventHook.AGENT_WHISPER, limit, turn));
        waiting.stream()
                .flatMap(party -> turn.party(party.id()).stream())
                .forEach(party -> hook(party, EventHook.CUSTOMER_WHISPER, limit, turn));
    }

    /**
     * A customer whom an agent has called answers: the tenant's flow for such calls has the first
     * word, and says whether the contact is recorded.
     */
    static void introduceCalled(Party customer, CallTurn turn) {
        var outbound = turn.rules.outbound();
        if (outbound != null && outbound.flow() != null) {
            var limit = OptionalLong.of(turn.after(turn.rules.whisperNanos()));
            begin(customer.id(), FlowKind.OUTBOUND_WHISPER, outbound.flow(), limit, turn);
        }
    }

    /** Whether it is the customers who waited for the agent, rather than a colleague. */
    private static boolean isFor(Party agent, Party waiting) {
        return agent.role() instanceof Role.Agent role
                && !(role.wanted() instanceof Role.Wanted.Own)
                && !waiting.id().equals(agent.id());
    }

    // --- beginning and ending ---

    private static void hook(Party party, EventHook event, OptionalLong limit, CallTurn turn) {
        if (party.guide() == null) {
            turn.facts
                    .settings()
                    .hook(event)
                    .ifPresent(flow -> begin(party.id(), event.kind(), flow, limit, turn));
        }
    }

    private static void begin(
            PartyId id, FlowKind kind, String flow, OptionalLong limit, CallTurn turn) {
        // Likewise.
        turn.firstLeft = null;
        var step =
                turn.flows.start(
                        kind, flow, turn.facts.data(), turn.facts.settings(), turn.nowNanos);
        int run = turn.nextName();
        turn.change(
                id,
                party ->
                        party.with(
                                new Guide(run, step.state(), null, null, false, Keys.NONE, limit)));
        FlowDeeds.carryOut(id, run, step, turn);
    }

    /** Ends a flow that nobody needs any more, with what it plays and whom it has called. */
    static void drop(PartyId id, CallTurn turn) {
        turn.party(id)
                .ifPresent(party -> {
                    var guide = party.guide();
                    if (guide == null) {
                        return;
                    }
                    guide.flow().wipeInput();
                    turn.stopPlay(guide.playing());
                    turn.put(party.with((Guide) null));
                    turn.party(guide.partner())
                            .filter(partner -> !partner.isPresent())
                            .ifPresent(partner -> Leaving.leave(partner, EndCause.CANCELLED, turn));
                });
    }

    // --- news for flows ---

    /** Something that a participant's flow may wait for; answers whether there is such a flow. */
    static boolean tell(Party party, FlowInput input, CallTurn turn) {
        var guide = party.guide();
        if (guide == null) {
            return false;
        }
        var flow = guide.flow().with(turn.facts.data(), turn.facts.settings());
        if (input instanceof FlowInput.Refusal) {
            flow = flow.spent(AT_ONCE);
        }
        // If the call ends now, then for what the flow does.
        turn.firstLeft = null;
        var step = turn.flows.step(flow, input, turn.nowNanos);
        turn.put(party.with(guide.with(step.state())));
        FlowDeeds.carryOut(party.id(), guide.run(), step, turn);
        return true;
    }

    /** An answer for one run of a flow; late when that is over. */
    static void tell(int run, FlowInput input, CallTurn turn) {
        turn.parties().stream()
                .filter(party -> party.guide() != null && party.guide().run() == run)
                .findFirst()
                .ifPresentOrElse(party -> tell(party, input, turn), turn::late);
    }

    /** A prompt has played, or cannot; answers whether it was a flow's. */
    static boolean said(PlayId play, FlowInput.PromptNews news, CallTurn turn) {
        for (var party : turn.parties()) {
            var guide = party.guide();
            if (guide != null && play.equals(guide.playing())) {
                tell(turn.put(party.with(guide.says(null))), news, turn);
                return true;
            }
        }
        return false;
    }

    /** A guide's time: its flow's, its limit's, and that of keys to be pressed. */
    static void passTime(Party party, CallTurn turn) {
        var guide = party.guide();
        if (guide == null) {
            return;
        }
        if (guide.limitNanos().isPresent() && turn.isPast(guide.limitNanos().getAsLong())) {
            drop(party.id(), turn);
            return;
        }
        ThirdParties.pressKeys(party, guide, turn);
        turn.party(party.id()).ifPresent(it -> tell(it, new FlowInput.TimePassed(), turn));
    }
}
