package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Uma gets at the desktop and by the control API, who may listen and nothing else. */
class RightTest {
    private static final AgentKey SUE = new AgentKey(Office.TENANT, "sue");
    private static final AgentKey UMA = new AgentKey(Office.TENANT, "uma");
    private static final Target BOB = new Target.ToAgent("bob");
    private static final Reply DONE = new Reply.Done();

    private final Office office = new Office(FlowFixtures.straightToSales());
    private final Agent uma = office.signIn("uma");

    @ParameterizedTest
    @ValueSource(strings = {"available", "lunch"})
    void leavesTheStatesOfWorkToAgents(String state) {
        assertThat(office.ask(new AgentMessage.SetState(uma, state)))
                .isEqualTo(lacking("BasicAgentAccess or ChangeAgentState"));
        assertThat(office.switchboard.routing().board().row(UMA).orElseThrow().state())
                .isEqualTo("offline");
    }

    @Test
    void letsEverybodyGoOffline() {
        assertThat(office.ask(new AgentMessage.SetState(uma, "offline"))).isEqualTo(DONE);
        office.ask(new ControlMessage.SetState(SUE, "uma", "available"));

        assertThat(office.ask(new AgentMessage.SetState(uma, "offline"))).isEqualTo(DONE);

        assertThat(office.switchboard.routing().board().row(UMA).orElseThrow().state())
                .isEqualTo("offline");
    }

    @Test
    void leavesCallingAndTheDirectoryAndTheDeviceToAgents() {
        office.signIn("bob");

        assertThat(office.ask(new AgentMessage.Dial(uma, BOB)))
                .isEqualTo(lacking("BasicAgentAccess"));
        assertThat(office.ask(new ControlMessage.Dial(UMA, BOB)))
                .isEqualTo(lacking("BasicAgentAccess"));
        assertThat(office.ask(new AgentMessage.ListQuickConnects(uma)))
                .isEqualTo(lacking("BasicAgentAccess"));
        assertThat(office.ask(new AgentMessage.SetDevice(uma, "softphone")))
                .isEqualTo(lacking("BasicAgentAccess"));
        assertThat(office.switchboard.activeCalls()).isZero();
    }

    @Test
    void namesThePermissionToCallNumbers() {
        var ned = office.signIn("ned");

        assertThat(office.ask(new AgentMessage.Dial(ned, number())))
                .isEqualTo(lacking("OutboundCallAccess"));
    }

    @Test
    void leavesAContactThatIsOfferedToWhoeverMayTakeIt() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        office.ask(new ControlMessage.SetState(SUE, "uma", "available"));
        office.does(ann, new ContactVerb.Transfer(new Target.ToAgent("uma")));
        var contact = office.contactOf(uma);
        assertThat(contact).isNotEqualTo("none");

        for (var verb : ofOnesOwn()) {
            var answer =
                    switch (Right.of(verb)) {
                        case STOP -> lacking("BasicAgentAccess or StopContact");
                        case PASS_ON -> lacking("BasicAgentAccess or TransferContact");
                        case PAUSE_RECORDING -> lacking("BasicAgentAccess or SuspendRecording");
                        case HANDLE, WORK, CHOOSE_STATE, SUPERVISE -> lacking("BasicAgentAccess");
                    };
            assertThat(office.ask(uma, verb)).as("%s", verb).isEqualTo(answer);
            assertThat(office.ask(new ControlMessage.Act(UMA, contact, verb))).isEqualTo(answer);
        }
        assertThat(office.contactOf(uma)).isEqualTo(contact);
    }

    private static List<ContactVerb> ofOnesOwn() {
        return List.of(
                new ContactVerb.Accept(),
                new ContactVerb.Reject(),
                new ContactVerb.HangUp(),
                new ContactVerb.End(),
                new ContactVerb.Hold(null, true),
                new ContactVerb.Mute(null, true),
                new ContactVerb.PauseRecording(true),
                new ContactVerb.SendDigits(null, new Private("1")),
                new ContactVerb.Transfer(BOB),
                new ContactVerb.Consult(BOB),
                new ContactVerb.Add(BOB),
                new ContactVerb.Complete(),
                new ContactVerb.Swap(),
                new ContactVerb.Join(),
                new ContactVerb.Cancel(),
                new ContactVerb.Remove("p1"));
    }

    @Test
    void leavesToListenersTheContactThatTheyListenWith() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        office.take(ann);
        var listen = new ContactVerb.Supervise(Supervision.MONITOR);

        assertThat(office.ask(new AgentMessage.OnContact(uma, office.contactOf(ann), listen)))
                .isEqualTo(DONE);
        office.connectSoftphone(uma, "leg-uma");
        assertThat(office.hearing(call)).contains("uma<customer");
        office.does(uma, new ContactVerb.Mute(null, true));
        office.does(uma, new ContactVerb.HangUp());
        assertThat(office.contactOf(uma)).isEqualTo("none");

        office.ask(new AgentMessage.OnContact(uma, office.contactOf(ann), listen));
        var own = office.contactOf(uma);
        assertThat(office.ask(new ControlMessage.Act(UMA, own, new ContactVerb.HangUp())))
                .isEqualTo(DONE);
    }

    private static Target number() {
        return new Target.ToNumber(new Private("+442079460123"));
    }

    private static Reply lacking(String permissions) {
        return new Reply.Refused(
                AgentError.ACCESS_DENIED, "your security profile lacks " + permissions);
    }
}
