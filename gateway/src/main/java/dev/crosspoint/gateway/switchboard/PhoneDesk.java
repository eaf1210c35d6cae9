package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.ContactDesk.Caller;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.PhonesRegistered;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Agents' own SIP phones. An agent with a phone is signed in, with or without a page: available at
 * first, and as before when the phone was only away. What the phone dials is what the page would
 * dial.
 */
final class PhoneDesk {
    /** Where the events of an agent go who has no page: nowhere. */
    static final String NO_PAGE = "phone";

    private final Switchboard board;
    private final RoutingDesk routing;
    private final ContactDesk contacts;

    /** In what state agents were when their last phone went. */
    private final Map<AgentKey, String> before = new HashMap<>();

    PhoneDesk(Switchboard board) {
        this.board = board;
        this.routing = board.routing();
        this.contacts = new ContactDesk(board);
    }

    void on(PhonesRegistered news, long nowNanos) {
        var agent = new AgentKey(news.tenant(), news.agentId());
        var known = routing.board().row(agent);
        if (known.isEmpty()) {
            return;
        }
        routing.devices().registered(agent, news.phones() > 0);
        var row = known.get();
        if (news.phones() > 0 && row.session() == null) {
            routing.board().signIn(agent, NO_PAGE, nowNanos);
            var state = Objects.requireNonNullElse(before.remove(agent), AgentBoard.AVAILABLE);
            if (row.engagement() == null) {
                // A state that nobody can choose was about a contact that is over.
                if (!routing.board().choose(agent, state, nowNanos)) {
                    routing.board().choose(agent, AgentBoard.AVAILABLE, nowNanos);
                }
            }
        } else if (news.phones() == 0 && NO_PAGE.equals(row.session())) {
            before.put(agent, row.engagement() == null ? row.state() : AgentBoard.AVAILABLE);
            routing.board().signOut(agent, nowNanos);
        }
        routing.tellState(agent);
        board.settle(nowNanos);
    }

    /** The agent has a page: how it was by phone alone is over. */
    void pageHere(AgentKey agent) {
        before.remove(agent);
    }

    /** The agent's page is gone; who has a phone stays. */
    void pageGone(AgentKey agent, long nowNanos) {
        if (routing.devices().hasSipPhone(agent)) {
            routing.board().signIn(agent, NO_PAGE, nowNanos);
        } else {
            routing.board().signOut(agent, nowNanos);
        }
    }

    /** A phone calls somebody. */
    void on(TrunkMessage.CallArrived arrived, long nowNanos) {
        var agent = new AgentKey(arrived.tenant(), arrived.from().value());
        var offer = arrived.sdp();
        if (routing.board().row(agent).isEmpty()
                || board.calls().dialog(arrived.dialog()).isPresent()) {
            refuse(arrived.dialog(), 403, "no agent");
        } else if (offer == null) {
            refuse(arrived.dialog(), 488, "an offer is needed");
        } else {
            contacts.dial(
                    agent,
                    target(agent, arrived.to()),
                    caller(arrived, agent, offer, nowNanos),
                    nowNanos);
        }
    }

    private Target target(AgentKey by, Private dialled) {
        var colleague = new AgentKey(by.tenant(), dialled.value());
        return routing.board().row(colleague).isPresent()
                ? new Target.ToAgent(dialled.value())
                : new Target.ToNumber(dialled);
    }

    private Caller caller(
            TrunkMessage.CallArrived arrived, AgentKey agent, Private offer, long nowNanos) {
        return new Caller() {
            @Override
            public void refused(AgentError error, String reason) {
                refuse(arrived.dialog(), status(error), reason);
            }

            @Override
            public void calls(CallFacts facts, Target target) {
                board.dialled(agent, arrived.dialog(), offer, facts, target, nowNanos);
            }
        };
    }

    private static int status(AgentError error) {
        return switch (error) {
            case ACCESS_DENIED -> 403;
            case BAD_REQUEST, NOT_FOUND -> 404;
            case BUSY -> 486;
            case CONFLICT -> 480;
            case TIMEOUT, INTERNAL -> 500;
        };
    }

    private void refuse(String dialog, int status, String reason) {
        board.errand(new Errand.ToTrunk(new TrunkMessage.Refuse(dialog, status, reason)));
    }

    /** Whether a phone may have somebody called in its place; who may not, is told so. */
    boolean mayTransfer(TrunkMessage.TransferRequested asked) {
        if (!asked.dialog().startsWith(TrunkMessage.PHONE_DIALOG)) {
            return true;
        }
        boolean may =
                asked.replaces() == null
                        && board.calls()
                                .dialog(asked.dialog())
                                .flatMap(live -> live.state().dialog(asked.dialog()))
                                .map(party -> party.role())
                                .filter(Role.Agent.class::isInstance)
                                .map(role -> ((Role.Agent) role).agent())
                                .filter(agent ->
                                        contacts.may(agent, Permission.OUTBOUND_CALL_ACCESS))
                                .isPresent();
        if (!may) {
            board.errand(
                    new Errand.ToTrunk(
                            new TrunkMessage.RefuseTransfer(asked.dialog(), 603, "not allowed")));
        }
        return may;
    }
}
