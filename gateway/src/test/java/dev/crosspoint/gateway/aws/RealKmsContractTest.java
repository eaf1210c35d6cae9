package dev.crosspoint.gateway.aws;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.local.KeyProviderContract;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract on a real key in AWS, with {@code -Paws} and {@code CROSSPOINT_AWS_KEY}, the ARN of
 * a key that the credentials of the environment may use. Each run makes some thirty requests.
 */
@EnabledIfSystemProperty(named = "crosspoint.aws", matches = "true")
class RealKmsContractTest extends KeyProviderContract {
    private final List<KeyUse> uses = new CopyOnWriteArrayList<>();
    private AwsKms kms;

    @BeforeEach
    void start() throws Exception {
        var arn = requireNonNull(System.getenv("CROSSPOINT_AWS_KEY"), "CROSSPOINT_AWS_KEY");
        var region = arn.split(":", -1)[3];
        kms =
                new AwsKms(
                        new KmsSettings(
                                TENANT,
                                arn,
                                new AwsAccess(region, null, null),
                                null,
                                KmsSettings.DEFAULT_TIMEOUT),
                        InstantSource.system(),
                        uses::add);
        kms.prepare();
    }

    @AfterEach
    void stop() {
        kms.close();
    }

    @Override
    protected KeyProvider provider() {
        return kms;
    }

    @Override
    protected List<KeyUse> uses() {
        return uses;
    }
}
