package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.seal.Seal;
import io.vertx.core.json.JsonObject;

/**
 * A file of a recording as the manifest has it.
 *
 * @param bytes in clear
 * @param sha256 of it in clear, 64 hexadecimal digits
 * @param seal of the sealed form
 */
public record SealedPart(long bytes, String sha256, Seal seal) {

    JsonObject json() {
        return new JsonObject()
                .put("bytes", bytes)
                .put("sha256", sha256)
                .put("sealedFrames", seal.frames())
                .put("sealedBytes", seal.bytes())
                .put("sealedLastTag", seal.lastTag());
    }

    static SealedPart of(JsonObject json) {
        return new SealedPart(
                requireNonNull(json.getLong("bytes")),
                requireNonNull(json.getString("sha256")),
                new Seal(
                        requireNonNull(json.getInteger("sealedFrames")),
                        requireNonNull(json.getLong("sealedBytes")),
                        requireNonNull(json.getString("sealedLastTag"))));
    }
}
