package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A PBX transfers its calls by REFER, and is asked to. */
class ReferIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private AgentPage alice;
    private AgentPage bob;

    @BeforeEach
    void bothAreThere(Rig rig) {
        alice = rig.page();
        bob = rig.colleague(Rig.BOB);
    }

    @Test
    void callsWhomACallerTransfersTo(Rig rig) throws Exception {
        try (var audio = RtpProbe.open(Rig.PBX_ADDRESS, Rig.CUSTOMER_HZ);
                var sipp = rig.playAsPbx("refer-in-blind", audio, "-key", "target", Rig.EXTERNAL)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            Rig.awaitHears(audio, Rig.AGENT_HZ);

            sipp.goOn();
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
            sipp.awaitSuccess(LIMIT);
            assertThat(sipp.log()).last().asString().contains("transfer: SIP/2.0 200");
            alice.awaitHears(Rig.EXTERNAL_HZ);
            Rig.awaitHears(rig.outside().ear(), Rig.AGENT_HZ);
            alice.hangUp();
            rig.outside().await("CALL_CLOSED", Rig.EXTERNAL, LIMIT);
        }
    }

    @Test
    void connectsTheTwoWhomACallerHasCalled(Rig rig) throws Exception {
        try (var audio = RtpProbe.open(Rig.PBX_ADDRESS, Rig.CUSTOMER_HZ);
                var consulted = RtpProbe.open(Rig.PBX_ADDRESS, Rig.OTHER_CUSTOMER_HZ);
                var sipp =
                        rig.playAsPbx(
                                "refer-in-attended",
                                audio,
                                "-key",
                                "consulted",
                                Rig.EXPERTS_NUMBER,
                                "-key",
                                "consult_port",
                                String.valueOf(consulted.port()))) {
            alice.answer();
            bob.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            bob.awaitHears(Rig.OTHER_CUSTOMER_HZ);

            sipp.goOn();
            sipp.awaitSuccess(LIMIT);
            assertThat(sipp.log()).last().asString().contains("transfer: SIP/2.0 200");
            alice.awaitHears(Rig.BOB_HZ);
            bob.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            bob.awaitIdle();
        }
    }

    @Test
    void asksThePbxToTakeTheTransferOver(Rig rig) throws Exception {
        try (var audio = RtpProbe.open(Rig.PBX_ADDRESS, Rig.CUSTOMER_HZ);
                var sipp =
                        rig.playAsPbx(
                                "refer-out",
                                audio,
                                "-key",
                                "outcome",
                                "200 OK",
                                "-set",
                                "done",
                                "1")) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            alice.transferTo(Rig.EXTERNAL);

            sipp.awaitSuccess(LIMIT);
            assertThat(sipp.log()).last().asString().contains("refer to: <sip:+4930901821@");
            alice.awaitIdle();
        }
    }

    @Test
    void takesTheCallBackFromAPbxThatCouldNot(Rig rig) throws Exception {
        try (var audio = RtpProbe.open(Rig.PBX_ADDRESS, Rig.CUSTOMER_HZ);
                var sipp =
                        rig.playAsPbx(
                                "refer-out",
                                audio,
                                "-key",
                                "outcome",
                                "486 Busy Here",
                                "-set",
                                "done",
                                "0")) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            alice.transferTo(Rig.EXTERNAL);

            alice.awaitTransferFailed("busy");
            alice.awaitHears(Rig.CUSTOMER_HZ);
            Rig.awaitHears(audio, Rig.AGENT_HZ);
            alice.hangUp();
            sipp.awaitSuccess(LIMIT);
        }
    }
}
