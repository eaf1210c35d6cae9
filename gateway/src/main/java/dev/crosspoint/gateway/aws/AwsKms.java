package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyGuard;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.media.vault.KeyUse.Operation;
import dev.crosspoint.media.vault.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * One tenant's key in AWS KMS. Serves that tenant and nobody else, whatever the key would allow.
 */
public final class AwsKms implements KeyGuard, AutoCloseable {
    /** ENCRYPT is for taking over what another provider wrapped, and for nothing else. */
    private static final GrantOperation[] GRANTED = {
        GrantOperation.DESCRIBE_KEY,
        GrantOperation.GENERATE_DATA_KEY,
        GrantOperation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
        GrantOperation.DECRYPT,
        GrantOperation.ENCRYPT,
        GrantOperation.RE_ENCRYPT_FROM,
        GrantOperation.RE_ENCRYPT_TO,
        GrantOperation.RETIRE_GRANT
    };

    /** A new grant is known everywhere within five minutes; until then its token stands for it. */
    private static final Duration TOKEN_NEEDED = Duration.ofMinutes(10);

    private final KmsSettings settings;
    private final KmsClient client;
    private final InstantSource clock;
    private final KeyUse.Listener uses;
    private volatile @Nullable Token token;

    private record Token(String text, Instant until) {}

    /**
     * A client; asks nobody yet.
     *
     * @param uses told of each call, also of those that failed
     */
    public AwsKms(KmsSettings settings, InstantSource clock, KeyUse.Listener uses) {
        this.settings = settings;
        this.clock = clock;
        this.uses = uses;
        var access = settings.access();
        client =
                access.configure(KmsClient.builder(), settings.timeout())
                        .httpClient(access.http(settings.timeout()))
                        .build();
    }

    /**
     * For the start: makes the grant, where one is configured, and looks whether the key is of use.
     * May be repeated; the same grant is not made twice.
     */
    public KeyDescription prepare() throws KeyFailure {
        var grant = settings.grant();
        if (grant != null) {
            createGrant(grant);
        }
        return describe(settings.tenant());
    }

    @Override
    public KeyDescription describe(Tenant tenant) throws KeyFailure {
        requireOurs(tenant);
        var key =
                call(
                                Operation.DESCRIBE,
                                settings.keyArn(),
                                null,
                                kms ->
                                        kms.describeKey(r ->
                                                r.keyId(settings.keyArn()).grantTokens(tokens())))
                        .keyMetadata();
        if (key.keySpec() != KeySpec.SYMMETRIC_DEFAULT
                || key.keyUsage() != KeyUsageType.ENCRYPT_DECRYPT) {
            throw denied("is no symmetric key to encrypt with");
        }
        if (key.keyState() != KeyState.ENABLED) {
            throw denied("is " + key.keyStateAsString());
        }
        return new KeyDescription(settings.keyArn(), "AWS KMS");
    }

    @Override
    public FreshKey generate(EncryptionContext context) throws KeyFailure {
        requireOurs(context.tenant());
        var made =
                call(
                        Operation.GENERATE,
                        settings.keyArn(),
                        context,
                        kms ->
                                kms.generateDataKey(r ->
                                        r.keyId(settings.keyArn())
                                                .keySpec(DataKeySpec.AES_256)
                                                .encryptionContext(context.pairs())
                                                .grantTokens(tokens())));
        return new FreshKey(keyOf(made.plaintext()), wrapped(made.ciphertextBlob()), context);
    }

    @Override
    public WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure {
        requireOurs(context.tenant());
        var made =
                call(
                        Operation.GENERATE_WITHOUT_PLAINTEXT,
                        settings.keyArn(),
                        context,
                        kms ->
                                kms.generateDataKeyWithoutPlaintext(r ->
                                        r.keyId(settings.keyArn())
                                                .keySpec(DataKeySpec.AES_256)
                                                .encryptionContext(context.pairs())
                                                .grantTokens(tokens())));
        return wrapped(made.ciphertextBlob());
    }

    @Override
    public DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        requireWrappedForUs(wrapped, context);
        var opened =
                call(
                        Operation.UNWRAP,
                        wrapped.keyId(),
                        context,
                        kms ->
                                kms.decrypt(r ->
                                        r.keyId(wrapped.keyId())
                                                .ciphertextBlob(blob(wrapped))
                                                .encryptionContext(context.pairs())
                                                .grantTokens(tokens())));
        return keyOf(opened.plaintext());
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        requireWrappedForUs(wrapped, context);
        var again =
                call(
                        Operation.REWRAP,
                        settings.keyArn(),
                        context,
                        kms ->
                                kms.reEncrypt(r ->
                                        r.sourceKeyId(wrapped.keyId())
                                                .destinationKeyId(settings.keyArn())
                                                .ciphertextBlob(blob(wrapped))
                                                .sourceEncryptionContext(context.pairs())
                                                .destinationEncryptionContext(context.pairs())
                                                .grantTokens(tokens())));
        return wrapped(again.ciphertextBlob());
    }

    @Override
    public WrappedKey wrap(DataKey key, EncryptionContext context) throws KeyFailure {
        requireOurs(context.tenant());
        var bits = key.bits();
        try {
            var encrypted =
                    call(
                            Operation.WRAP,
                            settings.keyArn(),
                            context,
                            kms ->
                                    kms.encrypt(r ->
                                            r.keyId(settings.keyArn())
                                                    .plaintext(SdkBytes.fromByteArrayUnsafe(bits))
                                                    .encryptionContext(context.pairs())
                                                    .grantTokens(tokens())));
            return wrapped(encrypted.ciphertextBlob());
        } finally {
            Arrays.fill(bits, (byte) 0);
        }
    }

    @Override
    public boolean guards(String keyId) {
        return keyId.equals(settings.keyArn());
    }

    /** ReEncrypt takes both keys of one region, if we ask as one who may use both. */
    @Override
    public boolean takesFrom(KeyGuard other) {
        return other instanceof AwsKms kms && kms.settings.access().equals(settings.access());
    }

    @Override
    public void close() {
        client.close();
    }

    private void createGrant(KmsSettings.Grant grant) throws KeyFailure {
        var tenant = settings.tenant();
        var made =
                call(
                        Operation.GRANT,
                        settings.keyArn(),
                        null,
                        kms ->
                                kms.createGrant(r ->
                                        r.keyId(settings.keyArn())
                                                .name(GrantName.of(tenant))
                                                .granteePrincipal(grant.granteePrincipal())
                                                .retiringPrincipal(grant.retiringPrincipal())
                                                .operations(GRANTED)
                                                .constraints(c ->
                                                        c.encryptionContextSubset(
                                                                ofTenant(tenant)))));
        token = new Token(made.grantToken(), clock.instant().plus(TOKEN_NEEDED));
    }

    private List<String> tokens() {
        var current = token;
        return current == null || !clock.instant().isBefore(current.until())
                ? List.of()
                : List.of(current.text());
    }

    private <T extends KmsResponse> T call(
            Operation what,
            String keyId,
            @Nullable EncryptionContext context,
            Function<KmsClient, T> request)
            throws KeyFailure {
        try {
            var response = request.apply(client);
            tell(what, keyId, context, response.responseMetadata().requestId(), null);
            return response;
        } catch (SdkException e) {
            var failure = KmsErrors.failureOf(e, keyId);
            if (failure.reason() == Reason.DENIED) {
                token = null; // It may be the token of a grant that was taken back.
            }
            tell(what, keyId, context, KmsErrors.requestId(e), failure.reason());
            throw failure;
        }
    }

    private void tell(
            Operation what,
            String keyId,
            @Nullable EncryptionContext context,
            @Nullable String requestId,
            @Nullable Reason failure) {
        uses.onUse(
                new KeyUse(
                        clock.instant(),
                        what,
                        settings.tenant(),
                        keyId,
                        context,
                        requestId,
                        failure));
    }

    private void requireOurs(Tenant tenant) throws KeyFailure {
        if (!tenant.equals(settings.tenant())) {
            throw denied("is another tenant's");
        }
    }

    private void requireWrappedForUs(WrappedKey wrapped, EncryptionContext context)
            throws KeyFailure {
        if (!context.tenant().equals(settings.tenant())) {
            throw new KeyFailure(
                    Reason.INVALID,
                    wrapped.keyId() + " did not wrap this key in this context",
                    null);
        }
    }

    private KeyFailure denied(String why) {
        return new KeyFailure(Reason.DENIED, settings.keyArn() + " " + why, null);
    }

    private WrappedKey wrapped(SdkBytes blob) {
        return new WrappedKey(settings.keyArn(), blob.asByteArrayUnsafe());
    }

    /** Takes the SDK's own array, so that the data key wipes the only one there is. */
    private DataKey keyOf(SdkBytes plaintext) throws KeyFailure {
        var bits = plaintext.asByteArrayUnsafe();
        if (bits.length != DataKey.BYTES) {
            throw new KeyFailure(Reason.INVALID, settings.keyArn() + " wrapped no data key", null);
        }
        return new DataKey(bits);
    }

    private static SdkBytes blob(WrappedKey wrapped) {
        return SdkBytes.fromByteArrayUnsafe(wrapped.blob());
    }

    private static Map<String, String> ofTenant(Tenant tenant) {
        return Map.of("account", tenant.account(), "instance", tenant.instance());
    }
}
