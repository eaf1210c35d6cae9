package dev.crosspoint.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.gateway.store.ContactFilter.Recorded;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import dev.crosspoint.signaling.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the body of a search. */
class ContactQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    @Test
    void asksForTheLastDayWhenNothingIsSaid() throws Exception {
        var query = read("{}");
        assertThat(query.from()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(query.to()).isNull();
        assertThat(query.limit()).isEqualTo(50);
        assertThat(query.duration()).isEqualTo(Range.ANY);
        assertThat(query.criteria()).containsOnlyKeys("from");
    }

    @Test
    void readsAllThatCanBeAsked() throws Exception {
        var query =
                read(
                        """
                        {'from':'2026-11-01T00:00:00Z','to':'2026-11-02T00:00:00Z','agent':'ann',
                        'queue':'Sales','number':'030 555001','attribute':'tier','value':'gold',
                        'minSeconds':60,'maxSeconds':120,'minMos':1,'maxMos':3.5,
                        'reason':'customer','recording':'failed','limit':100,
                        'after':'1795341600000000~c-1'}
                        """);
        assertThat(query.from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(query.to()).isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
        assertThat(query.number()).isEqualTo(new Private("030 555001"));
        assertThat(query.duration()).isEqualTo(new Range(60_000L, 120_000L));
        assertThat(query.mos()).isEqualTo(new Range(1.0, 3.5));
        assertThat(query.recording()).isEqualTo(new Recorded.In(RecordingState.FAILED));
        assertThat(query.after()).isNotNull();
        assertThat(query.limit()).isEqualTo(100);
        assertThat(read("{'recording':'none'}").recording()).isEqualTo(new Recorded.No());
    }

    @Test
    void tellsTheTrailWhatWasAskedAndNoNumberOrAttribute() throws Exception {
        var query =
                read(
                        "{'number':'030 555001','attribute':'tier','value':'gold','agent':'ann','maxSeconds':7}");
        assertThat(query.criteria())
                .containsEntry("number", "hidden")
                .containsEntry("attribute", "hidden")
                .containsEntry("agent", "ann")
                .containsEntry("maxSeconds", "7");
        assertThat(query.criteria() + query.toString()).doesNotContain("555001", "tier", "gold");
    }

    @Test
    void looksForAContactAtAnyTime() throws Exception {
        assertThat(read("{'contact':'c-1'}").from()).isNull();
        assertThat(read("{'contact':'c-1','from':'2020-01-01T00:00:00Z'}").from()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'from':'2026-09-01T00:00:00Z'} | 8 weeks",
                "{'from':'2026-01-01T00:00:00Z','to':'2026-03-01T00:00:00Z'} | 8 weeks",
                "{'from':'-1000000000-01-01T00:00:00Z'} | a time",
                "{'to':'-1000000000-01-01T00:00:00Z'} | a time",
                "{'from':'+1000000000-12-31T23:59:59Z'} | a time",
                "{'from':'2026-11-02T00:00:00Z','to':'2026-11-01T00:00:00Z'} | before",
                "{'from':'today'} | a time",
                "{'agent':''} | 1-128",
                "{'attribute':'tier'} | together",
                "{'value':'gold'} | together",
                "{'minSeconds':-1} | whole number",
                "{'minSeconds':1e3} | whole number",
                "{'minSeconds':'60'} | whole number",
                "{'minSeconds':1000000000} | whole number",
                "{'minSeconds':9,'maxSeconds':8} | minSeconds",
                "{'minMos':'NaN'} | 0 to 5",
                "{'maxMos':5.1} | 0 to 5",
                "{'maxMos':-0.1} | 0 to 5",
                "{'maxMos':1e999} | 0 to 5",
                "{'number':4930555001} | number must be a string",
                "{'minMos':4,'maxMos':3} | minMos",
                "{'recording':'lost'} | recording must be",
                "{'after':'x'} | another page",
                "{'limit':0} | 1 to 100",
                "{'limit':101} | 1 to 100",
                "{'limit':4294967297} | 1 to 100",
            })
    void refusesWhatIsNoQuestion(String text, String sentence) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadParams.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "attribute", "value", "agent", "after", "from"})
    void refusesWhatIsTooLongWithoutQuotingIt(String name) {
        var text = "4930555001".repeat(500);
        assertThatThrownBy(() -> read("{'" + name + "':'" + text + "'}"))
                .isInstanceOf(BadParams.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4930555001"));
    }

    /** With apostrophes for quotes. */
    private static ContactQuery read(String text) throws BadParams {
        var json = StrictJson.read(text.replace('\'', '"'));
        return ContactQuery.read(new Params((ObjectNode) json.orElseThrow()), NOW);
    }
}
