package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankedTest {

    private static Ranked<String> one(String name, int priority, int weight) {
        return new Ranked<>(name, priority, weight);
    }

    @Test
    void putsLowerPrioritiesFirstWhateverTheirWeight() {
        var all = List.of(one("c", 30, 65535), one("a", 10, 1), one("b", 20, 0));
        for (int seed = 0; seed < 100; seed++) {
            assertThat(Ranked.order(all, new Random(seed))).containsExactly("a", "b", "c");
        }
    }

    @Test
    void sharesTheFirstPlaceByWeight() {
        var all = List.of(one("heavy", 1, 60), one("light", 1, 30), one("rare", 1, 10));
        var random = new Random(7);
        var first = new HashMap<String, Integer>();
        for (int i = 0; i < 10_000; i++) {
            var order = Ranked.order(all, random);
            assertThat(order).containsExactlyInAnyOrder("heavy", "light", "rare");
            first.merge(order.getFirst(), 1, Integer::sum);
        }
        assertThat(first.getOrDefault("heavy", 0) / 10_000.0).isCloseTo(0.6, within(0.03));
        assertThat(first.getOrDefault("light", 0) / 10_000.0).isCloseTo(0.3, within(0.03));
        assertThat(first.getOrDefault("rare", 0) / 10_000.0).isCloseTo(0.1, within(0.03));
    }

    @Test
    void drawsOneWithoutWeightFirstHardlyEver() {
        var all = List.of(one("none", 1, 0), one("some", 1, 99));
        var random = new Random(7);
        int first = 0;
        for (int i = 0; i < 10_000; i++) {
            first += Ranked.order(all, random).getFirst().equals("none") ? 1 : 0;
        }
        assertThat(first).isBetween(50, 200);
    }

    @Test
    void ordersNothing() {
        assertThat(Ranked.order(List.<Ranked<String>>of(), new Random(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "65536, 0", "0, -1", "0, 65536"})
    void refusesRanksThatAreNone(int priority, int weight) {
        assertThatIllegalArgumentException().isThrownBy(() -> one("x", priority, weight));
    }
}
