package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactView.Participant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contacts that wait too long in one queue and go on in another. */
class OverflowInCallsTest {
    private final Centre centre =
            new Centre(
                    Plan.of(
                                    FlowScript.flows()
                                            .flow(
                                                    "inbound",
                                                    """
                                                    hook CustomerQueue waiting
                                                    target sales
                                                    enter
                                                    """)
                                            .flow("waiting", "round patience hello")
                                            .flow("unused", "target service\nenter")
                                            .book())
                            .overflow("sales", 30, "service")
                            .office(true));

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private String queueOf(CallId call) {
        return centre.office.state(call).facts().queue();
    }

    @Test
    void moveOnAndAreOfferedUnderTheOthersName() {
        var cat = centre.available("cat");
        var call = centre.calls("d1");
        centre.pass(29);
        assertThat(queueOf(call)).isEqualTo("Sales");
        assertThat(centre.rings(cat)).isFalse();

        centre.pass(1);

        assertThat(queueOf(call)).isEqualTo("Service");
        assertThat(centre.office.last(cat, AgentMessage.ContactOffered.class).queue())
                .isEqualTo("Service");
        centre.takes(cat);
        centre.sounds(call, "cat+customer");
        assertThat(centre.office.last(cat, AgentMessage.ContactRoster.class).view().queue())
                .isEqualTo("Service");
    }

    @Test
    void areSeenInTheOtherQueueBySupervisors() {
        var sue = centre.signsIn("sue");
        centre.office.ask(new AgentMessage.Watch(sue, true));
        centre.calls("d1");
        assertThat(seat(sue)).isEqualTo("Sales");

        centre.pass(30);

        assertThat(seat(sue)).isEqualTo("Service");
        assertThat(centre.office.last(sue, AgentMessage.ContactSeen.class).view().queue())
                .isEqualTo("Service");
    }

    private String seat(Agent sue) {
        return centre
                .office
                .last(sue, AgentMessage.ContactSeen.class)
                .view()
                .participants()
                .stream()
                .filter(participant -> participant.role().equals("agent"))
                .map(Participant::name)
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void hearTheirFlowGoOn() {
        var call = centre.calls("d1");
        centre.ends(call, "customer");
        centre.sounds(call, "customer:hello");

        centre.pass(30);

        centre.sounds(call, "customer:hello");
    }

    @Test
    void haveRoomInTheOtherHoweverFullItIs() {
        for (int i = 1; i <= 3; i++) {
            centre.calls("d" + i);
        }
        centre.pass(30);
        for (int i = 4; i <= 6; i++) {
            centre.calls("d" + i);
        }
        centre.pass(30);

        assertThat(centre.waiting()).isEqualTo(6);
        assertThat(centre.dialogOf(centre.available("cat"))).isEqualTo("d1");
    }

    @Test
    void moveOnAtOnceWhenTheyRangForTooLong() {
        centre.calls("d1");
        centre.pass(15);
        var bob = centre.available("bob");
        centre.pass(15);
        assertThat(centre.rings(bob)).isTrue();

        centre.pass(5);

        assertThat(centre.state(bob)).isEqualTo("missed");
        assertThat(queueOf(centre.call("d1"))).isEqualTo("Service");
        assertThat(centre.dialogOf(centre.available("cat"))).isEqualTo("d1");
    }

    @Test
    void areStillForAnAgentWhoIsFreeInTheMomentTheyRangForTooLong() {
        centre.calls("d1");
        centre.pass(15);
        centre.available("bob");
        centre.pass(10);
        var eve = centre.available("eve");

        centre.pass(10);

        assertThat(centre.dialogOf(eve)).isEqualTo("d1");
    }
}
