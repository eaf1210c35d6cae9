package dev.crosspoint.media.srtp;

import static dev.crosspoint.media.srtp.Ciphers.NO_WORD;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.crosspoint.media.srtp.Ciphers.Use;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's primitives, which sessions use where they can, against the JDK's. */
class CiphersTest {
    private static final int SPARE = 20;

    private final Ciphers jdk = new JdkCiphers("");
    private final Ciphers openSsl = new OpenSslCiphers(LibCrypto.load().orElseThrow());
    private final Random random = new Random(7);

    @Test
    void theBestIsOpenSsl() {
        assertThat(CipherChoice.ciphers()).isInstanceOf(OpenSslCiphers.class);
        assertThat(SrtpSession.warmUp()).startsWith("OpenSSL 3");
    }

    /** An OpenSSL that is there and makes something else is not used. */
    @Test
    void aLibraryIsUsedOnlyIfItAgreesWithTheJdk() {
        assertThat(CipherChoice.agrees(openSsl, jdk)).isTrue();
        assertThat(CipherChoice.agrees(new Wrong(Wrong.What.STREAM), jdk)).isFalse();
        assertThat(CipherChoice.agrees(new Wrong(Wrong.What.TAG), jdk)).isFalse();
        assertThat(CipherChoice.agrees(new Wrong(Wrong.What.SEALED), jdk)).isFalse();
        assertThat(CipherChoice.agrees(new Wrong(Wrong.What.FOOLED), jdk)).isFalse();
        assertThat(CipherChoice.agrees(new Wrong(Wrong.What.DEAF), jdk)).isFalse();
    }

    /** The JDK's, but for one fault. */
    private record Wrong(What what) implements Ciphers {
        private enum What {
            STREAM,
            TAG,
            SEALED,
            FOOLED,
            DEAF
        }

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public KeyStream keyStream(byte[] key) {
            var right = new JdkCiphers("").keyStream(key);
            return (high, low, data, offset, length) ->
                    right.apply(high, what == What.STREAM ? 9 : low, data, offset, length);
        }

        @Override
        public Mac mac(byte[] key) {
            byte[] used = key.clone();
            used[0] ^= (byte) (what == What.TAG ? 1 : 0);
            return new JdkCiphers("").mac(used);
        }

        @Override
        public Aead aead(byte[] key, Use use) {
            var right = new JdkCiphers("").aead(key, use);
            return new Aead() {
                @Override
                public void seal(
                        long high, int low, byte[] data, int at, int clear, int length, long word) {
                    right.seal(high, low, data, at, clear, length, word);
                    data[at + clear] ^= (byte) (what == What.SEALED ? 1 : 0);
                }

                @Override
                public boolean open(
                        long high, int low, byte[] data, int at, int clear, int length, long word) {
                    return switch (what) {
                        case FOOLED -> true;
                        case DEAF -> false;
                        default -> right.open(high, low, data, at, clear, length, word);
                    };
                }
            };
        }
    }

    /** RFC 2202, test cases 1 and 2. */
    @Test
    void bothMakeTheTagsOfRfc2202() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0B);
        byte[] jefe = "Jefe".getBytes(US_ASCII);
        byte[] what = "what do ya want for nothing?".getBytes(US_ASCII);
        byte[] first = hex("b617318655057264e28bc0b6fb378c8ef146be00");
        byte[] second = hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        for (Ciphers ciphers : new Ciphers[] {jdk, openSsl}) {
            assertThat(tag(ciphers.mac(key), "Hi There".getBytes(US_ASCII), NO_WORD))
                    .isEqualTo(first);
            assertThat(tag(ciphers.mac(jefe), what, NO_WORD)).isEqualTo(second);
            byte[] begins = Arrays.copyOf(what, what.length - 4);
            assertThat(tag(ciphers.mac(jefe), begins, 0x696E673FL)).isEqualTo(second);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void bothMakeOneKeyStream(int keyBytes) {
        byte[] key = bytes(keyBytes);
        var first = jdk.keyStream(key);
        var second = openSsl.keyStream(key);
        for (int length = 0; length < 200; length++) {
            long high = random.nextLong();
            long low = random.nextLong();
            byte[] here = bytes(length + SPARE);
            byte[] there = here.clone();
            first.apply(high, low, here, 3, length);
            second.apply(high, low, there, 3, length);
            assertThat(there).isEqualTo(here);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 64})
    void bothMakeOneTagAndKnowIt(int keyBytes) {
        byte[] key = bytes(keyBytes);
        var first = jdk.mac(key);
        var second = openSsl.mac(key);
        for (int length = 0; length < 200; length++) {
            long word = length % 2 == 0 ? NO_WORD : random.nextInt() & 0xFFFFFFFFL;
            int tagBytes = length % 3 == 0 ? 4 : 10;
            byte[] here = bytes(length + SPARE);
            byte[] there = here.clone();
            first.sign(here, 0, length, word, tagBytes);
            second.sign(there, 0, length, word, tagBytes);
            assertThat(there).isEqualTo(here);
            assertThat(first.verify(here, 0, length, word, tagBytes)).isTrue();
            assertThat(second.verify(here, 0, length, word, tagBytes)).isTrue();
            for (int at : new int[] {0, length, length + tagBytes - 1}) {
                there[at] ^= 4;
                assertThat(first.verify(there, 0, length, word, tagBytes)).isFalse();
                assertThat(second.verify(there, 0, length, word, tagBytes)).isFalse();
                there[at] ^= 4;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void eachOpensWhatTheOtherHasSealed(int keyBytes) {
        byte[] key = bytes(keyBytes);
        var first = jdk.aead(key, Use.SEAL);
        var second = openSsl.aead(key, Use.SEAL);
        var firstOpener = jdk.aead(key, Use.OPEN);
        var secondOpener = openSsl.aead(key, Use.OPEN);
        for (int length = 8; length < 200; length++) {
            long high = random.nextLong();
            int low = random.nextInt();
            long word = length % 2 == 0 ? NO_WORD : random.nextInt() & 0xFFFFFFFFL;
            byte[] clear = bytes(length + SPARE);
            byte[] here = clear.clone();
            byte[] there = clear.clone();
            first.seal(high, low, here, 2, 8, length, word);
            second.seal(high, low, there, 2, 8, length, word);
            assertThat(there).isEqualTo(here);
            assertThat(secondOpener.open(high, low, here, 2, 8, length, word)).isTrue();
            assertThat(firstOpener.open(high, low, there, 2, 8, length, word)).isTrue();
            assertThat(Arrays.copyOf(here, length + 2)).isEqualTo(Arrays.copyOf(clear, length + 2));
            assertThat(Arrays.copyOf(there, length + 2)).isEqualTo(Arrays.copyOf(here, length + 2));
        }
    }

    @Test
    void noneOpensWhatWasChanged() {
        byte[] key = bytes(16);
        for (Ciphers ciphers : new Ciphers[] {jdk, openSsl}) {
            var aead = ciphers.aead(key, Use.OPEN);
            byte[] sealed = bytes(60 + SPARE);
            ciphers.aead(key, Use.SEAL).seal(1, 2, sealed, 0, 8, 60, 3);
            for (int at = 0; at < 60 + Ciphers.Aead.TAG_BYTES; at++) {
                byte[] broken = sealed.clone();
                broken[at] ^= 1;
                byte[] before = broken.clone();
                assertThat(aead.open(1, 2, broken, 0, 8, 60, 3)).as("byte %d", at).isFalse();
                assertThat(broken).as("as it was").isEqualTo(before);
            }
            assertThat(aead.open(1, 2, sealed.clone(), 0, 8, 60, 4)).isFalse();
            assertThat(aead.open(1, 2, sealed.clone(), 0, 8, 60, NO_WORD)).isFalse();
            assertThat(aead.open(1, 3, sealed.clone(), 0, 8, 60, 3)).isFalse();
            assertThat(aead.open(2, 2, sealed.clone(), 0, 8, 60, 3)).isFalse();
            assertThat(aead.open(1, 2, sealed, 0, 8, 60, 3)).as("itself").isTrue();
        }
    }

    /** C would write on, whatever lies there. */
    @Test
    void openSslIsNotGivenWhatLiesBehindAnArray() {
        byte[] data = new byte[40];
        var stream = openSsl.keyStream(bytes(16));
        var mac = openSsl.mac(bytes(20));
        var aead = openSsl.aead(bytes(16), Use.SEAL);
        var opener = openSsl.aead(bytes(16), Use.OPEN);
        refuses(() -> stream.apply(1, 2, data, 1, 40));
        refuses(() -> stream.apply(1, 2, data, -1, 4));
        refuses(() -> stream.apply(1, 2, data, 4, -1));
        refuses(() -> mac.sign(data, 41, 0, NO_WORD, 0));
        refuses(() -> mac.sign(data, 0, 31, NO_WORD, 10));
        refuses(() -> mac.verify(data, 0, 31, NO_WORD, 10));
        refuses(() -> mac.verify(data, 0, -1, NO_WORD, 10));
        refuses(() -> mac.sign(data, 0, 10, NO_WORD, 21));
        refuses(() -> aead.seal(1, 2, data, 0, 8, 25, NO_WORD));
        refuses(() -> aead.seal(1, 2, data, 0, 9, 8, NO_WORD));
        refuses(() -> aead.seal(1, 2, data, -1, 8, 20, NO_WORD));
        refuses(() -> aead.seal(1, 2, data, 0, -1, 20, NO_WORD));
        refuses(() -> opener.open(1, 2, data, 0, -1, 20, NO_WORD));
        byte[] large = new byte[70_000];
        refuses(() -> stream.apply(1, 2, large, 0, large.length));
        refuses(() -> mac.sign(large, 0, 69_000, NO_WORD, 10));
        refuses(() -> aead.seal(1, 2, large, 0, 8, 69_000, NO_WORD));
        refuses(() -> opener.open(1, 2, large, 0, 8, 69_000, NO_WORD));
        refuses(() -> opener.open(1, 2, data, 0, 8, 25, NO_WORD));
        refuses(() -> opener.open(1, 2, data, 0, 9, 8, NO_WORD));
        assertThat(data).containsOnly(0);
        assertThatIllegalArgumentException().isThrownBy(() -> openSsl.mac(new byte[65]));
    }

    private static void refuses(Runnable work) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(work::run);
    }

    private static byte[] tag(Ciphers.Mac mac, byte[] data, long word) {
        byte[] signed = Arrays.copyOf(data, data.length + Ciphers.Mac.BYTES);
        mac.sign(signed, 0, data.length, word, Ciphers.Mac.BYTES);
        return Arrays.copyOfRange(signed, data.length, signed.length);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
