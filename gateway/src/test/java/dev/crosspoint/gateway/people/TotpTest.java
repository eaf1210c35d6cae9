package dev.crosspoint.gateway.people;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.Private;
import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] KEY = "12345678901234567890".getBytes(US_ASCII);
    private static final Private SECRET = new Private(Base32.encode(KEY));

    /** RFC 6238, Appendix B: eight digits, SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void makesTheCodesOfTheRfc(long seconds, String eightDigits) {
        assertThat("%08d".formatted(Totp.number(KEY, seconds / 30) % 100_000_000))
                .isEqualTo(eightDigits);
        assertThat(Totp.step(SECRET, eightDigits.substring(2), seconds)).hasValue(seconds / 30);
    }

    @Test
    void forgivesAClockThatIsHalfAMinuteWrongAndNoMore() {
        assertThat(Totp.step(SECRET, "287082", 59)).hasValue(1);
        assertThat(Totp.step(SECRET, "287082", 89)).hasValue(1);
        assertThat(Totp.step(SECRET, "287082", 0)).hasValue(1);
        assertThat(Totp.step(SECRET, "287082", 90)).isEmpty();
        assertThat(Totp.step(SECRET, "287083", 59)).isEmpty();
        assertThat(Totp.step(SECRET, "", 59)).isEmpty();
    }

    /** RFC 4648, 10, without padding. */
    @ParameterizedTest
    @CsvSource({
        "f, MY",
        "fo, MZXQ",
        "foo, MZXW6",
        "foob, MZXW6YQ",
        "fooba, MZXW6YTB",
        "foobar, MZXW6YTBOI"
    })
    void writesBase32(String plain, String encoded) {
        assertThat(Base32.encode(plain.getBytes(US_ASCII))).isEqualTo(encoded);
        assertThat(Base32.decode(encoded)).isEqualTo(plain.getBytes(US_ASCII));
        assertThatThrownBy(() -> Base32.decode("1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsAuthenticatorsEverything() {
        assertThat(Totp.uri("Crosspoint main", "al ice", SECRET).value())
                .isEqualTo(
                        "otpauth://totp/Crosspoint%20main:al%20ice?secret="
                                + SECRET.value()
                                + "&issuer=Crosspoint%20main&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void makesTenRecoveryCodesThatMayBeTypedInAnyWay() {
        var codes = RecoveryCodes.fresh(new SecureRandom());
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        var one = codes.getFirst().value();
        assertThat(one).matches("([a-z2-7]{4}-){3}[a-z2-7]{4}");
        assertThat(RecoveryCodes.sum(" " + one.toUpperCase(Locale.ROOT).replace("-", " ")))
                .isEqualTo(RecoveryCodes.sum(one));
    }
}
