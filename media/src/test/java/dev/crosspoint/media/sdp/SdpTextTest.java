package dev.crosspoint.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crosspoint.media.sdp.Sdp.Connection;
import dev.crosspoint.media.sdp.Sdp.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SdpTextTest {
    static final List<String> OFFERS = Offers.ALL;

    private static final String HEAD =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            """;

    @ParameterizedTest
    @FieldSource("OFFERS")
    void keepsEveryAttributeOfARealOfferAsItStands(String name) throws BadSdp {
        Sdp offer = Offers.offer(name);
        assertThat(SdpText.parse(SdpText.print(offer))).isEqualTo(offer);
        assertThat(SdpText.print(offer).lines().filter(line -> line.matches("[vosma]=.*")))
                .containsExactlyElementsOf(
                        Offers.text(name)
                                .lines()
                                .filter(line -> line.matches("[vosma]=.*"))
                                .toList());
    }

    @Test
    void whatItPrintsItReads() throws BadSdp {
        for (int seed = 0; seed < 500; seed++) {
            Sdp sdp = random(new Random(seed));
            assertThat(SdpText.parse(SdpText.print(sdp))).as("seed %d", seed).isEqualTo(sdp);
        }
    }

    @Test
    void endsLinesAsTheRfcWants() {
        String text = SdpText.print(Offers.offer("sipp"));
        assertThat(text).endsWith("\r\n").doesNotContain("\n\n");
        assertThat(text.chars().filter(c -> c == '\n').count())
                .isEqualTo(text.chars().filter(c -> c == '\r').count());
    }

    @Test
    void takesBareLineFeedsAndATrailingBlankLine() throws BadSdp {
        assertThat(SdpText.parse(HEAD + "\n\n").media()).isEmpty();
        assertThat(SdpText.parse(HEAD.replace("\n", "\r\n") + "\r\n").media()).isEmpty();
        assertThat(SdpText.parse(HEAD.strip()).media()).isEmpty();
    }

    @Test
    void takesAnEmptySessionNameAsNoName() throws BadSdp {
        assertThat(SdpText.parse(HEAD.replace("s=-", "s=")).name()).isEqualTo("-");
    }

    @Test
    void tellsAnEmptyValueFromNone() throws BadSdp {
        Attributes attributes = SdpText.parse(HEAD + "a=x:\na=x\na=y: z:z \n").attributes();
        assertThat(attributes.list())
                .containsExactly(
                        new Attribute("x", ""),
                        new Attribute("x", null),
                        new Attribute("y", " z:z "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=0",
                "v=1\no=- 1 1 IN IP4 192.0.2.1\ns=-\n",
                "o=- 1 1 IN IP4 192.0.2.1\nv=0\ns=-\n",
                "v=0\ns=-\n",
                "v=0\no=- 1 1 IN IP4\ns=-\n",
                "v=0\no=- 1 1 IN IP5 192.0.2.1\ns=-\n",
                "v=0\no=- 1 1 ATM NSAP 47.0\ns=-\n",
                "v=0\no=- one 1 IN IP4 192.0.2.1\ns=-\n",
                "v=0\no=- 1 -1 IN IP4 192.0.2.1\ns=-\n",
            })
    void refusesABadHead(String text) {
        assertThatExceptionOfType(BadSdp.class).isThrownBy(() -> SdpText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=unknown",
                "no equals sign",
                "m",
                "\na=blank line before",
                "a=",
                "a=:value",
                "a=na me",
                "a=x:\0",
                "a=x:y\rz",
                "c=IN IP4",
                "m=audio 1 RTP/AVP",
                "m=audio 65536 RTP/AVP 0",
                "m=audio -1 RTP/AVP 0",
                "m=audio 99999999999999999999 RTP/AVP 0",
                "m=audio 1/0 RTP/AVP 0",
                "m=audio 1/x RTP/AVP 0",
                "m=audio 1 RTP//AVP 0",
                "m=au(dio 1 RTP/AVP 0",
                "m=audio 1 RTP/AVP 0\nt=0 0",
                "m=audio 1 RTP/AVP 0\ns=-",
            })
    void refusesABadLine(String line) {
        assertThatExceptionOfType(BadSdp.class).isThrownBy(() -> SdpText.parse(HEAD + line + "\n"));
    }

    @Test
    void holdsItsLimits() throws BadSdp {
        String media = "m=audio 0 RTP/AVP 0\n";
        assertThat(SdpText.parse(HEAD + media.repeat(16)).media()).hasSize(16);
        refuses(HEAD + media.repeat(17));

        assertThat(SdpText.parse(HEAD + "a=x\n".repeat(509)).attributes().list()).hasSize(509);
        refuses(HEAD + "a=x\n".repeat(510));
        refuses(HEAD + "\n".repeat(600));

        assertThat(SdpText.parse(HEAD + "a=" + "x".repeat(65_000)).attributes().list()).hasSize(1);
        refuses(HEAD + "a=" + "x".repeat(65_536));
    }

    @Test
    void neverQuotesWhatItRefusesOrHoldsKeysIn() {
        assertThatExceptionOfType(BadSdp.class)
                .isThrownBy(() -> SdpText.parse(HEAD + "m=audio secret RTP/AVP 0\n"))
                .withMessageNotContaining("secret");
        Sdp offer = Offers.offer("baresip-srtp");
        assertThat(offer.toString()).doesNotContain("inline").doesNotContain("+Kcbm");
        assertThat(offer.attributes().toString()).doesNotContain("baresip");
    }

    private static void refuses(String text) {
        assertThatExceptionOfType(BadSdp.class).isThrownBy(() -> SdpText.parse(text));
    }

    private static Sdp random(Random random) {
        var media = new ArrayList<MediaDescription>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var formats = new ArrayList<String>();
            for (int f = 1 + random.nextInt(5); f > 0; f--) {
                formats.add(word(random, 33));
            }
            media.add(
                    new MediaDescription(
                            token(random),
                            random.nextInt(65_536),
                            1 + random.nextInt(2),
                            token(random) + "/" + token(random),
                            formats,
                            random.nextBoolean() ? address(random) : null,
                            attributes(random)));
        }
        var origin =
                new Origin(
                        word(random, 33),
                        String.valueOf(random.nextLong(Long.MAX_VALUE)),
                        String.valueOf(random.nextInt(9)),
                        address(random));
        return new Sdp(
                origin,
                word(random, 32),
                random.nextBoolean() ? address(random) : null,
                attributes(random),
                media);
    }

    private static Connection address(Random random) {
        return new Connection(random.nextBoolean() ? "IP4" : "IP6", word(random, 33));
    }

    private static Attributes attributes(Random random) {
        var list = new ArrayList<Attribute>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String value = random.nextInt(5) == 0 ? "" : word(random, 32);
            list.add(new Attribute(token(random), random.nextInt(3) == 0 ? null : value));
        }
        return new Attributes(list);
    }

    private static String token(Random random) {
        var text = new StringBuilder();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            text.append("abcXYZ019-_.!'*".charAt(random.nextInt(15)));
        }
        return text.toString();
    }

    /** Printable characters and some from far outside ASCII. */
    private static String word(Random random, int lowest) {
        var text = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            boolean ascii = random.nextInt(10) > 0;
            text.append((char) (ascii ? lowest + random.nextInt(127 - lowest) : 0x4e00 + i));
        }
        return text.toString();
    }
}
