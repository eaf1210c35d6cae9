package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Document;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A tenant's bucket, in S3 or in a store that speaks like it. Objects lie there in the clear for
 * whoever may use the tenant's key: they are the tenant's now. What is sent is opened part by part
 * in memory, and compared with what was rendered before the store may keep it.
 */
public final class S3Target implements DeliveryTarget, DocumentTarget, AutoCloseable {
    private final S3Settings settings;
    private final S3Client client;

    /** A client; asks nobody yet. */
    public S3Target(S3Settings settings) {
        this.settings = settings;
        var access = settings.access();
        client =
                access.configure(S3Client.builder(), settings.timeout())
                        .httpClient(access.http(settings.timeout()))
                        .forcePathStyle(settings.pathStyle())
                        // We give the checksums ourselves; not every store knows the others.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                        .build();
    }

    @Override
    public Receipt deliver(Parcel parcel) throws DeliveryFailure {
        var key = parcel.name().under(settings.prefix());
        return parcel.plaintextBytes() <= PartReader.PART_BYTES
                ? deliverWhole(parcel, key)
                : deliverInParts(parcel, key);
    }

    @Override
    public void confirm(Receipt receipt) throws DeliveryFailure {
        var head = head(keyOf(receipt));
        if (head.contentLength() != receipt.bytes()) {
            throw broken(receipt, "has another length");
        }
        if (receipt.keyId() != null && !isSameKey(receipt.keyId(), head.ssekmsKeyId())) {
            throw broken(
                    receipt,
                    "lies under the key " + head.ssekmsKeyId() + ", not under the tenant's");
        }
        if (!receipt.checksum().equals(checksum(head, keyOf(receipt)))) {
            throw broken(receipt, "has another checksum");
        }
    }

    @Override
    public InputStream open(Receipt receipt, long offset, long length) throws DeliveryFailure {
        var key = keyOf(receipt);
        return asked(
                key,
                () ->
                        client.getObject(g ->
                                g.bucket(settings.bucket())
                                        .key(key)
                                        .range("bytes=" + offset + "-" + (offset + length - 1))));
    }

    @Override
    public void keep(Document document) throws DeliveryFailure {
        var key = keyOf(document.path());
        try {
            client.putObject(put(document, key), RequestBody.fromBytes(document.content()));
        } catch (SdkException e) {
            boolean isThere =
                    S3Errors.isTaken(e)
                            && find(document.tenant(), document.path())
                                    .filter(content -> Arrays.equals(content, document.content()))
                                    .isPresent();
            if (S3Errors.isTaken(e) && !isThere) {
                throw new DeliveryFailure(
                        Reason.CONFLICT, "something else lies at " + location(key), e);
            }
            if (!isThere) {
                throw S3Errors.failureOf(e, location(key));
            }
        }
    }

    @Override
    public Optional<byte[]> find(Tenant tenant, String path) throws DeliveryFailure {
        var key = keyOf(path);
        try {
            var object = client.getObjectAsBytes(g -> g.bucket(settings.bucket()).key(key));
            return Optional.of(object.asByteArray());
        } catch (SdkException e) {
            if (S3Errors.isNotThere(e)) {
                return Optional.empty();
            }
            throw S3Errors.failureOf(e, location(key));
        }
    }

    private PutObjectRequest put(Document document, String key) {
        var put =
                PutObjectRequest.builder()
                        .bucket(settings.bucket())
                        .key(key)
                        .ifNoneMatch("*")
                        .contentType("application/json");
        var encryption = settings.encryption();
        if (encryption != null) {
            var context = new EncryptionContext(document.tenant(), Purpose.AUDIT, document.path());
            put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId(encryption.keyId())
                    .ssekmsEncryptionContext(S3Tags.context(context))
                    .bucketKeyEnabled(true);
        }
        return put.build();
    }

    private String keyOf(String path) {
        var prefix = settings.prefix();
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix + path : prefix + "/" + path;
    }

    @Override
    public boolean holds(Receipt receipt) {
        return receipt.location().startsWith(location(""));
    }

    @Override
    public boolean isThere(Receipt receipt) throws DeliveryFailure {
        try {
            head(keyOf(receipt));
            return true;
        } catch (DeliveryFailure e) {
            if (e.getCause() instanceof SdkException cause && S3Errors.isNotThere(cause)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void remove(Receipt receipt) throws DeliveryFailure {
        var key = keyOf(receipt);
        try {
            new S3Removal(client, settings.bucket(), key).remove();
        } catch (SdkException e) {
            throw S3Errors.failureOf(e, location(key));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Receipt deliverWhole(Parcel parcel, String key) throws DeliveryFailure {
        try (var reader = PartReader.of(parcel)) {
            reader.next();
            reader.requireWhole(parcel);
            var checksum = reader.checksum();
            try {
                var put = client.putObject(put(parcel, key, checksum), reader.body());
                return receipt(parcel, key, checksum, put.versionId(), put.eTag());
            } catch (SdkException e) {
                // Taken; or the answer was lost, and perhaps it was "taken" or "done".
                if (S3Errors.isTaken(e) || !S3Errors.isAnswer(e)) {
                    var there = headIfThere(key);
                    if (there.isPresent()) {
                        return alreadyThere(parcel, key, checksum, there.get());
                    }
                }
                throw S3Errors.failureOf(e, location(key));
            }
        }
    }

    private Receipt deliverInParts(Parcel parcel, String key) throws DeliveryFailure {
        var upload = new S3Upload(client, settings, key);
        try {
            upload.dropForgotten();
            // Before a gigabyte is sent for nothing.
            var there = headIfThere(key);
            if (there.isPresent()) {
                return alreadyThere(parcel, key, checksumOf(parcel), there.get());
            }
            var done = upload.send(parcel);
            return receipt(parcel, key, done.checksum(), done.versionId(), done.eTag());
        } catch (SdkException e) {
            if (S3Errors.isTaken(e)) {
                return alreadyThere(parcel, key, checksumOf(parcel), head(key));
            }
            throw S3Errors.failureOf(e, location(key));
        }
    }

    private PutObjectRequest put(Parcel parcel, String key, String checksum) {
        var put =
                PutObjectRequest.builder()
                        .bucket(settings.bucket())
                        .key(key)
                        .ifNoneMatch("*")
                        .contentType(parcel.name().artefact().contentType())
                        .checksumSHA256(checksum)
                        .tagging(S3Tags.of(parcel));
        var encryption = settings.encryption();
        if (encryption != null) {
            put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId(encryption.keyId())
                    .ssekmsEncryptionContext(S3Tags.context(parcel.context()))
                    .bucketKeyEnabled(true);
        }
        return put.build();
    }

    private Receipt alreadyThere(
            Parcel parcel, String key, String checksum, HeadObjectResponse head)
            throws DeliveryFailure {
        if (head.contentLength() != parcel.plaintextBytes()
                || !checksum.equals(checksum(head, key))) {
            throw new DeliveryFailure(
                    Reason.CONFLICT, "something else lies at " + location(key), null);
        }
        return receipt(parcel, key, checksum, head.versionId(), head.eTag());
    }

    private Receipt receipt(
            Parcel parcel,
            String key,
            String checksum,
            @Nullable String versionId,
            @Nullable String eTag) {
        var encryption = settings.encryption();
        return new Receipt(
                location(key),
                parcel.plaintextBytes(),
                checksum,
                versionId == null ? eTag : versionId,
                encryption == null ? null : encryption.keyId(),
                false);
    }

    /** What the store keeps as checksum; a store that keeps none has to give the object back. */
    private String checksum(HeadObjectResponse head, String key) throws DeliveryFailure {
        var kept = head.checksumSHA256();
        if (kept != null) {
            return kept;
        }
        var object = asked(key, () -> client.getObject(g -> g.bucket(settings.bucket()).key(key)));
        try (var reader = new PartReader(object, head.contentLength())) {
            return reader.toEnd().checksum();
        }
    }

    private static String checksumOf(Parcel parcel) throws DeliveryFailure {
        try (var reader = PartReader.of(parcel)) {
            reader.toEnd().requireWhole(parcel);
            return reader.checksum();
        }
    }

    private HeadObjectResponse head(String key) throws DeliveryFailure {
        return asked(
                key,
                () ->
                        client.headObject(h ->
                                h.bucket(settings.bucket())
                                        .key(key)
                                        .checksumMode(ChecksumMode.ENABLED)));
    }

    /**
     * Empty also when we may not know: without the right to list, what is not there is forbidden.
     */
    private Optional<HeadObjectResponse> headIfThere(String key) throws DeliveryFailure {
        try {
            return Optional.of(head(key));
        } catch (DeliveryFailure e) {
            boolean forbidden = e.reason() == Reason.DENIED;
            boolean absent =
                    e.getCause() instanceof SdkException cause && S3Errors.isNotThere(cause);
            if (forbidden || absent) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T asked(String key, Supplier<T> request) throws DeliveryFailure {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Errors.failureOf(e, location(key));
        }
    }

    private String location(String key) {
        return "s3://" + settings.bucket() + "/" + key;
    }

    private String keyOf(Receipt receipt) throws DeliveryFailure {
        var start = location("");
        if (!receipt.location().startsWith(start)) {
            throw broken(receipt, "is not in the bucket " + settings.bucket());
        }
        return receipt.location().substring(start.length());
    }

    /** Stores name a key by its ARN or by the id at its end, whatever it was given as. */
    private static boolean isSameKey(String wanted, @Nullable String found) {
        return found != null && id(wanted).equals(id(found));
    }

    private static String id(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private static DeliveryFailure broken(Receipt receipt, String how) {
        return new DeliveryFailure(Reason.BROKEN, receipt.location() + " " + how, null);
    }
}
