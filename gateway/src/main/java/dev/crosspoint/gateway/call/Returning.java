package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.concurrent.TimeUnit;

/** A page that knows nothing, because it was loaded anew, is told how things stand. */
final class Returning {
    private Returning() {}

    static void tell(AgentKey agent, CallTurn turn) {
        turn.state().agent(agent).ifPresent(party -> tell(party, turn));
    }

    private static void tell(Party party, CallTurn turn) {
        switch (party.stage()) {
            case Stage.Offered(long deadlineNanos) -> {
                long left = TimeUnit.NANOSECONDS.toSeconds(deadlineNanos - turn.nowNanos);
                Seats.offer(party.id(), (int) Math.max(1, left), turn);
            }
            case Stage.Joining _, Stage.Present _, Stage.Dialing _ -> {
                Seats.offer(party.id(), 0, turn);
                Softphones.ask(party.id(), turn);
                if (party.role() instanceof Role.Agent role) {
                    tell(party, role, turn);
                }
            }
            case Stage.Arriving _,
                    Stage.Planned _,
                    Stage.Sought _,
                    Stage.Replacing _,
                    Stage.Referring _ -> {}
        }
    }

    private static void tell(Party party, Role.Agent role, CallTurn turn) {
        var contact = role.contact().id();
        Supervisors.tell(role, turn);
        var microphone = role.microphone().state();
        if (!microphone.equals(Microphone.OK)) {
            turn.tell(role.agent(), new AgentMessage.ContactMicrophone(contact, microphone));
        }
        if (turn.told.connected().contains(party.id())) {
            turn.tell(role.agent(), new AgentMessage.ContactConnected(contact, role.connectedMs()));
        }
        roster(party, role, turn);
    }

    /** Tells who is in the call, to somebody whose coming has not changed it. */
    static void roster(Party party, Role.Agent role, CallTurn turn) {
        var view = turn.told.view();
        if (view != null) {
            turn.tell(
                    role.agent(),
                    new AgentMessage.ContactRoster(role.contact().id(), party.id().value(), view));
        }
        if (!turn.told.talkers().isEmpty()) {
            Consequences.showTalkers(party, turn.told.talkers(), turn);
        }
    }
}
