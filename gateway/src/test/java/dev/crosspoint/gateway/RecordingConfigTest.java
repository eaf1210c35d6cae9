package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.aws.AwsAccess;
import dev.crosspoint.gateway.aws.S3Settings;
import dev.crosspoint.gateway.call.RecordingRules;
import dev.crosspoint.gateway.call.RecordingRules.Loss;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.media.record.AudioFormat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of recordings, where they go, and the keys that they are kept with. */
class RecordingConfigTest {
    private static final String KEY =
            "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String ROLE = "arn:aws:iam::111122223333:role/crosspoint";

    private final JsonObject recording = new JsonObject();
    private final JsonObject tenants = new JsonObject();
    private final JsonObject tenant =
            new JsonObject()
                    .put("account", "a")
                    .put("instance", "i")
                    .put("defaultCountry", "DE")
                    .put("flows", "flows")
                    .put("recording", tenants);

    // --- defaults ---

    @Test
    void keepsRecordingsInAFolderUnderItsOwnKeysUnlessItSaysOtherwise() {
        var all = read(Overrides.none()).recording();
        assertThat(all.rules()).isEqualTo(RecordingRules.DEFAULT);
        assertThat(all.rules().onKeyLoss()).isEqualTo(Loss.CONTINUE_UNRECORDED);
        assertThat(all.keysAhead()).isEqualTo(8);
        assertThat(all.reserveMb()).isEqualTo(GatewayConfig.Recording.USUAL_RESERVE);
        assertThat(all.keystorePassword()).isNull();
        assertThat(all.keystorePasswordFile()).isNull();

        var one = tenant().recording();
        assertThat(one.format()).isEqualTo(AudioFormat.WAV_8_KHZ);
        assertThat(one.retentionDays()).isZero();
        assertThat(one.folder()).as("a folder of home").isNull();
        assertThat(one.deliveries()).isEmpty();
        assertThat(tenant().keys().current()).as("the local keystore").isNull();
        assertThat(tenant().keys().former()).isEmpty();
    }

    // --- what holds for all ---

    @Test
    void readsWhatHoldsForAllTenants() {
        recording
                .put("onKeyLoss", "refuse")
                .put("onDiskLoss", "continue-unrecorded")
                .put("keysAhead", 40)
                .put("reserveMb", 0)
                .put("keystorePasswordFile", "secrets/keys");

        var read = read(Overrides.none()).recording();
        assertThat(read.rules())
                .isEqualTo(new RecordingRules(Loss.REFUSE, Loss.CONTINUE_UNRECORDED));
        assertThat(read.keysAhead()).isEqualTo(40);
        assertThat(read.reserveMb()).isZero();
        assertThat(read.keystorePasswordFile()).isEqualTo(Path.of("folder/secrets/keys"));
    }

    @Test
    void takesThePasswordOfTheKeystoreFromTheEnvironmentAndShowsItNowhere() {
        var environment = Map.of("CROSSPOINT_RECORDING_KEYSTORE_PASSWORD", "correct horse");
        var config = read(new Overrides(environment, Map.of()));

        assertThat(Objects.requireNonNull(config.recording().keystorePassword()).value())
                .isEqualTo("correct horse");
        assertThat(config.toString()).doesNotContain("correct horse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onKeyLoss | maybe | recording.onKeyLoss is \"maybe\", expected one of refuse,"
                        + " continue-unrecorded",
                "onDiskLoss | stop | recording.onDiskLoss is \"stop\", expected one of refuse,"
                        + " continue-unrecorded",
                "keysAhead | 0 | recording.keysAhead is 0, expected a whole number from 1 to 1000",
                "reserveMb | -2 | recording.reserveMb is -2, expected a whole number from 0 to"
                        + " 1000000",
                "keysahead | 1 | recording.keysahead is unknown",
            })
    void namesWhatIsWrongWithWhatHoldsForAll(String key, String value, String problem) {
        recording.put(key, value.matches("-?[0-9]+") ? (Object) Integer.valueOf(value) : value);
        assertThat(problems()).singleElement().asString().startsWith(problem);
    }

    @Test
    void refusesTwoPasswordsOfOneKeystore() {
        recording.put("keystorePassword", "correct horse").put("keystorePasswordFile", "file");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("recording.keystorePasswordFile")
                .contains("one of the two, not both")
                .doesNotContain("correct horse");
    }

    // --- where they go ---

    @Test
    void readsWhereTheRecordingsOfEachQueueGo() {
        tenants.put("format", "ogg-opus")
                .put("retentionDays", 90)
                .put("folder", "recordings")
                .put(
                        "deliveries",
                        new JsonArray(
                                """
                                [{"queues": ["Sales"], "bucket": "acme-recordings",
                                  "prefix": "calls", "region": "eu-central-1", "kmsKey": "%s"},
                                 {"queues": ["Support", "Night"], "bucket": "store",
                                  "endpoint": "http://10.0.0.9:9000", "pathStyle": true,
                                  "withoutKms": true, "accessKeyId": "id",
                                  "secretAccessKey": "hidden secret"},
                                 {"folder": "rest"}]
                                """
                                        .formatted(KEY)));

        var read = tenant().recording();
        assertThat(read.format()).isEqualTo(AudioFormat.OGG_OPUS);
        assertThat(read.retentionDays()).isEqualTo(90);
        assertThat(read.folder()).isEqualTo(Path.of("folder/recordings"));
        var sales = read.deliveries().get(0);
        assertThat(sales.queues()).containsExactly("Sales");
        var bucket = Objects.requireNonNull(sales.bucket());
        assertThat(bucket.bucket()).isEqualTo("acme-recordings");
        assertThat(bucket.prefix()).isEqualTo("calls");
        assertThat(bucket.encryption()).isEqualTo(new S3Settings.Encryption(KEY));
        assertThat(bucket.access()).isEqualTo(new AwsAccess("eu-central-1", null, null));
        assertThat(bucket.pathStyle()).isFalse();
        var other = Objects.requireNonNull(read.deliveries().get(1).bucket());
        assertThat(other.encryption()).isNull();
        assertThat(other.pathStyle()).isTrue();
        assertThat(other.access().endpoint()).isEqualTo(URI.create("http://10.0.0.9:9000"));
        assertThat(Objects.requireNonNull(other.access().credentials()).secretAccessKey().value())
                .isEqualTo("hidden secret");
        var rest = read.deliveries().get(2);
        assertThat(rest.queues()).as("all").isEmpty();
        assertThat(rest.folder()).isEqualTo(Path.of("folder/rest"));
        assertThat(read.toString()).doesNotContain("hidden secret");
    }

    @Test
    void namesWhatIsWrongWithDeliveries() {
        tenants.put("format", "mp3")
                .put("retentionDays", -1)
                .put(
                        "deliveries",
                        new JsonArray(
                                """
                                [{"bucket": "b"}, {"bucket": "UPPER", "withoutKms": true},
                                 {"queues": ["x"]}, {"bucket": "good-one", "folder": "f"},
                                 {"bucket": "good-two", "withoutKms": true, "region": "Mars!",
                                  "endpoint": "ftp://x", "accessKeyId": "id"}]
                                """));

        assertThat(problems())
                .anyMatch(p ->
                        p.startsWith("tenants[0].recording.format is \"mp3\", expected one of"))
                .contains(
                        "tenants[0].recording.retentionDays is -1, expected a whole number from 0"
                                + " to 36500",
                        "tenants[0].recording.deliveries[0].bucket is \"b\", expected a bucket: 3"
                                + " to 63 small letters, digits, - and .",
                        "tenants[0].recording.deliveries[0].kmsKey is missing, expected the key"
                                + " that objects are encrypted with, or withoutKms: true for a"
                                + " store that cannot do it",
                        "tenants[0].recording.deliveries[2]: none of bucket, folder is set,"
                                + " expected exactly one",
                        "tenants[0].recording.deliveries[3]: bucket and folder of bucket, folder"
                                + " is set, expected exactly one",
                        "tenants[0].recording.deliveries[4].region is \"Mars!\", expected a region"
                                + " such as eu-central-1",
                        "tenants[0].recording.deliveries[4].endpoint is \"ftp://x\", expected an"
                                + " address such as https://s3.example.com",
                        "tenants[0].recording.deliveries[4].secretAccessKey is missing, expected"
                                + " both or neither");
    }

    // --- keys ---

    @Test
    void readsTheKeyThatATenantBroughtAndThoseItHadBefore() {
        tenant.put("kmsKey", new JsonObject().put("arn", KEY).put("grantee", ROLE))
                .put(
                        "formerKmsKeys",
                        new JsonArray()
                                .add(
                                        new JsonObject()
                                                .put("arn", KEY.replace("1234abcd", "99999999"))
                                                .put("region", "us-west-2")));

        var keys = tenant().keys();
        var current = Objects.requireNonNull(keys.current());
        assertThat(current.keyArn()).isEqualTo(KEY);
        assertThat(current.access().region()).as("that of the ARN").isEqualTo("eu-central-1");
        assertThat(Objects.requireNonNull(current.grant()).granteePrincipal()).isEqualTo(ROLE);
        assertThat(current.tenant().account()).isEqualTo("a");
        assertThat(keys.former())
                .singleElement()
                .satisfies(former -> {
                    assertThat(former.keyArn()).contains("99999999");
                    assertThat(former.access().region()).isEqualTo("us-west-2");
                    assertThat(former.grant()).isNull();
                });
    }

    @Test
    void refusesAnAliasAndWhatIsNoRole() {
        tenant.put(
                "kmsKey",
                new JsonObject()
                        .put("arn", "arn:aws:kms:eu-central-1:111122223333:alias/recordings")
                        .put("grantee", "crosspoint"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].kmsKey.arn is"
                                + " \"arn:aws:kms:eu-central-1:111122223333:alias/recordings\","
                                + " expected the ARN of a key: arn:aws:kms:region:account:key/id",
                        "tenants[0].kmsKey.grantee is \"crosspoint\", expected the ARN of a role"
                                + " or user");
    }

    private TenantEntry tenant() {
        return read(Overrides.none()).tenants().getFirst();
    }

    private GatewayConfig read(Overrides overrides) {
        var values =
                new JsonObject()
                        .put("recording", recording)
                        .put("tenants", new JsonArray().add(tenant));
        return new GatewayConfigReader("192.0.2.7").read(values, overrides, Path.of("folder"));
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigError.class, () -> read(Overrides.none())).problems();
    }
}
