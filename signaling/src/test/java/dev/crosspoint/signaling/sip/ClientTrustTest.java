package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTrustTest {

    private static final TestCertificates.Authority AUTHORITY =
            new TestCertificates.Authority("authority");
    private static final String PEM = AUTHORITY.certificatePem();

    private static List<X509Certificate> chain(String... pems) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        var chain = new java.util.ArrayList<X509Certificate>();
        for (String pem : pems) {
            var in = new ByteArrayInputStream(pem.getBytes(US_ASCII));
            chain.add((X509Certificate) factory.generateCertificate(in));
        }
        return chain;
    }

    @Test
    void takesWhatAnAuthorityHasCertifiedForThatHost() throws Exception {
        var shown = chain(AUTHORITY.certify("carrier.test", "192.0.2.1").certificatePem());
        for (int again = 0; again < 2; again++) {
            var byName = new ClientTrust(PEM, "Carrier.test");
            assertThat(byName.accepts(shown)).isTrue();
            assertThat(byName.accepts(shown)).isTrue();
            assertThat(new ClientTrust(PEM, "192.0.2.1").accepts(shown)).isTrue();
        }
    }

    @Test
    void refusesWhatIsOfSomebodyElse() throws Exception {
        var shown = chain(AUTHORITY.certify("carrier.test", "192.0.2.1").certificatePem());
        assertThat(new ClientTrust(PEM, "other.test").accepts(shown)).isFalse();
        assertThat(new ClientTrust(PEM, null).accepts(shown)).isFalse();
        assertThat(new ClientTrust(PEM, "carrier.test").accepts(List.of())).isFalse();
        var forger = new TestCertificates.Authority("authority");
        var forged = chain(forger.certify("carrier.test", "192.0.2.1").certificatePem());
        assertThat(new ClientTrust(PEM, "carrier.test").accepts(forged)).isFalse();
        var alone = chain(TestCertificates.named("carrier.test", "192.0.2.1").certificatePem());
        assertThat(new ClientTrust(PEM, "carrier.test").accepts(alone)).isFalse();
    }

    @Test
    void takesACertificateThatIsGivenItselfWhateverItNames() throws Exception {
        String own = TestCertificates.named("elsewhere.test", "192.0.2.9").certificatePem();
        assertThat(new ClientTrust(own, null).accepts(chain(own))).isTrue();
        assertThat(new ClientTrust(PEM + own, "carrier.test").accepts(chain(own))).isTrue();
    }

    @Test
    void refusesTextThatIsNoCertificate() {
        for (String text : new String[] {"", "no certificate", PEM.substring(0, 200)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ClientTrust(text, null));
        }
    }
}
