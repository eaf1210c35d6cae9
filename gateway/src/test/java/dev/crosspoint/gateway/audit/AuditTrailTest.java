package dev.crosspoint.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditFinding.Kind;
import dev.crosspoint.gateway.store.AuditFilter;
import dev.crosspoint.gateway.store.AuditRow;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way of events: into the chain, and through the journal while the database is away. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // Set before each test.
class AuditTrailTest {
    @TempDir Path home;
    private TrailRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new TrailRig(home);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void putsEventsIntoTheChainInTheirOrder() throws Exception {
        rig.record(0, 2_000);
        assertThat(contacts(rig.chained(2_000))).isEqualTo(contacts(0, 2_000));
        assertThat(rig.found()).containsExactly(Kind.NOT_COVERED_YET, Kind.WHOLE);
        assertThat(rig.trail.counts().unwritten()).isZero();
    }

    @Test
    void goesOnWithTheSameChainAfterARestart() throws Exception {
        rig.record(0, 3);
        rig.restart();
        rig.record(3, 3);
        assertThat(contacts(rig.chained(6))).isEqualTo(contacts(0, 6));
        assertThat(rig.found()).contains(Kind.WHOLE);
    }

    @Test
    void losesNothingAndKeepsTheOrderWhileTheDatabaseComesAndGoes() throws Exception {
        int count = 0;
        for (int round = 0; round < 3; round++) {
            rig.record(count, 400);
            count += 400;
            for (int i = 0; i < 400; i++) {
                rig.trail.accept(TrailRig.event(count++));
                if (i == 100) {
                    TestDatabase.away(rig.settings);
                }
            }
            rig.record(count, 200);
            count += 200;
            if (round == 1) {
                rig.restart();
            }
            rig.record(count, 100);
            count += 100;
            TestDatabase.back(rig.settings);
        }
        var rows = rig.chained(count);
        assertThat(contacts(rows)).isEqualTo(contacts(0, count));
        var ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.entry().eventId()));
        assertThat(ids).hasSize(count);
        assertThat(rig.found()).containsExactly(Kind.NOT_COVERED_YET, Kind.WHOLE);
        assertThat(rig.trail.counts().unwritten()).isZero();
    }

    @Test
    void isDurableBeforeItSaysSoWhileTheDatabaseIsAway() throws Exception {
        rig.record(0, 1);
        rig.chained(1);
        long before = rig.trail.counts().journaled();
        TestDatabase.away(rig.settings);
        rig.record(1, 5);
        assertThat(rig.trail.counts().journaled()).isEqualTo(before + 5);
        assertThat(rig.trail.journalBytes()).isPositive();
        rig.restart();
        TestDatabase.back(rig.settings);
        assertThat(contacts(rig.chained(6))).isEqualTo(contacts(0, 6));
    }

    /** No database and no key for a journal: nobody may do what is not on record. */
    @Test
    void refusesWhatCannotBePutOnRecordAndKeepsWhatHasHappened() throws Exception {
        rig.trail.close();
        TestDatabase.away(rig.settings);
        rig.keys.refuse(KeyFailure.Reason.DENIED);
        rig.trail = rig.start();
        rig.trail.accept(TrailRig.event(0));
        var refused = rig.trail.before(TrailRig.event(1));
        assertThatThrownBy(() -> TrailRig.await(refused)).isInstanceOf(NotOnRecord.class);
        rig.keys.refuse(null);
        TestDatabase.back(rig.settings);
        rig.record(2, 1);
        assertThat(contacts(rig.chained(2))).containsExactly("c-0", "c-2");
    }

    @Test
    void refusesWhatIsOfNoTenant() {
        var event =
                AuditEvent.now(
                        new Actor.Gateway(), new Tenant("no", "body"), new Deed.SignedOut("x"));
        assertThatThrownBy(() -> TrailRig.await(rig.trail.before(event)))
                .isInstanceOf(NotOnRecord.class);
        assertThat(rig.trail.counts().unwritten()).isEqualTo(1);
    }

    @Test
    void isFoundByUserByRecordingAndByTime() throws Exception {
        var listened =
                new Deed.ListenedTo(
                        "r-1", Optional.of("c-9"), List.of(new AuditEvent.Seconds(3, 9)));
        TrailRig.await(
                rig.trail.before(
                        AuditEvent.now(new Actor.Agent("sue"), TrailRig.TENANT, listened)));
        rig.record(0, 9);
        rig.chained(10);
        assertThat(rig.find(TrailRig.TENANT, new AuditFilter("sue", null, null, null, null)))
                .singleElement()
                .satisfies(row ->
                        assertThat(json(row).getString("eventName"))
                                .isEqualTo("ListenToRecording"));
        assertThat(rig.find(TrailRig.TENANT, new AuditFilter(null, "r-1", null, null, null)))
                .hasSize(1);
        assertThat(rig.find(TrailRig.TENANT, new AuditFilter(null, null, "c-9", null, null)))
                .hasSize(1);
        assertThat(rig.find(TrailRig.TENANT, new AuditFilter("agent-1", null, null, null, null)))
                .hasSize(3)
                .isSortedAccordingTo((a, b) -> Long.compare(b.seq(), a.seq()));
        var later = rig.rows().getLast().entry().time().plusMillis(1);
        assertThat(rig.find(TrailRig.TENANT, new AuditFilter(null, null, null, later, null)))
                .isEmpty();
        assertThat(rig.find(TrailRig.TENANT, new AuditFilter(null, null, null, null, later)))
                .hasSize(10);
        assertThat(rig.find(TrailRig.OTHER, AuditFilter.ALL)).isEmpty();
    }

    @Test
    void takesWhatCommandsLeftAndTakesItOnce() throws Exception {
        var commands = new CommandEvents(rig.folder(), rig.keys);
        var event =
                AuditEvent.now(
                        new Actor.Operator(), TrailRig.TENANT, new Deed.ExportedRecording("r-1"));
        commands.write(TrailRig.TENANT, List.of(event));
        commands.write(TrailRig.TENANT, List.of(event, TrailRig.event(1)));
        rig.trail.look();
        rig.trail.look();
        assertThat(rig.chained(2))
                .hasSize(2)
                .anySatisfy(row -> assertThat(row.entry().eventId()).isEqualTo(event.id()));
        assertThat(rig.trail.counts().troubles()).isZero();
    }

    @Test
    void makesADigestEachHourThatSomethingHappened() throws Exception {
        rig.record(0, 3);
        rig.chained(3);
        rig.trail.look();
        rig.record(3, 2);
        rig.chained(5);
        rig.trail.look();
        assertThat(TrailRig.await(rig.store.lastDigest(TrailRig.TENANT)).orElseThrow().lastSeq())
                .isEqualTo(3);
        rig.hour();
        rig.hour();
        var last = TrailRig.await(rig.store.lastDigest(TrailRig.TENANT)).orElseThrow();
        assertThat(last.number()).isEqualTo(2);
        assertThat(last.lastSeq()).isEqualTo(5);
        assertThat(last.deliveredAt()).isNotNull();
        var lies = home.resolve("delivered/acme/main/AuditDigests/0000000002.json");
        assertThat(Files.readAllBytes(lies)).isEqualTo(last.document());
        assertThat(rig.found()).containsExactly(Kind.WHOLE);
    }

    @Test
    void bringsADigestToItsPlaceWhenThatIsThereAgain() throws Exception {
        rig.record(0, 3);
        rig.chained(3);
        var place = home.resolve("delivered/acme");
        Files.createDirectories(place.getParent());
        Files.createFile(place);
        rig.hour();
        assertThat(rig.trail.counts().troubles()).isPositive();
        assertThat(rig.found()).contains(Kind.UNKNOWN);
        Files.delete(place);
        assertThat(rig.found()).containsExactly(Kind.DIGEST_ON_ITS_WAY, Kind.WHOLE);
        rig.restart();
        rig.trail.look();
        assertThat(rig.found()).containsExactly(Kind.WHOLE);
    }

    @Test
    void goesOnWhenItsKeyIsRevoked() throws Exception {
        rig.record(0, 1);
        rig.chained(1);
        rig.keys.refuse(KeyFailure.Reason.DENIED);
        rig.record(1, 3);
        assertThat(rig.chained(4)).hasSize(4);
        assertThat(rig.found()).containsExactly(Kind.UNKNOWN);
        rig.keys.refuse(null);
        assertThat(rig.found()).contains(Kind.WHOLE);
    }

    @Test
    void leavesNothingOfAnEventInTheClearOnItsWay() throws Exception {
        rig.record(0, 1);
        TestDatabase.away(rig.settings);
        rig.record(1, 50);
        try (var files = Files.walk(rig.folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("agent-")
                        .doesNotContain("ViewContact");
            }
        }
        TestDatabase.back(rig.settings);
    }

    static List<String> contacts(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "c-" + i).toList();
    }

    static List<String> contacts(List<AuditRow> rows) {
        var contacts = new ArrayList<String>();
        rows.forEach(row -> contacts.add(String.valueOf(row.entry().contact())));
        return contacts;
    }

    private static JsonObject json(AuditRow row) {
        return new JsonObject(new String(row.entry().body(), StandardCharsets.UTF_8));
    }
}
