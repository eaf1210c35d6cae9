package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.e2e.RecordedCall.Plan;
import dev.crosspoint.gateway.e2e.RecordedCall.Trunk;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is recorded of a call is found, heard, accounted for, kept and deleted in the console. */
class ConsoleIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    /** A contact of the agent with one recording, both delivered and over. */
    private record Recorded(String contact, String recording) {}

    @Test
    void showsWhoListenedToWhichSecondsOfACallThatWasFoundByItsNumber(Rig rig) throws Exception {
        var call = recorded(rig);
        try (var console = ConsolePage.open(rig, Rig.CAROL)) {
            console.awaitFound(Rig.CUSTOMER, call.contact());
            assertThat(console.url()).doesNotContain(Rig.CUSTOMER.substring(1));
            console.picture("console-contacts");

            console.openFound(call.contact());
            console.soloByKey("agent");
            console.soloByKey("both");
            console.playTo(2);
            console.awaitListener(Rig.CAROL, Pattern.compile("heard 0:00–0:0[2-9]"));
            console.picture("console-contact");

            console.showTrailOf(call.recording());
            assertThat(console.events("ReportListening").first())
                    .containsText("carol listened to 0:00–0:0");
            assertThat(console.events("ListenToRecording").first()).isVisible();
            console.picture("console-audit");
        }
        assertThat(rig.auditTrail())
                .contains("\"ReportListening\"", "\"ListenToRecording\"", call.recording())
                .doesNotContain(Rig.CUSTOMER);
    }

    @Test
    void deletesARecordingForAReasonOnceItsLegalHoldIsOver(Rig rig) throws Exception {
        var call = recorded(rig);
        try (var console = ConsolePage.open(rig, Rig.CAROL)) {
            console.awaitFound(Rig.CUSTOMER, call.contact());
            console.openFound(call.contact());

            console.the("recording-hold").click();
            assertThat(console.the("recording-notice"))
                    .containsText("Under legal hold by " + Rig.CAROL);
            assertThat(console.the("recording-delete")).isDisabled();
            console.the("recording-hold").click();
            assertThat(console.the("recording-delete")).isEnabled();

            console.deleteRecording("test-call");
            assertThat(console.the("recording-notice")).containsText("A test call");
            assertThat(console.the("player")).hasCount(0);
        }
        assertThat(rig.auditTrail())
                .contains("\"HoldRecording\"", "\"DeleteRecording\"", "\"test-call\"");
    }

    @Test
    void keepsOneSignInOverPhoneLiveContactsAndConsole(Rig rig) {
        var carol = rig.colleague(Rig.CAROL);
        carol.the("to-console").click();
        assertThat(carol.the("page-contacts")).isVisible();
        assertThat(carol.the("who")).hasText(Rig.CAROL_NAME);
        carol.the("to-audit").click();
        assertThat(carol.the("trail-event").first()).isVisible();
        carol.page().goBack();
        assertThat(carol.the("page-contacts")).isVisible();
        carol.the("to-live").click();
        assertThat(carol.the("live")).isVisible();
    }

    /** Some seconds of talk, recorded on both sides. */
    private static Recorded recorded(Rig rig) throws Exception {
        var plan = new Plan(Mode.BOTH, Trunk.PCMU);
        try (var call =
                RecordedCall.place(rig, rig.events(), plan, Speaker.ALICE, Speaker.CUSTOMER)) {
            call.connect();
            for (int i = 0; i < 5; i++) {
                call.talk();
            }
            call.hangUp();
            var contact = call.contactOf(Speaker.ALICE);
            var row = rig.program(Rig.CAROL).awaitErased(contact);
            return new Recorded(contact, row.getString("recordingId"));
        }
    }
}
