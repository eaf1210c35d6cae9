package dev.crosspoint.signaling.sip;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.sip.DigestServer.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    private final DigestServer server = new DigestServer("trunk", new byte[32]);

    /** RFC 7616 3.9.1, and RFC 2069's example with the response of its errata. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void computesTheResponsesOfTheRfc(String algorithm, String response) {
        assertThat(
                        DigestAlgorithm.named(algorithm)
                                .orElseThrow()
                                .response(
                                        "Mufasa",
                                        "http-auth@example.org",
                                        "Circle of Life",
                                        "GET",
                                        "/dir/index.html",
                                        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                                        "00000001",
                                        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                                        "auth"))
                .isEqualTo(response);
    }

    @Test
    void computesTheResponseOfRfc2069WithoutQop() {
        assertThat(
                        DigestAlgorithm.MD5.response(
                                "Mufasa",
                                "testrealm@host.com",
                                "CircleOfLife",
                                "GET",
                                "/dir/index.html",
                                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                                "",
                                "",
                                null))
                .isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }

    @Test
    void offersTheStrongerAlgorithmFirstAndTheClientTakesIt() {
        List<String> challenges = server.challenges(0, 1, false);
        assertThat(challenges).hasSize(2);
        assertThat(challenges.getFirst()).contains("algorithm=SHA-256");
        DigestFields answer = answer(challenges, "secret");
        assertThat(answer.text("algorithm")).isEqualTo("SHA-256");
        assertThat(check(answer, 1)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void takesMd5FromThoseWhoKnowNothingElse() {
        DigestFields answer = answer(List.of(server.challenges(0, 1, false).getLast()), "secret");
        assertThat(check(answer, 1)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void takesEachUseOfANonceOnce() {
        DigestFields answer = answer(server.challenges(0, 1, false), "secret");
        assertThat(check(answer, 1)).isEqualTo(Verdict.RIGHT);
        assertThat(check(answer, 2)).isEqualTo(Verdict.STALE);
    }

    @Test
    void asksAgainWhenTheNonceIsOld() {
        DigestFields answer = answer(server.challenges(0, 1, false), "secret");
        assertThat(check(answer, DigestServer.NONCE_LIFE_MS + 1)).isEqualTo(Verdict.STALE);
        assertThat(server.challenges(0, 2, true)).allMatch(c -> c.contains("stale=true"));
    }

    @Test
    void refusesWrongPasswordsAndForeignNonces() {
        assertThat(check(answer(server.challenges(0, 1, false), "guess"), 1))
                .isEqualTo(Verdict.WRONG);
        var other = new DigestServer("trunk", new byte[] {1, 2, 3});
        assertThat(check(answer(other.challenges(0, 1, false), "secret"), 1))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void doesNotAnswerAQuestionItDoesNotUnderstand() {
        assertThat(
                        DigestClient.answer(
                                List.of(
                                        "Basic realm=\"x\"",
                                        "Digest realm=\"x\",nonce=\"n\",algorithm=SHA-3",
                                        "Digest realm=\"x\",nonce=\"n\",qop=\"auth-int\"",
                                        "Digest realm=\"x\""),
                                "u",
                                "p",
                                "INVITE",
                                "sip:x",
                                "c"))
                .isEmpty();
    }

    @Test
    void readsQuotedPairsAndBlanks() {
        var fields =
                requireNonNull(
                        DigestFields.parse(
                                "Digest  realm = \"a \\\"b\\\", c\" ,\tnc=00000001,qop=auth"));
        assertThat(fields.text("realm")).isEqualTo("a \"b\", c");
        assertThat(fields.text("nc")).isEqualTo("00000001");
        assertThat(fields.text("qop")).isEqualTo("auth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic dXNlcjpwYXNz",
                "Digest realm",
                "Digest realm=\"open",
                "Digest realm=\"x\"y=1",
                "Digest nc=1,nc=2",
                "Digest =x"
            })
    void readsNothingElse(String header) {
        assertThat(DigestFields.parse(header)).isNull();
    }

    private static DigestFields answer(List<String> challenges, String password) {
        return requireNonNull(
                DigestFields.parse(
                        DigestClient.answer(
                                        challenges, "user", password, "INVITE", "sip:a@b", "cnonce")
                                .orElseThrow()));
    }

    private Verdict check(DigestFields answer, long nowMs) {
        return server.check(answer, "INVITE", "user", "secret", nowMs);
    }
}
