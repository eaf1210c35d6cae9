package dev.crosspoint.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditFinding.Kind;
import dev.crosspoint.gateway.store.AuditHead;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.vault.MemoryKeys;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever has seized the database, or the place of the digests, and what is seen of it. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // Set before each test.
class TamperedTrailTest {
    private static final String MINE = " WHERE instance_id = 'main' AND ";
    private static final String EVENTS = "crosspoint.audit_event";

    @TempDir Path home;
    private TrailRig rig;

    /** Twelve events: digest 1 covers 4, digest 2 covers 8, nothing covers the others. */
    @BeforeEach
    void open() throws Exception {
        rig = new TrailRig(home);
        rig.record(0, 4);
        rig.chained(4);
        rig.hour();
        rig.record(4, 4);
        rig.chained(8);
        rig.hour();
        rig.record(8, 4);
        rig.chained(12);
        assertThat(rig.found()).containsExactly(Kind.NOT_COVERED_YET, Kind.WHOLE);
        rig.trail.close();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    record Deed(String name, Kind kind, List<String> statements) {
        Deed(String name, Kind kind, String... statements) {
            this(name, kind, List.of(statements));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Deed> deeds() {
        return Stream.of(
                new Deed(
                        "edits an event",
                        Kind.CHANGED,
                        "UPDATE "
                                + EVENTS
                                + " SET body = convert_to(replace(convert_from(body, 'UTF8'),"
                                + " 'agent-1', 'agent-2'), 'UTF8'), user_id = 'agent-2'"
                                + MINE
                                + "seq = 2"),
                new Deed(
                        "edits a hash",
                        Kind.CHANGED,
                        "UPDATE " + EVENTS + " SET hash = sha256('x')" + MINE + "seq = 10"),
                new Deed(
                        "makes an event unfindable",
                        Kind.INDEX_CHANGED,
                        "UPDATE " + EVENTS + " SET user_id = NULL" + MINE + "seq = 5"),
                new Deed(
                        "moves an event in time",
                        Kind.INDEX_CHANGED,
                        "UPDATE "
                                + EVENTS
                                + " SET event_time = event_time + interval '1 day'"
                                + MINE
                                + "seq = 5"),
                new Deed(
                        "deletes an event",
                        Kind.DELETED,
                        "DELETE FROM " + EVENTS + MINE + "seq = 3"),
                new Deed(
                        "deletes an event under a digest",
                        Kind.DELETED,
                        "DELETE FROM " + EVENTS + MINE + "seq = 4"),
                new Deed(
                        "deletes an event and closes the gap",
                        Kind.CHANGED,
                        "DELETE FROM " + EVENTS + MINE + "seq = 10",
                        "UPDATE " + EVENTS + " SET seq = 10" + MINE + "seq = 11",
                        "UPDATE " + EVENTS + " SET seq = 11" + MINE + "seq = 12",
                        "UPDATE crosspoint.audit_head SET seq = 11 WHERE instance_id = 'main'"),
                new Deed(
                        "deletes the first events",
                        Kind.DELETED,
                        "DELETE FROM " + EVENTS + MINE + "seq < 3"),
                new Deed(
                        "swaps two events",
                        Kind.CHANGED,
                        "ALTER TABLE crosspoint.audit_event DROP CONSTRAINT audit_event_seq_check",
                        "UPDATE " + EVENTS + " SET seq = -2" + MINE + "seq = 2",
                        "UPDATE " + EVENTS + " SET seq = 2" + MINE + "seq = 3",
                        "UPDATE " + EVENTS + " SET seq = 3" + MINE + "seq = -2"),
                new Deed(
                        "cuts off the end",
                        Kind.CUT_OFF,
                        "DELETE FROM " + EVENTS + MINE + "seq > 10"),
                new Deed(
                        "cuts off the end and mends the head",
                        Kind.CUT_OFF,
                        "DELETE FROM " + EVENTS + MINE + "seq > 6",
                        "UPDATE crosspoint.audit_head SET seq = 6, hash = (SELECT hash FROM "
                                + EVENTS
                                + MINE
                                + "seq = 6) WHERE instance_id = 'main'"),
                new Deed(
                        "empties everything",
                        Kind.KEY_GONE,
                        "TRUNCATE crosspoint.audit_event, crosspoint.audit_head,"
                                + " crosspoint.audit_key, crosspoint.audit_digest"),
                new Deed(
                        "empties the events and the head",
                        Kind.CUT_OFF,
                        "TRUNCATE crosspoint.audit_event, crosspoint.audit_head"),
                new Deed(
                        "edits the head",
                        Kind.HEAD_CHANGED,
                        "UPDATE crosspoint.audit_head SET hash = sha256('x')"
                                + " WHERE instance_id = 'main'"),
                new Deed(
                        "sets the head back",
                        Kind.HEAD_CHANGED,
                        "UPDATE crosspoint.audit_head SET seq = 10, hash = (SELECT hash FROM "
                                + EVENTS
                                + MINE
                                + "seq = 10) WHERE instance_id = 'main'"),
                new Deed(
                        "takes the key",
                        Kind.KEY_GONE,
                        "DELETE FROM crosspoint.audit_key WHERE instance_id = 'main'"),
                new Deed(
                        "takes a digest out of the database",
                        Kind.DIGEST_GONE,
                        "DELETE FROM crosspoint.audit_digest" + MINE + "number = 2"),
                new Deed(
                        "exchanges a digest in the database",
                        Kind.DIGEST_FORGED,
                        "UPDATE crosspoint.audit_digest SET document = (SELECT document FROM"
                                + " crosspoint.audit_digest"
                                + MINE
                                + "number = 1)"
                                + MINE
                                + "number = 2"));
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void isSeen(Deed deed) throws Exception {
        TestDatabase.tamper(rig.settings, deed.statements().toArray(String[]::new));
        assertThat(rig.found()).contains(deed.kind()).doesNotContain(Kind.WHOLE);
    }

    /** With the key of the chain and all of the database: only the digests are left to tell. */
    @Test
    void seesAChainThatWasMadeAnewWithItsOwnKey() throws Exception {
        var key =
                new ChainKeys(rig.store, rig.keys, rig.now::get)
                        .find(TrailRig.TENANT)
                        .orElseThrow();
        var rows = rig.rows();
        byte[] hash = AuditHead.none().hash();
        var hex = HexFormat.of();
        for (var row : rows) {
            var body = row.entry().body();
            if (row.seq() == 3) {
                body =
                        new String(body, StandardCharsets.UTF_8)
                                .replace("c-2", "c-7")
                                .getBytes(StandardCharsets.UTF_8);
            }
            hash = key.hash(hash, body);
            TestDatabase.tamper(
                    rig.settings,
                    "UPDATE %s SET body = '\\x%s', hash = '\\x%s', contact_id = '%s'%sseq = %d"
                            .formatted(
                                    EVENTS,
                                    hex.formatHex(body),
                                    hex.formatHex(hash),
                                    EventJson.entry(body).contact(),
                                    MINE,
                                    row.seq()));
        }
        TestDatabase.tamper(
                rig.settings,
                "UPDATE crosspoint.audit_head SET hash = '\\x%s' WHERE instance_id = 'main'"
                        .formatted(hex.formatHex(hash)));
        assertThat(rig.found()).containsExactly(Kind.REMADE, Kind.NOT_COVERED_YET);
    }

    @Test
    void seesADigestThatSomebodyElseSigned() throws Exception {
        var file = digest(2);
        var head = TrailRig.await(rig.store.head(TrailRig.TENANT)).orElseThrow();
        var before = TrailRig.await(rig.store.digestsAfter(TrailRig.TENANT, 0, 1)).getFirst();
        var forged = Digest.next(TrailRig.TENANT, before, head, rig.now.get(), TrailRig.signer());
        Files.write(file, forged.document());
        assertThat(rig.found()).contains(Kind.DIGEST_FORGED);
    }

    @Test
    void seesADigestThatWasChanged() throws Exception {
        for (var member : List.of("lastSeq", "firstSeq", "number")) {
            var whole = Files.readAllBytes(digest(2));
            var json = new JsonObject(new String(whole, StandardCharsets.UTF_8));
            Files.writeString(
                    digest(2), json.put(member, json.getLong(member) - 1).encodePrettily());
            assertThat(rig.found()).as(member).contains(Kind.DIGEST_FORGED);
            Files.write(digest(2), whole);
        }
        assertThat(rig.found()).contains(Kind.WHOLE);
    }

    @Test
    void seesThatTheNextDigestIsPutOff() throws Exception {
        for (var change : List.of("made_at = '9999-01-01'", "last_seq = last_seq + 1000")) {
            TestDatabase.tamper(
                    rig.settings,
                    "UPDATE crosspoint.audit_digest SET " + change + MINE + "number = 2");
            assertThat(rig.found()).as(change).contains(Kind.DIGEST_FORGED);
        }
    }

    @Test
    void seesADigestThatIsTakenFromItsPlace() throws Exception {
        Files.delete(digest(1));
        assertThat(rig.found()).contains(Kind.DIGEST_GONE).doesNotContain(Kind.WHOLE);
    }

    @Test
    void seesADigestThatIsTakenFromEverywhere() throws Exception {
        Files.delete(digest(1));
        TestDatabase.tamper(
                rig.settings, "DELETE FROM crosspoint.audit_digest" + MINE + "number = 1");
        assertThat(rig.found()).contains(Kind.DIGEST_GONE, Kind.DIGEST_GAP);
    }

    @Test
    void saysThatItCannotTellWithoutTheKeyService() throws Exception {
        var others = new AuditVerifier(rig.store, new MemoryKeys(), rig.signer.publicKey());
        assertThat(others.verify(TrailRig.TENANT, rig.target))
                .extracting(AuditFinding::kind)
                .containsExactly(Kind.UNKNOWN);
    }

    @Test
    void findsNothingWhereNothingHappened() {
        assertThat(
                        new AuditVerifier(rig.store, rig.keys, rig.signer.publicKey())
                                .verify(TrailRig.OTHER, rig.target))
                .containsExactly(new AuditFinding(Kind.WHOLE, "0 events"));
    }

    private Path digest(int number) {
        return home.resolve("delivered/acme/main/AuditDigests/%010d.json".formatted(number));
    }
}
