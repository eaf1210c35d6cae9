package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.Diagnosis.Whose;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From figures to names and sentences. */
class DiagnosisTest {

    @ParameterizedTest(name = "{0} % said, {1} % heard, waits {2} ms, back after {3} ms")
    @CsvSource(
            nullValues = "-",
            value = {
                "0, 0, 0, 0, -",
                "2.9, 2.9, 99, 299, -",
                "3, 0, 0, 0, high-loss",
                "0, 3, 0, 0, high-loss",
                "0, 0, 100, 0, high-jitter-buffer",
                "0, 0, 0, 300, high-round-trip",
                "9, 9, 200, 900, high-loss high-round-trip high-jitter-buffer",
            })
    void namesWhatIsWrong(double said, double heard, double wait, double roundTrip, String words) {
        var diagnosis = new Diagnosis(said, heard, wait, roundTrip);
        assertThat(diagnosis.words())
                .isEqualTo(words == null ? List.of() : List.of(words.split(" ", -1)));
        assertThat(diagnosis.sentence(Whose.CUSTOMER).isEmpty()).isEqualTo(words == null);
    }

    @ParameterizedTest
    @CsvSource({
        "6.4, 1, 0, 0, CUSTOMER, 6 % of what the customer says is lost on the way.",
        "1, 6.6, 0, 0, OTHER, 7 % of what this participant hears is lost on the way.",
        "5, 0, 0, 0, OWN, '5 % of what you say is lost on the way. A cable, or a place nearer to the"
                + " Wi-Fi, usually helps.'",
        "0, 0, 0, 420, CUSTOMER, 'The way from here to the customer and back takes 420 ms, so that"
                + " people interrupt each other.'",
        "0, 0, 0, 420, OWN, 'The way from here to you and back takes 420 ms, so that people interrupt"
                + " each other. A VPN that is not needed can be switched off.'",
        "0, 0, 140, 0, CUSTOMER, What the customer says arrives so unevenly that every word has to"
                + " wait 140 ms.",
        "0, 0, 140, 0, OWN, 'What you say arrives so unevenly that every word has to wait 140 ms."
                + " Pause large downloads, or use a cable.'",
    })
    void saysWhyAndWhatToDoToWhoeverCanDoIt(
            double said, double heard, double wait, double back, Whose whose, String sentence) {
        assertThat(new Diagnosis(said, heard, wait, back).sentence(whose)).isEqualTo(sentence);
    }

    @Test
    void scoresTheWorseDirection() {
        assertThat(new Diagnosis(8, 0, 0, 0).mos()).isEqualTo(new Diagnosis(0, 8, 0, 0).mos());
        assertThat(new Diagnosis(8, 2, 0, 0).mos()).isEqualTo(new Diagnosis(8, 0, 0, 0).mos());
    }

    /** Whatever has a name can be heard. */
    @Test
    void isWorseThanAClearLegWhereverItNamesAProblem() {
        double clear = new Diagnosis(0, 0, 0, 0).mos();
        assertThat(clear).isGreaterThan(4.3);
        assertThat(new Diagnosis(3, 0, 0, 0).mos()).isLessThan(clear - 0.25);
        assertThat(new Diagnosis(10, 0, 0, 0).mos()).isLessThan(3.4);
        assertThat(new Diagnosis(0, 0, 100, 300).mos()).isLessThan(4.0);
    }
}
