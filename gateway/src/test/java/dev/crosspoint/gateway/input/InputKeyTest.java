package dev.crosspoint.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that input is sealed for. */
class InputKeyTest {
    @Test
    void takesTheKeyOfACertificateWithWhateverIsAroundIt() throws Exception {
        var pem = "Bag Attributes\n  friendlyName: cards\n" + InputPair.OLD.pem() + "and more";
        RSAPublicKey key = InputKey.read("cards", pem).publicKey();

        assertThat(key.getModulus().bitLength()).isEqualTo(2_048);
        assertThat(key).isEqualTo(InputPair.OLD.key().publicKey());
    }

    @Test
    void takesACertificateThatLostItsLineBreaksInAFlow() throws Exception {
        assertThat(InputKey.read("cards", InputPair.OLD.pem().replace('\n', ' ')).publicKey())
                .isEqualTo(InputPair.OLD.key().publicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "your certificate here",
                "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
            })
    void refusesTextThatIsNoCertificate(String pem) {
        assertThatThrownBy(() -> InputKey.read("cards", pem))
                .isInstanceOf(BadCertificate.class)
                .hasMessage("a certificate in PEM form (BEGIN CERTIFICATE)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "A", "MIIB", "===="})
    void refusesACertificateThatCannotBeRead(String body) {
        var pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----";

        assertThatThrownBy(() -> InputKey.read("cards", pem))
                .isInstanceOf(BadCertificate.class)
                .hasMessage("an X.509 certificate that can be read");
    }

    @Test
    void refusesKeysThatAreNotRsaOrTooShort() {
        assertThatThrownBy(() -> InputKey.read("cards", InputPair.ec("cards").pem()))
                .isInstanceOf(BadCertificate.class)
                .hasMessage("a certificate of an RSA key; this one's is EC");
        assertThatThrownBy(() -> InputKey.read("cards", InputPair.rsa("cards", 1_024).pem()))
                .isInstanceOf(BadCertificate.class)
                .hasMessage("an RSA key of 2048 bits or more; this one has 1024");
    }

    @Test
    void knowsItsOwnCertificate() {
        assertThat(InputPair.OLD.key().isOf(InputPair.OLD.pem())).isTrue();
        assertThat(InputPair.OLD.key().isOf(InputPair.NEW.pem())).isFalse();
        assertThat(InputPair.OLD.key().isOf("the certificate goes here")).isFalse();
    }

    @Test
    void knowsWhenItsCertificateIsValid() {
        var key = InputPair.OLD.key();
        var until = InputPair.FROM.plus(InputPair.VALID);

        assertThat(key.isValidAt(InputPair.FROM.minusSeconds(1))).isFalse();
        assertThat(key.isValidAt(InputPair.FROM)).isTrue();
        assertThat(key.isValidAt(until)).isTrue();
        assertThat(key.isValidAt(until.plusSeconds(1))).isFalse();
    }
}
