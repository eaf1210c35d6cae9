package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyUnavailableException;
import software.amazon.awssdk.services.kms.model.KmsInternalException;

/** What the key service's refusals mean for us. */
final class KmsErrors {
    /** Too much at once, by whatever name. */
    private static final Set<String> BUSY =
            Set.of("ThrottlingException", "RequestLimitExceeded", "LimitExceededException");

    private KmsErrors() {}

    static KeyFailure failureOf(SdkException e, String keyId) {
        return switch (e) {
            case InvalidCiphertextException _, IncorrectKeyException _ ->
                    new KeyFailure(
                            Reason.INVALID, keyId + " did not wrap this key in this context", e);
            case DependencyTimeoutException _, KeyUnavailableException _, KmsInternalException _ ->
                    unavailable(keyId, e);
            case AwsServiceException service when isBusy(service) -> unavailable(keyId, e);
            case AwsServiceException service ->
                    new KeyFailure(Reason.DENIED, "KMS refuses " + keyId + ": " + code(service), e);
            default -> unavailable(keyId, e); // No connection, or no answer in time.
        };
    }

    static @Nullable String requestId(SdkException e) {
        return e instanceof AwsServiceException service ? service.requestId() : null;
    }

    private static boolean isBusy(AwsServiceException e) {
        return e.statusCode() >= 500 || e.isThrottlingException() || BUSY.contains(code(e));
    }

    private static String code(AwsServiceException e) {
        var details = e.awsErrorDetails();
        return details == null || details.errorCode() == null
                ? "HTTP " + e.statusCode()
                : details.errorCode();
    }

    private static KeyFailure unavailable(String keyId, SdkException e) {
        return new KeyFailure(
                Reason.UNAVAILABLE, "KMS does not answer for " + keyId + ": " + e.getMessage(), e);
    }
}
