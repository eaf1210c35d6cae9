package dev.crosspoint.gateway.aws;

import dev.crosspoint.gateway.local.KeyProviderContract;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on our client and the fake, as somebody who has nothing but the grant. */
class KmsContractTest extends KeyProviderContract {
    private final List<KeyUse> uses = new CopyOnWriteArrayList<>();
    private KmsFake fake;
    private AwsKms kms;

    @BeforeEach
    void start() throws Exception {
        fake = new KmsFake();
        var gateway = fake.principal("gateway");
        var key = fake.key(fake.principal("owner"));
        key.granters.add(gateway.arn());
        kms =
                new AwsKms(
                        new KmsSettings(
                                TENANT,
                                key.arn,
                                new AwsAccess(
                                        KmsFake.REGION, fake.endpoint(), gateway.credentials()),
                                new KmsSettings.Grant(gateway.arn(), null),
                                KmsSettings.DEFAULT_TIMEOUT),
                        InstantSource.system(),
                        uses::add);
        kms.prepare();
    }

    @AfterEach
    void stop() throws IOException {
        kms.close();
        fake.close();
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
