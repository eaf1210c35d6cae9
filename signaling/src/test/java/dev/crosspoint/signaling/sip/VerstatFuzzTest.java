package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.List;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;

class VerstatFuzzTest {

    private static final List<String> WORDS =
            List.of("Passed-A", "Passed-B", "Passed-C", "Passed", "Failed", "Unchecked");

    @FuzzTest(maxDuration = "5s")
    void saysOneOfItsWordsOrNothing(FuzzedDataProvider data) {
        String scheme = data.consumeBoolean() ? "tel:+4930;" : "sip:+4930;";
        URI number = number(scheme + data.consumeString(200));
        if (number != null) {
            Verstat.of(List.of(number), List.of(data.consumeRemainingAsString()))
                    .ifPresent(verdict -> assertThat(WORDS).contains(verdict));
        }
    }

    private static @Nullable URI number(String text) {
        try {
            return StringMsgParser.parseSIPHeader("From: <" + text + ">") instanceof FromHeader from
                    ? from.getAddress().getURI()
                    : null;
        } catch (ParseException | RuntimeException e) {
            return null; // the parser of messages, which has a fuzz test of its own
        }
    }
}
