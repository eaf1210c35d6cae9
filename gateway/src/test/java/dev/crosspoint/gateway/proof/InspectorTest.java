package dev.crosspoint.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to spoil a recording is told from every other, in the spool and where it went. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class InspectorTest {
    private static Vertx vertx;
    private static Database database;
    private static RecordingStore store;
    private static int tenants;

    @TempDir private Path home;

    private Archive archive;
    private @Nullable KeyProvider keys;
    private boolean withStore = true;
    private boolean isInUse = true;
    private Instant now = Instant.now().plus(Duration.ofMinutes(1));

    @BeforeAll
    static void openStore() throws Exception {
        vertx = Vertx.vertx();
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.recordings();
    }

    @AfterAll
    static void closeStore() throws Exception {
        database.close();
        Archive.await(vertx.close());
    }

    @BeforeEach
    void open() throws Exception {
        archive = new Archive(home, new Tenant("acme", "instance-" + tenants++), store, null);
    }

    @AfterEach
    void close() {
        archive.close();
    }

    // --- nothing wrong ---

    @Test
    void findsNothingWrongWhereNothingIs() throws Exception {
        archive.running("running");
        archive.sealed("sealed");
        archive.prepared("prepared");
        archive.delivered("delivered");

        assertThat(inspect())
                .extracting(Finding::result)
                .containsOnly(Result.GOOD, Result.RUNNING)
                .hasSize(1 + 1 + 4 + 3)
                .containsOnlyOnce(Result.RUNNING);
        assertThat(Inspector.summary(inspect())).isEqualTo("9 good, 0 wrong, 0 not checked");
    }

    // --- the table of attacks ---

    @ParameterizedTest
    @EnumSource
    void tellsWhatWasDoneToTracks(Vandal vandal) throws Exception {
        archive.sealed("other");
        var recording = archive.sealed("r");
        vandal.visit(archive.file(recording, Artefact.TRACKS));

        assertFound(vandal.result, "/r.tracks", vandal.detail);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatWasDoneToAudioInTheSpool(Vandal vandal) throws Exception {
        archive.sealed("other");
        var recording = archive.prepared("r");
        vandal.visit(archive.file(recording, Artefact.AUDIO));

        assertFound(vandal.result, "/r.audio", vandal.detail);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatWasDoneToAudioThatWasDelivered(Vandal vandal) throws Exception {
        var recording = archive.delivered("r");
        vandal.visit(archive.delivered(recording, "wav.sealed"));

        assertFound(vandal.result, "_UTC.wav.sealed", vandal.detail);
    }

    // --- with a seal or without ---

    @Test
    void leavesARunningRecordingAloneAndMissesTheSealOfAnother() throws Exception {
        var running = archive.running("running");
        Vandal.CUTS_WITHIN_A_FRAME.visit(archive.file(running, Artefact.TRACKS));
        assertThat(inspect())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.result()).isEqualTo(Result.RUNNING);
                    assertThat(finding.detail()).startsWith("2 frames");
                });

        Archive.await(store.failed(archive.storedTenant(), running, "DISK_ERROR", Instant.now()));
        assertFound(Result.UNSEALED, "/running.tracks", "2 frames are whole");
    }

    /** What the store says of it is what the gateway said last. */
    @Test
    void findsNothingThatRunsWhereNoGatewayIs() throws Exception {
        archive.running("cut-off");
        isInUse = false;
        assertFound(Result.UNSEALED, "/cut-off.tracks", "frames are whole");
        withStore = false;
        assertFound(Result.UNSEALED, "/cut-off.tracks", "frames are whole");
    }

    @Test
    void takesAFileThatTheStoreHasNotHeardOfYetForOneThatRuns() throws Exception {
        archive.unknown("new");

        assertFound(Result.UNSEALED, "/new.tracks", "whole");
        now = Instant.now();
        assertThat(inspect()).extracting(Finding::result).containsExactly(Result.RUNNING);
    }

    @Test
    void saysWhatItCannotSayWithoutADatabase() throws Exception {
        withStore = false;
        archive.running("running");
        archive.prepared("prepared");
        archive.delivered("delivered");

        assertThat(inspect())
                .filteredOn(finding -> finding.result() != Result.GOOD)
                .extracting(Finding::result, finding -> finding.what().replaceAll(".*/", ""))
                .containsExactlyInAnyOrder(
                        tuple(Result.NOT_CHECKED, "database"),
                        tuple(Result.NOT_CHECKED, "running.tracks"));
        // The manifest knows how long the tracks were.
        Vandal.CUTS_BETWEEN_FRAMES.visit(
                archive.file(new RecordingId("prepared"), Artefact.TRACKS));
        assertFound(Result.CUT, "/prepared.tracks", "2 frames");
    }

    // --- files in each other's places ---

    @Test
    void tellsSwappedSealedFilesInTheSpool() throws Exception {
        var one = archive.sealed("one");
        var other = archive.sealed("other");
        Vandal.swap(archive.file(one, Artefact.TRACKS), archive.file(other, Artefact.TRACKS));

        assertFound(Result.SWAPPED, "/one.tracks", "it is the tracks of other");
        assertFound(Result.SWAPPED, "/other.tracks", "it is the tracks of one");
    }

    @Test
    void tellsAnotherFileOfTheSameRecording() throws Exception {
        var one = archive.prepared("one");
        Vandal.swap(archive.file(one, Artefact.AUDIO), archive.file(one, Artefact.PEAKS));

        assertFound(Result.SWAPPED, "/one.audio", "it is the peaks of one");
        assertFound(Result.SWAPPED, "/one.peaks", "it is the audio of one");
    }

    @Test
    void tellsSwappedKeyFilesInTheSpool() throws Exception {
        var one = archive.prepared("one");
        var other = archive.sealed("other");
        Vandal.swap(archive.key(one), archive.key(other));

        for (var file : List.of("/one.tracks", "/one.audio", "/one.peaks", "/other.tracks")) {
            assertFound(Result.KEY_SWAPPED, file, "the key file is that of recording");
        }
    }

    @Test
    void tellsSwappedFilesAndKeysThatWereDelivered() throws Exception {
        var one = archive.delivered("one");
        var other = archive.delivered("other");
        Vandal.swap(archive.delivered(one, "wav.sealed"), archive.delivered(other, "wav.sealed"));
        assertFound(
                Result.SWAPPED, "c-one_20261127T0900_UTC.wav.sealed", "it is the audio of other");

        // Each with its key: only the manifest beside them knows better.
        Vandal.swap(archive.delivered(one, "wav.key"), archive.delivered(other, "wav.key"));
        assertFound(
                Result.SWAPPED, "c-one_20261127T0900_UTC.wav.sealed", "it is the audio of other");
        Vandal.swap(archive.delivered(one, "wav.sealed"), archive.delivered(other, "wav.sealed"));
        assertFound(Result.KEY_SWAPPED, "c-one_20261127T0900_UTC.wav.sealed", "other");
    }

    @Test
    void tellsWholeRecordingsInEachOthersPlacesByTheirNames() throws Exception {
        withStore = false;
        var one = archive.delivered("one");
        var other = archive.delivered("other");
        for (var kind : List.of("wav", "peaks", "json")) {
            for (var half : List.of(".sealed", ".key")) {
                Vandal.swap(
                        archive.delivered(one, kind + half), archive.delivered(other, kind + half));
            }
        }
        assertFound(Result.SWAPPED, "c-one_20261127T0900_UTC.wav.sealed", "it belongs at");

        withStore = true;
        assertFound(Result.SWAPPED, "c-one_20261127T0900_UTC.peaks.sealed", "it is the peaks of");
    }

    // --- keys ---

    @Test
    void tellsAnEditedKeyFileFromOneThatIsGone() throws Exception {
        var one = archive.sealed("one");
        var two = archive.sealed("two");
        var three = archive.sealed("three");
        var json = new JsonObject(Files.readString(archive.key(one)));
        var blob = Base64.getDecoder().decode(json.getString("blob"));
        blob[blob.length - 1] ^= 1;
        Files.writeString(
                archive.key(one),
                json.put("blob", Base64.getEncoder().encodeToString(blob)).encode());
        Files.delete(archive.key(two));
        Files.writeString(archive.key(three), "{");

        assertFound(Result.KEY_TAMPERED, "/one.tracks", "did not wrap");
        assertFound(Result.KEY_MISSING, "/two.tracks", "");
        assertFound(Result.KEY_TAMPERED, "/three.tracks", "is none");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DENIED", "UNAVAILABLE"})
    void takesAKeyThatIsDeniedForNoSignOfTampering(Reason reason) throws Exception {
        archive.prepared("r");
        var delivered = archive.delivered("d");
        keys = refusing(reason);
        var result = reason == Reason.DENIED ? Result.KEY_DENIED : Result.KEY_AWAY;

        assertThat(inspect()).extracting(Finding::result).containsOnly(result).hasSize(7);
        assertThat(Inspector.summary(inspect())).isEqualTo("0 good, 0 wrong, 7 not checked");
        // What lies in another's place is seen without any key.
        Files.delete(archive.delivered(delivered, "wav.key"));
        assertFound(Result.KEY_MISSING, "_UTC.wav.sealed", "");
    }

    // --- manifests ---

    @Test
    void tellsAnEditedManifestThoughSomebodyHadTheKeys() throws Exception {
        var recording = archive.prepared("r");
        archive.reseal(recording, document -> document.put("agent", "nobody"));

        assertFound(Result.MANIFEST_EDITED, "/r.manifest", "signature");
        assertThat(resultOf("/r.audio")).isEqualTo(Result.NOT_CHECKED);
    }

    @Test
    void tellsTheManifestOfAnotherRecording() throws Exception {
        var recording = archive.prepared("r");
        var other = archive.manifest(archive.prepared("other"));
        archive.reseal(recording, _ -> other);

        assertFound(Result.MANIFEST_OF_ANOTHER, "/r.manifest", "it tells of recording other");
    }

    @Test
    void acceptsOnlyTheKeyThatSigned() throws Exception {
        archive.prepared("r");
        var stranger = Archive.keystore(home.resolve("stranger"));
        var found = inspector(stranger.publicKey()).inspect();

        assertThat(found)
                .filteredOn(finding -> finding.what().endsWith(".manifest"))
                .extracting(Finding::result)
                .containsExactly(Result.MANIFEST_EDITED);
    }

    // --- what is not there ---

    @Test
    void missesWhatWasDeliveredAndWhatIsToBeDelivered() throws Exception {
        var gone = archive.delivered("gone");
        for (var kind : List.of("wav", "peaks", "json")) {
            Files.delete(archive.delivered(gone, kind + ".sealed"));
        }
        var half = archive.delivered("half");
        Files.delete(archive.delivered(half, "peaks.sealed"));
        var prepared = archive.prepared("prepared");
        Files.delete(archive.file(prepared, Artefact.AUDIO));
        var sealed = archive.sealed("sealed");
        Files.delete(archive.file(sealed, Artefact.TRACKS));

        assertFound(Result.MISSING, "c-gone_20261127T0900_UTC.wav.sealed", "");
        assertFound(Result.MISSING, "c-half_20261127T0900_UTC.peaks.sealed", "");
        assertFound(Result.MISSING, "/prepared.audio", "");
        assertFound(Result.MISSING, "/sealed.tracks", "");
        assertThat(resultOf("c-half_20261127T0900_UTC.wav.sealed")).isEqualTo(Result.GOOD);
    }

    @Test
    void namesATenantThatIsNotConfigured() throws Exception {
        new Archive(home, new Tenant("gone", "main"), store, null).running("r");
        assertFound(Result.NOT_CHECKED, "spool/gone/main", "not configured");
    }

    // --- looking ---

    private List<Finding> inspect() throws Exception {
        return inspector(archive.keystore.publicKey()).inspect();
    }

    private Inspector inspector(String publicKey) {
        var tenant =
                new TenantRecordings(
                        archive.tenant, AudioFormat.WAV_8_KHZ, 0, List.of(), archive.folder);
        return new Inspector(
                archive.spool,
                List.of(tenant),
                keys == null ? archive.keystore : keys,
                publicKey,
                withStore ? new StoreKnown(store) : null,
                isInUse,
                InstantSource.fixed(now));
    }

    private void assertFound(Result result, String file, String detail) throws Exception {
        var found = inspect();
        assertThat(found)
                .as(file)
                .filteredOn(finding -> finding.what().endsWith(file))
                .filteredOn(finding -> finding.result() == result)
                .as(found.toString())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains(detail));
    }

    private Result resultOf(String file) throws Exception {
        return inspect().stream()
                .filter(finding -> finding.what().endsWith(file))
                .map(Finding::result)
                .findFirst()
                .orElseThrow();
    }

    private static KeyProvider refusing(Reason reason) {
        return (KeyProvider)
                Proxy.newProxyInstance(
                        KeyProvider.class.getClassLoader(),
                        new Class<?>[] {KeyProvider.class},
                        (_, _, _) -> {
                            throw new KeyFailure(reason, "refused", null);
                        });
    }
}
