package dev.crosspoint.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTargetTest {
    private static final byte[] CONTENT = Parcels.noise(200_000, 1);
    private static final Parcel PARCEL = Parcels.of("c1", CONTENT);
    private static final String NAME =
            "acme/main/CallRecordings/2026/11/22/c1_20261122T1000_UTC.wav";

    @TempDir Path home;
    private Path folder;
    private FolderTarget target;

    @BeforeEach
    void start() {
        folder = home.resolve("delivered");
        target = new FolderTarget(folder);
    }

    @Test
    void keepsTheSealedFormWithItsKeyBesideIt() throws IOException {
        var receipt = target.deliver(PARCEL);
        target.confirm(receipt);
        assertThat(receipt.location()).isEqualTo(NAME + ".sealed");
        assertThat(receipt.sealed()).isTrue();
        assertThat(Files.readAllBytes(folder.resolve(NAME + ".sealed"))).isEqualTo(sealed());
        assertThat(folder.resolve(NAME + ".key")).hasContent("{\"version\":1}");
        assertThat(filesBelow(folder)).isEqualTo(2);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve(receipt.location()))))
                .isEqualTo("rw-------");
    }

    @Test
    void givesAnyPartOfItBack() throws IOException {
        var receipt = target.deliver(PARCEL);
        try (var part = target.open(receipt, 70_000, 1_000);
                var rest = target.open(receipt, 199_990, 1_000)) {
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(sealed(), 70_000, 71_000));
            assertThat(rest.readAllBytes()).hasSize(10);
        }
    }

    @Test
    void takesTheSameForDelivered() throws IOException {
        var first = target.deliver(PARCEL);
        assertThat(target.deliver(PARCEL)).isEqualTo(first);
    }

    @Test
    void replacesNothingElse() throws IOException {
        var first = target.deliver(PARCEL);
        var other = Parcels.of("c1", Parcels.noise(200_000, 2));
        assertThat(reasonOf(() -> target.deliver(other))).isEqualTo(Reason.CONFLICT);
        target.confirm(first);
        assertThat(target.deliver(other.withOrdinal(2)).location()).contains("_UTC_2.wav");
    }

    @Test
    void confirmsNothingThatChangedOrLostItsKeyOrIsGone() throws IOException {
        var receipt = target.deliver(PARCEL);
        var file = folder.resolve(receipt.location());
        var bytes = Files.readAllBytes(file);
        bytes[150_000] ^= 1;
        Files.write(file, bytes);
        assertThat(reasonOf(() -> target.confirm(receipt))).isEqualTo(Reason.BROKEN);
        Files.write(file, sealed());
        target.confirm(receipt);
        Files.delete(folder.resolve(NAME + ".key"));
        assertThat(reasonOf(() -> target.confirm(receipt))).isEqualTo(Reason.BROKEN);
        Files.delete(file);
        assertThat(reasonOf(() -> target.confirm(receipt))).isEqualTo(Reason.RETRY);
    }

    @Test
    void goesOnAfterACopyThatBroke() throws IOException {
        var broken = Parcels.of("c1", CONTENT, Parcels.torn(CONTENT, 100_000));
        assertThat(reasonOf(() -> target.deliver(broken))).isEqualTo(Reason.RETRY);
        assertThat(folder.resolve(NAME + ".sealed")).doesNotExist();
        target.confirm(target.deliver(PARCEL));
        assertThat(filesBelow(folder)).isEqualTo(2);
    }

    @Test
    void isToRetryWhileTheFolderCannotBeWritten() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        assertThat(reasonOf(() -> target.deliver(PARCEL))).isEqualTo(Reason.RETRY);
        Files.delete(folder);
        target.confirm(target.deliver(PARCEL));
    }

    @Test
    void putsAnotherWrappingOfTheKeyThere() throws IOException {
        var receipt = target.deliver(PARCEL);
        var again = "{\"version\":1,\"keyId\":\"next\"}".getBytes(StandardCharsets.UTF_8);
        target.replaceKeyFile(receipt, again);
        assertThat(target.keyFile(receipt)).isEqualTo(again);
        target.confirm(receipt);
    }

    /** Whoever delivers again has the latest wrapping. */
    @Test
    void takesTheKeyFileOfWhateverIsDeliveredAgain() throws IOException {
        var receipt = target.deliver(PARCEL);
        var key = target.keyFile(receipt);
        target.replaceKeyFile(receipt, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(target.deliver(PARCEL)).isEqualTo(receipt);
        assertThat(target.keyFile(receipt)).isEqualTo(key);
    }

    @Test
    void isNotLedOutOfItsFolder() throws IOException {
        Files.writeString(home.resolve("secret.sealed"), "x");
        var forged = new Receipt("../secret.sealed", 1, "x", null, null, true);
        assertThat(reasonOf(() -> target.open(forged, 0, 1).close())).isEqualTo(Reason.BROKEN);
    }

    private static byte[] sealed() throws IOException {
        try (var stream = PARCEL.source().sealed()) {
            return stream.readAllBytes();
        }
    }

    private static long filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static Reason reasonOf(Work work) {
        var failure = catchThrowableOfType(DeliveryFailure.class, work::run);
        assertThat(failure).as("was not refused").isNotNull();
        return failure.reason();
    }

    private interface Work {
        void run() throws IOException;
    }
}
