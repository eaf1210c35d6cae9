package dev.crosspoint.signaling.sip;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a session is refreshed, and again after what the far end says to it; in virtual time. */
class SessionRefreshTest implements SessionRefresh.Owner, SessionClock.Timers {

    /** The shortest interval there may be: refreshed after 45 s, over after 60. */
    private static final SessionTimer AGREED = new SessionTimer(90, true);

    private final Map<Long, Runnable> timers = new HashMap<>();
    private final TreeSet<Long> due = new TreeSet<>(Comparator.comparingLong(this::dueMs));
    private final Map<Long, Long> times = new HashMap<>();
    private final List<Long> attempts = new ArrayList<>();
    private Exchanges.Handler asked = Exchanges.IGNORE;
    private boolean busy;
    private boolean expired;
    private boolean lost;
    private long nowMs;
    private long names;

    private long dueMs(long timer) {
        return times.getOrDefault(timer, 0L) * 1000 + timer;
    }

    @Override
    public long set(long ms, Runnable what) {
        assertThat(ms).isNotNegative();
        times.put(++names, nowMs + ms);
        timers.put(names, what);
        due.add(names);
        return names;
    }

    @Override
    public void cancel(long timer) {
        due.remove(timer);
        timers.remove(timer);
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public void update(Exchanges.Handler handler) {
        attempts.add(nowMs);
        asked = handler;
    }

    @Override
    public boolean offerAgain() {
        attempts.add(nowMs);
        return !busy;
    }

    @Override
    public void onExpired() {
        expired = true;
    }

    @Override
    public void onLost() {
        lost = true;
    }

    private SessionRefresh agreed(boolean outgoing, long seed, boolean peerUpdates) {
        var refresh = new SessionRefresh(this, outgoing, new Random(seed), this);
        refresh.begin(Optional.of(AGREED), peerUpdates);
        return refresh;
    }

    /** Time goes on to the next timer. */
    private void next() {
        long timer = due.getFirst();
        due.remove(timer);
        nowMs = requireNonNull(times.get(timer));
        requireNonNull(timers.remove(timer)).run();
    }

    /** The far end answers the last UPDATE. */
    private void answers(int status, String field, String value) {
        Request update =
                Messages.request(
                        """
                        UPDATE sip:raw@127.0.0.1 SIP/2.0
                        Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1
                        From: <sip:a@127.0.0.1>;tag=a
                        To: <sip:b@127.0.0.1>;tag=b
                        Call-ID: refresh
                        CSeq: 2 UPDATE
                        Max-Forwards: 70

                        """);
        var response = Messages.response(update, status, "b");
        if (!field.isEmpty()) {
            Messages.set(response, field, value);
        }
        asked.onResponse(response, null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void triesAgainBetween2100And4000MsAfterTheRequestsHaveMetWhenWeHaveCalled(long seed) {
        agreed(true, seed, true);
        next();
        answers(491, "", "");
        next();

        assertThat(attempts.getFirst()).isEqualTo(45_000);
        assertThat(attempts.getLast() - attempts.getFirst()).isBetween(2_100L, 4_000L);
        assertThat((attempts.getLast() - attempts.getFirst()) % 10).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void triesAgainWithin2000MsAfterTheyHaveMetWhenWeWereCalled(long seed) {
        agreed(false, seed, true);
        next();
        answers(491, "", "");
        next();

        assertThat(attempts).hasSize(2);
        assertThat(attempts.getLast() - attempts.getFirst()).isBetween(0L, 2_000L);
        assertThat((attempts.getLast() - attempts.getFirst()) % 10).isZero();
    }

    @Test
    void neverTriesAgainAtTheTimeThatTheFarEndChooses() {
        for (int seed = 0; seed < 1_000; seed++) {
            var ours = new SessionRefreshTest();
            ours.agreed(true, seed, true);
            var theirs = new SessionRefreshTest();
            theirs.agreed(false, 1_000 - seed, true);
            for (var side : List.of(ours, theirs)) {
                side.next();
                side.answers(491, "", "");
                side.next();
            }
            // RFC 3261 14.1: whoever was called goes first, a round trip of 100 ms before.
            assertThat(ours.attempts.getLast() - theirs.attempts.getLast())
                    .isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void goesOnAsAgreedWhenItHasGoneWellAtLast() {
        agreed(true, 1, true);
        next();
        answers(491, "", "");
        next();
        answers(491, "", "");
        next();
        answers(200, "Session-Expires", "90;refresher=uac");
        long refreshedMs = nowMs;
        next();

        assertThat(attempts).hasSize(4).last().isEqualTo(refreshedMs + 45_000);
        assertThat(expired || lost).isFalse();
    }

    @Test
    void endsTheSessionInItsTimeWhenTheyMeetForEver() {
        agreed(true, 1, true);
        for (int i = 0; i < 20 && !expired; i++) {
            next();
            answers(491, "", "");
        }

        assertThat(expired).isTrue();
        assertThat(nowMs).isEqualTo(60_000);
        assertThat(attempts).hasSizeBetween(4, 8);
    }

    @ParameterizedTest
    @CsvSource({"3, 3000", "0, 1000", "10 (busy), 10000"})
    void comesAgainWhenTheFarEndSaysWhileItIsBusyWithARequestBefore(String after, long ms) {
        agreed(true, 1, true);
        next();
        answers(500, "Retry-After", after);
        next();

        assertThat(attempts).containsExactly(45_000L, 45_000 + ms);
    }

    @ParameterizedTest
    @CsvSource({"500, false", "488, false", "481, true", "408, true"})
    void doesNotTryAgainAfterAnyOtherRefusal(int status, boolean isLost) {
        agreed(true, 1, true);
        next();
        answers(status, "", "");
        next();

        assertThat(attempts).hasSize(1);
        assertThat(lost).isEqualTo(isLost);
        assertThat(expired).isTrue();
    }

    @Test
    void offersAgainAfterOffersHaveMetWhereTheFarEndTakesNoUpdate() {
        var refresh = agreed(true, 1, false);
        next();
        refresh.refused(491, null);
        next();

        assertThat(attempts).hasSize(2);
        assertThat(attempts.getLast() - attempts.getFirst()).isBetween(2_100L, 4_000L);
    }

    @Test
    void triesAgainAtOnceWhenThatIsTheTimeThatWasDrawn() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var ran = new CompletableFuture<Boolean>();
            SessionClock.Timers.of(vertx).set(0, () -> ran.complete(true));
            assertThat(ran.get(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            Phone.await(vertx.close());
        }
    }

    @Test
    void waitsWhileAnOfferOfTheFarEndIsOpen() {
        agreed(true, 1, false);
        busy = true;
        next();
        next();
        busy = false;
        next();

        assertThat(attempts).hasSize(3);
        assertThat(due).hasSize(1); // its end, and nothing else
    }
}
