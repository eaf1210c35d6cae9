package dev.crosspoint.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SrtpKeysTest {
    @Test
    void keepsItsOwnCopiesAndHidesThem() {
        byte[] key = new byte[16];
        byte[] salt = new byte[12];
        var keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt, key, salt);
        var same = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt, key, salt);
        key[0] = 77;
        keys.remoteSalt()[0] = 77;
        assertThat(keys.localKey()[0]).isZero();
        assertThat(keys.remoteSalt()[0]).isZero();
        assertThat(keys).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(keys).hasToString("SrtpKeys[AEAD_AES_128_GCM]");
    }

    @Test
    void refusesKeysOfAnotherLength() {
        byte[] key = new byte[16];
        byte[] salt = new byte[12];
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SrtpKeys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt, key, salt));
    }
}
