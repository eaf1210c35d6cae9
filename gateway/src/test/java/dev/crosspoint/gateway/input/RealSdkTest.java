package dev.crosspoint.gateway.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.exception.AwsCryptoException;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import com.amazonaws.encryptionsdk.multi.MultipleProviderFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateRawRsaKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;
import software.amazon.cryptography.materialproviders.model.PaddingScheme;

/**
 * What we seal is opened by the AWS Encryption SDK for Java with its defaults, in the way of Amazon
 * Connect's documentation, and by nobody else.
 */
class RealSdkTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PROVIDER = InputPair.PROVIDER;
    private static final String WRAPPING = InputPair.WRAPPING;

    /** What a frame has before its body: two numbers, IV, length. */
    private static final int FRAME_BYTES = 4 + 4 + 12 + 4;

    /** Sixteen digits and their tag. */
    private static final int BODY_BYTES = 16 + 16;

    private static final AwsCrypto SDK = AwsCrypto.standard();

    private static String sealed(InputPair pair, String digits) {
        return pair.seal().seal(InputPair.digits(digits), "c-1", RANDOM);
    }

    private static JceMasterKey publicKey(InputPair pair) {
        return JceMasterKey.getInstance(
                pair.key().publicKey(), null, PROVIDER, pair.id(), WRAPPING);
    }

    static List<InputPair> pairs() {
        return List.of(InputPair.OLD, InputPair.NEW, InputPair.rsa("cards-large", 4_096));
    }

    /** The SDK's defaults are the strict ones, so that the other tests say something. */
    @Test
    void wouldBeRefusedWithoutKeyCommitment() {
        var lax =
                AwsCrypto.builder()
                        .withCommitmentPolicy(CommitmentPolicy.ForbidEncryptAllowDecrypt)
                        .withEncryptionAlgorithm(
                                CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256)
                        .build();
        var message = lax.encryptData(publicKey(InputPair.OLD), new byte[] {'4'}).getResult();

        assertThatThrownBy(() -> SDK.decryptData(InputPair.OLD.masterKey(), message))
                .isInstanceOf(AwsCryptoException.class)
                .hasMessageContaining("commit");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void opensInputWithTheMasterKeyOfTheDocumentation(InputPair pair) {
        var result =
                SDK.decryptData(
                        pair.masterKey(),
                        Base64.getDecoder().decode(sealed(pair, "4929123456789012")));

        assertThat(new String(result.getResult(), UTF_8)).isEqualTo("4929123456789012");
        assertThat(result.getCryptoAlgorithm())
                .isEqualTo(CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY);
        assertThat(result.getEncryptionContext())
                .isEqualTo(
                        Map.of("account", "111122223333", "instance", "main", "contactId", "c-1"));
    }

    @Test
    void opensInputWithARawRsaKeyring() {
        var der = InputPair.OLD.privateKey().getEncoded();
        var pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n";
        var keyring =
                MaterialProviders.builder()
                        .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
                        .build()
                        .CreateRawRsaKeyring(
                                CreateRawRsaKeyringInput.builder()
                                        .keyNamespace(PROVIDER)
                                        .keyName(InputPair.OLD.id())
                                        .paddingScheme(PaddingScheme.OAEP_SHA512_MGF1)
                                        .privateKey(ByteBuffer.wrap(pem.getBytes(UTF_8)))
                                        .build());
        var message = Base64.getDecoder().decode(sealed(InputPair.OLD, "4929123456789012"));

        var result =
                SDK.decryptData(
                        keyring, message, Map.of("account", "111122223333", "contactId", "c-1"));
        assertThat(new String(result.getResult(), UTF_8)).isEqualTo("4929123456789012");
        assertThatThrownBy(() -> SDK.decryptData(keyring, message, Map.of("contactId", "c-2")))
                .as("of another contact")
                .hasMessageContaining("ontext");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "0123456789*#ABCD", "99999999999999999999"})
    void opensInputOfAnyLength(String digits) {
        assertThat(InputPair.OLD.open(sealed(InputPair.OLD, digits))).isEqualTo(digits);
    }

    @Test
    void opensOldAndNewWhileOneKeyTakesThePlaceOfTheOther() {
        var both =
                MultipleProviderFactory.buildMultiProvider(
                        JceMasterKey.class, InputPair.OLD.masterKey(), InputPair.NEW.masterKey());
        var keys = InputPair.rotation();

        for (var id : keys.ids()) {
            var message =
                    keys.seal(id)
                            .orElseThrow()
                            .seal(InputPair.digits("4929" + id.length()), "c-1", RANDOM);
            var result = SDK.decryptData(both, Base64.getDecoder().decode(message));
            assertThat(new String(result.getResult(), UTF_8)).isEqualTo("4929" + id.length());
            assertThat(result.getMasterKeyIds()).containsExactly(id);
        }
    }

    @Test
    void isNotOpenedByTheOtherKeyOrUnderAnotherName() {
        var message = sealed(InputPair.OLD, "4929");
        var disguised = new InputPair(InputPair.OLD.id(), InputPair.NEW.privateKey(), "");
        var renamed = new InputPair("cards-2025", InputPair.OLD.privateKey(), "");

        for (var other : List.of(InputPair.NEW, disguised, renamed)) {
            assertThatThrownBy(() -> other.open(message))
                    .isInstanceOf(CannotUnwrapDataKeyException.class);
        }
    }

    /** But for four bytes: the SDK counts frames itself, and does not look at the last's number. */
    @Test
    void isNotOpenedOnceAnyByteOfItIsChanged() {
        var message = Base64.getDecoder().decode(sealed(InputPair.OLD, "4929123456789012"));
        int number = message.length - BODY_BYTES - FRAME_BYTES + 4;
        var key = InputPair.OLD.masterKey();
        var openedAfter = new ArrayList<Integer>();
        for (int at = 0; at < message.length; at++) {
            message[at] ^= 0x01;
            if (isOpened(key, message)) {
                openedAfter.add(at);
            }
            message[at] ^= 0x01;
        }

        assertThat(openedAfter).containsExactly(number, number + 1, number + 2, number + 3);
    }

    /** The SDK has more than one way to refuse what is broken. */
    private static boolean isOpened(JceMasterKey key, byte[] message) {
        byte[] result;
        try {
            result = SDK.decryptData(key, message).getResult();
        } catch (RuntimeException e) {
            return false;
        }
        assertThat(result).asString(UTF_8).isEqualTo("4929123456789012");
        return true;
    }

    @Test
    void isNotOpenedWhenTheEndIsMissing() {
        var message = Base64.getDecoder().decode(sealed(InputPair.OLD, "4929123456789012"));
        var cut = Arrays.copyOf(message, message.length - 1);

        assertThat(catchThrowable(() -> SDK.decryptData(InputPair.OLD.masterKey(), cut)))
                .isInstanceOf(AwsCryptoException.class);
    }

    /** Whatever is not random is the same, byte for byte, in a message that the SDK makes. */
    @Test
    void hasTheShapeOfTheSdksOwnMessages() {
        var ours = Base64.getDecoder().decode(sealed(InputPair.OLD, "4929123456789012"));
        var sdk =
                AwsCrypto.builder()
                        .withEncryptionAlgorithm(
                                CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY)
                        .build();
        var theirs =
                sdk.encryptData(
                                publicKey(InputPair.OLD),
                                "4929123456789012".getBytes(UTF_8),
                                Map.of(
                                        "account", "111122223333",
                                        "instance", "main",
                                        "contactId", "c-1"))
                        .getResult();

        assertThat(ours).hasSameSizeAs(theirs);
        assertThat(withoutWhatIsRandom(ours)).isEqualTo(withoutWhatIsRandom(theirs));
    }

    private static byte[] withoutWhatIsRandom(byte[] message) {
        var blank = message.clone();
        int end = message.length;
        blank(blank, 3, 32); // Message id.
        blank(blank, end - BODY_BYTES, BODY_BYTES);
        int header = end - BODY_BYTES - FRAME_BYTES;
        blank(blank, header - 16 - 32, 16 + 32); // Commitment and tag.
        blank(blank, header - 16 - 32 - 5 - 256, 256); // Wrapped data key.
        return blank;
    }

    private static void blank(byte[] bytes, int from, int length) {
        Arrays.fill(bytes, from, from + length, (byte) 0);
    }
}
