package dev.crosspoint.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {

    /**
     * The value was made with: printf '1700000000.{"a":"b"}' | openssl dgst -sha256 -hmac secret
     */
    @Test
    void signsTimeAndBodyAsOthersDo() {
        assertThat(
                        Signature.of(
                                new Private("secret"),
                                1_700_000_000L,
                                "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "t=1700000000,v1=d137b2bbb35a91c922d87125b3ceaa58688f0f2cc9256291c1e099c4ca3dd181");
    }
}
