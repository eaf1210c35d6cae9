package dev.crosspoint.gateway.aws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Takes an object away for good. In a bucket with versions a deletion without one only hides what
 * lies there, and what was put there before stays behind what was put there last: so each version
 * goes by its name.
 */
final class S3Removal {
    private static final String DELETE_MARKER = "x-amz-delete-marker";

    private final S3Client client;
    private final String bucket;
    private final String key;

    /**
     * What is asked for the key shows.
     *
     * @param version of the object; null in a bucket that never had versions
     * @param hidden whether somebody has deleted it without a version
     */
    private record Seen(@Nullable String version, boolean hidden) {}

    S3Removal(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    /**
     * Returns when nothing of it is left.
     *
     * @throws SdkException when something is
     */
    void remove() {
        var seen = look();
        if (seen == null) {
            return;
        }
        if (seen.version() == null && !seen.hidden()) {
            delete(null);
            return;
        }
        List<String> versions;
        try {
            versions = versions();
        } catch (AwsServiceException e) {
            if (seen.version() == null) {
                throw e;
            }
            // Who may not list them takes what is known, which is all of it as a rule.
            delete(seen.version());
            if (look() != null) {
                throw e;
            }
            return;
        }
        versions.forEach(this::delete);
    }

    private @Nullable Seen look() {
        try {
            return new Seen(client.headObject(h -> h.bucket(bucket).key(key)).versionId(), false);
        } catch (AwsServiceException e) {
            if (!S3Errors.isNotThere(e)) {
                throw e;
            }
            return isHidden(e) ? new Seen(null, true) : null;
        }
    }

    private static boolean isHidden(AwsServiceException e) {
        var details = e.awsErrorDetails();
        return details != null
                && details.sdkHttpResponse()
                        .firstMatchingHeader(DELETE_MARKER)
                        .filter("true"::equalsIgnoreCase)
                        .isPresent();
    }

    /** Those with content first: while one of them has to stay, it stays as hidden as it was. */
    private List<String> versions() {
        var versions = new ArrayList<String>();
        var markers = new ArrayList<String>();
        for (var page : client.listObjectVersionsPaginator(l -> l.bucket(bucket).prefix(key))) {
            page.versions().stream()
                    .filter(each -> each.key().equals(key))
                    .forEach(each -> versions.add(each.versionId()));
            page.deleteMarkers().stream()
                    .filter(each -> each.key().equals(key))
                    .forEach(each -> markers.add(each.versionId()));
        }
        versions.addAll(markers);
        return versions;
    }

    private void delete(@Nullable String version) {
        client.deleteObject(d -> d.bucket(bucket).key(key).versionId(version));
    }
}
