package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.CsvSource;
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
        return failed(dialog, status, 0);
    }

    private String failed(String dialog, int status, int retrySeconds) {
        return placements
                .failed(dialog, status, retrySeconds, nowNanos)
                .map(attempt -> attempt.trunk().id())
                .orElse("-");
    }

    @Test
    void goesByTheTrunksOfTheGroupOfTheTenant() {
        assertThat(routes("second")).containsExactly("first", "second", "third");
        assertThat(routes("alone")).containsExactly("alone");
        assertThat(routes("foreign")).containsExactly("foreign");
    }

    /** The odds of RFC 2782: a draw of 0 to the sum of the weights, inclusive. */
    @ParameterizedTest
    @CsvSource({"70, 30", "30, 70", "50, 50", "100, 0"})
    void sharesCallsAmongTrunksOfOnePriorityByWeight(int ofHeavy, int ofLight) {
        trunks(
                TestTrunks.udp("light", 1, TestTrunks.weighted("pstn", 1, ofLight)),
                TestTrunks.udp("heavy", 2, TestTrunks.weighted("pstn", 1, ofHeavy)),
                TestTrunks.udp("last", 3, TestTrunks.weighted("pstn", 2, 65_535)));
        int draws = 20_000;
        int byHeavy = 0;
        for (int i = 0; i < draws; i++) {
            String way = begin("d" + i, "last");
            byHeavy += way.equals("heavy") ? 1 : 0;
            assertThat(failed("d" + i, 503)).isEqualTo(way.equals("heavy") ? "light" : "heavy");
            assertThat(failed("d" + i, 503)).isEqualTo("last");
            placements.dropped("d" + i);
            states.of("light").health(TrunkHealth.UNKNOWN);
            states.of("heavy").health(TrunkHealth.UNKNOWN);
            states.of("last").health(TrunkHealth.UNKNOWN);
        }
        // five standard deviations of a share of a half
        assertThat(byHeavy / (double) draws).isCloseTo(ofHeavy / 100.0, within(0.018));
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
    void hasAnotherTrunkForASilentOneWhereOneIsLeft() {
        var text = new Private("");
        var call = new PlaceCall(TestTrunks.TENANT, "d", "first", text, text, text, 30);
        var attempt = placements.begin(call, trunks.subList(0, 2), nowNanos).orElseThrow();
        assertThat(placements.hasOther("d", nowNanos)).isTrue();
        assertThat(attempt.ringSeconds()).isEqualTo(30);
        nowNanos += 5 * SECOND;
        var next = placements.failed("d", 408, 0, nowNanos).orElseThrow();
        assertThat(placements.hasOther("d", nowNanos)).isFalse();
        assertThat(next.ringSeconds()).isEqualTo(25);
        placements.reached("d");
        assertThat(placements.hasOther("d", nowNanos)).isFalse();
    }

    /** The room that others have when the silence has been long enough, and not when it began. */
    @Test
    void hasAnotherTrunkForASilentOneOnlyWhileThatHasRoom() {
        trunks(
                TestTrunks.udp("first", 1, TestTrunks.limited("pstn", 1, 0, 0)),
                TestTrunks.udp("second", 2, TestTrunks.limited("pstn", 2, 1, 1)));
        begin("d", "first");
        // Asking takes nothing of what the second may have a second.
        assertThat(placements.hasOther("d", nowNanos)).isTrue();
        assertThat(placements.hasOther("d", nowNanos)).isTrue();
        states.of("second").began();
        assertThat(placements.hasOther("d", nowNanos)).isFalse();
        states.of("second").ended();
        assertThat(placements.hasOther("d", nowNanos)).isTrue();
        assertThat(states.of("second").takes(nowNanos)).isTrue();
        assertThat(placements.hasOther("d", nowNanos)).isFalse();
        nowNanos += SECOND;
        assertThat(placements.hasOther("d", nowNanos)).isTrue();
        states.of("second").health(TrunkHealth.UNKNOWN.asksForRest(10, nowNanos));
        assertThat(placements.hasOther("d", nowNanos)).isFalse();
    }

    @Test
    void leavesATrunkAloneForAsLongAsItAsks() {
        assertThat(begin("a", "first")).isEqualTo("first");
        assertThat(failed("a", 503, 20)).isEqualTo("second");
        nowNanos += 19 * SECOND;
        assertThat(begin("b", "first")).isEqualTo("second");
        nowNanos += SECOND;
        assertThat(begin("c", "first")).isEqualTo("first");
    }

    /** A carrier says so of one destination as well: the only way out is not closed for minutes. */
    @Test
    void leavesTheOnlyTrunkAloneForTenSecondsAtTheMost() {
        assertThat(begin("a", "alone")).isEqualTo("alone");
        assertThat(failed("a", 503, 300)).isEqualTo("-");
        assertThat(begin("b", "alone")).isEqualTo("-");
        assertThat(refusal("alone")).isEqualTo("its trunks ask to be left alone");
        nowNanos += 10 * SECOND;
        assertThat(begin("c", "alone")).isEqualTo("alone");
        assertThat(states.of("alone").health().rests(nowNanos)).isTrue();

        assertThat(failed("c", 503, 5)).isEqualTo("-");
        assertThat(begin("d", "alone")).isEqualTo("-");
        nowNanos += 5 * SECOND;
        assertThat(begin("e", "alone")).isEqualTo("alone");
        placements.reached("e");
        assertThat(states.of("alone").health().isWell(nowNanos)).isTrue();
    }

    @Test
    void goesByOneThatRestsWhenTheOthersCannot() {
        begin("a", "first");
        failed("a", 503, 300);
        nowNanos += 10 * SECOND;
        assertThat(begin("b", "first")).isEqualTo("second");
        assertThat(failed("b", 503)).isEqualTo("third");
        assertThat(failed("b", 503)).isEqualTo("first");
    }

    private String refusal(String wanted) {
        return placements.refusal(
                Routes.order(trunk(wanted), trunks, states, nowNanos, random), nowNanos);
    }

    @Test
    void takesNoRestFromAnotherAnswerThan503() {
        begin("a", "alone");
        failed("a", 408, 20);
        assertThat(begin("b", "alone")).isEqualTo("alone");
        failed("b", 486, 20);
        assertThat(begin("c", "alone")).isEqualTo("alone");
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
        assertThat(refusal("first")).isEqualTo("all its trunks are full");
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
