package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a store's refusals mean for a delivery. */
final class S3Errors {
    /** Refused, though the same may pass the next time. */
    private static final Set<String> PASSING =
            Set.of(
                    "BadDigest",
                    "NoSuchUpload",
                    "NoSuchKey",
                    "InvalidPart",
                    "RequestTimeout",
                    "KMS.ThrottlingException",
                    "KMS.KMSInternalException");

    /** Too late, in the way of somebody else, too many. */
    private static final Set<Integer> PASSING_STATUS = Set.of(408, 409, 429);

    /** Of a store that has only a part of S3. */
    private static final int NOT_IMPLEMENTED = 501;

    private S3Errors() {}

    static DeliveryFailure failureOf(SdkException e, String location) {
        return new DeliveryFailure(
                reason(e), location + ": " + (isAnswer(e) ? code(e) : e.getMessage()), e);
    }

    /** Whether something lies there already. */
    static boolean isTaken(SdkException e) {
        return e instanceof AwsServiceException service && service.statusCode() == 412;
    }

    /** Whether the store said anything at all. */
    static boolean isAnswer(SdkException e) {
        return e instanceof AwsServiceException;
    }

    static boolean isNotThere(SdkException e) {
        return e instanceof AwsServiceException service
                && service.statusCode() == 404
                && !code(e).equals("NoSuchBucket");
    }

    /** Whether the same may be answered otherwise the next time. */
    static boolean passes(SdkException e) {
        return reason(e) == Reason.RETRY
                && !(e instanceof AwsServiceException service
                        && service.statusCode() == NOT_IMPLEMENTED);
    }

    private static Reason reason(SdkException e) {
        if (!(e instanceof AwsServiceException service)) {
            return Reason.RETRY; // No connection, or no answer in time.
        }
        int status = service.statusCode();
        boolean passes =
                status >= 500
                        || PASSING_STATUS.contains(status)
                        || PASSING.contains(code(e))
                        || service.isThrottlingException()
                        || isNotThere(e);
        return passes ? Reason.RETRY : Reason.DENIED;
    }

    private static String code(SdkException e) {
        if (!(e instanceof AwsServiceException service)) {
            return "";
        }
        var details = service.awsErrorDetails();
        return details == null || details.errorCode() == null
                ? "HTTP " + service.statusCode()
                : details.errorCode();
    }
}
