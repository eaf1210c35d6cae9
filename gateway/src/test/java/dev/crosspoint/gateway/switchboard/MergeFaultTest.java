package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two calls that become one, and media that does not hand over the legs. */
class MergeFaultTest {
    private final Centre centre = new Centre(FlowFixtures.straightToSales());
    private final Agent ann = centre.available("ann");
    private final CallId one = talks(ann, "d1");
    private final Agent bob = centre.available("bob");
    private final CallId two = talks(bob, "d2");

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private CallId talks(Agent agent, String dialog) {
        var call = centre.calls(dialog);
        centre.takes(agent);
        return call;
    }

    private void merge(MediaError refusal) {
        centre.office.media.refusals.put(MediaCommand.MoveLeg.class, refusal);
        centre.farEnds.refers("d1", "", "d2");
        centre.office.media.refusals.clear();
        centre.check();
    }

    @Test
    void bringsAnAgentBackWhoseAudioCannotBeMoved() {
        merge(MediaError.NO_CAPACITY);
        centre.sounds(one, "ann:music");

        centre.connects(bob);

        centre.sounds(one, "ann+bob");
    }

    @Test
    void endsTheCallOfAnAgentWhoseAudioCannotBeMovedAndNeverComesBack() {
        merge(MediaError.NO_CAPACITY);

        centre.pass(75);

        assertThat(centre.isOver(one)).isTrue();
        assertThat(centre.ended(bob)).isEqualTo("media-lost");
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @Test
    void losesSomebodyOutsideWhoseAudioCannotBeMoved() {
        centre.does(bob, new ContactVerb.Add(new Target.ToNumber(new Private("+442079460777"))));
        centre.answers();
        var third = centre.dialog(two, "777");
        centre.hangsUp(bob);
        centre.sounds(two, "777+customer");

        merge(MediaError.UNKNOWN_LEG);

        assertThat(centre.isOver(one)).isTrue();
        assertThat(centre.office.trunks.dialog(third).stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @Test
    void closesTheAudioOfWhoeverLeavesWhileItIsOnItsWay() {
        var cat = centre.available("cat");
        centre.does(bob, new ContactVerb.Add(new Target.ToAgent("cat")));
        centre.takes(cat);
        var bobs = centre.leg(two, "bob");
        centre.office.errands.mediaIsSlow = true;
        centre.farEnds.refers("d1", "", "d2");

        centre.hangsUp(bob);
        centre.office.errands.mediaIsSlow = false;
        centre.office.mediaAnswers();
        centre.check();

        assertThat(centre.office.media.has(one, bobs)).isFalse();
        centre.sounds(one, "ann+cat");
    }

    @Test
    void endsWhenMediaHasLostTheCall() {
        merge(MediaError.INTERNAL);

        assertThat(centre.isOver(one)).isTrue();
        assertThat(centre.isOver(two)).isTrue();
        assertThat(centre.state(bob)).isEqualTo("available");
    }
}
