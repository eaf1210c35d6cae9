package dev.crosspoint.gateway.aws;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's bucket.
 *
 * @param prefix what names of objects begin with, may be empty
 * @param pathStyle the bucket in the path and not in the host name, as many stores that speak like
 *     S3 want it
 * @param encryption by which key objects are encrypted there; {@code null} only for a store that
 *     cannot do it
 * @param timeout for one request with its retries; a part has 8 MiB
 */
public record S3Settings(
        String bucket,
        String prefix,
        AwsAccess access,
        boolean pathStyle,
        @Nullable Encryption encryption,
        Duration timeout) {
    /** 8 MiB in the half of it, which a first attempt has, are 1.1 Mbit/s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    /**
     * SSE-KMS, with a bucket key so that not every object costs a call of KMS.
     *
     * @param keyId the key's ARN, or its id in the bucket's account
     */
    public record Encryption(String keyId) {}
}
