package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.api.Tenant;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's key in AWS KMS.
 *
 * @param keyArn the key itself, {@code arn:aws:kms:region:account:key/id}; not an alias, which may
 *     lead to another key tomorrow
 * @param grant to make a grant at the start, {@code null} when the key's owner sees to it
 * @param timeout for one call with its retries
 */
public record KmsSettings(
        Tenant tenant, String keyArn, AwsAccess access, @Nullable Grant grant, Duration timeout) {
    /** Long enough for a second attempt, short enough for a call that waits for its key. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final Pattern KEY_ARN =
            Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+");

    /**
     * Whom the grant is for.
     *
     * @param granteePrincipal the ARN of the role or user that the gateway runs as
     * @param retiringPrincipal the ARN of who may retire the grant, {@code null} for nobody else
     *     than the key's owner
     */
    public record Grant(String granteePrincipal, @Nullable String retiringPrincipal) {}

    public KmsSettings {
        if (!KEY_ARN.matcher(keyArn).matches()) {
            throw new IllegalArgumentException(
                    "the ARN of a KMS key looks like arn:aws:kms:region:account:key/id, unlike "
                            + keyArn);
        }
    }
}
