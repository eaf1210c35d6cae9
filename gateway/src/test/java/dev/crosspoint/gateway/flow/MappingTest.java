package dev.crosspoint.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mapping file as people write it. */
class MappingTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("inbound.json"),
                """
                {"Version": "2019-10-30", "StartAction": "end", "Actions": [
                  {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {},
                   "Transitions": {}}]}
                """);
    }

    private FlowBook load(String mapping) throws IOException, BadFlows {
        Files.writeString(folder.resolve("mapping.yaml"), mapping);
        return new FlowFolder(folder, folder.resolve("speech"), null, FlowFixtures.NO_KEYS).load();
    }

    @Test
    void readsEverythingWithoutQuotes() throws IOException, BadFlows {
        var book =
                load(
                        """
                        queues:
                          arn:x/queue/q-1: sales
                        prompts:
                        flows: {}
                        agents:
                          arn:x/agent/a-1: 4711
                        modules:
                          arn:x/flow-module/m-1: verify
                        skills:
                          Language:German: german
                        functions:
                          arn:aws:lambda:eu-central-1:1:function:who: https://hooks.example.com/who
                        hours:
                          arn:x/operating-hours/h-1:
                            zone: Europe/Berlin
                            queues: [sales]
                            open:
                              - { days: [Mon, tue, Wed, Thu, Fri], hours: [09:00-12:00, 13:00-17:30] }
                              - { days: [Sat], hours: [00:00-24:00] }
                            exceptions:
                              - { date: 2026-12-24, hours: [09:00-12:00] }
                              - { date: 2026-12-25, hours: [] }
                        """);

        var hours = book.hours("h-1").orElseThrow();
        assertThat(hours.isOpen(Instant.parse("2026-11-23T11:30:00Z"))).isFalse(); // Mon 12:30
        assertThat(hours.isOpen(Instant.parse("2026-11-24T16:29:00Z"))).isTrue(); // Tue 17:29
        assertThat(hours.isOpen(Instant.parse("2026-11-28T22:59:59Z"))).isTrue(); // Sat 23:59
        assertThat(hours.isOpen(Instant.parse("2026-11-28T23:00:00Z"))).isFalse(); // Sun
        assertThat(hours.isOpen(Instant.parse("2026-12-24T12:30:00Z"))).isFalse();
        assertThat(hours.isOpen(Instant.parse("2026-12-25T09:30:00Z"))).isFalse(); // a Friday
        assertThat(book.hoursOfQueue("sales")).contains(hours);
        assertThat(book.agents()).containsExactly("4711");
        assertThat(book.skills()).containsExactly("german");
        assertThat(book.queues()).containsExactly("sales");
        assertThat(book.functions())
                .extracting(FunctionUrl::host)
                .containsExactly("hooks.example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hours: {h: {}} | hours.h.zone is missing",
                "hours: {h: {zone: Mars}} | hours.h has a zone that is not known: Mars",
                "hours: {h: {zone: UTC, open: [{days: [Tag], hours: []}]}} | hours.h.open[] has a day that is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun: Tag",
                "hours: {h: {zone: UTC, open: [{days: [Mon], hours: [22:00-02:00]}]}} | hours.h.open[] has hours that are not like 09:00-17:30 within one day, 24:00 at the most: 22:00-02:00",
                "hours: {h: {zone: UTC, open: [{days: [Mon], hours: [09:00-24:01]}]}} | hours.h.open[] has hours that are not like 09:00-17:30 within one day, 24:00 at the most: 09:00-24:01",
                "hours: {h: {zone: UTC, exceptions: [{date: 24.12.2026, hours: []}]}} | hours.h.exceptions[] has a date that is not like 2027-12-24: 24.12.2026",
                "hours: {h: {zone: UTC, exceptions: [{date: 2026-12-24}, {date: 2026-12-24}]}} | hours.h.exceptions[] is there twice: 2026-12-24",
                "hours: {h: {zone: UTC, queues: [a]}, i: {zone: UTC, queues: [a]}} | hours.i is for queue a, which has hours already",
                "hours: {h: {zone: UTC, shut: always}} | hours.h.shut is not a known parameter",
                "functions: {f: \"http://hooks.example.com/planted\"} | functions has no https URL with a host for f",
                "functions: {f: \"https://me:planted@hooks.example.com/\"} | functions has no https URL with a host for f",
                "{modules: {m: same}, flows: {f: same}} | modules and flows both have same",
            })
    void saysWhatIsWrongAndWhere(String mapping, String fault) {
        assertThatThrownBy(() -> load(mapping))
                .isInstanceOf(BadFlows.class)
                .hasMessageContaining("mapping.yaml: " + fault)
                .hasMessageNotContaining("planted");
    }
}
