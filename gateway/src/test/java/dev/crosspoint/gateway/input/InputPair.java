package dev.crosspoint.gateway.input;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate as an operator configures it, and the private key that the operator keeps.
 *
 * @param pem the certificate
 */
public record InputPair(String id, PrivateKey privateKey, String pem) {

    /** Nobody's in particular. */
    public static final Tenant TENANT = new Tenant("111122223333", "main");

    static final String PROVIDER = "AmazonConnect";
    static final String WRAPPING = "RSA/ECB/OAEPWithSHA-512AndMGF1Padding";

    /** When certificates begin to be valid, for {@link #VALID}. */
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    /** How long they are. */
    public static final Duration VALID = Duration.ofDays(365);

    /** One that is about to be changed. */
    public static final InputPair OLD = rsa("cards-2026", 2_048);

    /** The one after it. */
    public static final InputPair NEW = rsa("cards-2027", 3_072);

    public static InputPair rsa(String id, int bits) {
        return of(id, "RSA", bits, "SHA256withRSA");
    }

    /** One that input cannot be sealed for. */
    public static InputPair ec(String id) {
        return of(id, "EC", 256, "SHA256withECDSA");
    }

    /** The keys of a tenant that has these. */
    public static InputKeys keys(InputPair... pairs) {
        return new InputKeys(TENANT, Stream.of(pairs).map(InputPair::key).toList());
    }

    /** Both, as in a rotation. */
    public static InputKeys rotation() {
        return new InputKeys(TENANT, List.of(OLD.key(), NEW.key()));
    }

    InputKey key() {
        try {
            return InputKey.read(id, pem);
        } catch (BadCertificate e) {
            throw new AssertionError(e);
        }
    }

    InputSeal seal() {
        return new InputSeal(TENANT, key());
    }

    /** How Amazon Connect's documentation has it, "How to decrypt data". */
    JceMasterKey masterKey() {
        return JceMasterKey.getInstance(null, privateKey, PROVIDER, id, WRAPPING);
    }

    /** What a sealed message says, by the AWS Encryption SDK with its defaults. */
    public String open(String message) {
        var opened =
                AwsCrypto.standard().decryptData(masterKey(), Base64.getDecoder().decode(message));
        return new String(opened.getResult(), StandardCharsets.UTF_8);
    }

    static EnteredDigits digits(String text) {
        var digits = new EnteredDigits();
        text.chars().forEach(key -> digits.add((char) key));
        return digits;
    }

    private static InputPair of(String id, String algorithm, int bits, String signature) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            var pair = generator.generateKeyPair();
            return new InputPair(id, pair.getPrivate(), certificate(pair, signature));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String certificate(KeyPair pair, String signature) {
        try {
            var name = new X500Principal("CN=input");
            var holder =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(FROM),
                                    Date.from(FROM.plus(VALID)),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(holder.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
