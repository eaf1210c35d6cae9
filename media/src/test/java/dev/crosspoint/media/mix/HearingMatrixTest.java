package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class HearingMatrixTest {
    @Test
    void startsWithNobodyHearingAnybody() {
        var matrix = new HearingMatrix(3);
        assertThat(matrix.slots()).isEqualTo(3);
        assertThat(matrix.sourcesOf(0) | matrix.sourcesOf(1) | matrix.sourcesOf(2)).isZero();
    }

    @Test
    void refusesWhatCannotBe() {
        var matrix = new HearingMatrix(3);
        assertThatThrownBy(() -> matrix.set(1, 1, true))
                .isInstanceOf(IllegalArgumentException.class);
        matrix.set(1, 1, false);
        assertThatThrownBy(() -> matrix.set(3, 0, true))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.set(0, 3, true))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new HearingMatrix(65))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HearingMatrix(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithATableOfBooleansThroughAnyEdits() {
        for (int slots : new int[] {1, 2, 7, 64}) {
            var random = new Random(slots);
            var matrix = new HearingMatrix(slots);
            var model = new boolean[slots][slots];
            for (int edit = 0; edit < 5000; edit++) {
                int listener = random.nextInt(slots);
                int source = random.nextInt(slots);
                if (random.nextInt(20) == 0) {
                    matrix.clear(listener);
                    for (int other = 0; other < slots; other++) {
                        model[listener][other] = false;
                        model[other][listener] = false;
                    }
                } else if (listener != source) {
                    boolean hears = random.nextBoolean();
                    matrix.set(listener, source, hears);
                    model[listener][source] = hears;
                }
                assertThat(matrix.hears(listener, source)).isEqualTo(model[listener][source]);
            }
            for (int listener = 0; listener < slots; listener++) {
                for (int source = 0; source < slots; source++) {
                    assertThat(matrix.hears(listener, source)).isEqualTo(model[listener][source]);
                    assertThat((matrix.sourcesOf(listener) & 1L << source) != 0)
                            .isEqualTo(model[listener][source]);
                }
            }
        }
    }
}
