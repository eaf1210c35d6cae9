package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SealedFileWriter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** A recording as it was delivered, opened with the gateway's own keys. */
final class Delivered {
    static final int RATE_HZ = 8000;

    private static final int WAV_HEADER = 44;

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm").withZone(ZoneOffset.UTC);

    private final JsonObject row;
    private final JsonObject manifest;
    private final short[] left;
    private final short[] right;

    private Delivered(JsonObject row, JsonObject manifest, short[] left, short[] right) {
        this.row = row;
        this.manifest = manifest;
        this.left = left;
        this.right = right;
    }

    /** What the control API says of it. */
    JsonObject row() {
        return row;
    }

    /** Without its signature. */
    JsonObject manifest() {
        return manifest;
    }

    short[] left() {
        return left;
    }

    short[] right() {
        return right;
    }

    /** Opens what a row speaks of, and checks that its files belong together. */
    static Delivered open(Path home, JsonObject row) throws Exception {
        return open(home, row, false);
    }

    /** Likewise, of a recording that a crash cut off. */
    static Delivered openCutOff(Path home, JsonObject row) throws Exception {
        return open(home, row, true);
    }

    private static Delivered open(Path home, JsonObject row, boolean cutOff) throws Exception {
        var name = name(row);
        assertThat(row.getString("location")).isEqualTo(name + ".wav.sealed");
        var keystore =
                LocalKeystore.open(
                        new KeystoreSettings(home.resolve("keys"), null, null),
                        InstantSource.system(),
                        _ -> {});
        var place = home.resolve("delivered").resolve(name);
        var manifest = Manifest.read(opened(place, ".json", keystore));
        assertThat(manifest.isSignedBy(keystore.publicKey())).as("signed").isTrue();
        byte[] wav = opened(place, ".wav", keystore);
        assertIs(wav, manifest.json().getJsonObject("audio"));
        assertIs(opened(place, ".peaks", keystore), manifest.json().getJsonObject("peaks"));
        var recording = of(row, manifest.json(), wav);
        recording.agreesWithItself(cutOff);
        return recording;
    }

    double seconds() {
        return (double) left.length / RATE_HZ;
    }

    private static String name(JsonObject row) {
        int segment = row.getInteger("segment");
        var started = Instant.ofEpochMilli(row.getLong("startedMs"));
        return "acme/test/CallRecordings/%s/%s_%s_UTC"
                        .formatted(
                                FOLDER.format(started),
                                row.getString("contactId"),
                                MINUTE.format(started))
                + (segment == 1 ? "" : "_" + segment);
    }

    private static byte[] opened(Path place, String ending, LocalKeystore keystore)
            throws Exception {
        var disk = new FileDisk();
        var path = place.resolveSibling(place.getFileName() + ending);
        var keyFile = KeyFile.read(disk, path.resolveSibling(path.getFileName() + ".key"));
        try (var key = keystore.unwrap(keyFile.wrapped(), keyFile.context());
                var reader =
                        SealedFileWriter.open(
                                disk, path.resolveSibling(path.getFileName() + ".sealed"), key)) {
            return plain(reader);
        }
    }

    private static byte[] plain(SealedReader reader) throws Exception {
        byte[] bytes = new byte[(int) reader.plaintextLength()];
        int at = 0;
        while (at < bytes.length) {
            int read = reader.read(at, bytes, at, bytes.length - at);
            if (read <= 0) {
                throw new IOException("a sealed file that ends early");
            }
            at += read;
        }
        return bytes;
    }

    private static void assertIs(byte[] file, JsonObject part) throws Exception {
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        assertThat(part.getLong("bytes")).isEqualTo(file.length);
        assertThat(part.getString("sha256")).isEqualTo(hash);
    }

    private static Delivered of(JsonObject row, JsonObject manifest, byte[] wav) {
        var pcm =
                ByteBuffer.wrap(wav, WAV_HEADER, wav.length - WAV_HEADER)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer();
        int samples = pcm.remaining() / 2;
        var left = new short[samples];
        var right = new short[samples];
        for (int i = 0; i < samples; i++) {
            left[i] = pcm.get();
            right[i] = pcm.get();
        }
        return new Delivered(row, manifest, left, right);
    }

    private void agreesWithItself(boolean cutOff) {
        for (var name : new String[] {"agent", "segment", "sides", "durationMs"}) {
            assertThat(manifest.getValue(name)).as(name).isEqualTo(row.getValue(name));
        }
        assertThat(manifest.getString("recording")).isEqualTo(row.getString("recordingId"));
        assertThat(manifest.getString("contact")).isEqualTo(row.getString("contactId"));
        assertThat(manifest.getString("initialContact"))
                .isEqualTo(row.getString("initialContactId"));
        assertThat(Instant.parse(manifest.getString("startedAt")).toEpochMilli())
                .isEqualTo(row.getLong("startedMs"));
        assertThat(manifest.getBoolean("endedInOrder")).as("ended in order").isEqualTo(!cutOff);
        assertThat(manifest.getBoolean("recovered")).as("recovered").isEqualTo(cutOff);
        assertThat(manifest.getJsonArray("gaps")).as("gaps").isEmpty();
        assertThat(manifest.getJsonObject("audio").getLong("samples")).isEqualTo(left.length);
        assertThat(row.getString("state")).isEqualTo("delivered");
        assertThat(row.getLong("endedMs") - row.getLong("startedMs"))
                .isCloseTo(row.getLong("durationMs"), within(1L));
    }
}
