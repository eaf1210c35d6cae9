package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two agents' pages and a customer: what each button of the page does to who hears whom. */
class ColleaguesIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private AgentPage alice;
    private AgentPage bob;

    @BeforeEach
    void bothAreThere(Rig rig) {
        alice = rig.page();
        bob = rig.colleague(Rig.BOB);
    }

    @Test
    void callsAColleagueHoldsMutesAndTakesBack() {
        alice.callColleague(Rig.BOB_NAME);
        bob.awaitOffer();
        bob.answer();
        alice.awaitConnected();
        alice.awaitRoster(Rig.AGENT_NAME, Rig.BOB_NAME);
        alice.awaitHears(Rig.BOB_HZ);
        bob.awaitHears(Rig.AGENT_HZ);
        alice.awaitTalkers(Rig.AGENT_NAME, Rig.BOB_NAME);

        alice.hold(Rig.BOB_NAME);
        bob.awaitHears(Rig.MUSIC_HZ);
        alice.awaitHears();
        alice.awaitTalkers();
        alice.resume(Rig.BOB_NAME);
        alice.mute(Rig.BOB_NAME);
        bob.awaitHears(Rig.AGENT_HZ);
        alice.awaitHears();
        alice.unmute(Rig.BOB_NAME);
        alice.awaitHears(Rig.BOB_HZ);

        bob.hangUp();
        alice.awaitIdle();
        alice.awaitEnded("Your colleague ended the call");
    }

    @Test
    void consultsSwapsJoinsAndLeavesTheCustomerToTheColleague(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            alice.consult(Rig.BOB_NAME);
            bob.answer();
            alice.awaitConsulting();
            alice.awaitRoster(Rig.CUSTOMER + " held", Rig.AGENT_NAME, Rig.BOB_NAME);
            alice.awaitHears(Rig.BOB_HZ);
            bob.awaitHears(Rig.AGENT_HZ);
            Rig.awaitHears(audio, Rig.MUSIC_HZ);

            alice.swap();
            bob.awaitHears(Rig.MUSIC_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ);
            alice.join();
            alice.awaitHears(Rig.CUSTOMER_HZ, Rig.BOB_HZ);
            bob.awaitHears(Rig.CUSTOMER_HZ, Rig.AGENT_HZ);
            Rig.awaitHears(audio, Rig.AGENT_HZ, Rig.BOB_HZ);

            alice.leave();
            bob.awaitHears(Rig.CUSTOMER_HZ);
            Rig.awaitHears(audio, Rig.BOB_HZ);
            bob.hangUp();
            sipp.awaitSuccess(LIMIT);
        }
    }

    @Test
    void takesTheCallBackWhenTheColleagueDeclinesIt(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            alice.answer();
            alice.transferTo(Rig.BOB_NAME);
            bob.awaitOffer();
            Rig.awaitHears(audio, Rig.MUSIC_HZ);
            bob.decline();

            alice.awaitTransferFailed("The call was declined.");
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);
            alice.awaitHears(Rig.CUSTOMER_HZ);
            Rig.awaitHears(audio, Rig.AGENT_HZ);
            alice.hangUp();
            sipp.awaitSuccess(LIMIT);
        }
    }

    @Test
    void addsAColleagueWhoLeavesOrIsRemovedAndEndsForEverybody(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            alice.answer();
            alice.add(Rig.BOB_NAME);
            bob.answer();
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME, Rig.BOB_NAME);
            bob.leave();
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);
            alice.awaitHears(Rig.CUSTOMER_HZ);

            bob.recover();
            alice.add(Rig.BOB_NAME);
            bob.answer();
            // Her page asks before it removes somebody who is connected, by what it shows.
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME, Rig.BOB_NAME);
            alice.remove(Rig.BOB_NAME);
            bob.awaitEnded("You were taken out of the call");

            bob.recover();
            alice.add(Rig.BOB_NAME);
            bob.answer();
            bob.holdAll();
            alice.awaitHears(Rig.MUSIC_HZ);
            bob.resumeAll();
            bob.endForAll();
            alice.awaitIdle();
            sipp.awaitSuccess(LIMIT);
        }
    }

    @Test
    void callsAConsultationOffAndCompletesAnother(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            alice.answer();
            alice.consult(Rig.BOB_NAME);
            bob.awaitOffer();
            alice.cancel();
            bob.awaitIdle();
            alice.awaitHears(Rig.CUSTOMER_HZ);

            alice.consult(Rig.BOB_NAME);
            bob.answer();
            alice.awaitConsulting();
            alice.complete();
            alice.awaitIdle();
            bob.awaitRoster(Rig.CUSTOMER, Rig.BOB_NAME);
            bob.awaitHears(Rig.CUSTOMER_HZ);
            bob.hangUp();
            sipp.awaitSuccess(LIMIT);
        }
    }
}
