package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallState.Queued;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.gateway.call.MediaDouble.Hearing;
import dev.crosspoint.gateway.call.TrunkDouble.Stage;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** What is true of a call centre at every moment. */
final class OfficeRules {
    private final Office office;

    OfficeRules(Office office) {
        this.office = office;
    }

    /** To be called after every step with every call there ever was. */
    void check(List<CallId> calls) {
        assertThat(office.trunks.violations).isEmpty();
        int queued = 0;
        var held = new HashSet<AgentKey>();
        for (var live : office.switchboard.calls().all()) {
            var state = live.state();
            var facts = state.facts();
            queued += state instanceof Queued ? 1 : 0;
            var agent = state.agent();
            if (agent != null) {
                assertThat(held.add(agent.agent())).as("one contact per agent").isTrue();
                assertThat(row(agent.agent()).contact()).isEqualTo(facts.contactId());
                assertThat(row(agent.agent()).state()).isEqualTo(AgentBoard.BUSY);
            }
            if (state instanceof Talking talking) {
                checkTalking(talking);
            }
        }
        assertThat(office.switchboard.waiting()).as("who waits is queued").isEqualTo(queued);
        for (var name : Office.AGENTS) {
            var key = new AgentKey(Office.TENANT, name);
            assertThat(row(key).contact() != null)
                    .as("who is engaged is held")
                    .isEqualTo(held.contains(key));
        }
        checkEnded(calls);
    }

    private void checkTalking(Talking talking) {
        if (!office.media.refusals.isEmpty()) {
            return;
        }
        var room = office.media.room(talking.facts().call());
        var softphone = Objects.requireNonNull(talking.holder().softphone());

        var customer = talking.facts().customer().leg();
        assertThat(room.plays).isEmpty();
        assertThat(room.legs).contains(customer, softphone.leg());
        assertThat(room.hearing).contains(new Hearing(softphone.leg(), customer));
        assertThat(room.hearing.contains(new Hearing(customer, softphone.leg())))
                .isEqualTo(!talking.holder().muted());
    }

    private void checkEnded(List<CallId> calls) {
        for (var call : calls) {
            if (office.switchboard.calls().call(call).isEmpty()) {
                assertThat(office.media.rooms).as("media of an ended call").doesNotContainKey(call);
                var commands =
                        office.media.commands.stream().filter(c -> c.call().equals(call)).toList();
                assertThat(commands.getLast()).isInstanceOf(MediaCommand.CloseCall.class);
                assertThat(commands.stream().filter(MediaCommand.CloseCall.class::isInstance))
                        .hasSize(1);
            }
        }
        office.trunks.dialogs.forEach((name, dialog) -> {
            if (office.switchboard.calls().dialog(name).isEmpty()) {
                assertThat(dialog.stage).as("SIP call of an ended call").isEqualTo(Stage.OVER);
            }
            assertThat(dialog.endings).isLessThanOrEqualTo(1);
        });
    }

    /** After everybody has left. */
    void checkNothingLeft() {
        assertThat(office.switchboard.activeCalls()).isZero();
        assertThat(office.switchboard.nextDeadlineNanos()).isEmpty();
        assertThat(office.media.rooms).isEmpty();
        office.events.values().forEach(OfficeRules::checkStory);
    }

    /** Per session: no event of a contact after its end, unless it is offered anew. */
    private static void checkStory(List<AgentMessage.Event> events) {
        var over = new HashSet<String>();
        for (var event : events) {
            switch (event) {
                case AgentMessage.ContactOffered offered -> over.remove(offered.contactId());
                case AgentMessage.ContactEnded ended ->
                        assertThat(over.add(ended.contactId())).as("ended once").isTrue();
                case AgentMessage.ContactAccepted e ->
                        assertThat(over).doesNotContain(e.contactId());
                case AgentMessage.ContactConnected e ->
                        assertThat(over).doesNotContain(e.contactId());
                case AgentMessage.ContactProgress e ->
                        assertThat(over).doesNotContain(e.contactId());
                case AgentMessage.ContactMuted e -> assertThat(over).doesNotContain(e.contactId());
                case AgentMessage.ContactDigit e -> assertThat(over).doesNotContain(e.contactId());
                case AgentMessage.ContactQuality e ->
                        assertThat(over).doesNotContain(e.contactId());
                case AgentMessage.StateChanged _,
                        AgentMessage.EndSession _,
                        AgentMessage.EndLeg _ -> {}
            }
        }
    }

    private AgentRow row(AgentKey agent) {
        return office.switchboard.board().row(agent).orElseThrow();
    }
}
