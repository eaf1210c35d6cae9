package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage.PlaceCall;
import dev.crosspoint.signaling.api.TrunkService;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that look for their way, in virtual time. */
class PlacementsTest {

    private static final long SECOND = 1_000_000_000L;

    private final Random random = new Random(7);
    private long nowNanos = Long.MAX_VALUE - 5 * SECOND;
    private List<TrunkConfig> trunks =
            List.of(
                    TestTrunks.udp("first", 1, TestTrunks.grouped("pstn", 1, 0)),
                    TestTrunks.udp("second", 2, TestTrunks.grouped("pstn", 2, 0)),
                    TestTrunks.udp("third", 3, TestTrunks.grouped("pstn", 3, 0)),
                    TestTrunks.udp("alone", 4, TrunkService.PLAIN),
                    TestTrunks.udp("other", 5, TestTrunks.grouped("other", 1, 0)),
                    TestTrunks.of(
                            new Tenant("account", "second"),
                            "foreign",
                            6,
                            TestTrunks.grouped("pstn", 0, 0)));
    private TrunkStates states = new TrunkStates(trunks, nowNanos);
    private Placements placements = new Placements(states, random);

    private void trunks(TrunkConfig... these) {
        trunks = List.of(these);
        states = new TrunkStates(trunks, nowNanos);
        placements = new Placements(states, random);
    }

    private List<String> routes(String wanted) {
        return Routes.order(trunk(wanted), trunks, states, nowNanos, random).stream()
                .map(TrunkConfig::id)
                .toList();
    }

    private TrunkConfig trunk(String id) {
        return trunks.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
    }

    /** The trunk a new call goes by; {@code -} when by none. */
    private String begin(String dialog, String wanted) {
        return begin(dialog, wanted, 30);
    }

    private String begin(String dialog, String wanted, int ringSeconds) {
        var text = new Private("");
        var call = new PlaceCall(TestTrunks.TENANT, dialog, wanted, text, text, text, ringSeconds);
        return placements
                .begin(
                        call,
                        Routes.order(trunk(wanted), trunks, states, nowNanos, random),
                        nowNanos)
                .map(attempt -> attempt.trunk().id())
                .orElse("-");
    }

    private String failed(String dialog, int status) {
        return placements
                .failed(dialog, status, nowNanos)
                .map(attempt -> attempt.trunk().id())
                .orElse("-");
    }

    @Test
    void goesByTheTrunksOfTheGroupOfTheTenant() {
        assertThat(routes("second")).containsExactly("first", "second", "third");
        assertThat(routes("alone")).containsExactly("alone");
        assertThat(routes("foreign")).containsExactly("foreign");
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 408})
    void goesOnByTheNextWhenATrunkFails(int status) {
        assertThat(begin("d", "first")).isEqualTo("first");
        assertThat(failed("d", status)).isEqualTo("second");
        assertThat(failed("d", status)).isEqualTo("third");
        assertThat(failed("d", status)).isEqualTo("-");
        assertThat(failed("d", status)).isEqualTo("-");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 480, 484, 486, 488, 500, 600, 603})
    void takesTheWordOfTheCallee(int status) {
        begin("d", "first");
        assertThat(failed("d", status)).isEqualTo("-");
        assertThat(failed("d", 503)).isEqualTo("-");
    }

    @Test
    void doesNotCallAnybodyTwiceWhoHasRung() {
        begin("d", "first");
        placements.reached("d");
        assertThat(failed("d", 503)).isEqualTo("-");
        begin("e", "first");
        placements.dropped("e");
        assertThat(failed("e", 503)).isEqualTo("-");
    }

    @Test
    void waitsForSilenceOnlyWhereAnotherIsLeft() {
        var text = new Private("");
        var call = new PlaceCall(TestTrunks.TENANT, "d", "first", text, text, text, 30);
        var attempt = placements.begin(call, trunks.subList(0, 2), nowNanos).orElseThrow();
        assertThat(attempt.silenceSeconds()).isEqualTo(5);
        assertThat(attempt.ringSeconds()).isEqualTo(30);
        nowNanos += 5 * SECOND;
        var next = placements.failed("d", 408, nowNanos).orElseThrow();
        assertThat(next.silenceSeconds()).isZero();
        assertThat(next.ringSeconds()).isEqualTo(25);
    }

    @Test
    void waitsForASlowTrunkWhereTheOthersAreFull() {
        trunks(
                TestTrunks.udp("first", 1, TestTrunks.limited("pstn", 1, 0, 0)),
                TestTrunks.udp("second", 2, TestTrunks.limited("pstn", 2, 1, 1)));
        var text = new Private("");
        var call = new PlaceCall(TestTrunks.TENANT, "d", "first", text, text, text, 30);
        // Asking takes nothing of what the second may have a second.
        assertThat(placements.begin(call, trunks, nowNanos).orElseThrow().silenceSeconds())
                .isEqualTo(5);
        assertThat(placements.begin(call, trunks, nowNanos).orElseThrow().silenceSeconds())
                .isEqualTo(5);
        states.of("second").began();
        assertThat(placements.begin(call, trunks, nowNanos).orElseThrow().silenceSeconds())
                .isZero();
        states.of("second").ended();
        assertThat(states.of("second").takes(nowNanos)).isTrue();
        assertThat(placements.begin(call, trunks, nowNanos).orElseThrow().silenceSeconds())
                .isZero();
    }

    @Test
    void endsWithTheTimeThatTheCallMayRing() {
        begin("d", "first", 6);
        nowNanos += 5 * SECOND;
        assertThat(failed("d", 408)).isEqualTo("second");
        nowNanos += SECOND;
        assertThat(failed("d", 408)).isEqualTo("-");
    }

    @Test
    void keepsCallsFromATrunkThatFailsThemAndComesBackToIt() {
        for (int i = 0; i < 3; i++) {
            assertThat(begin("d" + i, "first")).isEqualTo("first");
            assertThat(failed("d" + i, 503)).isEqualTo("second");
            placements.reached("d" + i);
        }
        assertThat(routes("first")).containsExactly("second", "third", "first");
        assertThat(begin("d", "first")).isEqualTo("second");
        nowNanos += 37 * SECOND; // 30 s and the fifth that chance may add
        assertThat(begin("trial", "first")).isEqualTo("first");
        assertThat(begin("waits", "first")).isEqualTo("second");
        placements.reached("trial");
        assertThat(begin("after", "first")).isEqualTo("first");
    }

    @Test
    void callsATrunkThatSeemsNotThereWhenThereIsNoOther() {
        var state = states.of("alone");
        state.health(state.health().missedOne().missedOne());
        assertThat(begin("d", "alone")).isEqualTo("alone");
    }

    @Test
    void goesByTheNextWhenATrunkIsFull() {
        trunks(
                TestTrunks.udp("first", 1, TestTrunks.limited("pstn", 1, 2, 0)),
                TestTrunks.udp("second", 2, TestTrunks.limited("pstn", 2, 1, 0)));
        assertThat(begin("a", "first")).isEqualTo("first");
        states.of("first").began();
        assertThat(begin("b", "first")).isEqualTo("first");
        states.of("first").began();
        assertThat(begin("c", "first")).isEqualTo("second");
        states.of("second").began();
        assertThat(begin("d", "first")).isEqualTo("-");
        states.of("first").ended();
        assertThat(begin("e", "first")).isEqualTo("first");
    }

    @Test
    void goesByTheNextWhenATrunkHasHadItsCallsOfThisSecond() {
        trunks(
                TestTrunks.udp("first", 1, TestTrunks.limited("pstn", 1, 0, 2)),
                TestTrunks.udp("second", 2, TestTrunks.limited("pstn", 2, 0, 0)));
        var ways = IntStream.range(0, 4).mapToObj(i -> begin("d" + i, "first")).toList();
        assertThat(ways).containsExactly("first", "first", "second", "second");
        nowNanos += SECOND / 2;
        assertThat(begin("later", "first")).isEqualTo("first");
        assertThat(begin("latest", "first")).isEqualTo("second");
    }
}
