package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.audit.AuditTrail;
import dev.crosspoint.gateway.aws.S3Servers;
import dev.crosspoint.gateway.aws.S3Target;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.delivery.ObjectName;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SealedFileWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from a request until the first byte of an hour's recording is there, with
 * everything that lies between: HTTP, the row, the key, the trail in the database.
 */
@ExtendWith(S3Servers.class)
@EnabledIfSystemProperty(named = "bench", matches = "playback")
class PlaybackBench {
    private static final int WARM_UP = 60;
    private static final int TIMES = 400;
    private static final int DURATION_MS = 3_600_000;

    @TempDir private Path home;

    @Test
    void measuresTheFirstByte(S3Servers.Running servers) throws Exception {
        var wav = new byte[44 + DURATION_MS * 32];
        new Random(1).nextBytes(wav);
        try (var target = PlayedFromBucketIT.target(servers, "bench" + System.nanoTime());
                var rig = new PlaybackRig(home, null, 5_000);
                var bucket = new PlaybackRig(home.resolve("b"), target, 5_000);
                var trail = trail(rig, "audit");
                var bucketTrail = trail(bucket, "audit")) {
            rig.trail = trail::before;
            bucket.trail = bucketTrail::before;
            var spool = hour(rig, "spool", wav);
            var folder = hour(rig, "folder", wav);
            deliver(rig, folder, intoFolder(rig, folder));
            var inBucket = hour(bucket, "bucket", wav);
            deliver(bucket, inBucket, intoBucket(bucket, target, wav));
            for (int from : new int[] {0, wav.length / 2}) {
                var where = from == 0 ? "start" : "middle";
                measure("spool, " + where, rig, spool, from);
                measure("folder, " + where, rig, folder, from);
                measure("S3Mock, " + where, bucket, inBucket, from);
            }
        }
    }

    private AuditTrail trail(PlaybackRig rig, String folder) throws Exception {
        return AuditTrail.start(
                new AuditTrail.Parts(
                        rig.archive.home.resolve(folder),
                        rig.database.audit(),
                        rig.archive.keystore,
                        rig.archive.signer(),
                        Map.of(PlaybackRig.ANN.tenant(), rig.archive.folder),
                        Duration.ofHours(1),
                        InstantSource.system()));
    }

    private static void measure(String what, PlaybackRig rig, RecordingId id, int from)
            throws Exception {
        var first = new double[TIMES];
        var tickets = new double[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            long asked = System.nanoTime();
            var play =
                    new JsonObject(new String(rig.send("POST", id, "/plays", null).body(), UTF_8));
            long given = System.nanoTime();
            var request =
                    rig.request(
                            "GET",
                            id,
                            "/audio?play=" + play.getString("ticket"),
                            null,
                            "range",
                            "bytes=" + from + "-");
            var answer = rig.client.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 206 || body.read() < 0) {
                    throw new AssertionError(answer.statusCode());
                }
                if (i >= 0) {
                    first[i] = (System.nanoTime() - given) / 1e6;
                    tickets[i] = (given - asked) / 1e6;
                }
            }
        }
        System.out.println(what + " first byte " + words(first) + ", ticket " + words(tickets));
    }

    private static String words(double[] ms) {
        Arrays.sort(ms);
        return String.format(
                Locale.ROOT,
                "%.1f / %.1f / %.1f ms",
                ms[TIMES / 2],
                ms[TIMES * 95 / 100],
                ms[TIMES * 99 / 100]);
    }

    /** A recording in the spool that has become an hour long. */
    private static RecordingId hour(PlaybackRig rig, String id, byte[] wav) throws Exception {
        var recording = rig.archive.held(id);
        var key = KeyFile.read(new FileDisk(), rig.archive.key(recording));
        try (var dataKey = rig.archive.keystore.unwrap(key.wrapped(), key.context());
                var file =
                        SealedFileWriter.create(
                                new FileDisk(),
                                rig.archive.spool,
                                Artefact.AUDIO,
                                recording,
                                key.context(),
                                dataKey,
                                new SecureRandom())) {
            file.write(wav, 0, wav.length);
            file.seal();
        }
        Archive.await(
                rig.database
                        .recordings()
                        .rendered(
                                PlaybackRig.ANN.tenant(),
                                recording,
                                new Recording.Audio(
                                        "wav-8-khz", wav.length, sha256(wav), DURATION_MS, 0, 0)));
        return recording;
    }

    private static void deliver(PlaybackRig rig, RecordingId recording, Receipt receipt)
            throws Exception {
        var object =
                new JsonObject()
                        .put("location", receipt.location())
                        .put("bytes", receipt.bytes())
                        .put("checksum", receipt.checksum())
                        .put("sealed", receipt.sealed());
        var receipts =
                new JsonObject()
                        .put("objects", new JsonArray().add(object).add(object).add(object));
        var store = rig.database.recordings();
        var tenant = PlaybackRig.ANN.tenant();
        Archive.await(
                store.move(
                        tenant,
                        recording,
                        RecordingState.SEALED,
                        RecordingState.UPLOADING,
                        Instant.now()));
        Archive.await(
                store.delivered(
                        tenant,
                        recording,
                        new Recording.Delivered(receipt.location(), Instant.now(), receipts)));
    }

    private static Receipt intoFolder(PlaybackRig rig, RecordingId recording) throws Exception {
        var folder = Files.createDirectories(rig.archive.home.resolve("delivered/acme"));
        var sealed = folder.resolve("hour.wav.sealed");
        Files.copy(rig.archive.file(recording, Artefact.AUDIO), sealed);
        Files.copy(rig.archive.key(recording), folder.resolve("hour.wav.key"));
        return new Receipt("acme/hour.wav.sealed", Files.size(sealed), "none", null, null, true);
    }

    private static Receipt intoBucket(PlaybackRig rig, S3Target target, byte[] wav)
            throws Exception {
        var recording = new RecordingId("bucket");
        var key = KeyFile.read(new FileDisk(), rig.archive.key(recording));
        return target.deliver(
                new Parcel(
                        recording,
                        new ObjectName(
                                rig.archive.tenant,
                                "c",
                                Archive.NINE,
                                1,
                                dev.crosspoint.media.delivery.Artefact.WAV),
                        key.context(),
                        new TreeMap<>(),
                        wav.length,
                        sha256(wav),
                        new Parcel.Source() {
                            @Override
                            public InputStream plaintext() {
                                return new ByteArrayInputStream(wav);
                            }

                            @Override
                            public InputStream sealed() {
                                throw new IllegalStateException();
                            }

                            @Override
                            public byte[] keyFile() {
                                throw new IllegalStateException();
                            }
                        }));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
