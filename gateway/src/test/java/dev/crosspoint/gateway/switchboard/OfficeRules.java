package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallInvariants;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.call.Role.Wanted;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.gateway.switchboard.StandingLeg.Place;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is true of a call centre at every moment, besides what is true of each of its calls. */
final class OfficeRules {
    private final Office office;
    private final Set<CallId> checkedOver = new HashSet<>();

    OfficeRules(Office office) {
        this.office = office;
    }

    /** To be called after every step with every call there ever was. */
    void check(List<CallId> calls) {
        assertThat(office.trunks.violations).isEmpty();
        int sought = 0;
        var contacts = new HashMap<AgentKey, String>();
        var dialogs = new HashSet<String>();
        for (var live : office.switchboard.calls().all()) {
            var state = live.state();
            CallInvariants.check(state);
            if (office.media.refusals.isEmpty() && !office.errands.mediaIsSlow) {
                CallInvariants.check(state, office.media.room(state.facts().call()));
            }
            for (var party : state.parties()) {
                sought += isQueued(party) ? 1 : 0;
                noteAgent(party, contacts);
                if (party.line() instanceof Line.Trunk trunk) {
                    assertThat(dialogs.add(trunk.dialog())).as("one party a SIP call").isTrue();
                }
            }
        }
        assertThat(office.switchboard.routing().queues().waiting())
                .as("who waits is queued")
                .isEqualTo(sought);
        checkPlaces();
        if (!office.errands.mediaIsSlow) {
            checkStanding();
        }
        for (var name : Office.EVERYBODY) {
            var key = new AgentKey(Office.TENANT, name);
            assertThat(row(key).contact())
                    .as("who is engaged is in a call")
                    .isEqualTo(contacts.get(key));
            if (row(key).contact() != null) {
                assertThat(row(key).state()).isEqualTo(AgentBoard.BUSY);
            }
        }
        checkDialogs(dialogs);
        checkEnded(calls);
    }

    private static boolean isQueued(Party party) {
        return party.stage() instanceof Stage.Sought
                && party.role() instanceof Role.Agent agent
                && agent.wanted() instanceof Wanted.FromQueue;
    }

    private static void noteAgent(Party party, Map<AgentKey, String> contacts) {
        if (party.role() instanceof Role.Agent agent && agent.agent() != null) {
            assertThat(contacts.put(agent.agent(), agent.contact().id()))
                    .as("one contact per agent")
                    .isNull();
        }
    }

    private void checkDialogs(Set<String> live) {
        office.trunks.dialogs.forEach((name, dialog) -> {
            if (!live.contains(name)) {
                assertThat(dialog.stage)
                        .as("a SIP call of nobody")
                        .isEqualTo(TrunkDouble.Stage.OVER);
            }
            assertThat(dialog.endings).isLessThanOrEqualTo(1);
        });
    }

    private void checkEnded(List<CallId> calls) {
        for (var call : calls) {
            if (office.switchboard.calls().call(call).isEmpty() && checkedOver.add(call)) {
                assertThat(office.media.rooms).as("media of an ended call").doesNotContainKey(call);
                var commands =
                        office.media.commands.stream()
                                .filter(it -> it.call().equals(call))
                                .filter(it -> !isOfLegThatStands(it))
                                .toList();
                assertThat(commands.getLast()).isInstanceOf(MediaCommand.CloseCall.class);
                assertThat(commands.stream().filter(MediaCommand.CloseCall.class::isInstance))
                        .hasSize(1);
            }
        }
    }

    /** Such a leg may be on its way to a call that ends meanwhile. */
    private boolean isOfLegThatStands(MediaCommand command) {
        var leg =
                switch (command) {
                    case MediaCommand.MoveLeg move -> move.leg();
                    case MediaCommand.CloseLeg close -> close.leg();
                    default -> null;
                };
        if (leg == null) {
            return false;
        }
        var madeIn = new CallId("standing." + leg.value());
        return office.media.closed.contains(madeIn) || office.media.rooms.containsKey(madeIn);
    }

    /** However slow media is, a leg is in one place, and media has no call that nobody knows. */
    private void checkPlaces() {
        var seen = new HashSet<>(office.media.lobby);
        office.media.rooms.forEach((call, room) -> {
            for (var leg : room.legs) {
                assertThat(seen.add(leg)).as("a leg is in one place").isTrue();
            }
            if (!office.errands.mediaIsSlow) {
                assertThat(office.switchboard.calls().call(call)).as("a room's call").isPresent();
            }
        });
    }

    /**
     * What waits in media waits for an agent, who has one such leg; and whatever stands, or carries
     * something, is where it is believed to be.
     */
    private void checkStanding() {
        var standing = office.switchboard.standing();
        var idle = new HashSet<AgentKey>();
        for (var leg : office.media.lobby) {
            var known = standing.find(leg);
            assertThat(known).as("a leg that waits for nobody").isPresent();
            assertThat(known.get().isIdle()).as("a leg that waits for nothing").isTrue();
            assertThat(idle.add(known.get().agent)).as("one of an agent's waits").isTrue();
        }
        for (var leg : standing.all()) {
            switch (leg.place) {
                case Place.Lobby _ -> assertThat(office.media.lobby).contains(leg.id);
                case Place.InCall(var call, _) -> {
                    assertThat(leg.isFor(call)).as("a leg in a call that it is for").isTrue();
                    assertThat(office.media.has(call, leg.id)).as("a leg in its call").isTrue();
                }
                case Place.Nowhere _, Place.Making _, Place.Moving _ ->
                        throw new AssertionError("a leg on its way though all is answered");
            }
        }
    }

    /** After everybody has left. */
    void checkNothingLeft() {
        assertThat(office.switchboard.activeCalls()).isZero();
        assertThat(office.switchboard.nextDeadlineNanos()).isEmpty();
        assertThat(office.media.rooms).isEmpty();
        assertThat(office.media.lobby).isEmpty();
        assertThat(office.switchboard.standing().size()).isZero();
        assertThat(office.switchboard.watchers().live(Office.TENANT)).isEmpty();
        office.events.values().forEach(OfficeRules::checkStory);
        checkNoWayIn();
    }

    /** No token and no leg leads to a call any more. */
    private void checkNoWayIn() {
        var calls = office.switchboard.calls();
        for (var events : office.events.values()) {
            for (var event : events) {
                if (event instanceof AgentMessage.ContactAccepted accepted) {
                    assertThat(calls.token(accepted.contactToken().value())).isEmpty();
                }
            }
        }
        for (var command : office.media.commands) {
            if (command instanceof MediaCommand.AnswerLeg answer) {
                assertThat(calls.softphone(answer.leg())).isEmpty();
            }
        }
    }

    /** Per session: no event of a contact after its end, unless it is offered anew. */
    private static void checkStory(List<AgentMessage.Event> events) {
        var over = new HashSet<String>();
        for (var event : events) {
            switch (event) {
                case AgentMessage.ContactOffered offered -> over.remove(offered.contactId());
                case AgentMessage.ContactEnded ended ->
                        assertThat(over.add(ended.contactId())).as("ended once").isTrue();
                case AgentMessage.ContactAccepted e -> assertIn(over, e.contactId());
                case AgentMessage.ContactConnected e -> assertIn(over, e.contactId());
                case AgentMessage.ContactProgress e -> assertIn(over, e.contactId());
                case AgentMessage.ContactRoster e -> assertIn(over, e.contactId());
                case AgentMessage.ContactTalkers e -> assertIn(over, e.contactId());
                case AgentMessage.ContactTransferFailed e -> assertIn(over, e.contactId());
                case AgentMessage.ContactSupervision e -> assertIn(over, e.contactId());
                case AgentMessage.ContactMicrophone e -> assertIn(over, e.contactId());
                case AgentMessage.ContactDigit e -> assertIn(over, e.contactId());
                case AgentMessage.ContactQuality e -> assertIn(over, e.contactId());
                case AgentMessage.StateChanged _,
                        AgentMessage.Watched _,
                        AgentMessage.EndSession _,
                        AgentMessage.EndLeg _,
                        AgentMessage.StandLeg _ -> {}
            }
        }
    }

    private static void assertIn(Set<String> over, String contact) {
        assertThat(over).as("nothing after the end").doesNotContain(contact);
    }

    private AgentRow row(AgentKey agent) {
        return office.switchboard.routing().board().row(agent).orElseThrow();
    }
}
