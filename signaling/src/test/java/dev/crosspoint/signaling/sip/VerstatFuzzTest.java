package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

class VerstatFuzzTest {

    private static final List<String> WORDS =
            List.of("Passed-A", "Passed-B", "Passed-C", "Passed", "Failed", "Unchecked");

    @FuzzTest(maxDuration = "5s")
    void saysOneOfItsWordsOrNothing(FuzzedDataProvider data) {
        var asserted = List.of(data.consumeString(200));
        var from = List.of(data.consumeString(200));
        Verstat.of(asserted, from, List.of(data.consumeRemainingAsString()))
                .ifPresent(verdict -> assertThat(WORDS).contains(verdict));
    }
}
