package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever listens is on record from the beginning to the end, and before anything is heard. */
class SupervisionRecordTest {
    private final Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sue monitors ann, sue hangs up                   | sue monitor ann, sue ends
                    sue barges ann, sue connects, sue hangs up       | sue barge ann, sue ends
                    sue whispers ann, sue connects, sue whispers ann | sue whisper ann, sue whisper ann
                    sue monitors ann, sue connects, ann hangs up     | sue monitor ann, sue ends
                    sue monitors ann, customer hangs up              | sue monitor ann, sue ends
                    sue monitors ann, ann ends                       | sue monitor ann, sue ends
                    sue monitors ann, 20s pass                       | sue monitor ann, sue ends
                    sue monitors ann, media fails                    | sue monitor ann, sue ends
                    sue barges ann, sue connects, ann removes sue    | sue barge ann, sue ends
                    sue monitors ann, tom barges ann, sue hangs up   | sue monitor ann, tom barge ann, sue ends
                    bob monitors ann !ACCESS_DENIED                  | ''
                    sue monitors cat !NOT_FOUND                      | ''
                    ann adds bob, sue monitors bob !CONFLICT         | ''
                    """)
    void notesWhoListensToWhomAndHow(String steps, String record) {
        scene.play(steps);

        assertThat(String.join(", ", scene.news.audits())).isEqualTo(record);
    }

    @Test
    void namesTheContactThatIsListenedTo() {
        scene.play("ann adds bob, bob takes");
        var contact = scene.office.contactOf(scene.agent("bob"));

        scene.play("sue monitors bob, sue hangs up");
        assertThat(scene.office.errands.all)
                .filteredOn(errand ->
                        errand instanceof Errand.Audit || errand instanceof Errand.AuditFirst)
                .satisfiesExactly(
                        begun ->
                                assertThat(((Errand.AuditFirst) begun).deed())
                                        .isEqualTo(
                                                new Deed.Supervised(
                                                        contact, "bob", Supervision.MONITOR)),
                        ended ->
                                assertThat(((Errand.Audit) ended).deed())
                                        .isEqualTo(new Deed.EndedSupervision(contact)));
    }

    @Test
    void doesNothingUntilItIsOnRecord() {
        scene.office.errands.takesRecord = false;
        scene.agent("sue");
        var sue = scene.agent("sue");
        var contact = scene.office.contactOf(scene.agent("ann"));
        long ticket =
                scene.office.askLater(
                        new AgentMessage.OnContact(
                                sue, contact, new ContactVerb.Supervise(Supervision.BARGE)));

        assertThat(scene.office.replies).doesNotContainKey(ticket);
        assertThat(scene.office.contactOf(sue)).isEqualTo("none");

        var asked = scene.office.errands.unrecorded.getFirst();
        scene.office.desk.onRecord(asked, scene.office.nowNanos);
        scene.office.errands.run();
        assertThat(scene.office.replies.get(ticket)).isEqualTo(new AgentMessage.Reply.Done());
        assertThat(scene.office.contactOf(sue)).isNotEqualTo("none");
    }

    @Test
    void looksAgainWhetherItCanBeDoneOnceItIsOnRecord() {
        scene.office.errands.takesRecord = false;
        scene.agent("sue");
        var sue = scene.agent("sue");
        var contact = scene.office.contactOf(scene.agent("ann"));
        long ticket =
                scene.office.askLater(
                        new AgentMessage.OnContact(
                                sue, contact, new ContactVerb.Supervise(Supervision.MONITOR)));
        scene.play("customer hangs up");

        scene.office.desk.onRecord(
                scene.office.errands.unrecorded.getFirst(), scene.office.nowNanos);
        scene.office.errands.run();

        assertThat(scene.office.replies.get(ticket)).isInstanceOf(AgentMessage.Reply.Refused.class);
        assertThat(scene.office.contactOf(sue)).isEqualTo("none");
    }

    @Test
    void comesBeforeAnythingIsHeard() {
        scene.play("sue monitors ann, sue connects, sue whispers ann, sue barges ann");
        int audits = 0;
        int heard = 0;
        for (var errand : scene.office.errands.all) {
            if (errand instanceof Errand.AuditFirst) {
                audits++;
            } else if (errand instanceof Errand.ToMedia(_, var command, _)
                    && command instanceof MediaCommand.EditHearing edit) {
                for (var change : edit.edits()) {
                    heard += checkRecord(change, audits);
                }
            }
        }
        assertThat(audits).isEqualTo(3);
        assertThat(heard).as("sue hears two, and two hear her").isEqualTo(4);
    }

    /** Answers 1 for a change that Sue has to do with. */
    private int checkRecord(MediaCommand.EditHearing.Edit change, int audits) {
        var sue = scene.leg("sue");
        if (change.listener().equals(sue)) {
            assertThat(audits).as("she hears somebody once she monitors").isPositive();
            return 1;
        }
        if (change.source().equals(sue)) {
            boolean byAnn = change.listener().equals(scene.leg("ann"));
            assertThat(audits)
                    .as("she is heard once she whispers, barges")
                    .isEqualTo(byAnn ? 2 : 3);
            return 1;
        }
        return 0;
    }
}
