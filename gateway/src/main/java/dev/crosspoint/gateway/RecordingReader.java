package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.GatewayConfig.DeliveryEntry;
import dev.crosspoint.gateway.GatewayConfig.KeyEntry;
import dev.crosspoint.gateway.GatewayConfig.Recording;
import dev.crosspoint.gateway.GatewayConfig.RecordingEntry;
import dev.crosspoint.gateway.aws.AwsAccess;
import dev.crosspoint.gateway.aws.KmsSettings;
import dev.crosspoint.gateway.aws.S3Settings;
import dev.crosspoint.gateway.call.RecordingRules;
import dev.crosspoint.gateway.call.RecordingRules.Loss;
import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.AudioFormat;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code recording}, of the gateway and of a tenant, and the keys of a tenant. */
final class RecordingReader {
    private static final int MOST_DAYS = 36_500;
    private static final int MOST_KEYS = 1_000;
    private static final int MOST_RESERVE_MB = 1_000_000;

    private static final Expected REGION =
            Expected.matching("a region such as eu-central-1", "[a-z0-9-]{2,32}");

    private static final Expected ENDPOINT =
            Expected.matching(
                    "an address such as https://s3.example.com",
                    "https?://[A-Za-z0-9.:\\[\\]-]+/?");

    private static final Expected BUCKET =
            Expected.matching(
                    "a bucket: 3 to 63 small letters, digits, - and .",
                    "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Expected KEY_ARN =
            Expected.matching(
                    "the ARN of a key: arn:aws:kms:region:account:key/id",
                    "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+");

    private static final Expected PRINCIPAL =
            Expected.matching("the ARN of a role or user", "arn:aws[a-z-]*:(iam|sts)::[^\\s]+");

    /** What AWS takes for one when nothing is said. */
    private static final String USUAL_REGION = "us-east-1";

    private final Path folder;

    /** With the folder that relative paths are relative to. */
    RecordingReader(Path folder) {
        this.folder = folder;
    }

    /** What holds for all tenants. */
    Recording read(Section recording) {
        var password = recording.secret("keystorePassword", TEXT);
        var passwordFile = recording.optionalText("keystorePasswordFile", TEXT);
        if (password.isPresent() && passwordFile.isPresent()) {
            recording.problem("keystorePasswordFile", null, "one of the two, not both");
        }
        var losses = List.of(Loss.values());
        var usual = RecordingRules.DEFAULT;
        return new Recording(
                new RecordingRules(
                        recording.choice("onKeyLoss", losses, usual.onKeyLoss()),
                        recording.choice("onDiskLoss", losses, usual.onDiskLoss())),
                recording.integer("keysAhead", 1, MOST_KEYS, 8),
                recording.integer("reserveMb", 0, MOST_RESERVE_MB, Recording.USUAL_RESERVE),
                password.orElse(null),
                passwordFile.map(folder::resolve).orElse(null));
    }

    /** What becomes of a tenant's recordings. */
    RecordingEntry readTenant(Section recording) {
        return new RecordingEntry(
                recording.choice("format", List.of(AudioFormat.values()), AudioFormat.WAV_8_KHZ),
                recording.integer("retentionDays", 0, MOST_DAYS, 0),
                recording.optionalText("folder", TEXT).map(folder::resolve).orElse(null),
                recording.each("deliveries", this::delivery));
    }

    private DeliveryEntry delivery(Section delivery) {
        var queues = Set.copyOf(delivery.texts("queues", TEXT));
        if (!delivery.isExactlyOneGiven("bucket", "folder")) {
            return new DeliveryEntry(queues, null, folder);
        }
        var to = delivery.optionalText("folder", TEXT).map(folder::resolve);
        return new DeliveryEntry(queues, to.isPresent() ? null : bucket(delivery), to.orElse(null));
    }

    private static S3Settings bucket(Section delivery) {
        var keyId = delivery.optionalText("kmsKey", TEXT);
        boolean unencrypted = delivery.flag("withoutKms", false);
        if (keyId.isEmpty() && !unencrypted) {
            delivery.problem(
                    "kmsKey",
                    null,
                    "the key that objects are encrypted with, or withoutKms: true for a store that"
                            + " cannot do it");
        }
        return new S3Settings(
                delivery.text("bucket", BUCKET),
                delivery.text("prefix", TEXT, ""),
                access(delivery, USUAL_REGION),
                delivery.flag("pathStyle", false),
                keyId.map(S3Settings.Encryption::new).orElse(null),
                S3Settings.DEFAULT_TIMEOUT);
    }

    /** The key that a tenant brought, and those it had before. */
    KeyEntry readKeys(Section tenant, Tenant whose) {
        var current = key(tenant.section("kmsKey"), whose);
        var former =
                tenant.each("formerKmsKeys", section -> key(section, whose)).stream()
                        .flatMap(Optional::stream)
                        .toList();
        return new KeyEntry(current.orElse(null), former);
    }

    /** Empty where nothing is said of one. */
    private static Optional<KmsSettings> key(Section key, Tenant whose) {
        var arn = key.optionalText("arn", KEY_ARN);
        var grantee = key.optionalText("grantee", PRINCIPAL);
        var retiring = key.optionalText("retiringPrincipal", PRINCIPAL);
        // arn:aws:kms:region:...
        var access = access(key, arn.map(it -> it.split(":", -1)[3]).orElse(USUAL_REGION));
        return arn.map(it ->
                new KmsSettings(
                        whose,
                        it,
                        access,
                        grantee.map(who -> new KmsSettings.Grant(who, retiring.orElse(null)))
                                .orElse(null),
                        KmsSettings.DEFAULT_TIMEOUT));
    }

    private static AwsAccess access(Section section, String usualRegion) {
        var id = section.optionalText("accessKeyId", TEXT);
        var secret = section.secret("secretAccessKey", TEXT);
        var token = section.secret("sessionToken", TEXT);
        if (id.isPresent() != secret.isPresent()) {
            section.problem(
                    id.isPresent() ? "secretAccessKey" : "accessKeyId", null, "both or neither");
        }
        return new AwsAccess(
                section.text("region", REGION, usualRegion),
                endpoint(section),
                id.isPresent() && secret.isPresent()
                        ? new AwsAccess.Credentials(id.get(), secret.get(), token.orElse(null))
                        : null);
    }

    private static @Nullable URI endpoint(Section section) {
        return section.optionalText("endpoint", ENDPOINT).map(URI::create).orElse(null);
    }
}
