package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.Parcel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** One object in parts, one after the other: it is there in the end, or nothing of it is. */
final class S3Upload {
    private final S3Client client;
    private final S3Settings settings;
    private final String key;

    /** What came of it. */
    record Done(String checksum, @Nullable String versionId, @Nullable String eTag) {}

    S3Upload(S3Client client, S3Settings settings, String key) {
        this.client = client;
        this.settings = settings;
        this.key = key;
    }

    /** Sends all of it. Whatever fails, the parts sent so far are dropped. */
    Done send(Parcel parcel) throws DeliveryFailure {
        var uploadId = client.createMultipartUpload(create(parcel)).uploadId();
        boolean done = false;
        try (var reader = PartReader.of(parcel)) {
            var parts = sendParts(reader, uploadId);
            reader.requireWhole(parcel);
            var completed =
                    client.completeMultipartUpload(c ->
                            c.bucket(settings.bucket())
                                    .key(key)
                                    .uploadId(uploadId)
                                    .ifNoneMatch("*")
                                    .multipartUpload(m -> m.parts(parts)));
            done = true;
            return new Done(reader.checksum(), completed.versionId(), completed.eTag());
        } finally {
            if (!done) {
                drop(uploadId);
            }
        }
    }

    private List<CompletedPart> sendParts(PartReader reader, String uploadId)
            throws DeliveryFailure {
        var parts = new ArrayList<CompletedPart>();
        while (reader.next()) {
            var sent =
                    client.uploadPart(
                            p ->
                                    p.bucket(settings.bucket())
                                            .key(key)
                                            .uploadId(uploadId)
                                            .partNumber(reader.part())
                                            .contentLength(reader.partLength())
                                            .checksumSHA256(reader.partChecksum()),
                            reader.body());
            parts.add(
                    CompletedPart.builder()
                            .partNumber(reader.part())
                            .eTag(sent.eTag())
                            .checksumSHA256(reader.partChecksum())
                            .build());
        }
        return parts;
    }

    private CreateMultipartUploadRequest create(Parcel parcel) {
        var create =
                CreateMultipartUploadRequest.builder()
                        .bucket(settings.bucket())
                        .key(key)
                        .contentType(parcel.name().artefact().contentType())
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumType(ChecksumType.COMPOSITE)
                        .tagging(S3Tags.of(parcel));
        var encryption = settings.encryption();
        if (encryption != null) {
            create.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId(encryption.keyId())
                    .ssekmsEncryptionContext(S3Tags.context(parcel.context()))
                    .bucketKeyEnabled(true);
        }
        return create.build();
    }

    /**
     * Drops what a process that died left half-finished. Nobody else uploads under our names.
     *
     * @throws SdkException when the store cannot do it now: once the object is whole nobody looks
     *     for its halves again
     */
    void dropForgotten() {
        try {
            client
                    .listMultipartUploads(l -> l.bucket(settings.bucket()).prefix(key))
                    .uploads()
                    .stream()
                    .filter(u -> key.equals(u.key()))
                    .forEach(u -> abort(u.uploadId()));
        } catch (SdkException e) {
            // We need not be allowed to list them, nor the store able to; a rule of the bucket
            // drops them then.
            if (S3Errors.passes(e)) {
                throw e;
            }
        }
    }

    private void drop(String uploadId) {
        try {
            abort(uploadId);
        } catch (SdkException e) {
            // The next attempt finds it and drops it.
        }
    }

    private void abort(String uploadId) {
        try {
            client.abortMultipartUpload(
                    a -> a.bucket(settings.bucket()).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            if (!S3Errors.isNotThere(e)) {
                throw e;
            }
        }
    }
}
