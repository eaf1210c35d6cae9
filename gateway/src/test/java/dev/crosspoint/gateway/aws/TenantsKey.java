package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;

/** A tenant's key in the fake key service, with which the tenant does what owners do. */
public final class TenantsKey implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More often than anybody asks in a test. */
    private static final int FOR_LONG = 10_000;

    private final Tenant tenant;
    private final InstantSource clock;
    private final KmsFake kms = new KmsFake();
    private final KmsFake.Principal gateway = kms.principal("gateway");
    private final KmsFake.Principal owner = kms.principal("owner");
    private final FakeKey key = kms.key(owner);
    private final AwsKms owners;

    /** The gateway may use it at first. */
    public TenantsKey(Tenant tenant, InstantSource clock) throws Exception {
        this.tenant = tenant;
        this.clock = clock;
        owners = keys(owner, new KmsSettings.Grant(gateway.arn(), null));
        grant();
    }

    /** As the gateway asks for it; to be closed by the caller. */
    public AwsKms gateways() {
        return keys(gateway, null);
    }

    /** As its owner asks for it, who always may. */
    public KeyProvider owners() {
        return owners;
    }

    /** The tenant grants the gateway the use of it, in the tenant's context. */
    public void grant() throws Exception {
        owners.prepare();
    }

    /** The tenant takes back every grant. */
    public void revoke() {
        var access = new AwsAccess(KmsFake.REGION, kms.endpoint(), owner.credentials());
        try (var sdk =
                access.configure(KmsClient.builder(), PATIENCE)
                        .httpClient(access.http(PATIENCE))
                        .build()) {
            for (var grant : List.copyOf(key.grants)) {
                sdk.revokeGrant(r -> r.keyId(key.arn).grantId(grant.id()));
            }
        }
    }

    /** The tenant disables it, for itself too. */
    public void disable() {
        key.state = "Disabled";
    }

    /** The tenant enables it again. */
    public void enable() {
        key.state = "Enabled";
    }

    /** The key service fails on whatever it is asked. */
    public void fail() {
        kms.refuse(FOR_LONG, 500, "KMSInternalException");
    }

    /** It works again. */
    public void failNoMore() {
        kms.refuseNoMore();
    }

    private AwsKms keys(KmsFake.Principal who, KmsSettings.@Nullable Grant grant) {
        var access = new AwsAccess(KmsFake.REGION, kms.endpoint(), who.credentials());
        return new AwsKms(
                new KmsSettings(tenant, key.arn, access, grant, KmsSettings.DEFAULT_TIMEOUT),
                clock,
                _ -> {});
    }

    @Override
    public void close() throws IOException {
        owners.close();
        kms.close();
    }
}
