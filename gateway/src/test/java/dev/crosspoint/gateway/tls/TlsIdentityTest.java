package dev.crosspoint.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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

    private static X509Certificate parse(String pem) throws Exception {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }
}
