package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;

/** How people leave a call, and how a call ends. */
final class Leaving {
    private Leaving() {}

    /** Somebody leaves, wherever they stand; whether the call goes on is decided afterwards. */
    static void leave(Party party, EndCause cause, CallTurn turn) {
        turn.remove(party.id());
        hangUp(party, cause, turn);
        if (party.isMember() && turn.firstLeft == null) {
            turn.firstLeft = cause;
        }
        if (party.role() instanceof Role.Agent agent) {
            part(party, agent, cause, turn);
            Supervisors.subjectLeft(party, turn);
            turn.mayRelease = true;
        }
        Handovers.left(party, cause, turn);
        ThirdParties.left(party, cause, turn);
        Replacements.left(party, cause, turn);
    }

    /** An agent hangs up; a supervisor by that leaves the others to themselves. */
    static void signOff(Party agent, CallTurn turn) {
        leave(agent, agent.isMember() ? EndCause.AGENT_HUNG_UP : EndCause.SUPERVISION_ENDED, turn);
    }

    /** Ends what carries somebody's audio, and what speaks to them. */
    static void hangUp(Party party, EndCause cause, CallTurn turn) {
        var guide = party.guide();
        if (guide != null) {
            turn.stopPlay(guide.playing());
        }
        switch (party.line()) {
            case Line.None _ -> {}
            case Line.Softphone softphone -> {
                if (!StandingPhones.letGo(softphone, turn)) {
                    Softphones.close(softphone, turn);
                }
            }
            case Line.Trunk trunk -> {
                TrunkCalls.end(trunk, cause, turn);
                if (hasLeg(party.stage())) {
                    turn.closeLeg(trunk.leg());
                }
            }
        }
    }

    /** Whether media was asked for a leg. */
    private static boolean hasLeg(Stage stage) {
        return !(stage instanceof Stage.Planned || stage instanceof Stage.Referring);
    }

    private static void part(Party party, Role.Agent agent, EndCause cause, CallTurn turn) {
        if (party.stage() instanceof Stage.Sought) {
            turn.effects.add(new CallEffect.LeaveQueue(agent.contact().id()));
        }
        if (agent.supervision() != null) {
            Supervisors.ended(agent, turn);
        } else {
            turn.effects.add(new CallEffect.Parted(agent.contact().id(), cause));
        }
        dismiss(agent, cause, release(agent), turn);
    }

    private static Release release(Role.Agent agent) {
        return agent.connectedMs() != 0 ? Release.ENDED : Release.WITHDRAWN;
    }

    /** The contact is over for this agent, though perhaps not for anybody else. */
    static void dismiss(Role.Agent role, EndCause cause, Release how, CallTurn turn) {
        var agent = role.agent();
        if (agent != null) {
            turn.tell(
                    agent,
                    new AgentMessage.ContactEnded(
                            role.contact().id(), cause.reason(), cause.sentence()));
            turn.effects.add(new CallEffect.Free(agent, how));
        }
    }

    /** With the last agent goes whoever could take somebody back from hold. */
    static void leaveNobodyOnHold(CallTurn turn) {
        if (turn.handover != null) {
            return;
        }
        var agents =
                turn.parties().stream()
                        .filter(it -> it.role() instanceof Role.Agent && it.isMember())
                        .filter(it -> it.isPresent() || it.stage() instanceof Stage.Joining)
                        .toList();
        if (agents.isEmpty()) {
            for (var party : turn.parties()) {
                turn.put(party.withMuted(false));
                Holding.set(party.id(), false, turn);
            }
        } else if (agents.size() == 1) {
            // Nobody can take themselves back.
            Holding.set(agents.getFirst().id(), false, turn);
        }
    }

    /** Why a SIP call that its far end ended is over. */
    static EndCause hungUp(Party party, CallTurn turn) {
        return switch (party.role()) {
            case Role.Customer _ ->
                    turn.facts.last() == null
                                    && turn.facts.direction() == CallFacts.Direction.INBOUND
                            ? EndCause.ABANDONED
                            : EndCause.CUSTOMER_HUNG_UP;
            case Role.External _ -> EndCause.OTHER_HUNG_UP;
            case Role.Agent _ -> EndCause.AGENT_HUNG_UP;
        };
    }

    // --- the end of the call ---

    /** Ends the call when there is nothing left of it; answers whether it has. */
    static boolean endIfEmpty(CallTurn turn) {
        var members = turn.parties().stream().filter(Party::isMember).toList();
        boolean somebody = members.stream().anyMatch(Leaving::isThere);
        boolean busy = members.size() > 1 || members.stream().anyMatch(Leaving::isOccupied);
        if (somebody && busy) {
            return false;
        }
        if (members.size() == 1 && Guides.remain(members.getFirst(), turn)) {
            return false;
        }
        var cause = turn.firstLeft;
        end(cause == null ? EndCause.FAILED : cause, turn);
        return true;
    }

    /** Ends the call for everybody. */
    static void end(EndCause cause, CallTurn turn) {
        for (var party : turn.parties()) {
            turn.remove(party.id());
            switch (party.line()) {
                case Line.None _ -> {}
                case Line.Softphone softphone -> {
                    if (!StandingPhones.letGo(softphone, turn)) {
                        Softphones.forget(softphone, turn);
                    }
                }
                case Line.Trunk trunk -> TrunkCalls.end(trunk, cause, turn);
            }
            if (party.role() instanceof Role.Agent agent) {
                part(party, agent, cause.seenByOthers(), turn);
            }
        }
        turn.handover = null;
        turn.told = Told.NOTHING;
        turn.media(new MediaCommand.CloseCall(turn.tenant(), turn.facts.call()));
        turn.effects.add(new CallEffect.Over(cause));
        turn.end();
    }

    /** Whether somebody is at the other end, and not only wanted. */
    private static boolean isThere(Party party) {
        return switch (party.stage()) {
            case Stage.Arriving _, Stage.Joining _, Stage.Present _ -> true;
            case Stage.Dialing _ ->
                    // An agent's own telephone, which the agent wants to talk by.
                    party.role() instanceof Role.Agent;
            case Stage.Planned _,
                    Stage.Sought _,
                    Stage.Offered _,
                    Stage.Replacing _,
                    Stage.Referring _ ->
                    false;
        };
    }

    /** Whether somebody has something to do here alone, and does not only pass the time. */
    private static boolean isOccupied(Party party) {
        var guide = party.guide();
        return party.stage() instanceof Stage.Arriving
                || (guide != null && guide.flow().kind().holdsContact());
    }
}
