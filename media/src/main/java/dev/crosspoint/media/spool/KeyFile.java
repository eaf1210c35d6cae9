package dev.crosspoint.media.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.ByteSource;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.WrappedKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * The wrapped data key of a recording, in a file of its own beside the sealed ones, so that it can
 * be wrapped anew (KMS-7) while they stay as they are.
 *
 * @param wrapped only the key service opens it
 * @param context what it is bound to, as the sealed headers say it too
 */
public record KeyFile(WrappedKey wrapped, EncryptionContext context) {
    /** The longest one. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int VERSION = 1;

    /** Its bytes: JSON. */
    public byte[] encoded() {
        var pairs = new JsonObject();
        context.pairs().forEach(pairs::put);
        return new JsonObject()
                .put("version", VERSION)
                .put("keyId", wrapped.keyId())
                .put("blob", Base64.getEncoder().encodeToString(wrapped.blob()))
                .put("context", pairs)
                .encode()
                .getBytes(UTF_8);
    }

    /**
     * Reads one.
     *
     * @throws KeyFailure INVALID when these bytes are none, or have more in them than one has
     */
    public static KeyFile parse(byte[] bytes) throws KeyFailure {
        try {
            var json = new JsonObject(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            require(json.fieldNames().equals(Set.of("version", "keyId", "blob", "context")));
            require(json.getValue("version").equals(VERSION));
            JsonObject pairs = json.getJsonObject("context");
            require(
                    pairs.fieldNames()
                            .equals(Set.of("account", "instance", "purpose", "resource")));
            var context =
                    new EncryptionContext(
                            new Tenant(text(pairs, "account"), text(pairs, "instance")),
                            purpose(text(pairs, "purpose")),
                            text(pairs, "resource"));
            byte[] blob = Base64.getDecoder().decode(text(json, "blob"));
            return new KeyFile(new WrappedKey(text(json, "keyId"), blob), context);
        } catch (CharacterCodingException | RuntimeException e) {
            // Vert.x answers each kind of bad JSON with another exception, and none has the bytes.
            throw invalid();
        }
    }

    /**
     * Reads one from a disk.
     *
     * @throws KeyFailure INVALID as {@link #parse}
     * @throws IOException also when there is no such file
     */
    public static KeyFile read(SpoolDisk disk, Path file) throws KeyFailure, IOException {
        try (ByteSource source = disk.open(file)) {
            byte[] bytes = new byte[MAX_BYTES + 1];
            int length = source.read(0, bytes, 0, bytes.length);
            if (length > MAX_BYTES) {
                throw invalid();
            }
            return parse(Arrays.copyOf(bytes, length));
        }
    }

    /**
     * Puts it where it belongs, in place of what may be there. When this returns it survives a
     * power cut; when it does not return, the old one is there, or the new one.
     */
    public void write(SpoolDisk disk, Path file) throws IOException {
        Path temporary = SpoolFolder.temporary(file);
        byte[] bytes = encoded();
        try (SpoolDisk.Appender to = disk.create(temporary)) {
            to.append(bytes, 0, bytes.length);
            to.force();
        }
        disk.rename(temporary, file);
        disk.forceFolder(requireNonNull(file.getParent()));
    }

    // ---- details

    private static String text(JsonObject from, String name) {
        return (String) requireNonNull(from.getValue(name));
    }

    private static Purpose purpose(String text) {
        for (Purpose purpose : Purpose.values()) {
            if (purpose.text().equals(text)) {
                return purpose;
            }
        }
        throw new IllegalArgumentException();
    }

    private static void require(boolean sound) {
        if (!sound) {
            throw new IllegalArgumentException();
        }
    }

    private static KeyFailure invalid() {
        return new KeyFailure(KeyFailure.Reason.INVALID, "a file holds no wrapped key", null);
    }
}
