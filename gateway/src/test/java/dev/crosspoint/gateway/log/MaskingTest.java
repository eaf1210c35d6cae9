package dev.crosspoint.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "call from +4930123456 refused, call from +********56 refused",
        "+49 30 12 34 56, +** ** ** ** 56",
        "030 is short but 030123456 is not, 030 is short but *******56 is not",
        "INVITE sip:4930123456@gateway, INVITE sip:********56@gateway",
        "<tel:+44-20-7946-0123>, <tel:+**-**-****-**23>",
        "(4930123456), (********56)",
        "number=4930123456., number=********56.",
    })
    void hidesNumbers(String line, String masked) {
        assertThat(Masking.mask(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listening on 0.0.0.0:8443",
                "took 1234 ms on loop 3",
                "leg 0f9d1b52-1234-4abc-9def-123456789012",
                "at 2026-11-22T10:15:30.123456Z",
                "peer 203.0.113.10:20000",
                "contact c1a2b3c4d5e6f7",
            })
    void leavesOtherFiguresAlone(String line) {
        assertThat(Masking.mask(line)).isEqualTo(line);
    }

    @Test
    void writesOneJsonObjectALineWithEverythingMasked() {
        var context = new LoggerContext();
        var failure = new IllegalStateException("no route to +4930123456");
        var event =
                new LoggingEvent(
                        "class",
                        context.getLogger("dev.crosspoint.Test"),
                        Level.WARN,
                        "Dialling {} failed",
                        failure,
                        new Object[] {"+4930123456"});
        var lines = new JsonLines();
        lines.start();

        var text = new String(lines.encode(event), StandardCharsets.UTF_8);

        assertThat(text).endsWith("}\n").doesNotContain("4930123456");
        var json = new JsonObject(text);
        assertThat(json.getString("message")).isEqualTo("Dialling +********56 failed");
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("exception")).contains("IllegalStateException", "+********56");
    }
}
