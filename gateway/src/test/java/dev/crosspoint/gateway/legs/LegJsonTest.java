package dev.crosspoint.gateway.legs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.legs.LegRecord.Heard;
import dev.crosspoint.gateway.legs.LegRecord.Keys;
import dev.crosspoint.gateway.legs.LegRecord.Passed;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegJsonTest {
    @Test
    void readsWhatItWrites() {
        var session =
                new SessionOutline(
                        "RTP/SAVP",
                        List.of("pcmu"),
                        List.of("x"),
                        true,
                        "192.0.2.0/24",
                        "sendrecv");
        var full =
                new LegRecord(
                        "c-1",
                        "c-0",
                        "carrier",
                        "anna",
                        true,
                        7,
                        9,
                        session,
                        session,
                        "no",
                        488,
                        "no-path",
                        new Passed(1, 2, 3, 4, 5, 6, true, false, true, false, "a", "b"),
                        new Heard(30, 2, 1.5, 2.5, 3.5, -1),
                        new Keys(1, 2, 3, 4));
        var bare =
                new LegRecord(
                        "", "", null, null, false, 7, 0, null, null, "", 0, "", null, null,
                        Keys.NONE);

        for (var leg : List.of(full, bare)) {
            var json = JsonNodeFactory.instance.objectNode();
            LegJson.write(leg, json);
            assertThat(LegJson.read(json)).isEqualTo(leg);
        }
    }
}
