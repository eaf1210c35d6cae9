package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Far ends of two SIP calls that leave the other sides to each other (REFER with Replaces). */
class AttendedReferTest {
    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    hook CustomerHold onhold
                                    hook CustomerQueue waiting
                                    target sales
                                    enter
                                    """)
                            .flow("onhold", "round please")
                            .flow("waiting", "round patience")
                            .book());
    private final Agent ann = centre.available("ann");

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private CallId talks(Agent agent, String dialog) {
        var call = centre.calls(dialog);
        centre.takes(agent);
        return call;
    }

    private void adds(Agent agent, String number) {
        centre.does(agent, new ContactVerb.Add(new Target.ToNumber(new Private(number))));
        centre.answers();
    }

    private static boolean isOver(Centre centre, String dialog) {
        return centre.office.trunks.dialog(dialog).stage == TrunkDouble.Stage.OVER;
    }

    @Test
    void leaveThoseInOneCallToEachOther() {
        var bob = centre.signsIn("bob");
        var call = talks(ann, "d1");
        centre.becomes(bob, "available");
        centre.does(ann, new ContactVerb.Add(new Target.ToAgent("bob")));
        centre.takes(bob);
        adds(ann, "+442079460777");
        var other = centre.dialog(call, "777");

        centre.farEnds.refers("d1", "", other);

        centre.sounds(call, "ann+bob");
        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 200);
        assertThat(isOver(centre, "d1")).isTrue();
        assertThat(isOver(centre, other)).isTrue();
    }

    @Test
    void endACallInWhichNobodyElseIsLeft() {
        var call = talks(ann, "d1");
        adds(ann, "+442079460777");

        centre.farEnds.refers("d1", "", centre.dialog(call, "777"));

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.TRANSFERRED);
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @Test
    void makeOneCallOfTwo() {
        var one = talks(ann, "d1");
        var bob = centre.available("bob");
        var two = talks(bob, "d2");
        var contact = centre.office.contactOf(bob);
        var leg = centre.leg(two, "bob");

        centre.farEnds.refers("d1", "", "d2");

        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 200);
        assertThat(centre.office.media.commands)
                .filteredOn(MediaCommand.MoveLeg.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        MediaCommand.MoveLeg.class,
                        move -> {
                            assertThat(move.call()).isEqualTo(two);
                            assertThat(move.leg()).isEqualTo(leg);
                            assertThat(move.target()).isEqualTo(one);
                        });
        assertThat(isOver(centre, "d1")).isTrue();
        assertThat(isOver(centre, "d2")).isTrue();
        assertThat(centre.isOver(two)).isTrue();
        centre.sounds(one, "ann+bob");
        assertThat(centre.office.contactOf(bob)).isEqualTo(contact);
        assertThat(centre.office.eventsOf(bob))
                .noneMatch(AgentMessage.ContactEnded.class::isInstance)
                .noneMatch(AgentMessage.EndLeg.class::isInstance);
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.TRANSFERRED);

        centre.hangsUp(bob);

        assertThat(centre.isOver(one)).isTrue();
        assertThat(centre.state(ann)).isEqualTo("available");
        assertThat(centre.state(bob)).isEqualTo("available");
        assertThat(centre.office.errands.ends())
                .containsExactly(EndCause.TRANSFERRED, EndCause.AGENT_HUNG_UP);
    }

    @Test
    void leaveAgentsWithEverythingTheyCanDo() {
        var one = talks(ann, "d1");
        var bob = centre.available("bob");
        talks(bob, "d2");
        centre.farEnds.refers("d1", "", "d2");
        var eve = centre.available("eve");

        centre.does(bob, new ContactVerb.Hold(null, true));
        centre.sounds(one, "ann:music");
        centre.does(bob, new ContactVerb.Hold(null, false));
        centre.losesAudio(one, "bob");
        centre.connects(bob);
        centre.sounds(one, "ann+bob");
        centre.transfers(bob, new Target.ToAgent("eve"));
        centre.takes(eve);

        centre.sounds(one, "ann+eve");
        assertThat(centre.ended(bob)).isEqualTo("transferred");
    }

    @Test
    void takeTheOthersOfACallAlong() {
        var one = talks(ann, "d1");
        var bob = centre.available("bob");
        talks(bob, "d2");
        adds(bob, "+442079460777");

        centre.farEnds.refers("d1", "", "d2");
        centre.sounds(one, "777+ann+bob");
        centre.hangsUp(bob);
        centre.sounds(one, "777+ann");
        centre.hangsUp(centre.dialog(one, "777"));

        assertThat(centre.isOver(one)).isTrue();
    }

    @Test
    void joinEvenTheCustomersOfTwoCalls() {
        var one = talks(ann, "d1");
        adds(ann, "+442079460777");
        var bob = centre.available("bob");
        var two = talks(bob, "d2");
        adds(bob, "+442079460888");
        // The third parties are the same far end, which leaves its customers to each other.
        centre.farEnds.refers(centre.dialog(one, "777"), "", centre.dialog(two, "888"));

        centre.hangsUp(ann);
        centre.hangsUp(bob);

        centre.sounds(one, "customer<customer");
        centre.hangsUp("d2");
        assertThat(centre.isOver(one)).isTrue();
        assertThat(centre.office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
    }

    @Test
    void takeNoSupervisorAlong() {
        var one = talks(ann, "d1");
        var bob = centre.available("bob");
        talks(bob, "d2");
        var sue = centre.signsIn("sue");
        centre.office.ask(
                new AgentMessage.OnContact(
                        sue,
                        centre.office.contactOf(bob),
                        new ContactVerb.Supervise(Supervision.MONITOR)));
        centre.connects(sue);

        centre.farEnds.refers("d1", "", "d2");

        centre.sounds(one, "ann+bob");
        assertThat(centre.people(one)).containsExactlyInAnyOrder("ann", "bob");
        assertThat(centre.ended(sue)).isEqualTo("agent-hung-up");
        assertThat(centre.office.contactOf(sue)).isEqualTo("none");
    }

    @Test
    void takeWhoeverWasOnHoldOffHoldAndTellThemNothingMore() {
        var one = talks(ann, "d1");
        adds(ann, "+442079460777");
        var bob = centre.available("bob");
        var two = talks(bob, "d2");
        adds(bob, "+442079460888");
        centre.does(bob, new ContactVerb.Hold(centre.party(two, "customer").id().value(), true));
        centre.sounds(two, "888+bob customer:please");

        centre.farEnds.refers(centre.dialog(one, "777"), "", centre.dialog(two, "888"));

        centre.hangsUp("d1");
        centre.sounds(one, "ann+bob+customer");
    }

    @Test
    void bringAnAgentIntoAConsultation() {
        var one = talks(ann, "d1");
        var bob = centre.available("bob");
        talks(bob, "d2");
        var eve = centre.available("eve");
        centre.does(ann, new ContactVerb.Consult(new Target.ToAgent("eve")));
        centre.takes(eve);
        centre.sounds(one, "ann+eve customer:please");

        centre.farEnds.refers("d1", "", "d2");

        centre.sounds(one, "ann+bob+eve");
    }

    @Test
    void takeThePlaceOfWhoeverWaitsInAQueue() {
        var one = talks(ann, "d1");
        var two = centre.calls("d2");
        centre.sounds(two, "customer:patience");

        centre.farEnds.refers("d2", "", "d1");

        assertThat(centre.isOver(one)).isTrue();
        centre.sounds(two, "ann:music");
        var bob = centre.available("bob");
        centre.takes(bob);
        centre.sounds(two, "ann+bob");
    }

    @Test
    void areRefusedWhenTheOtherCallIsOverOrNobodyIsInIt() {
        var one = talks(ann, "d1");
        centre.calls("d2");
        centre.farEnds.refers("d1", "", "d0");
        centre.farEnds.refers("d1", "", "d1");
        centre.farEnds.refers("d1", "", "d2");

        assertThat(centre.farEnds.reported("d1")).containsExactly(503, 503, 503);
        centre.sounds(one, "ann+customer");
    }
}
