package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that need no socket. */
class PureTest {

    /** RFC 4028 9, table 2: who refreshes, by what the request says. */
    @ParameterizedTest
    @CsvSource({
        "1800, true, false",
        "1800, false, true",
        "1800;refresher=uas, true, true",
        "1800;refresher=uac, true, false",
        "' 90 ; refresher = x', false, true"
    })
    void agreesWhoRefreshes(String field, boolean supported, boolean ours) {
        assertThat(SessionTimer.asServer(Optional.of(field), supported).orElseThrow().ours())
                .isEqualTo(ours);
    }

    @Test
    void endsASessionAThirdBeforeItsEndOr32SecondsBefore() {
        assertThat(new SessionTimer(90, false).expiryMs()).isEqualTo(60_000);
        assertThat(new SessionTimer(1800, false).expiryMs()).isEqualTo(1_768_000);
        assertThat(new SessionTimer(1800, true).refreshMs()).isEqualTo(900_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "9999999999", "1.5"})
    void agreesOnNothingThatIsNoInterval(String field) {
        assertThat(SessionTimer.asClient(Optional.of(field))).isEmpty();
        assertThat(SessionTimer.isTooShort(Optional.of(field), 90)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"+49 30;ext=1, %2B49%2030%3Bext%3D1", "a@b>, a%40b%3E", "ü, %C3%BC"})
    void escapesWhatIsNotPlain(String text, String escaped) {
        assertThat(Escapes.decode(Escapes.encode(text))).isEqualTo(text);
        assertThat(Escapes.decode(escaped)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"100%, 100%", "%zz, %zz", "%4, %4"})
    void leavesAloneWhatIsNoEscape(String user, String text) {
        assertThat(Escapes.decode(user)).isEqualTo(text);
    }
}
