package dev.crosspoint.media.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FrameCipherTest {
    private static final HexFormat HEX = HexFormat.of();

    // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16: AES-256.
    private static final byte[] KEY =
            HEX.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    private static final byte[] PLAIN =
            HEX.parseHex(
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    private static final byte[] AAD = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    private static final byte[] SEALED =
            HEX.parseHex(
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                            + "76fc6ece0f4e1768cddf8853bb2d551b");

    /** Its nonce, in our three parts. */
    private static final byte[] PREFIX = HEX.parseHex("cafebabefacedb");

    private static final int FRAME = 0xaddecaf8;
    private static final int LAST = 0x88;

    private static FrameCipher cipher() {
        return new FrameCipher(AAD, PREFIX, new SecretKeySpec(KEY, "AES"));
    }

    @Test
    void encryptsTheKnownAnswer() {
        byte[] to = new byte[SEALED.length + 3];
        cipher().encrypt(FRAME, LAST, PLAIN, 0, PLAIN.length, to, 3);
        assertThat(to).endsWith(SEALED).startsWith(0, 0, 0);
    }

    @Test
    void decryptsTheKnownAnswer() {
        byte[] to = new byte[PLAIN.length];
        assertThat(cipher().decrypt(FRAME, LAST, SEALED, 0, SEALED.length, to)).isTrue();
        assertThat(to).isEqualTo(PLAIN);
    }

    @Test
    void refusesAnotherNumberAndAnotherLastByte() {
        byte[] to = new byte[PLAIN.length];
        FrameCipher cipher = cipher();
        assertThat(cipher.decrypt(FRAME + 1, LAST, SEALED, 0, SEALED.length, to)).isFalse();
        assertThat(cipher.decrypt(FRAME, LAST + 1, SEALED, 0, SEALED.length, to)).isFalse();
        assertThat(to).isEqualTo(new byte[PLAIN.length]);
    }

    @Test
    void doesNothingWithoutItsKey() {
        FrameCipher cipher = cipher();
        cipher.close();
        assertThatThrownBy(() -> cipher.encrypt(0, 0, PLAIN, 0, 1, new byte[17], 0))
                .isInstanceOf(IllegalStateException.class);
    }
}
