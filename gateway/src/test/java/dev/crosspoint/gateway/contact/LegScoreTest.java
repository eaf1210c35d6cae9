package dev.crosspoint.gateway.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The E-model, where others have worked it out too. */
class LegScoreTest {

    /** G.107 annex B, table B.1. */
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "0, 1", "100, 4.5"})
    void turnsRatingsIntoOpinionsAsTheRecommendationDoes(double rating, double mos) {
        assertThat(LegScore.ofRating(rating)).isEqualTo(mos, Offset.offset(0.006));
    }

    /** G.107 7.7: with all its values at their defaults the rating is 93.2. */
    @Test
    void isComparedWithAModelThatGivesTheRatingOfTheRecommendation() {
        assertThat(EModel.rating(0, 0)).isEqualTo(93.2, Offset.offset(0.05));
    }

    /** The whole of G.107 7, and what we make of it: straight lines for the delay. */
    @ParameterizedTest
    @CsvSource({"0, 0.01", "100, 0.01", "180, 0.03", "250, 0.01", "300, 0.01", "400, 0.17"})
    void ratesAsTheWholeModelDoes(double delayMs, double offset) {
        for (double lostPercent : new double[] {0, 0.5, 2, 5, 20}) {
            double whole = LegScore.ofRating(EModel.rating(delayMs, lostPercent));
            double ours = LegScore.mosAfter("pcmu", lostPercent, delayMs - 40, 0);
            assertThat(ours)
                    .as("%s %% lost", lostPercent)
                    .isEqualTo(whole, Offset.offset(offset + 0.01));
        }
    }

    @Test
    void isAsGoodAsItGetsWithoutLossAndDelay() {
        assertThat(LegScore.mos("pcmu", 0, 0, 0)).isEqualTo(4.39, Offset.offset(0.01));
    }

    @Test
    void getsWorseWithLossDelayAndCoding() {
        assertThat(LegScore.mos("opus", 5, 0, 0)).isLessThan(LegScore.mos("opus", 1, 0, 0));
        assertThat(LegScore.mos("opus", 0, 0, 600)).isLessThan(LegScore.mos("opus", 0, 0, 100));
        assertThat(LegScore.mos("opus", 0, 80, 0)).isLessThan(LegScore.mos("opus", 0, 5, 0));
        assertThat(LegScore.mos("G729", 0, 0, 0)).isLessThan(LegScore.mos("PCMA", 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "100, 1000, 10000", "50, 0, 0", "3, 400, 2000"})
    void staysWithinItsScale(double loss, double jitter, double roundTrip) {
        assertThat(LegScore.mos("opus", loss, jitter, roundTrip)).isBetween(1.0, 4.5);
    }
}
