package dev.crosspoint.media.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What was delivered where. Kept, so that it can be confirmed and found again later.
 *
 * @param location as the target finds it again: {@code s3://bucket/key}, or a path below its folder
 * @param bytes how long it is there
 * @param checksum SHA-256 of what lies there in Base64; of the parts' hashes, and then with {@code
 *     -<parts>} at its end, where it was sent in parts
 * @param version the place's own mark of this very content, if it gives one
 * @param keyId the key it is encrypted with there, if the place encrypts
 * @param sealed whether it lies there in our sealed form, with the wrapped key beside it
 */
public record Receipt(
        String location,
        long bytes,
        String checksum,
        @Nullable String version,
        @Nullable String keyId,
        boolean sealed) {}
