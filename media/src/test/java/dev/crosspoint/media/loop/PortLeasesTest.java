package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortLeasesTest {
    private static final long REST = 5_000;

    @Test
    void leasesEvenPortsWhosePairLiesInTheRange() {
        assertThat(all(leases(20_001, 20_010, 0, 1)))
                .containsExactlyInAnyOrder(20_002, 20_004, 20_006, 20_008);
        assertThat(all(leases(20_000, 20_003, 0, 1))).containsExactlyInAnyOrder(20_000, 20_002);
        assertThat(all(leases(65_534, 65_535, 0, 1))).containsExactly(65_534);
    }

    @Test
    void giveEachLoopPairsOfItsOwn() {
        var seen = new ArrayList<Integer>();
        for (int loop = 0; loop < 3; loop++) {
            seen.addAll(all(leases(20_000, 20_019, loop, 3)));
        }

        assertThat(seen).hasSize(10).doesNotHaveDuplicates().allMatch(port -> port % 2 == 0);
        assertThat(seen).allMatch(port -> port >= 20_000 && port < 20_019);
    }

    @Test
    void refuseARangeWithoutAPairForEachLoop() {
        assertThatThrownBy(() -> leases(20_000, 20_003, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trunk ports 20000-20003, expected a pair for each of 3 loops");
        assertThatThrownBy(() -> leases(20_001, 20_002, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leases(65_530, 65_540, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leases(20_000, 10_000, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void startSomewhereAtRandom() {
        var first = new HashSet<Integer>();
        for (int seed = 0; seed < 50; seed++) {
            first.add(new PortLeases(20_000, 20_199, 0, 1, REST, new Random(seed)).lease(0));
        }

        assertThat(first).hasSizeGreaterThan(20);
    }

    @Test
    void letAPortRestBeforeItIsUsedAgain() {
        PortLeases leases = leases(20_000, 20_001, 0, 1);
        assertThat(leases.lease(100)).isEqualTo(20_000);
        assertThat(leases.lease(100)).isEqualTo(PortLeases.EXHAUSTED);

        leases.release(20_000, 200);

        assertThat(leases.free()).isEqualTo(1);
        assertThat(leases.lease(200 + REST - 1)).isEqualTo(PortLeases.EXHAUSTED);
        assertThat(leases.lease(200 + REST)).isEqualTo(20_000);
    }

    @Test
    void useEveryOtherPairFirst() {
        PortLeases leases = leases(20_000, 20_199, 0, 1);
        int first = leases.lease(0);
        leases.release(first, 0);

        var others = new HashSet<Integer>();
        for (int i = 0; i < 99; i++) {
            others.add(leases.lease(10 * REST));
        }

        assertThat(others).hasSize(99).doesNotContain(first, PortLeases.EXHAUSTED);
        assertThat(leases.lease(10 * REST)).isEqualTo(first);
    }

    @Test
    void refuseToTakeBackWhatIsNotLeased() {
        PortLeases leases = leases(20_000, 20_009, 0, 1);
        int port = leases.lease(0);

        assertThatThrownBy(() -> leases.release(port + 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        leases.release(port, 0);
        assertThatThrownBy(() -> leases.release(port, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port " + port + " is not leased");
        for (int outside : List.of(0, 19_998, 20_010, 65_534)) {
            assertThatThrownBy(() -> leases.release(outside, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void neverLeaseAPairTwiceOrTooSoonOnARandomWalk() {
        var random = new Random(11);
        PortLeases leases = leases(20_000, 20_039, 0, 1);
        Set<Integer> leased = new HashSet<>();
        var order = new ArrayDeque<Integer>();
        Map<Integer, Long> releasedAt = new HashMap<>();
        long nowNanos = Long.MAX_VALUE - 100_000; // nanoTime may overflow
        int exhausted = 0;

        for (int i = 0; i < 20_000; i++) {
            nowNanos += random.nextInt(1_000);
            if (random.nextInt(5) < 3) {
                int port = leases.lease(nowNanos);
                if (port == PortLeases.EXHAUSTED) {
                    exhausted++;
                    for (long at : releasedAt.values()) {
                        assertThat(nowNanos - at).isLessThan(REST);
                    }
                } else {
                    assertThat(leased.add(port)).isTrue();
                    order.add(port);
                    Long at = releasedAt.remove(port);
                    assertThat(at == null || nowNanos - at >= REST).isTrue();
                }
            } else if (!order.isEmpty()) {
                int port = random.nextBoolean() ? order.removeFirst() : order.removeLast();
                leased.remove(port);
                leases.release(port, nowNanos);
                releasedAt.put(port, nowNanos);
            }
            assertThat(leases.free()).isEqualTo(leases.pairs() - leased.size());
        }
        assertThat(exhausted).isPositive();
    }

    private static PortLeases leases(int low, int high, int loop, int loops) {
        return new PortLeases(low, high, loop, loops, REST, new Random(3));
    }

    private static List<Integer> all(PortLeases leases) {
        var ports = new ArrayList<Integer>();
        for (int port = leases.lease(0); port != PortLeases.EXHAUSTED; port = leases.lease(0)) {
            ports.add(port);
        }
        return ports;
    }
}
