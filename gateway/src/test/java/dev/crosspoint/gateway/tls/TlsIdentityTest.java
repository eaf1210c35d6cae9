package dev.crosspoint.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsIdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void makesACertificateForEveryNameThatBrowsersAccept() throws Exception {
        var identity =
                TlsIdentity.selfSigned(
                        List.of("localhost", "192.0.2.7", "2001:db8::7"), NOW, new SecureRandom());

        var certificate = parse(identity.certificatePem());
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(NOW));
        assertThat(certificate.getPublicKey()).isInstanceOf(ECPublicKey.class);
        assertThat(certificate.getSubjectAlternativeNames())
                .contains(List.of(2, "localhost"), List.of(7, "192.0.2.7"))
                .hasSize(3);
        assertThat(certificate.getNotAfter()).isBefore(Date.from(NOW.plus(Duration.ofDays(398))));
        assertThat(identity.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void neverMakesTheSameTwiceAndShowsNoKey() {
        var one = TlsIdentity.selfSigned(List.of("localhost"), NOW, new SecureRandom());
        var two = TlsIdentity.selfSigned(List.of("localhost"), NOW, new SecureRandom());

        assertThat(one.keyPem()).isNotEqualTo(two.keyPem());
        assertThat(one.toString()).doesNotContain("BEGIN");
    }

    @Test
    void readsConfiguredFiles(@TempDir Path folder) throws Exception {
        var made = TlsIdentity.selfSigned(List.of("localhost"), NOW, new SecureRandom());
        Files.writeString(folder.resolve("cert.pem"), made.certificatePem());
        Files.writeString(folder.resolve("key.pem"), made.keyPem());

        var read = TlsIdentity.fromFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));

        assertThat(read).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void takesKeysOfTheUsualAlgorithmsAndOnlyWithTheirCertificate(
            String algorithm, @TempDir Path folder) throws Exception {
        var one = PemPairs.of(algorithm);
        var other = PemPairs.of(algorithm);
        var elliptic = PemPairs.of("EC");

        PemPair.require(one);
        assertNoPair(new PemIdentity(one.certificatePem(), other.keyPem()));
        assertNoPair(new PemIdentity(elliptic.certificatePem(), one.keyPem()));
        Files.writeString(folder.resolve("cert.pem"), one.certificatePem());
        Files.writeString(folder.resolve("key.pem"), other.keyPem());
        assertThatThrownBy(() ->
                        TlsIdentity.fromFiles(
                                folder.resolve("cert.pem"), folder.resolve("key.pem")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void takesTheFormsThatToolsWriteKeysIn() throws Exception {
        var pair = PemPairs.of("EC");
        var key = PemPairs.traditional(pair);

        assertThat(key).contains("BEGIN EC PARAMETERS", "BEGIN EC PRIVATE KEY");
        PemPair.require(new PemIdentity(pair.certificatePem(), key));
    }

    @Test
    void saysWhichHalfIsNoneAndQuotesNothing() {
        var whole = TlsIdentity.selfSigned(List.of("localhost"), NOW, new SecureRandom());
        var half = whole.keyPem().substring(0, 80);

        assertThatThrownBy(() -> PemPair.require(new PemIdentity(whole.certificatePem(), half)))
                .hasMessageStartingWith("the key is none in PEM")
                .hasNoCause();
        assertThatThrownBy(() -> PemPair.require(new PemIdentity(half, whole.keyPem())))
                .hasMessage("the certificate is none in PEM");
        assertThatThrownBy(() -> PemPair.require(new PemIdentity(whole.certificatePem(), "")))
                .hasMessageStartingWith("the key is none in PEM");
    }

    private static void assertNoPair(PemIdentity identity) {
        assertThatThrownBy(() -> PemPair.require(identity))
                .isInstanceOf(IOException.class)
                .hasMessage("the key is not that of the certificate");
    }

    private static X509Certificate parse(String pem) throws Exception {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }
}
