package dev.crosspoint.gateway.aws;

import static dev.crosspoint.gateway.aws.S3Servers.IDENTITY;
import static dev.crosspoint.gateway.aws.S3Servers.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.aws.LossyRelay.Trouble;
import dev.crosspoint.gateway.local.Parcels;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.signaling.api.Private;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Of what was deleted nothing is left in a bucket that keeps versions, or it is said so. */
@ExtendWith(S3Servers.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class S3RemovalIT {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final String LISTING = "GET /[^ ]*versions";
    private static final String DELETING = "DELETE /";

    private final String bucket = "versions-" + UUID.randomUUID().toString().substring(0, 8);
    private S3Client customer;
    private LossyRelay relay;
    private S3Target target;
    private Receipt receipt;

    @BeforeEach
    void deliver(S3Servers.Running servers) throws Exception {
        customer = BucketRig.client(servers.mockEndpoint());
        customer.createBucket(b -> b.bucket(bucket));
        customer.putBucketVersioning(v ->
                v.bucket(bucket)
                        .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        relay = new LossyRelay(servers.mockEndpoint());
        var access =
                new AwsAccess(
                        "eu-central-1",
                        relay.endpoint(),
                        new AwsAccess.Credentials(IDENTITY, new Private(SECRET), null));
        target =
                new S3Target(
                        new S3Settings(bucket, "", access, true, null, Duration.ofSeconds(20)));
        receipt = target.deliver(Parcels.of("c", Parcels.noise(1_000, 1)));
        assertThat(left()).hasSize(1);
    }

    @AfterEach
    void close() throws Exception {
        target.close();
        relay.close();
        customer.close();
    }

    @Test
    void takesTheOnlyVersion() throws Exception {
        target.remove(receipt);
        assertThat(left()).isEmpty();
        target.remove(receipt); // What is gone is gone.
    }

    /** As does whoever encrypts what is there under another key. */
    @Test
    void takesWhatWasPutOverItAndWhatThatHid() throws Exception {
        putOver(3);
        customer.putObject(
                p -> p.bucket(bucket).key(key() + ".notes"), RequestBody.fromString("theirs"));
        target.remove(receipt);
        assertThat(left()).singleElement().asString().contains(".notes ");
    }

    @Test
    void takesWhatTheCustomerHasOnlyHidden() throws Exception {
        customer.deleteObject(d -> d.bucket(bucket).key(key()));
        putOver(1);
        customer.deleteObject(d -> d.bucket(bucket).key(key()));
        assertThat(target.isThere(receipt)).isFalse();
        assertThat(left()).hasSize(4);
        target.remove(receipt);
        assertThat(left()).isEmpty();
    }

    @Test
    void takesTheOnlyVersionWhereItMayNotListThem() throws Exception {
        relay.disturb(Trouble.FORBIDDEN, FOREVER, LISTING);
        target.remove(receipt);
        assertThat(left()).isEmpty();
    }

    @Test
    void saysThatSomethingIsLeftWhereItMayNotListThem() throws Exception {
        putOver(1);
        relay.disturb(Trouble.FORBIDDEN, FOREVER, LISTING);
        assertThat(reasonOfRefusal()).isEqualTo(Reason.DENIED);
        assertThat(left()).hasSize(1);

        relay.heal();
        target.remove(receipt);
        assertThat(left()).isEmpty();
    }

    /** Object Lock for one: what has to stay is not to be seen again because of us. */
    @Test
    void showsNothingThatWasHiddenWhenItMayNotDelete() throws Exception {
        customer.deleteObject(d -> d.bucket(bucket).key(key()));
        relay.disturb(Trouble.FORBIDDEN, 1, DELETING);
        assertThat(reasonOfRefusal()).isEqualTo(Reason.DENIED);
        assertThat(target.isThere(receipt)).isFalse();
        assertThat(left()).hasSize(2);
    }

    @Test
    void isToBeAskedAgainWhenTheBucketDoesNotAnswer() throws Exception {
        relay.disturb(Trouble.ERROR_500, FOREVER, DELETING);
        assertThat(reasonOfRefusal()).isEqualTo(Reason.RETRY);
        relay.heal();
        target.remove(receipt);
        assertThat(left()).isEmpty();
    }

    private Reason reasonOfRefusal() {
        var failure = catchThrowableOfType(DeliveryFailure.class, () -> target.remove(receipt));
        assertThat(failure).as("was not refused").isNotNull();
        return failure.reason();
    }

    private void putOver(int times) {
        for (int i = 0; i < times; i++) {
            var content = RequestBody.fromBytes(Parcels.noise(1_000, 2 + i));
            customer.putObject(p -> p.bucket(bucket).key(key()), content);
        }
    }

    private String key() {
        return receipt.location().substring(("s3://" + bucket + "/").length());
    }

    /** Everything there is in the bucket, hidden or not. */
    private List<String> left() {
        var all = customer.listObjectVersions(l -> l.bucket(bucket));
        var left = new ArrayList<String>();
        all.versions().forEach(each -> left.add(each.key() + " " + each.versionId()));
        all.deleteMarkers().forEach(each -> left.add(each.key() + " " + each.versionId()));
        return left;
    }
}
