package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine that stood still, and everything that should have happened meanwhile. */
class LateClockTest {
    private final Centre centre =
            new Centre(
                    Plan.of(
                                    FlowScript.flows()
                                            .flow(
                                                    "inbound",
                                                    """
                                                    hook CustomerQueue waiting
                                                    hook CustomerWhisper whisper
                                                    target sales
                                                    enter
                                                    """)
                                            .flow("waiting", "wait 10\nround patience")
                                            .flow("whisper", "wait 100")
                                            .flow("unused", "target service\nenter")
                                            .book())
                            .overflow("sales", 30, "service")
                            .afterContactWork(30)
                            .office(true));

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void catchesUpWithWorkWhispersRingingAndQueuesInOneGo() {
        var bob = centre.available("bob");
        centre.calls("d1");
        centre.takes(bob);
        centre.pass(60);
        centre.hangsUp(bob);
        assertThat(centre.state(bob)).isEqualTo("after-contact");
        var ann = centre.available("ann");
        var talking = centre.calls("d2");
        centre.takes(ann);
        centre.sounds(talking, "");
        var eve = centre.available("eve");
        centre.calls("d3");
        assertThat(centre.rings(eve)).isTrue();
        var waiting = centre.calls("d4");

        centre.office.nowNanos += 3_600_000_000_000L;
        centre.pass(0);

        centre.sounds(talking, "ann+customer");
        assertThat(centre.state(eve)).isEqualTo("missed");
        assertThat(centre.office.state(waiting).facts().queue()).isEqualTo("Service");
        // Work first, so that Bob is there for whoever comes back from Eve; the queue after that.
        assertThat(centre.dialogOf(bob)).isEqualTo("d3");
        centre.sounds(waiting, "customer:patience");
    }
}
