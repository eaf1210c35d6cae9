package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.media.audio.Tone;
import java.util.ArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How soon a command shows in the packets that the gateway sends; in every mode: EditInTimeTest.
 */
class HearingInTimeIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final int ROUNDS = 10;

    /** From the reply on; a machine with other work delays some packets by more. */
    private static final double WITHIN_MS = 40;

    @Test
    void changesThePacketsWithinTwoOfThemAfterTheReply(Rig rig) throws Exception {
        var alice = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            customer.awaitHears(Rig.AGENT_HZ);
            var agent = rig.program(Rig.AGENT);
            var contact = rig.program(Rig.CAROL).contactOf(Rig.AGENT);

            var delays = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                boolean held = round % 2 == 0;
                int before = customer.ear().heardMs();
                double replied = agent.hold(contact, held);
                double shown = customer.ear().sinceMs(before, hears(held));
                delays.add(Math.max(0, shown - replied));
            }
            delays.sort(null);
            assertThat(delays.get(ROUNDS / 2)).as("%s", delays).isLessThanOrEqualTo(WITHIN_MS);
            assertThat(delays.getLast()).as("%s", delays).isLessThan(RtpProbe.STALL_MS);
            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    /** The music alone, or the agent alone. */
    private static Predicate<float[]> hears(boolean held) {
        int there = held ? Rig.MUSIC_HZ : Rig.AGENT_HZ;
        int gone = held ? Rig.AGENT_HZ : Rig.MUSIC_HZ;
        return packet ->
                Tone.amplitude(packet, 8000, there) > Ear.SPOKEN_AMPLITUDE / 2
                        && Tone.amplitude(packet, 8000, gone) < Ear.SPOKEN_AMPLITUDE / 10;
    }
}
