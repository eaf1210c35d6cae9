package dev.crosspoint.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeystoreTest extends KeyProviderContract {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir Path folder;

    private final List<KeyUse> uses = new ArrayList<>();
    private LocalKeystore keys;

    @BeforeEach
    void open() throws IOException {
        keys = reopen();
    }

    @Override
    protected KeyProvider provider() {
        return keys;
    }

    @Override
    protected List<KeyUse> uses() {
        return uses;
    }

    @Test
    void makesFilesForItsOwnerOnly() throws IOException {
        for (var name : List.of("keys.p12", "keys.password")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void opensAfterARestartWhatItWrappedBefore() throws Exception {
        try (var fresh = keys.generate(CONTEXT);
                var opened = reopen().unwrap(fresh.wrapped(), CONTEXT)) {
            assertThat(trace(opened)).isEqualTo(trace(fresh.key()));
        }
    }

    @Test
    void givesEachTenantAKeyOfItsOwn() throws KeyFailure {
        var other = new Tenant("acme", "Main"); // Aliases of PKCS#12 do not tell the two apart.
        assertThat(keys.describe(TENANT).keyId()).isEqualTo("local:acme/main/1");
        assertThat(keys.describe(other).keyId()).isEqualTo("local:acme/Main/1");
        var theirs = context(other, "r1");
        try (var ours = keys.generate(CONTEXT);
                var opened = keys.unwrap(keys.generateWithoutPlaintext(theirs), theirs)) {
            assertThat(trace(opened)).isNotEqualTo(trace(ours.key()));
        }
    }

    @Test
    void wrapsWithTheNextGenerationAndOpensTheFormer() throws Exception {
        var old = keys.generateWithoutPlaintext(CONTEXT);
        assertThat(keys.rotate(TENANT)).isEqualTo("local:acme/main/2");
        var again = keys.rewrap(old, CONTEXT);
        assertThat(again.keyId()).isEqualTo("local:acme/main/2");
        var restarted = reopen();
        try (var former = restarted.unwrap(old, CONTEXT);
                var current = restarted.unwrap(again, CONTEXT)) {
            assertThat(trace(former)).isEqualTo(trace(current));
        }
    }

    @Test
    void opensNoMoreWhatARetiredGenerationWrapped() throws Exception {
        var old = keys.generateWithoutPlaintext(CONTEXT);
        assertThat(refusalOf(() -> keys.retire(TENANT, old.keyId()))).isEqualTo(Reason.DENIED);
        keys.rotate(TENANT);
        keys.retire(TENANT, old.keyId());
        assertThat(refusalOf(() -> keys.unwrap(old, CONTEXT))).isEqualTo(Reason.DENIED);
        var restarted = reopen();
        assertThat(refusalOf(() -> restarted.unwrap(old, CONTEXT))).isEqualTo(Reason.DENIED);
        assertThat(restarted.describe(TENANT).keyId()).isEqualTo("local:acme/main/2");
    }

    @Test
    void retiresNoKeyOfAnotherTenant() {
        assertThat(refusalOf(() -> keys.retire(TENANT, "local:acme/other/1")))
                .isEqualTo(Reason.DENIED);
    }

    @Test
    void signsWithTheSameKeyAfterARestart() throws Exception {
        var message = "a manifest".getBytes(StandardCharsets.UTF_8);
        var signature = reopen().sign(message);
        var check = Signature.getInstance("Ed25519");
        var pem = keys.publicKey().lines().filter(l -> !l.startsWith("-")).toList();
        check.initVerify(
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        Base64.getDecoder().decode(String.join("", pem)))));
        check.update(message);
        assertThat(check.verify(signature)).isTrue();
    }

    @Test
    void takesAPasswordFromTheConfigurationOrAFile() throws Exception {
        var elsewhere = folder.resolve("elsewhere");
        var given = new KeystoreSettings(elsewhere, new Private("correct horse battery"), null);
        LocalKeystore.open(given, CLOCK, uses::add).describe(TENANT);
        assertThat(elsewhere.resolve("keys.password")).doesNotExist();
        var file = folder.resolve("password");
        DurableFile.replace(file, "correct horse battery\n".getBytes(StandardCharsets.UTF_8));
        LocalKeystore.open(new KeystoreSettings(elsewhere, null, file), CLOCK, uses::add);
        assertThat(given.toString()).doesNotContain("horse");
    }

    @Test
    void saysWhatToDoAboutAWrongPassword() {
        var wrong = new KeystoreSettings(folder, new Private("not the password"), null);
        assertThatThrownBy(() -> LocalKeystore.open(wrong, CLOCK, uses::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys.p12")
                .hasMessageContaining("Configure the password it was made with")
                .hasMessageNotContaining("not the password");
    }

    @Test
    void saysWhatToDoAboutADamagedFile() throws IOException {
        var file = folder.resolve("keys.p12");
        var bytes = Files.readAllBytes(file);
        DurableFile.replace(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(this::reopen)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("from a backup");
    }

    @Test
    void refusesFilesThatOthersMayRead() throws IOException {
        for (var name : List.of("keys.p12", "keys.password")) {
            var file = folder.resolve(name);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(this::reopen).hasMessageContaining("chmod 600 " + file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void makesNoNewPasswordForAnOldKeystore() throws IOException {
        Files.delete(folder.resolve("keys.password"));
        assertThatThrownBy(this::reopen).hasMessageContaining("is missing");
        assertThat(folder.resolve("keys.password")).doesNotExist();
    }

    @Test
    void isUnavailableWhileItsFileCannotBeWritten() throws Exception {
        Files.delete(folder.resolve("keys.p12"));
        Files.delete(folder.resolve("keys.password"));
        Files.delete(folder);
        var other = context(new Tenant("new", "one"), "r1");
        assertThat(refusalOf(() -> keys.generate(other))).isEqualTo(Reason.UNAVAILABLE);
        Files.createDirectory(folder);
        keys.generate(other).close();
    }

    private LocalKeystore reopen() throws IOException {
        return LocalKeystore.open(new KeystoreSettings(folder, null, null), CLOCK, uses::add);
    }
}
