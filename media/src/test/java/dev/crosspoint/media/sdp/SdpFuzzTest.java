package dev.crosspoint.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.media.api.LegKind.Security;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.Negotiation.Agreed;
import java.nio.charset.StandardCharsets;

final class SdpFuzzTest {

    /**
     * Begins with the files of {@link Offers}, which lie where Jazzer looks for inputs. From a
     * method source they would come before Jazzer has started: JUnit then counts that start, six
     * seconds on an idle machine and half a minute on a busy one, as the first offer's.
     */
    @FuzzTest(maxDuration = "5s")
    void readsAndAnswersAnyText(byte[] data) throws BadSdp {
        Sdp sdp;
        try {
            sdp = SdpText.parse(new String(data, StandardCharsets.UTF_8));
        } catch (BadSdp e) {
            return;
        }
        assertThat(SdpText.parse(SdpText.print(sdp))).isEqualTo(sdp);

        check(OfferAnswer.answer(sdp, Offers.browser(Codec.values())), sdp);
        for (Security security : Security.values()) {
            LocalMedia local = Offers.trunk(security, Codec.values());
            check(OfferAnswer.answer(sdp, local), sdp);
            OfferAnswer.accept(OfferAnswer.offer(local), local, sdp);
        }
    }

    private static void check(Negotiation outcome, Sdp offer) throws BadSdp {
        if (outcome instanceof Agreed agreed) {
            Sdp answer = agreed.description();
            assertThat(SdpText.parse(SdpText.print(answer))).isEqualTo(answer);
            assertThat(answer.media()).hasSameSizeAs(offer.media());
            assertThat(answer.media().stream().filter(medium -> medium.port() != 0)).hasSize(1);
        }
    }
}
