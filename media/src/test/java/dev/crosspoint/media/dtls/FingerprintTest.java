package dev.crosspoint.media.dtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final byte[] CERTIFICATE = "stands for a certificate".getBytes(UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
    void matchesByEveryHashOfTheFamily(String algorithm) throws Exception {
        byte[] hash = MessageDigest.getInstance(algorithm).digest(CERTIFICATE);
        var fingerprint = fingerprint(algorithm, hash);
        assertThat(fingerprint.matches(CERTIFICATE)).isTrue();
        hash[hash.length - 1] ^= 1;
        assertThat(fingerprint(algorithm, hash).matches(CERTIFICATE)).isFalse();
    }

    @Test
    void trustsNoOlderHash() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(CERTIFICATE);
        assertThat(fingerprint("sha-1", hash).matches(CERTIFICATE)).isFalse();
    }

    @Test
    void needsTheWholeHash() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(CERTIFICATE);
        byte[] half = Arrays.copyOf(hash, 16);
        assertThat(fingerprint("sha-256", half).matches(CERTIFICATE)).isFalse();
    }

    private static Fingerprint fingerprint(String algorithm, byte[] hash) {
        return new Fingerprint(algorithm, HexFormat.ofDelimiter(":").formatHex(hash));
    }
}
