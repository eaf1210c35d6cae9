package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written down of contacts, whatever becomes of them. */
class ContactRecordsTest {
    private Scene scene = Scene.empty();

    private List<ContactRecord> records() {
        return scene.office.errands.records();
    }

    /** The newest record of each contact. */
    private List<ContactRecord> newest() {
        return List.copyOf(RecordRules.newest(records()).values());
    }

    /** {@code method agent queue reason connected|never dialled}. */
    private static String words(ContactRecord record) {
        return record.method().name().toLowerCase(Locale.ROOT)
                + " "
                + (record.agentId() == null ? "nobody" : record.agentId())
                + " "
                + (record.queue().isEmpty() ? "-" : record.queue())
                + (record.times().connectedMs() == null ? " never " : " connected ")
                + record.disconnectReason()
                + record.dialled().stream()
                        .map(each ->
                                " "
                                        + each.by()
                                        + each.number()
                                                .value()
                                                .substring(each.number().value().length() - 3))
                        .reduce("", String::concat);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann becomes available, customer calls, ann takes, customer hangs up           | inbound ann Sales connected customer-hung-up
                    ann becomes available, customer calls, ann takes, ann hangs up                | inbound ann Sales connected agent-hung-up
                    customer calls, customer hangs up                                             | inbound nobody Sales never abandoned
                    ann becomes available, customer calls, customer hangs up                      | inbound ann Sales never abandoned
                    ann becomes available, customer calls, ann rejects, customer hangs up         | inbound ann Sales never abandoned
                    ann becomes available, customer calls, 60s pass, customer hangs up            | inbound ann Sales never abandoned
                    customer calls, media fails                                                   | inbound nobody Sales never failed
                    ann dials 777, ann connects, customer answers, customer hangs up              | outbound ann - connected customer-hung-up
                    ann dials 777, ann connects, customer fails 486                               | outbound ann - never busy
                    ann dials 777, ann connects, customer fails 404                               | outbound ann - never unknown-number
                    ann dials 777, ann hangs up                                                   | outbound ann - never agent-hung-up
                    bob becomes available, ann dials bob, ann connects, bob rejects               | internal ann - never declined; internal bob - never declined
                    bob becomes available, ann dials bob, ann connects, bob takes, bob hangs up   | internal ann - connected colleague-hung-up; internal bob - connected agent-hung-up
                    """)
    void leavesARecordWithItsReason(String story, String expected) {
        scene.play(story);
        assertThat(newest()).extracting(ContactRecordsTest::words).containsExactly(split(expected));
        scene.finish();
    }

    private static String[] split(String expected) {
        return expected.split("; ", -1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann transfers to bob, bob takes, bob hangs up                                 | inbound ann Sales connected transferred; transfer bob - connected agent-hung-up
                    ann transfers to bob, bob rejects, customer hangs up                          | inbound ann Sales connected customer-hung-up; transfer bob - never declined
                    ann transfers to queue service, customer hangs up                             | inbound ann Sales connected transferred; transfer cat Service never abandoned
                    ann consults bob, bob takes, ann completes, customer hangs up                 | inbound ann Sales connected transferred; transfer bob - connected customer-hung-up
                    ann consults bob, bob takes, bob hangs up, ann hangs up                       | inbound ann Sales connected agent-hung-up; transfer bob - connected agent-hung-up
                    ann adds bob, bob takes, ann hangs up, bob hangs up                           | inbound ann Sales connected agent-hung-up; transfer bob - connected agent-hung-up
                    ann adds bob, bob takes, ann adds 777, 777 answers, ann ends                  | inbound ann Sales connected agent-hung-up AGENT777; transfer bob - connected colleague-hung-up
                    ann consults 777, 777 answers, ann completes, customer hangs up               | inbound ann Sales connected transferred AGENT777; transfer nobody - never customer-hung-up
                    ann transfers to 777, 777 answers, customer hangs up                          | inbound ann Sales connected transferred AGENT777; transfer nobody - never customer-hung-up
                    ann transfers to 777, 777 answers, 777 hangs up                               | inbound ann Sales connected transferred AGENT777; transfer nobody - never other-hung-up
                    ann consults 777, 777 fails 486, ann consults 888, 888 answers, ann hangs up, customer hangs up | inbound ann Sales connected agent-hung-up AGENT777 AGENT888; transfer nobody - never customer-hung-up
                    sue monitors ann, sue connects, sue hangs up, ann hangs up                    | inbound ann Sales connected agent-hung-up
                    """)
    void leavesARecordOfEachAgentsInterval(String story, String expected) {
        scene = Scene.annTalks();
        scene.play(story);
        assertThat(newest()).extracting(ContactRecordsTest::words).containsExactly(split(expected));
        var chain = newest();
        for (var record : chain.subList(1, chain.size())) {
            assertThat(record.contact().initialId()).isEqualTo(chain.getFirst().contact().id());
            assertThat(record.contact().previousId()).isNotNull();
        }
        scene.finish();
    }

    @Test
    void countsTheSecondsAfterTheLastAgentInAContactOfTheirOwn() {
        scene = Scene.empty(FlowFixtures.recordedSales("\"Agent\", \"Customer\""));
        scene.play("ann becomes available, customer calls, ann takes, 30s pass");
        scene.play("ann consults 777, 777 answers, 10s pass, ann completes, 50s pass");
        sounds("customer", 500, 0, 2, 40);
        assertThat(newest()).hasSize(2);
        assertThat(newest().getLast().times().endedMs()).isNull();
        scene.play("customer hangs up");

        var ann = newest().getFirst();
        var after = newest().getLast();
        assertThat(after.contact().previousId()).isEqualTo(ann.contact().id());
        assertThat(after.times().initiatedMs()).isEqualTo(ann.times().endedMs());
        assertThat(after.times().endedMs()).isEqualTo(after.times().initiatedMs() + 50_000);
        // No agent handled it, and it is not recorded (REC-6).
        assertThat(after.times().handleMs(0)).isZero();
        assertThat(after.recordings()).isEmpty();
        assertThat(after.legs()).extracting(LegQuality::packets).containsExactly(500L);
        scene.finish();
    }

    @Test
    void saysWhatAFlowSaysOfTheContact() {
        scene = Scene.empty(FlowFixtures.namedSales());
        scene.play("ann becomes available, customer calls, ann takes, customer hangs up");

        var record = newest().getFirst();
        assertThat(record.name()).isEqualTo(new Private("Order 7"));
        assertThat(record.description()).isEqualTo(new Private("It is late"));
        assertThat(record.references())
                .containsExactly(new Reference(Reference.Kind.CASE, "case", new Private("c-8")));
        scene.finish();
    }

    private static Scene withAfterWork() {
        return Scene.empty(
                Plan.of(FlowFixtures.straightToSales()).afterContactWork(30).office(true));
    }

    @Test
    void saysWhenEverythingHappened() {
        scene = withAfterWork();
        scene.play("customer calls, 10s pass, ann becomes available, 5s pass, ann takes, 60s pass");
        scene.play("ann holds, 20s pass, ann resumes, 10s pass, ann holds, 5s pass, ann resumes");
        scene.play(
                "5s pass, customer hangs up, ann is after-contact, 7s pass, ann becomes available");

        var record = newest().getFirst();
        var times = record.times();
        long began = times.initiatedMs();
        assertThat(times.queuedMs()).isEqualTo(began);
        assertThat(times.connectedMs()).isEqualTo(began + 15_000);
        assertThat(times.endedMs()).isEqualTo(began + 15_000 + 60_000 + 40_000);
        assertThat(times.holds()).isEqualTo(2);
        assertThat(times.holdMs()).isEqualTo(25_000);
        assertThat(times.longestHoldMs()).isEqualTo(20_000);
        assertThat(times.afterWorkMs()).isEqualTo(7_000);
        assertThat(times.handleMs(0)).isEqualTo(107_000);
        assertThat(record.method()).isEqualTo(Method.INBOUND);
        assertThat(record.customerNumber().value()).isEqualTo(Office.CUSTOMER);
        assertThat(record.systemNumber().value()).isEqualTo(Office.OUR_NUMBER);
        // Begun, queued, connected, ended, worked after.
        assertThat(record.version()).isEqualTo(5);
        scene.finish();
    }

    @Test
    void goesOnCountingWorkThatASupervisorInterrupted() {
        scene = withAfterWork();
        scene.play("ann becomes available, sue becomes available, customer calls, ann takes");
        scene.play("customer hangs up, 4s pass, sue becomes offline");
        assertThat(newest().getFirst().times().afterWorkMs()).isZero();
        scene.play("ann becomes available");

        assertThat(newest().getFirst().times().afterWorkMs()).isEqualTo(4_000);
        scene.finish();
    }

    @Test
    void belongToTheCallThatTheyMoveTo() {
        var centre = new Centre(FlowFixtures.straightToSales());
        var ann = centre.available("ann");
        centre.calls("d1");
        centre.takes(ann);
        var bob = centre.available("bob");
        centre.calls("d2");
        centre.takes(bob);
        centre.farEnds.refers("d1", "", "d2");
        assertThat(centre.office.errands.records())
                .allSatisfy(record -> assertThat(record.times().endedMs()).isNull());

        centre.hangsUp(bob);

        var records = RecordRules.newest(centre.office.errands.records()).values();
        assertThat(records)
                .extracting(ContactRecordsTest::words)
                .containsExactly(
                        "inbound ann Sales connected colleague-hung-up",
                        "inbound bob Sales connected agent-hung-up");
        centre.finish();
    }

    @Test
    void countsAHoldThatTheEndCutsOff() {
        scene = Scene.annTalks();
        scene.play("ann holds, 8s pass, customer hangs up");

        assertThat(newest().getFirst().times().holdMs()).isEqualTo(8_000);
        scene.finish();
    }

    @Test
    void countsTheHoldOfAConsultationForWhoeverAsks() {
        scene = Scene.annTalks();
        scene.play(
                "ann consults bob, bob takes, 9s pass, ann completes, 4s pass, customer hangs up");

        assertThat(newest().getFirst().times().holdMs()).isEqualTo(9_000);
        // To Bob the customer came from hold, and was on it no more as soon as Bob could say so.
        assertThat(newest().getLast().times().holds()).isEqualTo(1);
        scene.finish();
    }

    @Test
    void namesTheRecordingsOfEachInterval() {
        scene = Scene.empty(FlowFixtures.recordedSales("\"Agent\", \"Customer\""));
        scene.play("ann becomes available, bob becomes available, customer calls, ann takes");
        scene.play("ann transfers to bob, bob takes, customer hangs up");

        assertThat(newest()).hasSize(2).allSatisfy(it -> assertThat(it.recordings()).hasSize(1));
        assertThat(newest().getFirst().recordings()).isNotEqualTo(newest().getLast().recordings());
        scene.finish();
    }

    @Test
    void saysHowEachLegSounded() {
        scene = Scene.annTalks();
        for (int second = 1; second <= 10; second++) {
            sounds("customer", 50L * second, 0, 2, 40);
            sounds("ann", 45L * second, 10, 30, -1);
        }
        scene.play("customer hangs up");

        var legs = newest().getFirst().legs();
        assertThat(legs).extracting(LegQuality::who).containsExactly(Who.CUSTOMER, Who.AGENT);
        var customer = legs.getFirst();
        assertThat(customer.packets()).isEqualTo(500);
        assertThat(customer.lostPercent()).isZero();
        assertThat(customer.roundTripMs()).isEqualTo(40);
        assertThat(customer.mos()).isGreaterThan(4.3);
        var ann = legs.getLast();
        assertThat(ann.packets()).isEqualTo(450);
        assertThat(ann.lostPercent()).isEqualTo(10, Offset.offset(0.001));
        assertThat(ann.jitterMs()).isEqualTo(30);
        assertThat(ann.roundTripMs()).isNull();
        assertThat(ann.mos()).isBetween(2.5, 3.5);
        scene.finish();
    }

    @Test
    void countsForEachIntervalOnlyWhatArrivedInIt() {
        scene = Scene.annTalks();
        sounds("customer", 100, 0, 2, 40);
        scene.play("ann transfers to bob, bob takes");
        sounds("customer", 160, 0, 2, 40);
        scene.play("customer hangs up");

        assertThat(newest().getFirst().legs())
                .extracting(LegQuality::packets)
                .containsExactly(100L);
        assertThat(newest().getLast().legs()).extracting(LegQuality::packets).containsExactly(60L);
        scene.finish();
    }

    private void sounds(String who, long received, double loss, double jitter, double roundTrip) {
        scene.office.media(
                new MediaEvent.LegQuality(
                        Office.mediaTenant(),
                        scene.call(),
                        scene.leg(who),
                        new MediaEvent.QualityReport(
                                -30, -40, received, 50, loss, 0, jitter, roundTrip, 0, 0)));
    }

    @Test
    void endsEverythingWhenTheGatewayStops() {
        scene = Scene.annTalks();
        scene.office.ring("second");
        scene.office.switchboard.shutDown(scene.office.nowNanos);
        scene.office.errands.run();

        assertThat(newest())
                .extracting(ContactRecord::disconnectReason)
                .containsExactly("shutting-down", "shutting-down");
        RecordRules.checkAllEnded(records());
    }

    @Test
    void endsWorkAfterContactsWhenTheGatewayStops() {
        scene = withAfterWork();
        scene.play("ann becomes available, customer calls, ann takes");
        scene.play("customer hangs up, 3s pass");
        scene.office.switchboard.shutDown(scene.office.nowNanos);
        scene.office.errands.run();

        assertThat(newest().getFirst().times().afterWorkMs()).isEqualTo(3_000);
    }

    @Test
    void saysNothingPersonalInItsText() {
        scene = Scene.annTalks();
        assertThat(records().toString()).doesNotContain(Office.CUSTOMER, "460123");
        assertThat(EndCause.FLOW_DISCONNECTED.word()).isEqualTo("flow-disconnected");
        scene.finish();
    }
}
