package dev.crosspoint.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.loadtest.simulation.LoadProfile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class SummaryTest {
    @TempDir private Path folder;

    @Test
    void saysWhatACallCostsWhenStartingUpIsLeftOut() {
        String page = summary(true, List.of()).markdown();
        // 100 calls at 20 % of a core, from the sixth second on
        assertThat(page).contains("| gateway CPU per call-second, fullest seconds | 2.00 ms |");
        assertThat(page).contains("| packets heard, lost | 9000, 1000 (10.000 %) |");
        // and 5 % of a core the generator
        assertThat(page)
                .contains(
                        "| generator CPU per call-second: all included, fullest seconds | 0.50, 0.50 ms |");
        assertThat(page).contains("| 21.0, 33.0 ms (7 words) |");
        assertThat(page).contains("All assertions held.");
    }

    @Test
    void failsWhenTheBooksDoNotBalance() {
        var summary = summary(true, List.of("1 leg is left"));
        assertThat(summary.well()).isFalse();
        assertThat(summary.markdown()).contains("**1 leg is left**");
        assertThat(summary(false, List.of()).well()).isFalse();
    }

    @Test
    void drawsAPictureThatIsXml() throws Exception {
        var summary = summary(true, List.of());
        String svg = new Curves(summary.run().told(), summary.run().heard()).svg();
        var picture =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(12);
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void drawsARunThatMeasuredNothing() {
        assertThat(new Curves(List.of(), List.of()).svg()).doesNotContain("NaN");
    }

    @Test
    void readsALogWhoseLastLineWasCutOff() throws IOException {
        Path log = folder.resolve("phones.csv");
        Files.writeString(
                log,
                "header\n1000,5,6,7,8,0,9,10,11,12,1.5,2.5,3.5,40,20.5,30.5,4.5,13,1.4e9\n2000,5,6,7\n");
        assertThat(PhoneSecond.read(log))
                .containsExactly(
                        new PhoneSecond(
                                1000, 5, 6, 7, 8, 0, 9, 10, 11, 12, 1.5, 2.5, 3.5, 40, 20.5, 30.5,
                                4.5, 13, 1.4e9));
    }

    private static Summary summary(boolean passed, List<String> wrong) {
        return new Summary(
                "Some",
                new Span(
                        IntStream.range(0, 12).mapToObj(SummaryTest::sample).toList(),
                        IntStream.range(0, 12)
                                .mapToObj(s ->
                                        new PhoneSecond(
                                                s * 1000L, 100, s, s, 0, 0, 0, 9000, 1000, 50, 1, 2,
                                                3, 7, 21, 33, 0.1, 0, s * 5e7))
                                .toList()),
                passed,
                wrong,
                new GatewayMetrics(""),
                LoadProfile.named("smoke"),
                null);
    }

    private static Sample sample(int second) {
        double cpu = second <= 5 ? second * 1e9 : 5e9 + (second - 5) * 2e8;
        return new Sample(
                second * 1000L,
                cpu,
                1e8,
                9e7,
                second * 1e6,
                0,
                second * 50,
                second * 0.01,
                new TreeMap<>(),
                second < 5 ? 1 : 100,
                2,
                300);
    }
}
