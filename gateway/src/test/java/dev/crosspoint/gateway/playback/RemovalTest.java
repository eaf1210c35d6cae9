package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That nothing is left of what was deleted, wherever it was, and nothing goes that is held. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RemovalTest {
    private static final String ERASURE = "{\"reason\":\"erasure-request\"}";

    @TempDir private Path home;
    private Place place;
    private PlaybackRig rig;

    @BeforeEach
    void open() throws Exception {
        place = new Place(new FolderTarget(home.resolve("delivered")));
        rig = new PlaybackRig(home, place, 5_000);
    }

    @AfterEach
    void close() throws Exception {
        place.letGo.countDown();
        rig.close();
    }

    @Test
    void takesEveryFileAwayThatWasDelivered() throws Exception {
        var recording = rig.archive.delivered("r");
        var answer = rig.send("DELETE", recording, "", ERASURE);

        assertThat(json(answer))
                .isEqualTo(new JsonObject("{'state':'deleted','removed':true}".replace('\'', '"')));
        assertThat(files()).isEmpty();
        var row = rig.archive.row(recording);
        assertThat(row.state()).isEqualTo(RecordingState.DELETED);
        assertThat(row.deleted())
                .isNotNull()
                .satisfies(deleted -> {
                    assertThat(deleted.by()).isEqualTo("ann");
                    assertThat(deleted.reason()).isEqualTo("erasure-request");
                    assertThat(deleted.removed()).isTrue();
                });
        assertThat(rig.deeds(Deed.DeletedRecording.class)).hasSize(1);
        assertThat(PlaybackTest.problem(rig.get(recording, "/audio")))
                .isEqualTo("410 recording-gone");
        // Asked again, it is the same, and nothing more is on record.
        assertThat(json(rig.send("DELETE", recording, "", ERASURE)).getBoolean("removed")).isTrue();
        assertThat(rig.deeds(Deed.DeletedRecording.class)).hasSize(1);
    }

    @Test
    void takesEveryFileAwayThatWaits() throws Exception {
        var recording = rig.archive.held("r");
        assertThat(json(rig.send("DELETE", recording, "", ERASURE)).getBoolean("removed")).isTrue();

        assertThat(files()).isEmpty();
        assertThat(rig.archive.row(recording).erasedAt()).isNotNull();
    }

    /** The audio is at its place, and nobody has told us so yet. */
    @Test
    void stopsWhatIsOnItsWayAndTakesItBack() throws Exception {
        place.hangs = true;
        var recording = rig.archive.held("r");
        Archive.await(
                rig.database
                        .recordings()
                        .failed(rig.archive.storedTenant(), recording, "WAITS", Instant.now()));
        rig.archive.works.tryAgain(rig.archive.tenant, recording);
        assertThat(place.isThere.await(20, TimeUnit.SECONDS)).isTrue();
        var answer =
                rig.client.sendAsync(
                        rig.request("DELETE", recording, "", ERASURE),
                        HttpResponse.BodyHandlers.ofByteArray());
        Soon.until("its deletion", () -> rig.archive.row(recording).deleted() != null);
        place.letGo.countDown();

        assertThat(json(answer.get(20, TimeUnit.SECONDS)).getBoolean("removed")).isTrue();
        assertThat(files()).isEmpty();
        assertThat(rig.archive.row(recording).state()).isEqualTo(RecordingState.DELETED);
        Soon.until("nothing is under way", () -> rig.archive.works.underWay() == 0);
    }

    @Test
    void saysWhoHasToDeleteWhatTheGatewayMayNot() throws Exception {
        var recording = rig.archive.delivered("r");
        place.denies = true;
        var answer = json(rig.send("DELETE", recording, "", ERASURE));

        assertThat(answer.getBoolean("removed")).isFalse();
        assertThat(answer.getString("detail")).contains("whoever owns it");
        assertThat(PlaybackTest.problem(rig.get(recording, "/audio")))
                .isEqualTo("410 recording-gone");

        place.denies = false; // Now it may.
        assertThat(json(rig.send("DELETE", recording, "", ERASURE)).getBoolean("removed")).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void deletesNothingUnderLegalHold() throws Exception {
        var recording = rig.archive.delivered("r");
        assertThat(rig.send("PUT", recording, "/hold", null).statusCode()).isEqualTo(204);
        assertThat(PlaybackTest.problem(rig.send("DELETE", recording, "", ERASURE)))
                .isEqualTo("409 legal-hold");
        // Nor does whoever read the row before it was held.
        assertThat(
                        Archive.await(
                                rig.database
                                        .removals()
                                        .deleted(
                                                rig.archive.storedTenant(),
                                                recording,
                                                "ann",
                                                "other",
                                                Instant.now())))
                .isFalse();
        assertThat(rig.deeds(Deed.DeletedRecording.class)).isEmpty();
        assertThat(rig.get(recording, "/audio").statusCode()).isEqualTo(200);

        assertThat(rig.send("DELETE", recording, "/hold", null).statusCode()).isEqualTo(204);
        assertThat(rig.send("DELETE", recording, "", ERASURE).statusCode()).isEqualTo(200);
        assertThat(PlaybackTest.problem(rig.send("PUT", recording, "/hold", null)))
                .isEqualTo("410 recording-gone");
        assertThat(rig.deeds(Deed.HeldRecording.class))
                .extracting(Deed.HeldRecording::held)
                .startsWith(true, false);
    }

    @Test
    void deletesNothingThatRunsAndNothingWithoutAReason() throws Exception {
        var running = rig.archive.running("running");
        assertThat(PlaybackTest.problem(rig.send("DELETE", running, "", ERASURE)))
                .isEqualTo("409 conflict");
        var recording = rig.archive.held("r");
        for (var body : List.of("{}", "{\"reason\":\"because Mrs Smith asked\"}")) {
            assertThat(PlaybackTest.problem(rig.send("DELETE", recording, "", body)))
                    .isEqualTo("400 bad-request");
        }
        assertThat(rig.events).isEmpty();
    }

    @Test
    void needsNoKeyToDelete() throws Exception {
        var recording = rig.archive.held("r");
        rig.archive.forgetOpenedKeys();
        rig.isRevoked = true;
        assertThat(json(rig.send("DELETE", recording, "", ERASURE)).getBoolean("removed")).isTrue();
        assertThat(files()).isEmpty();
    }

    /** Every file of spool and place. */
    private List<String> files() throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .filter(name -> name.startsWith("spool") || name.startsWith("delivered"))
                    .toList();
        }
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return new JsonObject(new String(answer.body(), UTF_8));
    }

    /** A folder that may hang after it has taken the audio, and may refuse to delete. */
    private static final class Place implements DeliveryTarget {
        final CountDownLatch letGo = new CountDownLatch(1);
        final CountDownLatch isThere = new CountDownLatch(1);
        volatile boolean hangs;
        volatile boolean denies;
        private final FolderTarget folder;

        Place(FolderTarget folder) {
            this.folder = folder;
        }

        @Override
        public Receipt deliver(Parcel parcel) throws DeliveryFailure {
            var receipt = folder.deliver(parcel);
            if (hangs && receipt.location().contains(".wav")) {
                isThere.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new DeliveryFailure(Reason.RETRY, "interrupted", e);
                }
            }
            return receipt;
        }

        @Override
        public void confirm(Receipt receipt) throws DeliveryFailure {
            folder.confirm(receipt);
        }

        @Override
        public InputStream open(Receipt receipt, long offset, long length) throws DeliveryFailure {
            return folder.open(receipt, offset, length);
        }

        @Override
        public boolean holds(Receipt receipt) {
            return folder.holds(receipt);
        }

        @Override
        public boolean isThere(Receipt receipt) throws DeliveryFailure {
            return folder.isThere(receipt);
        }

        @Override
        public void remove(Receipt receipt) throws DeliveryFailure {
            if (denies) {
                throw new DeliveryFailure(Reason.DENIED, "AccessDenied", null);
            }
            folder.remove(receipt);
        }
    }
}
