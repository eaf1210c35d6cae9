package dev.crosspoint.media.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Ids.RecordingId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedHeaderTest {
    @ParameterizedTest
    @EnumSource(Artefact.class)
    void saysAgainWhatItWasMadeWith(Artefact artefact) throws BadSealedFile {
        SealedHeader header = SealedFixture.header(artefact, 512);
        byte[] bytes = Arrays.copyOf(header.encoded(), header.length() + 50);

        SealedHeader again = SealedHeader.parse(bytes, 0, bytes.length);

        assertThat(again.identity())
                .isEqualTo(
                        new SealedIdentity(
                                artefact, SealedFixture.RECORDING, SealedFixture.TENANT));
        assertThat(again.context()).isEqualTo(SealedFixture.CONTEXT);
        assertThat(again.frameBytes()).isEqualTo(512);
        assertThat(again.encoded()).isEqualTo(header.encoded());
    }

    @Test
    void hasASaltOfItsOwnAndSoAKeyOfItsOwn() {
        try (var key = SealedFixture.key(1)) {
            assertThat(SealedFixture.header(Artefact.AUDIO, 0).deriveFrom(key).getEncoded())
                    .isNotEqualTo(
                            SealedFixture.header(Artefact.AUDIO, 0).deriveFrom(key).getEncoded());
        }
    }

    @Test
    void isNoHeaderWhenCutAnywhere() {
        byte[] bytes = SealedFixture.header(Artefact.TRACKS, 0).encoded();
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> SealedHeader.parse(bytes, 0, cut))
                    .isInstanceOfSatisfying(
                            BadSealedFile.class,
                            bad -> assertThat(bad.frame()).isEqualTo(BadSealedFile.HEADER));
        }
    }

    /** Magic, version, artefact, frame bytes, length and text of the recording. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 7, 8, 9, 51, 52})
    void refusesWhatItsPartsCannotBe(int place) {
        byte[] bytes = SealedFixture.header(Artefact.TRACKS, 0).encoded();
        bytes[place] = (byte) 0xFF;
        assertThatThrownBy(() -> SealedHeader.parse(bytes, 0, bytes.length))
                .isInstanceOf(BadSealedFile.class);
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] bytes = SealedFixture.header(Artefact.TRACKS, 0).encoded();
        bytes[53] = (byte) 0xFF;
        assertThatThrownBy(() -> SealedHeader.parse(bytes, 0, bytes.length))
                .isInstanceOf(BadSealedFile.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void isNotMadeWithANameThatDoesNotFit() {
        var recording = new RecordingId("r".repeat(SealedHeader.MAX_TEXT + 1));
        assertThatThrownBy(() ->
                        SealedHeader.fresh(
                                Artefact.TRACKS,
                                0,
                                recording,
                                SealedFixture.CONTEXT,
                                SealedFixture.RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
