package dev.crosspoint.gateway.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The message's bytes, field by field, taken apart with other means than it was made with. */
class InputSealTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static byte[] sealed(String digits) {
        return Base64.getDecoder()
                .decode(InputPair.OLD.seal().seal(InputPair.digits(digits), "c-1", RANDOM));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] counted(ByteBuffer in) {
        return bytes(in, in.getShort());
    }

    private static String text(ByteBuffer in) {
        return new String(counted(in), UTF_8);
    }

    /** RFC 5869, by hand. */
    private static byte[] hmac(byte[] key, byte[]... parts) throws Exception {
        var mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(key, "HmacSHA512"));
        for (var part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static byte[] unwrapped(byte[] wrapped) throws Exception {
        var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                InputPair.OLD.privateKey(),
                new OAEPParameterSpec(
                        "SHA-512", "MGF1", MGF1ParameterSpec.SHA512, PSource.PSpecified.DEFAULT));
        return cipher.doFinal(wrapped);
    }

    private static Cipher opening(byte[] key, byte[] iv, byte[] aad) throws Exception {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    @Test
    void isAMessageOfVersionTwoWithACommittedKey() throws Exception {
        var message = sealed("4929123456789012");
        var in = ByteBuffer.wrap(message);

        assertThat(in.get()).isEqualTo((byte) 2);
        assertThat(in.getShort()).isEqualTo((short) 0x0478);
        var id = bytes(in, 32);
        int aadLength = in.getShort();
        int aadEnd = in.position() + aadLength;
        var context = new TreeMap<String, String>();
        for (int left = in.getShort(); left > 0; left--) {
            var name = text(in);
            assertThat(context).as("sorted").doesNotContainKey(name);
            assertThat(context.isEmpty() || context.lastKey().compareTo(name) < 0).isTrue();
            context.put(name, text(in));
        }
        assertThat(in.position()).isEqualTo(aadEnd);
        assertThat(context)
                .containsExactlyEntriesOf(
                        new TreeMap<>(
                                Map.of(
                                        "account", "111122223333",
                                        "contactId", "c-1",
                                        "instance", "main")));
        assertThat(in.getShort()).as("encrypted data keys").isEqualTo((short) 1);
        assertThat(text(in)).isEqualTo("AmazonConnect");
        assertThat(text(in)).isEqualTo("cards-2026");
        var wrapped = counted(in);
        assertThat(wrapped).hasSize(256);
        assertThat(in.get()).as("framed").isEqualTo((byte) 2);
        assertThat(in.getInt()).isEqualTo(4_096);
        var commitment = bytes(in, 32);
        var header = Arrays.copyOf(message, in.position());
        var headerTag = bytes(in, 16);

        var dataKey = unwrapped(wrapped);
        assertThat(dataKey).hasSize(32);
        var pseudorandom = hmac(id, dataKey);
        var commits = hmac(pseudorandom, "COMMITKEY".getBytes(UTF_8), new byte[] {1});
        assertThat(commitment).isEqualTo(Arrays.copyOf(commits, 32));
        var derives =
                hmac(
                        pseudorandom,
                        new byte[] {0x04, 0x78},
                        "DERIVEKEY".getBytes(UTF_8),
                        new byte[] {1});
        var key = Arrays.copyOf(derives, 32);
        assertThat(opening(key, new byte[12], header).doFinal(headerTag)).isEmpty();

        assertThat(in.getInt()).as("final frame").isEqualTo(-1);
        assertThat(in.getInt()).as("its number").isEqualTo(1);
        var iv = bytes(in, 12);
        assertThat(iv).isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertThat(in.getInt()).as("its length").isEqualTo(16);
        var body = bytes(in, 16 + 16);
        assertThat(in.hasRemaining()).isFalse();
        var aad =
                ByteBuffer.allocate(32 + 34 + 4 + 8)
                        .put(id)
                        .put("AWSKMSEncryptionClient Final Frame".getBytes(UTF_8))
                        .putInt(1)
                        .putLong(16)
                        .array();
        assertThat(opening(key, iv, aad).doFinal(body))
                .asString(UTF_8)
                .isEqualTo("4929123456789012");
    }

    @Test
    void takesItsRandomnessFromTheArgument() {
        var one = InputPair.OLD.seal().seal(InputPair.digits("49"), "c-1", new Repeated(7));

        assertThat(InputPair.OLD.seal().seal(InputPair.digits("49"), "c-1", new Repeated(7)))
                .isEqualTo(one);
        assertThat(InputPair.OLD.seal().seal(InputPair.digits("49"), "c-1", new Repeated(8)))
                .isNotEqualTo(one);
    }

    @Test
    void sharesNothingBetweenMessagesButWhatIsInClear() {
        var one = ByteBuffer.wrap(sealed("4929"));
        var two = ByteBuffer.wrap(sealed("4929"));

        assertThat(one.slice(3, 32)).as("message id").isNotEqualTo(two.slice(3, 32));
        int bodyAt = one.limit() - 20;
        assertThat(one.slice(bodyAt, 20)).as("body").isNotEqualTo(two.slice(bodyAt, 20));
    }

    @Test
    void wipesTheDigits() {
        var digits = InputPair.digits("4929123456789012");
        InputPair.OLD.seal().seal(digits, "c-1", RANDOM);

        assertThat(digits.length()).isZero();
        assertThat(digits.memory()).containsOnly(0);
    }

    @Test
    void isAsShortAsTheDocumentationSays() {
        assertThat(InputPair.OLD.seal().seal(InputPair.digits("4929123456789012"), "c-1", RANDOM))
                .hasSizeBetween(600, 700)
                .matches("[A-Za-z0-9+/]+=*");
    }

    /** Foreseeable, so that two messages can be compared. */
    private static final class Repeated extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte next;

        Repeated(int next) {
            this.next = (byte) next;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, next);
        }
    }
}
