package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaEvent.EndReason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegStateTest {
    private static final List<LegInput> INPUTS = List.of(LegInput.values());
    private static final List<LegState> OPEN =
            List.of(
                    new LegState.Checking(1),
                    new LegState.Handshaking(1),
                    new LegState.Ready(1),
                    new LegState.Flowing(1));

    @ParameterizedTest
    @CsvSource({
        "Checking,    NOMINATED,        Handshaking",
        "Checking,    KEYED,            Ready",
        "Checking,    HEARD,            Checking",
        "Checking,    CONNECT_TIMEOUT,  Closed",
        "Checking,    MEDIA_TIMEOUT,    Checking",
        "Checking,    HANDSHAKE_FAILED, Closed",
        "Handshaking, NOMINATED,        Handshaking",
        "Handshaking, KEYED,            Ready",
        "Handshaking, HEARD,            Handshaking",
        "Handshaking, CONNECT_TIMEOUT,  Closed",
        "Handshaking, HANDSHAKE_FAILED, Closed",
        "Ready,       NOMINATED,        Ready",
        "Ready,       KEYED,            Ready",
        "Ready,       HEARD,            Flowing",
        "Ready,       CONNECT_TIMEOUT,  Ready",
        "Ready,       MEDIA_TIMEOUT,    Closed",
        "Ready,       HANDSHAKE_FAILED, Ready",
        "Flowing,     NOMINATED,        Flowing",
        "Flowing,     HEARD,            Flowing",
        "Flowing,     CONNECT_TIMEOUT,  Flowing",
        "Flowing,     MEDIA_TIMEOUT,    Closed",
        "Flowing,     CONSENT_LOST,     Closed",
        "Flowing,     PEER_CLOSED,      Closed",
        "Flowing,     CLOSE,            Closed",
    })
    void stepsAsTheTableSays(String before, LegInput input, String after) {
        LegState state =
                OPEN.stream()
                        .filter(s -> s.getClass().getSimpleName().equals(before))
                        .findFirst()
                        .orElseThrow();

        assertThat(LegState.step(state, input, 7).getClass().getSimpleName()).isEqualTo(after);
    }

    @Test
    void saysWhyItEnded() {
        LegState flowing = new LegState.Flowing(1);

        assertThat(LegState.step(flowing, LegInput.MEDIA_TIMEOUT, 2))
                .isEqualTo(new LegState.Closed(EndReason.MEDIA_TIMEOUT));
        assertThat(LegState.step(flowing, LegInput.CONSENT_LOST, 2))
                .isEqualTo(new LegState.Closed(EndReason.CONSENT_EXPIRED));
        assertThat(LegState.step(new LegState.Checking(1), LegInput.CONNECT_TIMEOUT, 2))
                .isEqualTo(new LegState.Closed(EndReason.NO_PATH));
    }

    @Test
    void neverLeavesClosedAndNeverGoesBack() {
        var random = new Random(1);
        for (int walk = 0; walk < 1000; walk++) {
            LegState state = new LegState.Checking(0);
            int rank = 0;
            for (int i = 1; i < 30; i++) {
                LegInput input = INPUTS.get(random.nextInt(INPUTS.size()));
                LegState next = LegState.step(state, input, i);
                if (state instanceof LegState.Closed) {
                    assertThat(next).isSameAs(state);
                }
                assertThat(rank(next)).isGreaterThanOrEqualTo(rank);
                rank = rank(next);
                state = next;
            }
        }
    }

    private static int rank(LegState state) {
        return switch (state) {
            case LegState.Checking _ -> 0;
            case LegState.Handshaking _ -> 1;
            case LegState.Ready _ -> 2;
            case LegState.Flowing _ -> 3;
            case LegState.Closed _ -> 4;
        };
    }
}
