package dev.crosspoint.gateway.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is pasted in place of a certificate, it is one or refused in the one declared way. */
class InputKeyFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void readsOrRefusesAnything(byte[] pem) {
        try {
            var key = InputKey.read("id", new String(pem, ISO_8859_1));

            assertThat(key.publicKey().getModulus().bitLength())
                    .isGreaterThanOrEqualTo(InputKey.LEAST_BITS);
        } catch (BadCertificate e) {
            assertThat(e).hasMessageStartingWith("a").hasNoCause();
        }
    }
}
