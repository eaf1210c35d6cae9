package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.vault.EncryptionContext;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What goes with an object: its tags, and the context of its key. */
final class S3Tags {
    private static final int LONGEST_VALUE = 256;

    private S3Tags() {}

    /** The tags; S3 knows few characters beyond letters and digits, the others become {@code _}. */
    static Tagging of(Parcel parcel) {
        return Tagging.builder()
                .tagSet(
                        parcel.tags().entrySet().stream()
                                .map(e ->
                                        Tag.builder()
                                                .key(e.getKey())
                                                .value(allowed(e.getValue()))
                                                .build())
                                .toList())
                .build();
    }

    /** The context as the header wants it: JSON in Base64. */
    static String context(EncryptionContext context) {
        var json = new JsonObject(Map.copyOf(context.pairs())).encode();
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String allowed(String value) {
        var text = value.replaceAll("[^\\p{L}\\p{N} +\\-=._:/@]", "_");
        return text.substring(0, Math.min(text.length(), LONGEST_VALUE));
    }
}
